"""A day as a dispatcher sees it: every truck minute by minute, its loads, its driver; how the day stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Entitled, Right
from kept.deliveries import plans, queries, timetable
from kept.deliveries.models import DayPlan, Delivery, Depot, Shift, Stop, StopQuerySet, Vehicle, VehicleDay
from kept.deliveries.models.fleet import NO_LIMIT
from kept.deliveries.routing import buffers
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing.plan import Held, Route
from kept.deliveries.timetable import Doing, Span

FOR_PAPER = ("delivery__order__lines", "delivery__customer__identities")


@dataclass(frozen=True)
class Load:
    """What a truck carries from home at once, out of what it holds; ``kilograms_held`` None: no limit."""

    litres: int
    kilograms: int
    litres_held: int
    kilograms_held: int | None

    @property
    def share(self) -> int:
        """How full it is by the figure that fills it first, in %."""
        by_weight = 100 * self.kilograms // self.kilograms_held if self.kilograms_held else 0
        return max(100 * self.litres // self.litres_held if self.litres_held else 0, by_weight)


@dataclass(frozen=True)
class Tour:
    """One vehicle's day. Without a shift nobody drives it, and nothing is known of its times."""

    vehicle: Vehicle
    stops: tuple[Stop, ...]
    shift: tuple[datetime, datetime] | None = None
    spans: tuple[Span, ...] = ()
    loads: tuple[Load, ...] = ()
    of_shift: Staff | None = None
    day: VehicleDay | None = None

    @property
    def driver(self) -> Staff | None:
        """Who drives: whoever was named for this day, else whoever has the shift."""
        return self.day.driver if self.day and self.day.driver else self.of_shift

    @property
    def lacks_driver(self) -> bool:
        """Whether it has stops to make and a shift, and nobody who drives it."""
        ahead = any(not has_come(stop) for stop in self.stops)
        return ahead and self.shift is not None and self.driver is None

    @property
    def held(self) -> Held:
        return Held(self.day.held) if self.day else Held.NOTHING

    @property
    def driving(self) -> timedelta:
        return timedelta(seconds=sum(s.ends - s.starts for s in self.spans if s.doing is Doing.DRIVE))

    def begins_at(self, stop: Stop) -> datetime | None:
        """When it is served, by the plan; None where nobody drives."""
        served = (s.starts for s in self.spans if s.doing is Doing.SERVE and s.stop == stop.delivery_id)
        return next((moment(starts) for starts in served), None)

    @property
    def home_at(self) -> datetime | None:
        return moment(self.spans[-1].ends) if self.spans else None


@dataclass(frozen=True)
class Day:
    """All tours of a depot on one day; ``plan`` has its version, and since when it is cut off, published."""

    depot: Depot
    on: date
    plan: DayPlan
    tours: tuple[Tour, ...]
    closed: bool
    closes_at: datetime | None = None

    def kept_free(self, window: tuple[datetime, datetime]) -> timedelta:
        """How much of the end of a promised window planning keeps free."""
        leaves = min((tour.shift[0] for tour in self.tours if tour.shift), default=window[0])
        asked, until = 60 * self.depot.window_buffer_minutes, int(window[1].timestamp())
        return timedelta(seconds=buffers.grown(asked, until=until, leaves=int(leaves.timestamp())))

    @property
    def driving_seconds(self) -> int:
        return sum(int(tour.driving.total_seconds()) for tour in self.tours)


def day_for(staff: Staff, on: date, depot: Depot, *, also: Sequence[str] = ()) -> Day:
    """Every vehicle of a day, by name; those without a shift only when they have stops.

    ``also`` names what else of the stops is read beforehand, such as ``FOR_PAPER``.
    """
    require(staff, Right.PLAN_DELIVERIES)
    return _read(on, depot, also)


def without_driver(staff: Staff, on: date, depot: Depot) -> list[Vehicle]:
    """The trucks that have stops to make on a day, and nobody who drives them."""
    require(staff, Right.BOOK_DELIVERIES)
    return [tour.vehicle for tour in _read(on, depot, ()).tours if tour.lacks_driver]


def routes_for(who: Entitled, on: date, depot: Depot) -> Day:
    """The same, for whoever takes the day's routes out of the house: one of the staff, or a program."""
    require(who, Right.READ_ROUTES)
    return _read(on, depot, ("delivery__order", "delivery__customer__identities"))


