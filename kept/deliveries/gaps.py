"""Where in a day a stop could stand: a gap named by its neighbours, and the best gap of each truck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.base.refusals import Refused
from kept.deliveries import plans, queries
from kept.deliveries.board import moment
from kept.deliveries.models import Stop, Vehicle
from kept.deliveries.routing import insertion
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing.plan import Held
from kept.deliveries.rules import Reason

WHY: dict[Reason, Lazy] = {
    Reason.NO_TRUCK: gettext_lazy("It does not drive at that time."),
    Reason.OUT_OF_REACH: gettext_lazy("Even empty, it could not make it there and back."),
    Reason.NO_ROOM: gettext_lazy("It has no room left for that."),
    Reason.FULL: gettext_lazy("Its other stops leave no time for it."),
}


class Overtaken(Refused):
    """The route is another than the one on the page: nobody knows any more which place was meant."""

    code = "day_changed_meanwhile"


@dataclass(frozen=True)
class Gap:
    """A place in a truck's route, between two stops (their numbers; None is its start or its end)."""

    vehicle: int
    after: int | None
    before: int | None


@dataclass(frozen=True)
class Best:
    """One truck's shortest way to make a stop; ``reason`` says why it cannot, ``held`` that it may not."""

    vehicle: Vehicle
    gap: Gap | None = None
    extra_seconds: int = 0
    begins_at: datetime | None = None
    stands: bool = False
    reason: Reason | None = None
    held: bool = False

    @property
    def extra_minutes(self) -> int:
        return -(-self.extra_seconds // 60)

    @property
    def why(self) -> str:
        """Why it cannot, in words."""
        return str(WHY.get(self.reason, _("It cannot make this stop."))) if self.reason else ""


def position(stop: Stop, gap: Gap) -> int:
    """The place that a gap has in its route now, counted without the stop itself. Raises Overtaken."""
    route = _route(plans.take_out(_plan(stop), stop.delivery_id), gap.vehicle)
    numbers = _numbers(stop)
    between = [None, *(numbers.get(each.key, 0) for each in route.stops), None] if route else []
    for at in range(len(between) - 1):
        if (between[at], between[at + 1]) == (gap.after, gap.before):
            return at
    raise Overtaken(
        _("This route has changed meanwhile. Nothing was moved; this is the day as it stands now.")
    )


def position_back(stop: Stop, gap: Gap) -> int:
    """Where a stop goes back to: its old gap, else the best place of its old truck. Raises Overtaken."""
    try:
        return position(stop, gap)
    except Overtaken:
        best = next((each for each in best_of_each_truck(stop) if each.vehicle.pk == gap.vehicle), None)
        if best is None or best.gap is None:
            raise
        return position(stop, best.gap)


def gap_of(stop: Stop) -> Gap | None:
    """Where a stop stands now; None on a truck that does not drive any more."""
    numbers = _numbers(stop)
    plan = _plan(stop)
    for route in plan.routes:
        keys = [each.key for each in route.stops]
        if stop.delivery_id in keys:
            at = keys.index(stop.delivery_id)
            del keys[at]
            return _gap(route.truck.key, keys, at, numbers)
    return None


def best_of_each_truck(stop: Stop) -> list[Best]:
    """For every truck of the day its best place for a stop, the shortest way first, or why it has none."""
    plan, numbers = _plan(stop), _numbers(stop)
    left = plans.take_out(plan, stop.delivery_id)
    vehicles = Vehicle.objects.in_bulk([route.truck.key for route in plan.routes])
    found = []
    for route in plan.routes:
        vehicle = vehicles[route.truck.key]
        stands = any(each.key == stop.delivery_id for each in route.stops)
        if route.held == Held.ALL and not stands:
            found.append(Best(vehicle, held=True))
        else:
            found.append(replace(_best(stop, vehicle, left, numbers), stands=stands))
    return sorted(found, key=lambda best: (best.gap is None, best.extra_seconds))


def _best(stop: Stop, vehicle: Vehicle, left: routing.DayPlan, numbers: dict[int, int]) -> Best:
    route = _route(left, vehicle.pk)
    errand, travel = stop.delivery.errand, stop.plan.depot.travel
    assert route is not None and errand is not None  # it is one of the day's routes, and the stop has a place
    window = queries.instants(stop.window, stop.plan.depot)
    alone = replace(left, routes=(route,))
    (answer,) = insertion.Horizon([alone], travel).ask(errand, [window])
    if isinstance(answer, insertion.NoFit):
        return Best(vehicle, reason=queries.REASONS[answer.why])
    gap = _gap(vehicle.pk, [each.key for each in route.stops], answer.position, numbers)
    return Best(vehicle, gap, answer.extra, moment(answer.begins))


def _gap(vehicle: int, keys: Sequence[int], at: int, numbers: dict[int, int]) -> Gap:
    """The gap before the ``at``-th of these stops."""
    between = [None, *(numbers.get(key, 0) for key in keys), None]
    return Gap(vehicle, after=between[at], before=between[at + 1])


def _plan(stop: Stop) -> routing.DayPlan:
    depot = queries.as_it_stands(stop.plan.depot)
    return plans.load(depot, [stop.plan.on])[stop.plan.on]


def _route(plan: routing.DayPlan, vehicle: int) -> routing.Route | None:
    return next((route for route in plan.routes if route.truck.key == vehicle), None)


def _numbers(stop: Stop) -> dict[int, int]:
    """The number of each stop of the day by its delivery's, which is its key in the plan."""
    return dict(Stop.objects.filter(plan=stop.plan_id).values_list("delivery_id", "pk"))
