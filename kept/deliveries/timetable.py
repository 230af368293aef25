"""When a truck does what: its route driven as early as it can be, and told minute by minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from kept.deliveries.routing.plan import Rest, Route
from kept.deliveries.routing.travel import Place, Travel


class Doing(StrEnum):
    DRIVE = "drive"
    WAIT = "wait"
    SERVE = "serve"
    REST = "rest"
    LOAD = "load"


@dataclass(frozen=True, slots=True)
class Span:
    """One thing that a truck does, in seconds since the epoch.

    ``stop`` is the key of the stop that is served, driven to or waited for; None for the way home.
    """

    doing: Doing
    starts: int
    ends: int
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be done next, and when it may begin: windows bind only service."""

    doing: Doing
    seconds: int
    stop: int | None = None
    earliest: int = 0
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class _Drive:
    """One way of driving the route: what was done when, and by how many seconds it misses windows."""

    spans: tuple[Span, ...]
    late: int

    @property
    def ends(self) -> int:
        return self.spans[-1].ends


def timetable(route: Route, travel: Travel, *, came: Mapping[int, int] | None = None) -> tuple[Span, ...]:
    """All that the truck does, in order; nothing for a truck without stops.

    ``came`` holds when it was really there, per stop: the rest of the day follows from that. The plan does
    not say where the break is taken: it lies where it makes nobody late and the truck home soonest.
    """
    if not route.stops:
        return ()
    steps = _steps(route, travel)
    came = came or {}
    starts, rest = route.truck.starts, route.truck.rest
    plain = _drive(steps, starts, came)
    if rest is None:
        return plain.spans
    tries = [_drive(steps, starts, came, pause=(at, rest)) for at in _pauses(plain, starts, rest)]
    return min(tries, key=lambda each: (each.late, each.ends)).spans


def _steps(route: Route, travel: Travel) -> list[_Step]:
    """The route with every drive; a truck that is loaded again goes home first."""
    home, truck = route.truck.home, route.truck
    places: list[Place] = [home]
    todo: list[tuple[_Step, float]] = []  # each step with the pace of the drive that leads to it
    for position, stop in enumerate(route.stops):
        if position in route.reloads:
            places.append(home)
            todo.append((_Step(Doing.LOAD, truck.loading), truck.pace))
        places.append(stop.errand.place)
        served = _Step(Doing.SERVE, stop.errand.service, stop.key, stop.earliest, stop.latest)
        todo.append((served, stop.pace))
    points = travel.points([*places, home])
    legs = travel.seconds(points[:-1], points[1:]).tolist()
    steps: list[_Step] = []
    for (step, pace), leg in zip(todo, legs, strict=False):
        steps += [_Step(Doing.DRIVE, ceil(leg * pace), step.stop), step]
    return [*steps, _Step(Doing.DRIVE, ceil(legs[-1] * truck.pace))]


def _pauses(plain: _Drive, starts: int, rest: Rest) -> list[int]:
    """Before which steps the break may begin in its time: sooner than the first of them is only waiting."""
    reached = [starts, *(span.ends for span in plain.spans if span.doing is not Doing.WAIT)]
    first = max((at for at, clock in enumerate(reached) if clock <= rest.earliest), default=0)
    return [at for at, clock in enumerate(reached) if at >= first and clock <= rest.latest] or [first]


def _drive(
    steps: Sequence[_Step], starts: int, came: Mapping[int, int], *, pause: tuple[int, Rest] | None = None
) -> _Drive:
    """Do one step after the other, waiting where a window is not open yet; ``pause``: rest before a step."""
    clock, late = starts, 0
    spans: list[Span] = []
    for at, step in enumerate(steps):
        if pause and pause[0] == at:
            spans, clock = [*spans, *_rest(clock, pause[1])], _after(clock, pause[1])
        begins = max(clock, step.earliest)
        if step.doing is Doing.SERVE and step.stop is not None and step.stop in came:
            begins = came[step.stop]
        if begins > clock:
            spans.append(Span(Doing.WAIT, clock, begins, step.stop))
        if step.latest is not None:
            late += max(0, begins - step.latest)
        clock = begins + step.seconds
        spans.append(Span(step.doing, begins, clock, step.stop))
    if pause and pause[0] == len(steps):
        spans += _rest(clock, pause[1])
    return _Drive(tuple(spans), late)


def _rest(clock: int, rest: Rest) -> list[Span]:
    begins = max(clock, rest.earliest)
    waits = [Span(Doing.WAIT, clock, begins)] if begins > clock else []
    return [*waits, Span(Doing.REST, begins, begins + rest.seconds)]


def _after(clock: int, rest: Rest) -> int:
    return max(clock, rest.earliest) + rest.seconds
