"""Booking a window, moving and cancelling it: no booking can ever break an earlier promise.

Whoever books holds the delivery's row, then the day's (``days``), asks the trucks again, lets the checker
drive the new plan, and raises the day's version. The search for room is made before, outside of all locks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.deliveries import plans, queries, rules, still_today, words
from kept.deliveries.actions import days
from kept.deliveries.models import BOOKABLE, DayPlan, Delivery, State, Stop
from kept.deliveries.queries import Room
from kept.deliveries.routing import insertion, search
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing.insertion import Fit
from kept.deliveries.rules import LocalWindow
from kept.ledger import actions as ledger
from kept.promises import actions as promises
from kept.promises.models import Promise, Wish
from kept.promises.owed import Kind
from kept.promises.queries import open_promise_about


class NotBookable(Refused):
    """The delivery has its window already, or is over."""

    code = "delivery_not_bookable"


class NoLongerFree(Refused):
    """The window cannot be promised (any more): says why and what is free; ``quote`` is a fresh one."""

    code = "window_not_free"

    def __init__(self, window: LocalWindow, why: rules.Reason, quote: rules.Quote) -> None:
        self.window, self.why, self.quote = window, why, quote
        self.answer = rules.answer_window(quote, window)
        super().__init__(f"{words.reason(window, why)} {words.next_best(self.answer.alternatives)}")


@dataclass(frozen=True)
class _Place:
    """Where a delivery goes: the day with it and without it."""

    before: routing.DayPlan
    after: routing.DayPlan
    truck: int
    extra: int


@transaction.atomic
def book(
    delivery: Delivery, window: LocalWindow, *, accepted_at: datetime | None = None,
    room: Room | None = None, by: Actor, now: datetime,
) -> Stop:  # fmt: skip
    """Promise a window: the trucks are asked again, then the stop and the promise stand together.

    ``accepted_at`` when the customer chose it themselves. ``room`` is the day rearranged for it, as
    ``queries.find_room`` found it: used where the window is full, and only if nobody has overtaken it.
    Raises NoLongerFree with the next best windows when it cannot be promised (any more), NotBookable,
    NotPlaced.
    """
    delivery = _lock(delivery)
    if delivery.state not in BOOKABLE:
        raise NotBookable(_("This delivery is %(state)s.") % {"state": delivery.get_state_display()})
    plan = days.lock(delivery.depot, [window.day])[window.day]
    place = _place(delivery, window, room, plan.version, now=now)
    promise = promises.make(_offer(delivery, window, accepted_at), by=by, now=now)
    return _put(delivery, plan, window, place, promise, by=by, now=now)


@transaction.atomic
def reschedule(
    delivery: Delivery, window: LocalWindow, *, wish: Wish, accepted_at: datetime | None = None,
    room: Room | None = None, today_too: bool = False, by: Actor, now: datetime,
) -> Stop:  # fmt: skip
    """Replace the promised window by another, and say at whose wish.

    ``today_too``: by a later one of a day that is being driven, from where the trucks are now.
    Either the new one stands or the old one still does. The window that stands already is nothing new: a
    button pressed twice replaces no promise; chosen by the customer, it is accepted.
    Raises NoLongerFree, NotBookable.
    """
    delivery = _lock(delivery)
    stop = _planned(delivery)
    wished_at = now if wish == Wish.CUSTOMER else None
    old = open_promise_about(ledger.ref(delivery), Kind.DELIVERY_WINDOW)
    if old is not None and stop.window == window:
        if accepted_at or wished_at:
            promises.accept(old, by=by, now=now)
        return stop
    locked = days.lock(delivery.depot, [stop.plan.on, window.day])
    read_version = locked[window.day].version
    if old is not None:
        _take_out(stop, locked[stop.plan.on], now=now)
    place = _place_today(delivery, window, now=now) if today_too else None
    place = place or _place(delivery, window, room, read_version, now=now)
    offer = _offer(delivery, window, accepted_at or wished_at)
    if old is None:  # it was broken meanwhile: the failed visit stays in its plan, and counts
        promise = promises.make(offer, by=by, now=now)
    else:
        promise = promises.replace(old, offer, wish=wish, by=by, now=now)
    return _put(delivery, locked[window.day], window, place, promise, by=by, now=now)


@transaction.atomic
def cancel(delivery: Delivery, *, reason: str, by: Actor, now: datetime) -> Delivery:
    """The customer does not want it: they free us from the window. Refused once the truck was there."""
    delivery = _lock(delivery)
    if delivery.state == State.SCHEDULED:
        stop = _planned(delivery)
        plan = days.lock(delivery.depot, [stop.plan.on])[stop.plan.on]
        old = open_promise_about(ledger.ref(delivery), Kind.DELIVERY_WINDOW)
        if old is not None:
            _take_out(stop, plan, now=now)
            promises.release(old, reason=reason, wish=Wish.CUSTOMER, by=by, now=now)
    elif delivery.state not in BOOKABLE:
        raise NotBookable(_("This delivery is %(state)s.") % {"state": delivery.get_state_display()})
    delivery.state = State.CANCELLED
    delivery.save(update_fields=["state"])
    ledger.record("delivery.cancelled", delivery, by=by, at=now, customer=delivery.customer_id, reason=reason)
    return delivery


@transaction.atomic
def accept(delivery: Delivery, *, by: Actor, now: datetime) -> Promise:
    """The customer agrees to the window that stands. Refused when there is none."""
    promise = open_promise_about(ledger.ref(delivery), Kind.DELIVERY_WINDOW)
    if promise is None:
        raise NotBookable(_("No window is promised for this delivery."))
    return promises.accept(promise, by=by, now=now)


def _lock(delivery: Delivery) -> Delivery:
    """The delivery as it stands now, held until the transaction ends.

    Without its key: moving a neighbour's stop makes PostgreSQL look up that neighbour's delivery, which
    must not wait for whoever holds it and waits for this day (found by two who swapped their days).
    """
    return (
        Delivery.objects.select_for_update(of=("self",), no_key=True)
        .select_related("depot__location", "customer", "order")
        .get(pk=delivery.pk)
    )


def _place(
    delivery: Delivery, window: LocalWindow, room: Room | None, read_version: int, *, now: datetime
) -> _Place:
    """The cheapest place that breaks no promise, or the room that was found; the day is locked by now.

    Raises NoLongerFree, NotPlaced.
    """
    depot, errand = delivery.depot, queries.errand_of(delivery)
    day = plans.read(depot, [window.day], fresh=True)[window.day]
    before = plans.take_out(day.plan, delivery.pk)
    why = queries.why_not_bookable(depot, window, day, now=now)
    if why is None:
        seen = plans.with_buffers(before, depot)
        asked = queries.buffered(window, depot, before)
        (answer,) = insertion.Horizon([seen], depot.travel).ask(errand, [asked])
        if isinstance(answer, Fit):
            fit = replace(answer, window=queries.instants(window, depot))
            after = insertion.insert(before, fit, errand, key=delivery.pk)
            days.prove(before, after, depot)
            return _Place(before, after, answer.truck, answer.extra)
        found = room if room and room.fits(delivery, window, read_version, before) else None
        if found and not days.wrong(before, found.after, depot):  # the roads may be known better by now
            return _Place(before, found.after, found.truck, found.extra)
        why = queries.REASONS[answer.why]
    raise NoLongerFree(window, why, queries.quote(delivery, now=now))


def _place_today(delivery: Delivery, window: LocalWindow, *, now: datetime) -> _Place | None:
    """A place on a truck that is on the road; None for another day, or where no truck can make it."""
    depot = delivery.depot
    if window.day != now.astimezone(depot.location.zone).date():
        return None
    day = plans.read(depot, [window.day], fresh=True)[window.day]
    before = plans.take_out(day.plan, delivery.pk)
    (fit,) = still_today.find(delivery, day, [window], now=now)
    if fit is None:
        return None
    after = insertion.insert(before, fit, queries.errand_of(delivery), key=delivery.pk)
    if queries.newly_wrong(before, after, depot):  # a truck that is late by its plan, not by what was seen
        return None
    return _Place(before, after, fit.truck, fit.extra)


def _offer(delivery: Delivery, window: LocalWindow, accepted_at: datetime | None) -> promises.Offer:
    """What is promised, in the customer's language: both ends of the window, as UTC instants."""
    span = window.instants(delivery.depot.location.zone)
    assert span is not None  # offered windows have a width
    with override(delivery.customer.language):
        said = words.promise_words(window)
    return promises.Offer(
        customer=delivery.customer,
        location=delivery.depot.location,
        kind=Kind.DELIVERY_WINDOW,
        words=said,
        starts_at=span[0],
        until=span[1],
        about=ledger.ref(delivery),
        accepted_at=accepted_at,
    )


