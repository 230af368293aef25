"""Booking for a customer: the window they choose or wish, the promise, the telling, the confirmation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.deliveries import actions as deliveries
from kept.deliveries import queries, words
from kept.deliveries.models import Delivery, State, Stop
from kept.deliveries.queries import Room
from kept.deliveries.rules import LocalWindow, Quote, Reason
from kept.desk import make_good, window_letters, wishes
from kept.ledger.actions import ref
from kept.policies import actions as policies
from kept.policies.models import Disclosure
from kept.policies.queries import due_on
from kept.policies.rules import Grade
from kept.promises.models import Wish, WishMade
from kept.promises.owed import Kind
from kept.promises.queries import open_promise_about

MOST_SEARCHED = 2  # full windows for which the trucks are rearranged, of several that would do
LOADING = (Reason.TOO_LATE, Reason.CUT_OFF)


class AlreadyLoading(Refused):
    """The trucks of the promised day are being loaded: its customer cannot move it by themselves any more."""

    code = "window_already_loading"

    def __init__(self, window: LocalWindow, why: Reason) -> None:
        call_us = _("Call us, and we see together what can still be done.")
        super().__init__(f"{words.reason(window, why)} {call_us}")


def book(
    delivery: Delivery, window: LocalWindow, *, wish: WishMade | None = None, by: Actor, now: datetime
) -> Stop:
    """Book a window for the customer, answer their wish, and queue the confirmation: all, or nothing.

    Where the window is full the day is rearranged for it, if that is possible. Raises NoLongerFree with the
    next best windows; a wish that waits is then answered with them, unless only our own rule stands against
    it: that is for ``wishes.ask`` to hold.
    """

    @transaction.atomic
    def attempt(room: Room | None) -> Stop:
        stop = deliveries.book(delivery, window, room=room, by=by, now=now)
        _settle(stop, wish, by=by, now=now)
        return stop

    try:
        return deliveries.having_room(delivery, window, attempt, now=now)
    except deliveries.NoLongerFree as refused:
        if wish is not None and wish.answered_at is None and not refused.answer.by_our_rule:
            wishes.refuse(wish, refused.words, refused.answer, by=by, now=now)
        raise


def choose(delivery: Delivery, window: LocalWindow, *, now: datetime) -> Stop:
    """The customer chooses on the page that shows the policy's words: told (A4) and promised at once.

    Another window that stood before is replaced at their wish; the same one is accepted, and once they have
    accepted it, choosing it again is nothing new. Raises AlreadyLoading, and NoLongerFree; then nothing was
    told.
    """
    return deliveries.having_room(
        delivery, window, lambda room: _choose(delivery, window, room, now=now), now=now
    )


def choose_any(delivery: Delivery, windows: Collection[LocalWindow], *, now: datetime) -> Stop:
    """They don't mind which of these: kept as their wish; the one that suits the route best is promised.

    One of them that they have already is kept. Raises NoLongerFree when none of them is free any more; their
    wish is then answered with what is. Raises AlreadyLoading.
    """
    standing, quote = _standing(delivery), queries.quote(delivery, now=now)
    if standing is not None and standing.window in windows and standing.promise.accepted_at is not None:
        return standing
    _refuse_loading(standing, quote)
    asked = wishes.Asked(words.any_of(sorted(windows)))
    wish = wishes.ask(delivery, asked, by=delivery.customer.actor, now=now).wish
    free = [each.window for each in quote.by_nearness() if each.window in windows]
    refused: deliveries.NoLongerFree | None = None
    for window in free or sorted(windows)[:MOST_SEARCHED]:
        try:
            return choose(delivery, window, now=now)
        except deliveries.NoLongerFree as taken:  # somebody was quicker: the next best of theirs
            refused = refused or taken
    assert refused is not None  # no form comes without a window
    wishes.refuse(wish, refused.words, refused.answer, by=delivery.customer.actor, now=now)
    raise refused


def move(
    delivery: Delivery, window: LocalWindow, *, wish: Wish, today_too: bool = False, by: Actor, now: datetime
) -> Stop:
    """Replace the window by another, at the customer's wish or ours, and confirm it. Twice is once.

    ``today_too``: by a later one of today, although the trucks are on the road. Whoever was told that we
    shall miss the one that stands, or waited in vain, did not wish to move: that is ours, whoever asks.
    """

    @transaction.atomic
    def attempt(room: Room | None) -> Stop:
        standing = _standing(_hold(delivery))
        whose = _whose(standing, wish, now=now)
        stop = deliveries.reschedule(
            delivery, window, wish=whose, room=room, today_too=today_too, by=by, now=now
        )
        if stop != standing:
            _settle(stop, by=by, now=now)
        _make_good(standing, now=now)
        return stop

    return deliveries.having_room(delivery, window, attempt, now=now)


@transaction.atomic
def cancel(delivery: Delivery, *, reason: str, by: Actor, now: datetime) -> Delivery:
    """The customer does not want the delivery: it is cancelled, and they get it in writing.

    Who waited in vain before they cancelled gets what was told for a missed window.
    """
    promise = open_promise_about(ref(delivery), Kind.DELIVERY_WINDOW)
    delivery = deliveries.cancel(delivery, reason=reason, by=by, now=now)
    if promise is not None:
        make_good.make_good(promise.pk, now=now)
    window_letters.call_off(delivery, promise, by=by, now=now)
    return delivery


def why_fixed(window: LocalWindow, quote: Quote) -> Reason | None:
    """Why a promised window cannot be moved by its customer any more; None while it can."""
    why = None if quote.find(window) else quote.why_not(window)
    return why if why in LOADING else None


@transaction.atomic
def _choose(delivery: Delivery, window: LocalWindow, room: Room | None, *, now: datetime) -> Stop:
    by, delivery = delivery.customer.actor, _hold(delivery)
    standing = _standing(delivery)
    if standing is not None and standing.window == window and standing.promise.accepted_at is not None:
        return standing
    if standing is not None and standing.window != window:
        _refuse_loading(standing, queries.quote(delivery, now=now))
    for version in due_on(Disclosure.Occasion.SCHEDULING):
        telling = policies.Telling(
            occasion=Disclosure.Occasion.SCHEDULING,
            medium=Disclosure.Medium.PAGE,
            at=now,
            grade=Grade.A4,
            language=delivery.customer.language,
            about=ref(delivery),
        )
        policies.tell(version, customer=delivery.customer, telling=telling, by=by, now=now)
    if delivery.state == State.SCHEDULED:
        whose = _whose(standing, Wish.CUSTOMER, now=now)
        stop = deliveries.reschedule(delivery, window, wish=whose, accepted_at=now, room=room, by=by, now=now)
    else:
        stop = deliveries.book(delivery, window, accepted_at=now, room=room, by=by, now=now)
    if stop != standing:
        _settle(stop, by=by, now=now)
    _make_good(standing, now=now)
    return stop


def _hold(delivery: Delivery) -> Delivery:
    """The delivery as it stands now: pressed twice at once, the second press finds what the first one did."""
    Delivery.objects.select_for_update(of=("self",), no_key=True).get(pk=delivery.pk)
    return queries.get_delivery(delivery.pk)


def _standing(delivery: Delivery) -> Stop | None:
    """The stop that a truck still has before it, with its promise."""
    planned = Stop.objects.filter(delivery=delivery, promise__settled_at=None)
    return planned.select_related("promise", "plan", "delivery").order_by("-pk").first()


def _refuse_loading(standing: Stop | None, quote: Quote) -> None:
    if standing is None or make_good.was_warned(standing.promise):
        return
    if why := why_fixed(standing.window, quote):
        raise AlreadyLoading(standing.window, why)


def _whose(standing: Stop | None, wish: Wish, *, now: datetime) -> Wish:
    if standing is None:
        return wish
    failed = standing.promise.until < now or make_good.was_warned(standing.promise)
    return Wish.OURS if failed else wish


def _make_good(standing: Stop | None, *, now: datetime) -> None:
    """Whoever gave up a window that we had warned them of gets what was told for a missed one."""
    if standing is not None:
        make_good.make_good(standing.promise_id, now=now)


def _settle(stop: Stop, wish: WishMade | None = None, *, by: Actor, now: datetime) -> None:
    """A new window stands: whatever waited for one is answered with it, and it is confirmed in writing."""
    wishes.settle(stop.delivery, stop, but=wish, by=by, now=now)
    window_letters.confirm(stop, by=by, now=now)
