"""Today on the road, as we see it now: when each truck can be where, why, and which promises that breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

from kept.deliveries import plans
from kept.deliveries.models import DayPlan, Delivery, Depot, State, VehicleDay
from kept.deliveries.routing import live as kernel
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing import timing
from kept.deliveries.routing.travel import Travel

BEHIND = timedelta(minutes=5)  # less is nothing to speak of
QUIET = timedelta(minutes=15)  # so long a truck may be overdue before we know no more where it is
SURELY = 0.9  # a chance of so much is as good as certain


class Outlook(StrEnum):
    """What becomes of a promise, as far as we see."""

    KEPT_OR_BROKEN = ""  # the truck was there
    FINE = "fine"
    PROBABLY = "probably"  # more likely than not it breaks
    BREAKS = "breaks"

    @property
    def is_danger(self) -> bool:
        return self in (Outlook.PROBABLY, Outlook.BREAKS)


class Why(StrEnum):
    """What stands behind an estimate. The words stand in ``words_live.py``."""

    AS_PLANNED = "as_planned"
    LOST = "lost"  # the truck is out
    NO_DRIVER = "no_driver"  # nobody drives this truck today
    LEAVES_LATE = "leaves_late"  # announced: it leaves no sooner
    NOT_SEEN = "not_seen"  # it should have been somewhere by now, and nobody has said that it was
    BEHIND = "behind"


@dataclass(frozen=True)
class Because:
    """Why a truck comes when it comes: ``minutes`` behind its plan, after its stop number ``after``."""

    why: Why
    vehicle: str
    minutes: int = 0
    after: int = 0
    at: datetime | None = None
    said: str = ""


@dataclass(frozen=True)
class Seen:
    """One stop of today as we see it now.

    ``earliest`` to ``latest`` is when the visit begins, eight times in ten; None once the truck was there, or
    where none comes. ``late`` is the chance, 0 to 1, that it begins after the window. ``number`` is its place
    in the route, from 1; ``before`` counts the visits that its truck has to make first, the one that it is at
    included.
    """

    stop: int
    delivery: int
    promise: int
    vehicle: int
    number: int
    before: int
    starts_at: datetime
    until: datetime
    because: Because
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    late: float = 1.0

    @property
    def range(self) -> tuple[datetime, datetime] | None:
        return (self.earliest, self.latest) if self.earliest and self.latest else None

    @property
    def outlook(self) -> Outlook:
        if self.arrived_at is not None:
            return Outlook.KEPT_OR_BROKEN
        if self.late >= SURELY:
            return Outlook.BREAKS
        return Outlook.PROBABLY if self.late > 0.5 else Outlook.FINE


@dataclass(frozen=True)
class Today:
    """All stops of a depot's day. ``published_at`` None: nobody has sent the trucks out yet."""

    on: date
    published_at: datetime | None
    seen: tuple[Seen, ...]

    @property
    def in_danger(self) -> list[Seen]:
        """What breaks or probably does, the window that ends first before the others."""
        found = [seen for seen in self.seen if seen.outlook.is_danger]
        return sorted(found, key=lambda seen: (seen.until, seen.vehicle, seen.number))

    def of(self, delivery: int) -> Seen | None:
        """The stop of a delivery, the latest where it was tried before."""
        return max((seen for seen in self.seen if seen.delivery == delivery), key=_stop, default=None)


def today(
    depot: Depot, *, now: datetime, only: int | None = None, instead: routing.DayPlan | None = None
) -> Today:
    """The day that it is by the depot's clocks, as its plan and what was seen on the road tell.

    ``only`` names a delivery whose truck alone is looked at. ``instead``: as if the trucks drove their
    stops in the order of this plan.
    """
    on = now.astimezone(depot.location.zone).date()
    plan = DayPlan.objects.filter(depot=depot, on=on).first()
    if plan is None:
        return Today(on, None, ())
    rows = _rows(plan, only)
    trucks = {row.vehicle for row in rows}
    driven = instead or plans.load(depot, [on])[on]
    place = {stop.key: at for route in driven.routes for at, stop in enumerate(route.stops)}
    rows.sort(key=lambda row: (row.vehicle, place.get(row.delivery, 0)))
    driven = replace(driven, routes=tuple(r for r in driven.routes if r.truck.key in trucks))
    for key in {stop.key for stop in driven.stops} - {row.delivery for row in rows}:
        driven = plans.take_out(driven, key)  # nobody went there in time, and nobody will
    routed = {route.truck.key: route for route in driven.routes}
    special = {each.vehicle_id: each for each in VehicleDay.objects.filter(plan=plan)}
    seen: list[Seen] = []
    for vehicle, theirs in groupby(rows, key=lambda row: row.vehicle):
        truck = _Truck(list(theirs), routed.get(vehicle), special.get(vehicle), now)
        seen += truck.seen(depot.travel)
    return Today(on, plan.published_at, tuple(seen))


