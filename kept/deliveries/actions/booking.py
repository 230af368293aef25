"""Booking a window, moving and cancelling it: no booking can ever break an earlier promise.

Whoever books holds the delivery's row and the day's row (PostgreSQL) or the one write lock (SQLite,
IMMEDIATE), asks the trucks again, lets the checker drive the new plan, and swaps the day's version.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.deliveries import plans, queries, rules, words
from kept.deliveries.models import DayPlan, Delivery, Depot, State, Stop
from kept.deliveries.routing import checker, insertion
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing.insertion import Fit
from kept.deliveries.rules import LocalWindow
from kept.ledger import actions as ledger
from kept.promises import actions as promises
from kept.promises.models import Promise, Wish
from kept.promises.owed import Kind
from kept.promises.queries import open_promise_about

BOOKABLE = (State.WAITING, State.NOBODY_THERE, State.REFUSED, State.DAMAGED)
ASIDE = 1_000_000  # sequences are moved out of the way first: no two stops may share one, not even meanwhile


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


@transaction.atomic
def book(
    delivery: Delivery, window: LocalWindow, *, accepted_at: datetime | None = None, by: Actor, now: datetime
) -> Stop:
    """Promise a window: the trucks are asked again, then the stop and the promise stand together.

    ``accepted_at`` when the customer chose it themselves. Raises NoLongerFree with the next best windows
    when it cannot be promised (any more), NotBookable, NotPlaced.
    """
    delivery = _lock(delivery)
    if delivery.state not in BOOKABLE:
        raise NotBookable(_("This delivery is %(state)s.") % {"state": delivery.get_state_display()})
    plan = _lock_days(delivery.depot, [window.day])[window.day]
    fit = _fit(delivery, window, now=now)
    promise = promises.make(_offer(delivery, window, accepted_at), by=by, now=now)
    return _put(delivery, plan, window, fit, promise, by=by, now=now)


@transaction.atomic
def reschedule(
    delivery: Delivery, window: LocalWindow, *, wish: Wish, accepted_at: datetime | None = None,
    by: Actor, now: datetime,
) -> Stop:  # fmt: skip
    """Replace the promised window by another, and say at whose wish.

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
    days = _lock_days(delivery.depot, [stop.plan.on, window.day])
    if old is not None:
        _take_out(stop, days[stop.plan.on])
    fit = _fit(delivery, window, now=now)
    offer = _offer(delivery, window, accepted_at or wished_at)
    if old is None:  # it was broken meanwhile: the failed visit stays in its plan, and counts
        promise = promises.make(offer, by=by, now=now)
    else:
        promise = promises.replace(old, offer, wish=wish, by=by, now=now)
    return _put(delivery, days[window.day], window, fit, promise, by=by, now=now)


@transaction.atomic
def cancel(delivery: Delivery, *, reason: str, by: Actor, now: datetime) -> Delivery:
    """The customer does not want it: they free us from the window. Refused once the truck was there."""
    delivery = _lock(delivery)
    if delivery.state == State.SCHEDULED:
        stop = _planned(delivery)
        days = _lock_days(delivery.depot, [stop.plan.on])
        old = open_promise_about(ledger.ref(delivery), Kind.DELIVERY_WINDOW)
        if old is not None:
            _take_out(stop, days[stop.plan.on])
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


def _lock_days(depot: Depot, days: Sequence[date]) -> dict[date, DayPlan]:
    """The days' rows, made where missing, held in calendar order so that nobody waits in a ring."""
    locked = {}
    for day in sorted(set(days)):
        DayPlan.objects.get_or_create(depot=depot, on=day)
        locked[day] = DayPlan.objects.select_for_update(no_key=True).get(depot=depot, on=day)
    return locked


def _fit(delivery: Delivery, window: LocalWindow, *, now: datetime) -> Fit:
    """The cheapest place that breaks no promise; the day is locked by now. Raises NoLongerFree, NotPlaced."""
    depot, errand = delivery.depot, delivery.errand
    if errand is None:
        raise queries.NotPlaced(delivery.address)
    before = plans.load(depot, [window.day], without=delivery.pk)[window.day]
    why = queries.why_not_bookable(depot, window, before, now=now)
    if why is None:
        asked = queries.instants(window, depot)
        (answer,) = insertion.Horizon([before], depot.travel).ask(errand, [asked])
        if isinstance(answer, Fit):
            _prove(before, insertion.insert(before, answer, errand, key=delivery.pk), depot)
            return answer
        why = queries.REASONS[answer.why]
    raise NoLongerFree(window, why, queries.quote(delivery, now=now))


def _prove(before: routing.DayPlan, after: routing.DayPlan, depot: Depot) -> None:
    """Let the checker drive both plans. Raises AssertionError, our fault, if a promise would break."""
    broken = set(checker.faults(after, depot.travel)) - set(checker.faults(before, depot.travel))
    lost = checker.lost(before, after)
    if broken or lost:
        raise AssertionError(f"a booking would break promises: {broken or lost}")


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
    delivery: Delivery, plan: DayPlan, window: LocalWindow, fit: Fit, promise: Promise,
    *, by: Actor, now: datetime,
) -> Stop:  # fmt: skip
    """Write the stop into its place, swap the day's version, and say so."""
    behind = Stop.objects.filter(plan=plan, vehicle_id=fit.truck)
    in_order = list(behind.order_by("sequence").values_list("sequence", flat=True))
    sequence = in_order[fit.position] if fit.position < len(in_order) else max(in_order, default=-1) + 1
    behind.filter(sequence__gte=sequence).update(sequence=F("sequence") + ASIDE)
    behind.filter(sequence__gte=ASIDE).update(sequence=F("sequence") - ASIDE + 1)
    stop = Stop.objects.create(
        plan=plan,
        vehicle_id=fit.truck,
        sequence=sequence,
        delivery=delivery,
        promise=promise,
        opens=window.opens,
        closes=window.closes,
        extra_seconds=fit.extra,
        booked_at=now,
        booked_by=str(by),
    )
    _swap(plan)
    delivery.state, delivery.promise = State.SCHEDULED, promise
    delivery.save(update_fields=["state", "promise"])
    ledger.record(
        "delivery.booked", delivery, by=by, at=now, customer=delivery.customer_id,
        promise=promise, window=str(window), zone=delivery.depot.location.zone_name,
        extra_seconds=fit.extra, version=plan.version,
    )  # fmt: skip
    return stop


def _swap(plan: DayPlan) -> None:
    """Raise the day's version, if it is still the one that was read under the lock."""
    swapped = DayPlan.objects.filter(pk=plan.pk, version=plan.version).update(version=plan.version + 1)
    if not swapped:
        raise AssertionError(f"{plan} was changed under its lock")
    plan.version += 1


def _planned(delivery: Delivery) -> Stop:
    """The stop that a truck still has before it. Raises NotBookable when there is none."""
    stop = Stop.objects.select_related("plan").filter(delivery=delivery, arrival=None).order_by("-pk").first()
    if delivery.state != State.SCHEDULED or stop is None:
        raise NotBookable(_("This delivery is %(state)s.") % {"state": delivery.get_state_display()})
    return stop


def _take_out(stop: Stop, plan: DayPlan) -> None:
    """Take a stop out of its plan: what follows only comes sooner, so no promise can break."""
    stop.delete()
    _swap(plan)