def _read(on: date, depot: Depot, also: Sequence[str]) -> Day:
    planned = plans.load(depot, [on])[on]
    routes = {route.truck.key: route for route in planned.routes}
    plan = queries.day_of(depot, on)
    stops = list(_stops(depot, on, also))
    drivers = dict(_drivers(depot, on))
    said = VehicleDay.objects.filter(plan__depot=depot, plan__on=on).select_related("driver")
    days = {day.vehicle_id: day for day in said}
    tours = []
    for vehicle in Vehicle.objects.filter(depot=depot).order_by("name"):
        mine = tuple(stop for stop in stops if stop.vehicle_id == vehicle.pk)
        tour = Tour(vehicle, mine, of_shift=drivers.get(vehicle.pk), day=days.get(vehicle.pk))
        if route := routes.get(vehicle.pk):
            tours.append(_driven(tour, route, depot))
        elif mine:
            tours.append(tour)
    return Day(
        depot=depot,
        on=on,
        plan=plan,
        tours=tuple(tours),
        closed=on in depot.location.calendar.closed_on,
        closes_at=plans.closes_at(depot, [route.truck for route in planned.routes]),
    )


def waiting_for(staff: Staff, depot: Depot) -> list[Delivery]:
    """Deliveries of a depot without a window: those that nobody can place yet first, then the oldest."""
    require(staff, Right.PLAN_DELIVERIES)
    rows = (
        Delivery.objects.filter(depot=depot, state="waiting")
        .select_related("order", "customer")
        .order_by("made_at", "pk")
    )
    return sorted(rows, key=lambda delivery: delivery.latitude is not None)


def get_vehicle(depot: Depot, pk: int) -> Vehicle:
    """A truck of this depot by its number. Raises NotFound."""
    vehicle = Vehicle.objects.filter(depot=depot, pk=pk).first()
    if vehicle is None:
        raise NotFound(_("We have no such truck."))
    return vehicle


def has_come(stop: Stop) -> bool:
    """Whether the truck was there. A stop without an arrival has no such row."""
    return getattr(stop, "arrival", None) is not None


def promised(stop: Stop) -> tuple[datetime, datetime]:
    """Both ends of the window that a stop keeps."""
    assert stop.promise.starts_at is not None  # a promise of a delivery is a window
    return stop.promise.starts_at, stop.promise.until


def moment(seconds: int) -> datetime:
    """An instant of a plan, as an aware one."""
    return datetime.fromtimestamp(seconds, tz=UTC)


def _driven(tour: Tour, route: Route, depot: Depot) -> Tour:
    """The tour with its times and loads, in the order of driving: what was made first, as it was made."""
    order = {stop.key: at for at, stop in enumerate(route.stops)}
    came = {stop.delivery_id: int(stop.arrival.at.timestamp()) for stop in tour.stops if has_come(stop)}
    return replace(
        tour,
        stops=tuple(sorted(tour.stops, key=lambda stop: order.get(stop.delivery_id, len(order)))),
        shift=(moment(route.truck.starts), moment(route.truck.ends)),
        spans=timetable.timetable(route, depot.travel, came=came),
        loads=tuple(_load(trip, tour.vehicle) for trip in route.trips),
    )


def _load(trip: Sequence[routing.Stop], vehicle: Vehicle) -> Load:
    takes = [stop.errand.load for stop in trip]
    held = vehicle.holds[1]
    litres, kilograms = (sum(load[figure] for load in takes) for figure in (0, 1))
    return Load(litres, kilograms, vehicle.litres, None if held == NO_LIMIT else held)


def _drivers(depot: Depot, on: date) -> list[tuple[int, Staff | None]]:
    """Who drives each vehicle on that weekday."""
    shifts = Shift.objects.filter(vehicle__depot=depot, weekday=on.weekday()).select_related("driver")
    return [(shift.vehicle_id, shift.driver) for shift in shifts]


def _stops(depot: Depot, on: date, also: Sequence[str]) -> StopQuerySet:
    """Stops with all that the board shows of them at hand."""
    return (
        Stop.objects.filter(plan__depot=depot, plan__on=on)
        .select_related("delivery__customer", "promise", "arrival", "visit")
        .prefetch_related("promise__location", "promise__facts", *also)
        .in_order()
    )
