"""What can truthfully be promised now: the windows that a truck can make, a reason for each other one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import UTC, date, datetime
from weakref import ref

from django.utils.translation import gettext as _

from kept.base.refusals import Refused
from kept.deliveries import plans, rules
from kept.deliveries.models import Delivery, Depot
from kept.deliveries.queries.finding import as_it_stands, nearest_depot
from kept.deliveries.routing import buffers, gaps, insertion
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing.travel import GreatCircle, Travel
from kept.deliveries.rules import LocalWindow, Quote, Reason
from kept.deliveries.shelf import Shelf
from kept.orders.models import Order

REASONS = {why: Reason(why.value) for why in insertion.Why}

_measured: Shelf[gaps.Day] = Shelf()
_horizons: Shelf[insertion.Horizon] = Shelf(most=16)


class NotPlaced(Refused):
    """Nobody has said yet where the address lies, and it is never guessed."""

    code = "address_not_placed"

    def __init__(self, address: str) -> None:
        super().__init__(
            _("We do not know yet where “%(address)s” lies. With its coordinates we can say when we come.")
            % {"address": address}
        )


def quote(
    wanted: Delivery | Order | routing.Errand,
    *,
    now: datetime,
    depot: Depot | None = None,
    horizon_days: int = rules.HORIZON_DAYS,
) -> Quote:
    """The windows that can truthfully be promised now, and the others with their reasons.

    A delivery is served by its own depot, anything else by the nearest one. A delivery that stands in a
    plan is asked for as if its own stop were free again.
    Raises NotPlaced for an address without coordinates, NotFound before a depot stands.
    """
    errand = errand_of(wanted)
    depot = as_it_stands(depot or depot_for(wanted))
    days = plans.local_days(depot, now, horizon_days)
    read = plans.read(depot, days)
    closed = {day: reason for day in days if (reason := _not_open(depot, read[day], now))}
    offered = windows_of(depot, days)
    asked = [window for window in offered if window.day not in closed]
    without = wanted.pk if isinstance(wanted, Delivery) else None
    horizon = _horizon(depot, list(read.values()), without)
    seen = [buffered(window, depot, read[window.day].plan) for window in asked]
    answers = list(zip(asked, horizon.ask(errand, seen), strict=True))
    taken = [rules.Taken(window, closed[window.day]) for window in offered if window.day in closed]
    taken += [rules.Taken(w, REASONS[a.why]) for w, a in answers if isinstance(a, insertion.NoFit)]
    return Quote(
        free=tuple(_free(w, a, depot) for w, a in answers if isinstance(a, insertion.Fit)),
        taken=tuple(sorted(taken, key=lambda each: each.window)),
        zone=depot.location.zone,
        made_at=now,
        expires_at=now + rules.QUOTE_LASTS,
    )


def windows_of(depot: Depot, days: Sequence[date]) -> list[LocalWindow]:
    """The windows offered on these days; one that the clock change leaves nothing of is left out."""
    templates = list(depot.windows.all())
    offered = [template.on(day) for day in days for template in templates]
    return [window for window in offered if window.instants(depot.location.zone)]


def why_not_bookable(depot: Depot, window: LocalWindow, day: plans.Day, *, now: datetime) -> Reason | None:
    """Why a window cannot be asked for at all, before any truck is looked at; None if it can."""
    if reason := _not_open(depot, day, now):
        return reason
    return None if window in windows_of(depot, [window.day]) else Reason.NOT_OFFERED


def instants(window: LocalWindow, depot: Depot) -> insertion.Window:
    span = window.instants(depot.location.zone)
    assert span is not None  # windows_of leaves out those without
    earliest, latest = (int(instant.timestamp()) for instant in span)
    pace = depot.pace.window(window.day.weekday(), window.opens, window.closes)
    return insertion.Window(window.day, earliest, latest, pace)


def buffered(window: LocalWindow, depot: Depot, plan: routing.DayPlan) -> insertion.Window:
    """The window as the trucks of its day are asked for it: it is to be met with time to spare."""
    seconds = 60 * depot.window_buffer_minutes
    return buffers.asked(instants(window, depot), seconds=seconds, leaves=buffers.leaves_at(plan))


def errand_of(wanted: Delivery | Order | routing.Errand) -> routing.Errand:
    """What bringing it takes: of an order, all its lines. Raises NotPlaced without coordinates."""
    if isinstance(wanted, routing.Errand):
        return wanted
    errand = wanted.errand if isinstance(wanted, Delivery) else _whole(wanted)
    if errand is None:
        raise NotPlaced(wanted.address)
    return errand


def size_of(order: Order) -> rules.Size:
    """What bringing a whole order takes."""
    return rules.size(
        [
            rules.Size(line.service_minutes, line.litres, line.kilograms, frozenset(line.skills))
            * line.quantity
            for line in order.lines.all()
        ]
    )


def depot_for(wanted: Delivery | Order | routing.Errand) -> Depot:
    """Where it is served from: the dispatcher's choice, or the nearest one. Raises NotFound before set-up."""
    if isinstance(wanted, Delivery):
        return wanted.depot
    if isinstance(wanted, routing.Errand):
        return nearest_depot(wanted.place)
    place = (wanted.latitude, wanted.longitude)
    return nearest_depot(place, location=wanted.location)