def of_delivery(delivery: Delivery, *, now: datetime) -> Seen | None:
    """Today's stop of a delivery; None where its day is another one, or its route is not published."""
    found = today(delivery.depot, now=now, only=delivery.pk)
    return found.of(delivery.pk) if found.published_at else None


def progress_on(plan: DayPlan) -> dict[int, kernel.Progress]:
    """Where each truck of a day came and left so far, and until when it waits, by vehicle."""
    late = plan.vehicle_days.exclude(late_until=None).values_list("vehicle", "late_until")
    until = {vehicle: _seconds(at) for vehicle, at in late if at}
    by_vehicle = groupby(_rows(plan, None), key=lambda row: row.vehicle)
    return {key: _progress(rows, waits_until=until.get(key)) for key, rows in by_vehicle}


def _progress(rows: Iterable[_Row], *, waits_until: int | None = None) -> kernel.Progress:
    """A drive in which somebody may have waited for a window to open says nothing of the roads."""
    done = sorted((row for row in rows if row.arrived_at), key=lambda row: row.arrived_at or row.until)
    reached = {row.delivery: _seconds(row.arrived_at) for row in done if row.arrived_at}
    left = {row.delivery: _seconds(row.left_at) for row in done if row.left_at}
    for here, there in pairwise(done):
        if here.left_at and here.left_at < there.starts_at:
            left.pop(here.delivery)
    return kernel.Progress(reached, left, waits_until)


class _Row(NamedTuple):
    """A stop with what is known of its visit. ``waits``: the truck still has it before it."""

    stop: int
    vehicle: int
    name: str
    delivery: int
    state: str
    promise: int
    starts_at: datetime
    until: datetime
    settled_at: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None

    @property
    def waits(self) -> bool:
        return self.arrived_at is None and self.settled_at is None and self.state == State.SCHEDULED


def _rows(plan: DayPlan, only: int | None) -> list[_Row]:
    """Plain values: a day holds hundreds of stops. Those that nobody went to and nobody will are left out."""
    stops = plan.stops.all()
    if only is not None:
        stops = stops.filter(vehicle__in=plan.stops.filter(delivery=only).values("vehicle"))
    found = stops.order_by("vehicle_id", "sequence").values_list(
        "pk", "vehicle_id", "vehicle__name", "delivery_id", "delivery__state", "promise_id",
        "promise__starts_at", "promise__until", "promise__settled_at", "arrival__at", "visit__at",
    )  # fmt: skip
    rows = map(_Row._make, found)
    return [row for row in rows if row.waits or row.arrived_at]


