"""Whether a full window can be had after all, by rearranging its day: a search, outside of every lock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kept.deliveries import plans
from kept.deliveries.models import Delivery, Depot
from kept.deliveries.queries.finding import as_it_stands
from kept.deliveries.queries.moving import driving
from kept.deliveries.queries.quoting import buffered, errand_of, instants, roads_known, why_not_bookable
from kept.deliveries.routing import insertion, search
from kept.deliveries.routing import plan as routing
from kept.deliveries.rules import LocalWindow
from kept.deliveries.shelf import Shelf

MAY_HELP = (insertion.Why.FULL, insertion.Why.NO_ROOM)  # elsewhere no order of the stops would


@dataclass(frozen=True)
class Room:
    """A day with one more stop in it, good for one delivery, while the day has the version it was read at."""

    delivery: int
    window: LocalWindow
    version: int
    after: routing.DayPlan
    truck: int
    extra: int

    def fits(self, delivery: Delivery, window: LocalWindow, version: int, before: routing.DayPlan) -> bool:
        """Whether it was found for this, and the same trucks drive: a shift may change without the day."""
        was_for = (self.delivery, self.window, self.version) == (delivery.pk, window, version)
        return was_for and [r.truck for r in self.after.routes] == [r.truck for r in before.routes]


_found: Shelf[tuple[Room | None]] = Shelf(most=64)


def could_make_room(delivery: Delivery, window: LocalWindow, *, now: datetime) -> bool:
    """Whether ``find_room`` would find any; takes up to half a second of searching the first time."""
    return find_room(delivery, window, now=now) is not None


def find_room(delivery: Delivery, window: LocalWindow, *, now: datetime) -> Room | None:
    """The day of the window, rearranged so that it takes the delivery too; None when no way was found.

    For ``actions.book`` and ``actions.reschedule``, which take it only if nobody has overtaken it. Ask
    outside of any transaction: nothing is locked. Raises NotPlaced.
    """
    depot, errand = as_it_stands(delivery.depot), errand_of(delivery)
    day = plans.read(depot, [window.day])[window.day]
    if why_not_bookable(depot, window, day, now=now):
        return None
    if day.key is None:
        return _search(delivery, errand, window, day, depot)
    version = (day.key, roads_known(depot.travel), errand)
    return _found.get(
        (delivery.pk, window), version, lambda: (_search(delivery, errand, window, day, depot),)
    )[0]


def _search(
    delivery: Delivery, errand: routing.Errand, window: LocalWindow, day: plans.Day, depot: Depot
) -> Room | None:
    before = plans.take_out(day.plan, delivery.pk)
    seen, asked, promised = (
        plans.with_buffers(before, depot),
        buffered(window, depot, before),
        instants(window, depot),
    )
    new = routing.Stop(delivery.pk, errand, promised.earliest, promised.latest, pace=promised.pace)
    (answer,) = insertion.Horizon([seen], depot.travel).ask(errand, [asked])
    found = None
    if isinstance(answer, insertion.Fit):
        found = insertion.insert(seen, answer, errand, key=delivery.pk)
    elif answer.why in MAY_HELP:
        found = search.make_room(seen, replace(new, latest=asked.latest), depot.travel)
    if found is None:
        return None
    after = plans.as_promised(found, before, new)
    truck = next(route.truck.key for route in after.routes if new in route.stops)
    extra = max(0, driving(after, depot) - driving(before, depot))
    return Room(delivery.pk, window, day.plan.version, after, truck, extra)
