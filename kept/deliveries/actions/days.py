"""Holding the row of a day while its plan is changed, having the change proven, and writing it whole.

Whoever changes a day holds its row (PostgreSQL) or the one write lock (SQLite, IMMEDIATE) and raises its
version: what was read under an older one is overtaken.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import F

from kept.deliveries import queries
from kept.deliveries.models import DayPlan, Depot, Stop, VehicleDay
from kept.deliveries.routing import checker
from kept.deliveries.routing import plan as routing
from kept.work import actions as work

ASIDE = 1_000_000  # sequences are moved out of the way first: no two stops may share one, not even meanwhile
IMPROVE = "kept.deliveries.tasks.improve_day"
BEHIND_MAIL = -10  # nobody waits for a shorter route as they wait for a letter


def lock(depot: Depot, days: Collection[date]) -> dict[date, DayPlan]:
    """The days' rows, made where missing, held in calendar order so that nobody waits in a ring."""
    locked = {}
    for day in sorted(set(days)):
        DayPlan.objects.get_or_create(depot=depot, on=day)
        held = DayPlan.objects.select_for_update(no_key=True, of=("self",))
        locked[day] = held.select_related("depot__location").get(depot=depot, on=day)
    return locked


def raise_version(plan: DayPlan) -> None:
    """One version on, if it is still the one that was read under the lock."""
    raised = DayPlan.objects.filter(pk=plan.pk, version=plan.version).update(version=plan.version + 1)
    if not raised:
        raise AssertionError(f"{plan} was changed under its lock")
    plan.version += 1


def note_made(plan_id: int) -> None:
    """A stop was made, so nothing may be planned before it any more: whoever read the day is overtaken."""
    DayPlan.objects.filter(pk=plan_id).update(version=F("version") + 1)


def have_improved(plan: DayPlan, *, now: datetime) -> None:
    """Queue the search for a better plan, in this transaction; whoever changes the day later has the say."""
    args = [plan.depot_id, plan.on.isoformat(), plan.version]
    work.enqueue(work.Call(IMPROVE, args=args, priority=BEHIND_MAIL), now=now)


def wrong(before: routing.DayPlan, after: routing.DayPlan, depot: Depot) -> Sequence[object]:
    """What the new plan would break or drop of the promises of the old one."""
    return queries.newly_wrong(before, after, depot) or checker.lost(before, after)


def prove(before: routing.DayPlan, after: routing.DayPlan, depot: Depot) -> None:
    """Raises AssertionError, our fault, if the new plan would break or drop a promise of the old one."""
    if found := wrong(before, after, depot):
        raise AssertionError(f"a change of {before.day} would break promises: {found}")


def write(plan: DayPlan, after: routing.DayPlan) -> list[Stop]:
    """Put every stop where the new plan has it, and raise the version; answers those that were moved.

    The day is locked. Stops that are in no route of the new plan stay with their truck, before the others.
    """
    stops = {stop.delivery_id: stop for stop in Stop.objects.filter(plan=plan).order_by("sequence")}
    placed = {stop.key for stop in after.stops}
    moved = []
    for vehicle in {*(stop.vehicle_id for stop in stops.values()), *(r.truck.key for r in after.routes)}:
        route = next((route for route in after.routes if route.truck.key == vehicle), None)
        apart = [key for key, stop in stops.items() if stop.vehicle_id == vehicle and key not in placed]
        keys = [*apart, *(stop.key for stop in route.stops)] if route else apart
        reloads = {route.stops[at].key for at in route.reloads} if route else set()
        for sequence, key in enumerate(keys):
            stop = stops[key]
            stands = (vehicle, sequence, key in reloads)
            if (stop.vehicle_id, stop.sequence, stop.reload) != stands:
                moved.append((stop, stands))
    Stop.objects.filter(pk__in=[stop.pk for stop, _ in moved]).update(sequence=F("sequence") + ASIDE)
    for stop, (vehicle, sequence, reload) in moved:
        stop.vehicle_id, stop.sequence, stop.reload = vehicle, sequence, reload
    changed = [stop for stop, _ in moved]
    Stop.objects.bulk_update(changed, ["vehicle", "sequence", "reload"], batch_size=200)
    raise_version(plan)
    return changed


def differing(plan: DayPlan, vehicle_id: int) -> VehicleDay:
    """What is different about a truck on this day, made where nothing was."""
    return VehicleDay.objects.get_or_create(plan=plan, vehicle_id=vehicle_id)[0]
