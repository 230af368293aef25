"""The day of: where a truck is by what was seen of it, when it comes to whom, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, log, log1p, sqrt

import numpy as np
import numpy.typing as npt

from kept.deliveries.routing.plan import Errand, Rest, Route, Stop
from kept.deliveries.routing.timing import Visit, Walk, walks
from kept.deliveries.routing.travel import Travel

SHARE = 0.8  # of all visits begin inside the range that is said: one in ten sooner, one in ten later
SAMPLES = 400
OVERDUE = 20  # fewer of the samples than this: what we see is beyond what we know
STILL_TO_GO = 0.15  # of the whole, for a drive or a visit that takes longer than we can explain

Samples = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Progress:
    """What is known of one truck's day: when it came to which stop and left it, by the stops' keys.

    ``waits_until``: an announced delay; it does not drive on before.
    """

    reached: Mapping[int, int] = field(default_factory=dict)
    left: Mapping[int, int] = field(default_factory=dict)
    waits_until: int | None = None


@dataclass(frozen=True)
class Noise:
    """How far days differ from their plan: standard deviation ÷ mean of visits, of drives, of a day's drives.

    The figures are those of the booking benchmark. Factors are log-normal around a mean of 1.
    """

    service: float = 0.3
    legs: float = 0.2
    day: float = 0.1


@dataclass(frozen=True, slots=True)
class Expected:
    """When the visit of a stop begins: ``at`` as likely sooner as later, ``low`` to ``high`` with ``SHARE``.

    ``late`` is the chance, 0 to 1, that it begins after the promised window; ``seconds_late`` the mean.
    """

    key: int
    at: int
    low: int
    high: int
    late: float
    seconds_late: float

    @property
    def harm(self) -> float:
        """A late visit counts one, and another one for each two hours: half a window."""
        return self.late + self.seconds_late / 7200


def from_here(route: Route, travel: Travel, progress: Progress, now: int) -> Route:
    """The route as it can still be driven: insertion, search and checker judge it like any other.

    What is behind the truck becomes one done stop, whose end is when the truck drives on; its goods are gone.
    The stop that it is driving to stays the next one, even if it is loaded again on its way.
    """
    loaded_before = {route.stops[at].key for at in route.reloads}
    past = _Past(route, progress, now)
    done, ahead, truck = [], list(past.ahead), route.truck
    driving = past.on_road and bool(ahead)
    leaves = past.free if driving else max(past.free, now)
    starts = leaves
    if past.last:
        errand = Errand(past.last.errand.place, 0, (0,) * len(truck.capacity))
        done = [Stop(past.last.key, errand, leaves, leaves)]
        starts -= walks([Route(truck, tuple(done))], travel)[0].legs[0]
    if driving:
        comes = max(ahead[0].earliest, now)
        ahead[0] = replace(ahead[0], earliest=comes, latest=max(ahead[0].latest, comes))
    left = replace(
        truck,
        starts=starts,
        ends=max(truck.ends, starts + 1),
        rest=past.owes(truck.rest, starts),
        loads=truck.loads - sum(stop.key in loaded_before for stop in past.behind),
    )
    reloads = [at for at, stop in enumerate(ahead, len(done)) if stop.key in loaded_before]
    return Route(left, (*done, *ahead), tuple(reloads), route.held, done=len(done) + driving)


def expect(
    route: Route, travel: Travel, progress: Progress, now: int, noise: Noise = Noise()
) -> list[Expected]:
    """When each visit still ahead begins, in the order of driving; nothing sooner than ``now``.

    The rest of the day is driven ``SAMPLES`` times with chance drives and visits: windows that open, loads
    and the break included. How slow the roads have been so far counts. The same facts give the same answer.
    """
    past, here = _Past(route, progress, now), from_here(route, travel, progress, now)
    (walk,) = walks([here], travel)
    chance, first = np.random.default_rng(0), len(past.behind[:1])
    slow = np.exp(chance.normal(*_day(route, travel, progress, noise), SAMPLES))
    clock = past.frees(noise, chance)
    found: list[Expected] = []
    for visit, begins in _drive(
        walk, clock, slow, noise, chance, first=first, now=now if past.on_road else None
    ):
        if not visit.at_home:
            found.append(_expected(past.ahead[visit.position - first], np.maximum(begins, now)))
    return found


def danger(route: Route, travel: Travel, noise: Noise = Noise()) -> tuple[float, float]:
    """How many stops of a route are late on a day of chance, and how often the shift is overrun."""
    (walk,) = walks([route], travel)
    chance = np.random.default_rng(0)
    slow, late, home_at = _factors(noise.day, chance), 0.0, 0.0
    for visit, begins in _drive(walk, np.full(SAMPLES, float(route.truck.starts)), slow, noise, chance):
        if visit.at_home:
            home_at = float(np.mean(begins > route.truck.ends))
        elif visit.position >= route.done:
            late += float(np.mean(begins > visit.closes))
    return late, home_at


def _drive(
    walk: Walk,
    clock: Samples,
    slow: Samples,
    noise: Noise,
    chance: np.random.Generator,
    *,
    first: int = 0,
    now: int | None = None,
) -> Iterator[tuple[Visit, Samples]]:
    """When each visit from the ``first`` on begins, by chance. ``now``: the first stop is not reached yet.

    A driver rests at the first door that they leave once it is time, or while a window is not open yet.
    """
    rest = walk.rest
    rested = np.full(SAMPLES, rest is None)
    for visit, leg in zip(walk.visits[first:], walk.legs[first:], strict=True):
        if rest:
            due = ~rested & (clock >= rest.earliest)
            clock, rested = clock + rest.seconds * due, rested | due
        clock = clock + leg * slow * _factors(noise.legs, chance)
        if rest:
            rested |= np.maximum(clock, rest.earliest) + rest.seconds <= visit.opens
        if now is not None and not visit.at_home:
            clock, now = _not_yet(clock, now, leg, chance), None
        clock = np.maximum(clock, visit.opens)
        yield visit, clock
        clock = clock + visit.takes * _factors(noise.service, chance)


class _Past:
    """What lies behind a truck, and when it is free to drive on."""

    def __init__(self, route: Route, progress: Progress, now: int) -> None:
        reached = progress.reached
        self.behind = sorted((s for s in route.stops if s.key in reached), key=lambda stop: reached[stop.key])
        self.ahead = [stop for stop in route.stops if stop.key not in reached]
        self.last = self.behind[-1] if self.behind else None
        self.now, self.progress, self.waits_until = now, progress, progress.waits_until or 0
        self.at_door = self.last is not None and self.last.key not in progress.left
        self.since = route.truck.starts  # at the door since, or free since
        if self.last:
            begins = max(reached[self.last.key], self.last.earliest)
            self.since = progress.left.get(self.last.key, begins)

    @property
    def free(self) -> int:
        """When it drives on, as far as we know."""
        at = self.since
        if self.last and self.at_door:
            at = max(at + self.last.errand.service, self.now)
        return max(at, self.waits_until)

    @property
    def on_road(self) -> bool:
        """Whether it drives already, to wherever it goes next."""
        return not self.at_door and (self.free <= self.now if self.last else self.free < self.now)

    def owes(self, rest: Rest | None, starts: int) -> Rest | None:
        """The break, unless its time is over, or came while the truck waited or before its last drive."""
        if rest is None or max(self.now, self.free) > rest.latest:
            return None
        if max(self.now, rest.earliest) + rest.seconds <= self.waits_until:
            return None
        if any(self.progress.left.get(stop.key, 0) >= rest.earliest for stop in self.behind[:-1]):
            return None
        return replace(rest, earliest=min(max(rest.earliest, starts), rest.latest))

    def frees(self, noise: Noise, chance: np.random.Generator) -> Samples:
        """When it drives on, by chance: a visit that goes on ends no sooner than now."""
        ends = np.full(SAMPLES, float(self.since))
        if self.last and self.at_door:
            service = self.last.errand.service
            ends = ends + service * _factors(noise.service, chance)
            ends = _not_yet(ends, self.now, service, chance)
        freed: Samples = np.maximum(ends, self.waits_until)
        return freed


def _day(route: Route, travel: Travel, progress: Progress, noise: Noise) -> tuple[float, float]:
    """Mean and deviation of the logarithm of how slow the roads are today, learned from the drives made.

    Normal prior, normal observations: each drive divided by what was expected of it.
    """
    spread, deviation = log1p(noise.day**2), log1p(noise.legs**2)
    if not spread or not deviation:
        return -spread / 2, sqrt(spread)
    weight, total = 1 / spread, -0.5
    for seconds, planned in _drives(route, travel, progress):
        if min(seconds, planned) > 0:
            weight += 1 / deviation
            total += (log(seconds / planned) + deviation / 2) / deviation
    return total / weight, 1 / sqrt(weight)


def _drives(route: Route, travel: Travel, progress: Progress) -> Iterator[tuple[int, int]]:
    """Seconds and planned seconds of each drive from stop to stop, those around the break left out."""
    rest = route.truck.rest
    for visit, leg in zip(*_planned(route, travel), strict=True):
        if visit.at_home or not visit.position:
            continue
        here, there = route.stops[visit.position - 1].key, route.stops[visit.position].key
        if visit.position in route.reloads or here not in progress.left or there not in progress.reached:
            continue
        left, came = progress.left[here], progress.reached[there]
        if rest is None or came < rest.earliest or left > rest.latest + rest.seconds:
            yield came - left, leg


def _planned(route: Route, travel: Travel) -> tuple[Sequence[Visit], Sequence[int]]:
    (walk,) = walks([route], travel)
    return walk.visits, walk.legs


def _factors(deviation: float, chance: np.random.Generator) -> Samples:
    """Log-normal factors with a mean of 1."""
    variance = log1p(deviation**2)
    return np.exp(chance.normal(-variance / 2, sqrt(variance), SAMPLES))


def _not_yet(ends: Samples, now: int, planned: int, chance: np.random.Generator) -> Samples:
    """When something ends of which we know that it has not ended yet."""
    possible = ends[ends >= now]
    if len(possible) >= OVERDUE:
        return possible[chance.integers(len(possible), size=SAMPLES)]
    return now + chance.exponential(STILL_TO_GO * planned, SAMPLES)


def _expected(stop: Stop, begins: Samples) -> Expected:
    low, at, high = np.quantile(begins, [(1 - SHARE) / 2, 0.5, (1 + SHARE) / 2])
    late = np.maximum(begins - stop.latest, 0)
    chance = float(np.mean(late > 0))
    return Expected(stop.key, int(at), int(low), ceil(high), chance, float(np.mean(late)))
