"""Trucks have fallen behind: another order of their stops that keeps more of today's promises, seen first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.deliveries import actions as deliveries
from kept.deliveries import live, plans, queries
from kept.deliveries.live import Outlook, Seen
from kept.deliveries.models import Depot, Stop
from kept.deliveries.queries.finding import stops_at_hand
from kept.deliveries.routing import live as kernel
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing import repair
from kept.desk.mishap import DayChanged, Order, day_at, in_order

SECONDS = 0.3  # of searching, for all trucks of a depot
WORSE = (Outlook.KEPT_OR_BROKEN, Outlook.FINE, Outlook.PROBABLY, Outlook.BREAKS)


@dataclass(frozen=True)
class Change:
    """A stop in the new order: as we see it in the order that stands, and as we would see it."""

    stop: Stop
    was: Seen
    then: Seen

    @property
    def is_saved(self) -> bool:
        return _is_saved(self.was, self.then)

    @property
    def is_later(self) -> bool:
        return bool(self.was.latest and self.then.latest and self.then.latest > self.was.latest)


@dataclass(frozen=True)
class Offer:
    """A better order of a depot's day as it was at ``version``: of each truck what is before it, in turn."""

    depot: Depot
    version: int
    trucks: Mapping[str, Sequence[Change]]
    order: Order


def look(staff: Staff, *, now: datetime) -> list[Offer]:
    """What a better order would keep today, at every depot where one was found; nothing is written.

    Each truck in danger is looked at alone: it keeps its stops, so nothing changes hands on the road. No
    promise may be worse off, however many others it would save.
    """
    require(staff, Right.PLAN_DELIVERIES)
    offers = (_look(depot, now=now) for depot in queries.depots())
    return [offer for offer in offers if offer.order]


@transaction.atomic
def confirm(depot: Depot, order: Order, *, version: int, staff: Staff, now: datetime) -> None:
    """Have the trucks drive in this order, as it was seen. Pressed twice, it is once.

    Raises DayChanged when the day is not any more as it was at ``version``, or when by now the order would
    not save anything or would harm somebody: then nothing is written.
    """
    require(staff, Right.PLAN_DELIVERIES)
    depot, on = queries.as_it_stands(depot), day_at(depot, now)
    read = plans.read(depot, [on], fresh=True)[on]
    before, after = read.plan, in_order(read, order)
    if after.routes == before.routes:
        return
    was = live.today(depot, now=now)
    adopted = deliveries.adopt(
        depot, on, after, read_version=version, because="reordered", by=staff.actor, now=now
    )
    may = adopted and _go_on(before, after, depot, now)
    if not (may and set(order) <= _saving(was, live.today(depot, now=now))):
        raise DayChanged(_("The day was changed meanwhile. Look again for a better order."))


def _look(depot: Depot, *, now: datetime) -> Offer:
    row = queries.day_of(depot, day_at(depot, now))
    read, was = plans.read(depot, [row.on])[row.on], live.today(depot, now=now)
    order = _searched(read.plan, was, depot, live.progress_on(row) if row.pk else {}, now)
    then = live.today(depot, now=now, instead=in_order(read, order))
    order = {truck: each for truck, each in order.items() if truck in _saving(was, then)}
    return Offer(depot, read.plan.version, _changes(was, then, order), order)


def _searched(
    plan: routing.DayPlan,
    was: live.Today,
    depot: Depot,
    progress: Mapping[int, kernel.Progress],
    now: datetime,
) -> Order:
    """Another order for each truck in danger for which one was found that the checker has nothing against."""
    in_danger = {each.vehicle for each in was.in_danger}
    waiting = {each.delivery for each in was.seen}
    routes = [route for route in plan.routes if route.truck.key in in_danger]
    order: Order = {}
    for route in routes:
        alone = replace(plan, routes=(route,))
        gone = [stop.key for stop in route.stops if stop.key not in waiting]
        driven = alone
        for key in gone:
            driven = plans.take_out(driven, key)
        found = repair.reorder(
            driven, depot.travel, progress=progress, now=_seconds(now), seconds=SECONDS / len(routes)
        )
        if found is driven:
            continue
        whole = _with_gone(found.routes[0], [stop for stop in route.stops if stop.key in gone], route.done)
        if not queries.newly_wrong(alone, replace(plan, routes=(whole,)), depot):
            order[route.truck.key] = ([stop.key for stop in whole.stops], list(whole.reloads))
    return order


def _with_gone(route: routing.Route, gone: Sequence[routing.Stop], done: int) -> routing.Route:
    """The route with the stops that no truck goes to any more behind what was made, out of the way."""
    stops = (*route.stops[:done], *gone, *route.stops[done:])
    return replace(route, stops=stops, reloads=tuple(at + len(gone) * (at >= done) for at in route.reloads))


def _go_on(before: routing.DayPlan, after: routing.DayPlan, depot: Depot, now: datetime) -> bool:
    """Whether each truck keeps its stops, and drives on to where it is driving now."""
    progress = live.progress_on(queries.day_of(depot, before.day))
    for pair in zip(before.routes, after.routes, strict=True):
        known = progress.get(pair[0].truck.key, kernel.Progress())
        was, then = (kernel.from_here(each, depot.travel, known, _seconds(now)) for each in pair)
        same = {stop.key for stop in was.stops} == {stop.key for stop in then.stops}
        if not same or was.stops[: was.done] != then.stops[: was.done]:
            return False
    return True


def _saving(was: live.Today, then: live.Today) -> set[int]:
    """The trucks of which some promise is saved, and none is worse off."""
    later = {each.stop: each for each in then.seen}
    pairs = [(each, later[each.stop]) for each in was.seen if each.stop in later]
    harmed = {a.vehicle for a, b in pairs if WORSE.index(b.outlook) > WORSE.index(a.outlook)}
    return {a.vehicle for a, b in pairs if _is_saved(a, b)} - harmed


def _is_saved(was: Seen, then: Seen) -> bool:
    return was.outlook.is_danger and then.outlook == Outlook.FINE


def _changes(was: live.Today, then: live.Today, order: Order) -> dict[str, list[Change]]:
    """By truck what is still before it, in the new order."""
    before = {each.stop: each for each in was.seen}
    ahead = [each for each in then.seen if each.vehicle in order and each.arrived_at is None]
    stops = stops_at_hand().in_bulk([each.stop for each in ahead])
    changes: dict[str, list[Change]] = {}
    for each in ahead:
        truck = stops[each.stop].vehicle.name
        changes.setdefault(truck, []).append(Change(stops[each.stop], before[each.stop], each))
    return changes


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