class _Truck:
    """One truck's stops of today, those it made in the order in which it made them, and how far it is."""

    def __init__(
        self, rows: Sequence[_Row], route: routing.Route | None, special: VehicleDay | None, now: datetime
    ) -> None:
        self.done = sorted((row for row in rows if row.arrived_at), key=lambda row: row.arrived_at or now)
        self.waiting = [row for row in rows if row.arrived_at is None]
        self.name = rows[0].name
        self.stops = {stop.key: stop for stop in route.stops} if route else {}
        self.special, self.now = special, now
        self.route = route

    def seen(self, travel: Travel) -> Iterator[Seen]:
        planned = self._planned(travel)
        because, unheard = self._because(planned), self._unheard(planned)
        expected = self._begins(travel)
        behind_it = len(self.done) - self._is_at_a_door
        for number, row in enumerate([*self.done, *self.waiting], 1):
            then = expected.get(row.delivery)
            yield Seen(
                stop=row.stop, delivery=row.delivery, promise=row.promise, vehicle=row.vehicle,
                number=number, before=max(0, number - 1 - behind_it),
                starts_at=row.starts_at, until=row.until, because=because,
                arrived_at=row.arrived_at, left_at=row.left_at,
                earliest=_at(then.low) if then else None,
                latest=_at(then.high) + unheard if then else None,
                late=max(then.late, _late(unheard, row.until - _at(then.at))) if then else 1.0,
            )  # fmt: skip

    @property
    def _is_at_a_door(self) -> bool:
        return bool(self.done) and self.done[-1].left_at is None

    def _planned(self, travel: Travel) -> dict[int, datetime]:
        """When each visit would have begun, had all gone as planned."""
        if self.route is None:
            return {}
        begins = timing.begins(self.route, travel)
        return {stop.key: _at(begin) for stop, begin in zip(self.route.stops, begins, strict=False)}

    def _leaves(self) -> datetime:
        """When it is free to drive to its next stop: from the depot, or from the last stop it made."""
        assert self.route is not None
        if not self.done:
            return _at(self.route.truck.starts)
        last = self.done[-1]
        return last.left_at or max(self._ends(last), self.now)

    def _ends(self, row: _Row) -> datetime:
        """When its visit should be over."""
        assert row.arrived_at is not None
        return max(row.arrived_at, row.starts_at) + self._service(row)

    def _service(self, row: _Row) -> timedelta:
        stop = self.stops.get(row.delivery)
        return timedelta(seconds=stop.errand.service if stop else 0)

    def _due(self, planned: dict[int, datetime]) -> datetime | None:
        """By when we should have heard of it again; None where it has nothing before it."""
        if self.route is None or not self.waiting:
            return None
        if self._is_at_a_door:
            return self._ends(self.done[-1])
        first = self.waiting[0]
        due = planned.get(first.delivery, self.now)
        if self.done:
            last = self.done[-1]
            gap = due - planned.get(last.delivery, due) - self._service(last)
            due = self._leaves() + max(gap, timedelta(0))
        late = self.special.late_until if self.special else None
        return max(due, first.starts_at, late or due)

    def _unheard(self, planned: dict[int, datetime]) -> timedelta:
        """For how long too long nobody has said anything: it may well last as long again."""
        due = self._due(planned)
        silence = self.now - due if due else timedelta(0)
        return silence if silence > QUIET else timedelta(0)

    def _because(self, planned: dict[int, datetime]) -> Because:
        if self.special and self.special.lost_at:
            return Because(Why.LOST, self.name, at=self.special.lost_at, said=self.special.because)
        if self.route is None:
            return Because(Why.NO_DRIVER, self.name)
        if not self.done:
            return self._not_begun(planned)
        last = self.done[-1]
        should_leave = max(planned.get(last.delivery, last.starts_at), last.starts_at) + self._service(last)
        behind = self._leaves() - should_leave
        due = self._due(planned)
        if due and self.now - due > QUIET and not self._is_at_a_door:
            return Because(Why.NOT_SEEN, self.name, minutes=_minutes(self.now - due), at=due)
        if behind < BEHIND:
            return Because(Why.AS_PLANNED, self.name, after=len(self.done))
        return Because(Why.BEHIND, self.name, minutes=_minutes(behind), after=len(self.done))

    def _not_begun(self, planned: dict[int, datetime]) -> Because:
        announced = self.special
        if announced and announced.late_until and self.now < announced.late_until:
            return Because(Why.LEAVES_LATE, self.name, at=announced.late_until, said=announced.because)
        first = planned.get(self.waiting[0].delivery) if self.waiting else None
        if first is not None and self.now - first > BEHIND:
            return Because(Why.NOT_SEEN, self.name, minutes=_minutes(self.now - first), at=first)
        return Because(Why.AS_PLANNED, self.name)

    def _begins(self, travel: Travel) -> dict[int, kernel.Expected]:
        """When the visits begin that the truck has before it, by delivery; none after its shift is over."""
        if self.route is None:
            return {}
        late = self.special.late_until if self.special else None
        progress = _progress(self.done, waits_until=_seconds(late) if late else None)
        found = kernel.expect(self.route, travel, progress, _seconds(self.now))
        return {each.key: each for each in found if each.low <= self.route.truck.ends}


def _late(unheard: timedelta, slack: timedelta) -> float:
    """The chance that a silence lasts longer than the slack: what has lasted so long lasts as long again.

    The rule of thumb of Lindy: P(more than s) = silence ÷ (silence + s).
    """
    return unheard / (unheard + max(slack, timedelta(0))) if unheard else 0.0


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def _minutes(span: timedelta) -> int:
    return int(span / timedelta(minutes=1))


def _stop(seen: Seen) -> int:
    return seen.stop