def roads_known(travel: Travel) -> Hashable:
    """What tells one truth about the roads from another, and keeps no table of drives for its sake."""
    return travel if isinstance(travel, GreatCircle) else ref(travel)


def _whole(order: Order) -> routing.Errand | None:
    if order.latitude is None or order.longitude is None:
        return None
    takes = size_of(order)
    place, load = (order.latitude, order.longitude), (takes.litres, takes.kilograms)
    return routing.Errand(place, takes.minutes * 60, load, takes.skills)


def _horizon(depot: Depot, read: Sequence[plans.Day], without: int | None) -> insertion.Horizon:
    """The days measured: each from memory as long as it has no other version and lacks no stop of its own."""
    whole = [day for day in read if not any(stop.key == without for stop in day.plan.stops)]
    if len(whole) == len(read) and all(day.key for day in read):
        place = (depot.pk, read[0].plan.day, len(read))
        version = (roads_known(depot.travel), *(day.key for day in read))
        return _horizons.get(
            place, version, lambda: insertion.Horizon([_gaps(d, depot) for d in read], depot.travel)
        )
    days = [d if d in whole else plans.Day(plans.take_out(d.plan, without or 0)) for d in read]
    return insertion.Horizon([_gaps(d, depot) for d in days], depot.travel)


def _gaps(day: plans.Day, depot: Depot) -> gaps.Day:
    def measure() -> gaps.Day:
        return gaps.Day(plans.with_buffers(day.plan, depot), depot.travel)

    if day.key is None:
        return measure()
    return _measured.get((depot.pk, day.plan.day), (roads_known(depot.travel), day.key), measure)


def _not_open(depot: Depot, day: plans.Day, now: datetime) -> Reason | None:
    """Why no window of a day can be booked at all."""
    on = day.plan.day
    if on in depot.location.calendar.closed_on:
        return Reason.CLOSED
    closes_at = plans.closes_at(depot, [route.truck for route in day.plan.routes])
    if on < now.astimezone(depot.location.zone).date() or (closes_at and now >= closes_at):
        return Reason.TOO_LATE
    return Reason.CUT_OFF if day.cut_off_at else None


def _free(window: LocalWindow, fit: insertion.Fit, depot: Depot) -> rules.Free:
    span = window.instants(depot.location.zone)
    assert span is not None  # as above
    return rules.Free(
        window=window,
        starts_at=span[0].astimezone(UTC),
        until=span[1].astimezone(UTC),
        extra_minutes=max(0, -(-fit.extra // 60)),
        nearest_seconds=fit.nearest,
        strain=fit.strain,
    )