def _put(
    delivery: Delivery, plan: DayPlan, window: LocalWindow, place: _Place, promise: Promise,
    *, by: Actor, now: datetime,
) -> Stop:  # fmt: skip
    """Write the stop into its place, raise the day's version, say so, and have the day improved."""
    stop = Stop.objects.create(
        plan=plan,
        vehicle_id=place.truck,
        sequence=2 * days.ASIDE,
        delivery=delivery,
        promise=promise,
        opens=window.opens,
        closes=window.closes,
        extra_seconds=place.extra,
        booked_at=now,
        booked_by=str(by),
    )
    days.write(plan, place.after)
    stop.refresh_from_db(fields=["sequence", "reload", "vehicle"])
    delivery.state, delivery.promise = State.SCHEDULED, promise
    delivery.save(update_fields=["state", "promise"])
    ledger.record(
        "delivery.booked", delivery, by=by, at=now, customer=delivery.customer_id,
        promise=promise, window=str(window), zone=delivery.depot.location.zone_name,
        extra_seconds=place.extra, version=plan.version,
    )  # fmt: skip
    days.have_improved(plan, now=now)
    return stop


def _planned(delivery: Delivery) -> Stop:
    """The stop that a truck still has before it. Raises NotBookable when there is none."""
    stop = Stop.objects.select_related("plan").filter(delivery=delivery, arrival=None).order_by("-pk").first()
    if delivery.state != State.SCHEDULED or stop is None:
        raise NotBookable(_("This delivery is %(state)s.") % {"state": delivery.get_state_display()})
    return stop


def _take_out(stop: Stop, plan: DayPlan, *, now: datetime) -> None:
    """Take a stop out of its plan: what follows only comes sooner.

    But where the way past it is slower than the ways to it and on (a guessed road, a rush hour), somebody
    behind it would be late: then the others are put into an order that keeps them all, if there is one.
    """
    depot = plan.depot
    before = plans.load(depot, [plan.on], fresh=True)[plan.on]
    after = plans.take_out(before, stop.delivery_id)
    if queries.newly_wrong(before, after, depot):
        after = plans.as_promised(search.improve(after, depot.travel), after)
    stop.delete()
    days.write(plan, after)
    days.have_improved(plan, now=now)
