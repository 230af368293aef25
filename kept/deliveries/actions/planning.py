"""The dispatcher's hand on a day: a stop moved or pinned, a route held; a better plan taken over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.deliveries import plans, queries
from kept.deliveries.actions import days
from kept.deliveries.models import DayPlan, Depot, Stop, Vehicle
from kept.deliveries.routing import checker
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing.plan import Held
from kept.ledger import actions as ledger


class WouldBreak(Refused):
    """A change would break promises: ``faults`` says each of them in words."""

    code = "would_break_promises"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join([_("A promise would be broken."), *self.faults]))


@transaction.atomic
def move_stop(stop: Stop, *, vehicle: Vehicle, position: int, by: Actor, now: datetime) -> Stop:
    """Put a stop before the ``position``-th of a truck on the same day, and pin it to that truck.

    Positions count the truck's stops without this one, from 0. Its promise stays as it is. Raises
    WouldBreak, queries.Fixed for what was made or is held, queries.NoSuchPlace for a route changed since.
    """
    plan, depot = _held(stop)
    day = plans.read(depot, [plan.on], fresh=True)[plan.on]
    before, after = day.plan, queries.moved(day, stop, vehicle, position)
    if wrong := queries.newly_wrong(before, after, depot):
        raise WouldBreak(queries.say_faults(wrong, after, depot))
    days.write(plan, after)
    Stop.objects.filter(pk=stop.pk).update(pinned=True)
    stop = Stop.objects.select_related("delivery", "vehicle", "plan").get(pk=stop.pk)
    ledger.record(
        "stop.moved", stop, by=by, at=now, customer=stop.delivery.customer_id,
        delivery=stop.delivery, vehicle=vehicle, position=position, version=plan.version,
    )  # fmt: skip
    days.have_improved(plan, now=now)
    return stop


@transaction.atomic
def pin(stop: Stop, pinned: bool, *, by: Actor, now: datetime) -> Stop:
    """Have a stop stay on its truck whatever is found to be shorter, or let it go again. Twice is once."""
    plan, _depot = _held(stop)
    stop = _again(stop)
    if stop.pinned == pinned:
        return stop
    stop.pinned = pinned
    stop.save(update_fields=["pinned"])
    days.raise_version(plan)
    ledger.record(
        "stop.pinned" if pinned else "stop.unpinned", stop, by=by, at=now,
        customer=stop.delivery.customer_id, vehicle=stop.vehicle,
    )  # fmt: skip
    return stop


@transaction.atomic
def hold(depot: Depot, day: date, vehicle: Vehicle, held: Held, *, by: Actor, now: datetime) -> DayPlan:
    """Hold a truck's order of stops, all of its route, or let go of it. Twice is once."""
    plan = days.lock(depot, [day])[day]
    different = days.differing(plan, vehicle.pk)
    if different.held == held.value:
        return plan
    different.held = held.value
    different.save(update_fields=["held"])
    days.raise_version(plan)
    ledger.record("route.held", plan, by=by, at=now, vehicle=vehicle, held=held.value)
    return plan


@transaction.atomic
def adopt(
    depot: Depot, day: date, after: routing.DayPlan, *, read_version: int, because: str,
    by: Actor, now: datetime,
) -> bool:  # fmt: skip
    """Write a rearranged day, if it is still as it was read and no promise is worse off.

    Stops that stood in no route (their truck is lost) may have got a place. Those that ``after`` leaves out
    must have stood in none. False when somebody overtook it, or the checker finds fault; nothing is written.
    ``because`` is for the ledger: "improved", "made room", "repaired", "reordered".
    """
    plan = days.lock(depot, [day])[day]
    if plan.version != read_version or after.day != day:
        return False
    read = plans.read(queries.as_it_stands(depot), [day], fresh=True)[day]
    if not _may_replace(read, after, depot):
        return False
    moved = days.write(plan, after)
    ledger.record(
        "day.rearranged", plan, by=by, at=now, because=because, moved=len(moved), version=plan.version
    )
    return True


def _may_replace(read: plans.Day, after: routing.DayPlan, depot: Depot) -> bool:
    """No promise dropped or worse off, nothing moved that is held or made, nobody brought who is not due."""
    before = read.plan
    known = {stop.key: stop for stop in (*before.stops, *read.adrift)}
    trucks = {route.truck.key: (route.truck, route.held, route.done) for route in before.routes}
    return (
        all(known.get(stop.key) == stop for stop in after.stops)
        and all(trucks.get(r.truck.key) == (r.truck, r.held, r.done) for r in after.routes)
        and not checker.lost(before, after)
        and not checker.moved_although_held(before, after)
        and not queries.newly_wrong(before, after, depot)
    )


def _held(stop: Stop) -> tuple[DayPlan, Depot]:
    """The day of a stop, locked, and its depot. Raises NoSuchPlace for one that went elsewhere."""
    on = DayPlan.objects.select_related("depot__location").filter(stops=stop.pk).first()
    if on is None:
        raise queries.NoSuchPlace(_("This stop was moved to another window. Open the board again."))
    plan = days.lock(on.depot, [on.on])[on.on]
    return plan, plan.depot


def _again(stop: Stop) -> Stop:
    found = Stop.objects.select_related("delivery", "vehicle", "plan").filter(pk=stop.pk).first()
    if found is None:
        raise queries.NoSuchPlace(_("This stop was moved to another window. Open the board again."))
    return found
