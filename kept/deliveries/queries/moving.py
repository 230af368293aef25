"""Whether a stop can be put elsewhere on its day, told at once and without writing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from kept.base.refusals import Refused
from kept.deliveries import plans, words
from kept.deliveries.models import Delivery, Depot, Stop, Vehicle
from kept.deliveries.queries.finding import as_it_stands
from kept.deliveries.routing import checker, timing
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing.plan import Held


@dataclass(frozen=True)
class Moved:
    """What a move would do: whether all promises still hold, what speaks against it, the driving it adds.

    ``begins_at`` is when the truck would be there at the earliest; None where it cannot go.
    """

    fits: bool
    faults: tuple[str, ...]
    extra_seconds: int
    begins_at: datetime | None = None


class Fixed(Refused):
    """This stop, or this route, stays as it is: why, and who can change that."""

    code = "route_is_fixed"


class NoSuchPlace(Refused):
    """The route is not what it was when the page was drawn."""

    code = "no_such_place"


def try_move(stop: Stop, vehicle: Vehicle, position: int) -> Moved:
    """What putting a stop before the ``position``-th of a truck on its day would do, without doing it.

    Positions count the truck's stops without this one, from 0.
    """
    depot = as_it_stands(stop.plan.depot)
    day = plans.read(depot, [stop.plan.on])[stop.plan.on]
    before = day.plan
    try:
        after = moved(day, stop, vehicle, position)
    except Refused as refused:
        return Moved(False, (refused.words,), 0)
    faults = newly_wrong(before, after, depot)
    return Moved(
        fits=not faults,
        faults=tuple(say_faults(faults, after, depot)),
        extra_seconds=driving(after, depot) - driving(before, depot),
        begins_at=_begins_at(after, stop, depot),
    )


def moved(day: plans.Day, stop: Stop, vehicle: Vehicle, position: int) -> routing.DayPlan:
    """The plan with the stop there, pinned to its truck: nobody but a dispatcher takes it away again.

    It may have stood on a truck that does not drive any more. Raises Fixed for what was made or is held,
    NoSuchPlace where the route is another by now.
    """
    before = day.plan
    was = next((route for route in before.routes if stop.delivery_id in _keys(route)), None)
    goes_to = next((route for route in before.routes if route.truck.key == vehicle.pk), None)
    if goes_to is None:
        raise Fixed(_("%(truck)s does not drive on this day.") % {"truck": vehicle})
    standing = next((each for each in (*before.stops, *day.adrift) if each.key == stop.delivery_id), None)
    if standing is None:
        raise NoSuchPlace(_("This stop is not planned on this day any more. Open the board again."))
    for route in [was, goes_to] if was else [goes_to]:
        if route.held == Held.ALL or (route.held == Held.ORDER and was is goes_to):
            raise Fixed(_("This route is held. Release it first, then move the stop."))
    if was and _keys(was).index(stop.delivery_id) < was.done:
        raise Fixed(_("The truck was there already."))
    left = plans.take_out(before, stop.delivery_id)
    if position < goes_to.done:
        raise Fixed(_("The truck has passed that place in its route already."))
    try:
        return left.with_stop(replace(standing, truck=vehicle.pk), truck=vehicle.pk, position=position)
    except ValueError:
        raise NoSuchPlace(
            _("The route of %(truck)s is another by now. Open the board again.") % {"truck": vehicle}
        ) from None


def newly_wrong(before: routing.DayPlan, after: routing.DayPlan, depot: Depot) -> list[checker.Fault]:
    """What would be wrong with the new plan and is not with the old one, as the checker drives them."""
    known = {_about(fault) for fault in checker.faults(before, depot.travel)}
    return [fault for fault in checker.faults(after, depot.travel) if _about(fault) not in known]


def say_faults(faults: Sequence[checker.Fault], after: routing.DayPlan, depot: Depot) -> list[str]:
    """Each thing that speaks against a plan, in words a dispatcher may read to a customer."""
    trucks = dict(Vehicle.objects.filter(depot=depot).values_list("pk", "name"))
    stops = [fault.stop for fault in faults if fault.stop is not None]
    people = dict(Delivery.objects.filter(pk__in=stops).values_list("pk", "customer__name"))
    routes = {route.truck.key: route for route in after.routes}
    return list(
        dict.fromkeys(_say(fault, trucks, people, routes.get(fault.truck), depot) for fault in faults)
    )


def say_worse(before: plans.Day, after: plans.Day, depot: Depot) -> list[str]:
    """What a change of trucks or shifts would break on a day, the day named: nothing where nothing breaks."""
    day = {"day": words.say_day(after.plan.day)}
    known = {stop.key for stop in before.adrift}
    left = [stop.key for stop in after.adrift if stop.key not in known]
    people = Delivery.objects.filter(pk__in=left).order_by("customer__name")
    adrift = [
        _("No truck would drive to %(name)s.") % {"name": name}
        for name in people.values_list("customer__name", flat=True)
    ]
    late = say_faults(newly_wrong(before.plan, after.plan, depot), after.plan, depot)
    return [_("%(day)s: %(fault)s") % (day | {"fault": said}) for said in [*adrift, *late]]


def _say(
    fault: checker.Fault,
    trucks: dict[int, str],
    people: dict[int, str],
    route: routing.Route | None,
    depot: Depot,
) -> str:
    said = {"truck": trucks.get(fault.truck, ""), "name": people.get(fault.stop or 0, "")}
    if route is None:
        return _("%(truck)s does not drive on this day.") % said
    *begins, home = timing.begins(route, depot.travel)
    zone = depot.location.zone
    at = dict(zip(_keys(route), begins, strict=True)).get(fault.stop or 0)
    stop = next((each for each in route.stops if each.key == fault.stop), None)
    if stop is not None and at is not None and at > stop.latest:
        said |= {
            "begins": f"{datetime.fromtimestamp(at, tz=zone):%H:%M}",
            "until": f"{datetime.fromtimestamp(stop.latest, tz=zone):%H:%M}",
        }
        return _("%(truck)s would be at %(name)s at %(begins)s, and we promised %(until)s.") % said
    if stop is not None and not stop.errand.skills <= route.truck.skills:
        return _("The crew of %(truck)s cannot do what %(name)s needs.") % said
    if stop is None and home > route.truck.ends:
        said["home"] = f"{datetime.fromtimestamp(home, tz=zone):%H:%M}"
        return _("%(truck)s would be back at %(home)s, after its shift.") % said
    if stop is None and any(a > b for a, b in zip(route.load, route.truck.capacity, strict=True)):
        return _("%(truck)s has no room for all that.") % said
    return _("The route of %(truck)s would not work any more.") % said


def _about(fault: checker.Fault) -> tuple[int | None, int]:
    """A late stop is the same fault on whichever truck and however late; a route's fault is its truck's."""
    return (fault.stop, fault.truck if fault.stop is None else 0)


def driving(plan: routing.DayPlan, depot: Depot) -> int:
    """Seconds on the road of a whole day."""
    travel, total = depot.travel, 0
    for route in plan.routes:
        places = [route.truck.home, *(stop.errand.place for stop in route.stops), route.truck.home]
        points = travel.points(places)
        total += int(travel.seconds(points[:-1], points[1:]).sum()) if route.stops else 0
    return total


def _begins_at(after: routing.DayPlan, stop: Stop, depot: Depot) -> datetime | None:
    for route in after.routes:
        if stop.delivery_id in _keys(route):
            begins = timing.begins(route, depot.travel)[_keys(route).index(stop.delivery_id)]
            return datetime.fromtimestamp(begins, tz=depot.location.zone)
    return None


def _keys(route: routing.Route) -> list[int]:
    return [stop.key for stop in route.stops]
