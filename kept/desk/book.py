"""Booking for a customer: the wish and its true answer, the promise, the confirmation with the policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE, Actor
from kept.customers.queries import email_of
from kept.deliveries import actions as deliveries
from kept.deliveries import queries, rules, words
from kept.deliveries.models import Delivery, State, Stop
from kept.deliveries.rules import Answer, LocalWindow, Quote
from kept.desk import papers, sealing, tell
from kept.ledger.actions import ref
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies.models import Disclosure, TermApplication
from kept.policies.queries import due_on, term_then
from kept.policies.rules import Grade
from kept.promises import actions as promises
from kept.promises.models import Expectation, Wish, WishMade
from kept.promises.owed import Kind
from kept.promises.queries import open_promise_about, wishes_of


@dataclass(frozen=True)
class Asked:
    """What a customer asks for, in their words: one of our windows, or an hour of their own, or any time."""

    words: str
    window: LocalWindow | None = None
    hour: datetime | None = None


@dataclass(frozen=True)
class Answered:
    """The wish as it is kept, what it was answered (None while they don't mind which), and all windows.

    ``stopped``: only our own rule stands against it, and they were not properly told of that.
    """

    wish: WishMade
    answer: Answer | None
    quote: Quote
    stopped: bool = False

    @property
    def words(self) -> str:
        """The answer, to be said or written to the customer."""
        if self.answer is None:
            return words.next_best(self.quote.by_nearness()[:3])
        return words.answer(self.answer, told=not self.stopped)


@transaction.atomic
def ask(delivery: Delivery, asked: Asked, *, by: Actor, now: datetime) -> Answered:
    """Keep what the customer wishes and answer it with what the trucks can truly make.

    A wish for an hour is refused with why, and stays as what they expect; who was not properly told that we
    come within a window is not refused by that rule: their wish waits. A free window is answered as granted
    once it is booked. Raises NotPlaced.
    """
    span = asked.window.instants(delivery.depot.location.zone) if asked.window else None
    wish = promises.note_wish(
        WishMade(
            customer=delivery.customer,
            about=ref(delivery),
            asked=asked.words,
            wished_at=span[0] if span else asked.hour,
            wished_until=span[1] if span else None,
            at=now,
            by=str(by),
        ),
        now=now,
    )
    return answer(wish, delivery, by=by, now=now)


@transaction.atomic
def answer(wish: WishMade, delivery: Delivery, *, by: Actor, now: datetime) -> Answered:
    """Answer a wish that was noted before (in a call, say). Raises NotPlaced, AlreadyAnswered."""
    quote = queries.quote(delivery, now=now)
    given = _judge(wish, quote)
    if given is None or given.granted is not None:
        return Answered(wish, given, quote)
    _expect(wish, by=by, now=now)
    held = _hold(delivery, by=by, now=now) if given.by_our_rule else None
    if given.by_our_rule and not (held and held.may_apply):
        return Answered(wish, given, quote, stopped=True)
    with override(delivery.customer.language):
        said = words.answer(given)
    wish = promises.answer_wish(
        wish,
        granted=False,
        reason=said[:500],
        alternatives=_bookable(given.alternatives),
        application=held,
        by=by,
        now=now,
    )
    return Answered(wish, given, quote)


def book(
    delivery: Delivery, window: LocalWindow, *, wish: WishMade | None = None, by: Actor, now: datetime
) -> Stop:
    """Book a window for the customer, answer their wish, and queue the confirmation: all, or nothing.

    Raises NoLongerFree with the next best windows; a wish that waits is then answered with them, unless only
    our own rule stands against it: that is for ``ask`` to hold.
    """
    try:
        with transaction.atomic():
            stop = deliveries.book(delivery, window, by=by, now=now)
            _settle(wish, stop, by=by, now=now)
            confirm(stop, by=by, now=now)
            return stop
    except deliveries.NoLongerFree as refused:
        if wish is not None and wish.answered_at is None and not refused.answer.by_our_rule:
            offered = _bookable(refused.answer.alternatives)
            promises.answer_wish(
                wish, granted=False, reason=refused.words[:500], alternatives=offered, by=by, now=now
            )
        raise


@transaction.atomic
def choose(delivery: Delivery, window: LocalWindow, *, now: datetime) -> Stop:
    """The customer chooses on the page that shows the policy's words: told (A4) and promised at once.

    Another window that stood before is replaced at their wish; the same one is accepted, and once they have
    accepted it, choosing it again is nothing new. Raises NoLongerFree; then nothing was told.
    """
    by, standing = delivery.customer.actor, _standing(delivery)
    if standing is not None and standing.window == window and standing.promise.accepted_at is not None:
        return standing
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
    if Delivery.objects.get(pk=delivery.pk).state == State.SCHEDULED:
        stop = deliveries.reschedule(delivery, window, wish=Wish.CUSTOMER, accepted_at=now, by=by, now=now)
    else:
        stop = deliveries.book(delivery, window, accepted_at=now, by=by, now=now)
    if stop != standing:
        _settle(_waiting(delivery), stop, by=by, now=now)
        confirm(stop, by=by, now=now)
    return stop


@transaction.atomic
def move(delivery: Delivery, window: LocalWindow, *, wish: Wish, by: Actor, now: datetime) -> Stop:
    """Replace the window by another, at the customer's wish or ours, and confirm it. Twice is once."""
    standing = _standing(delivery)
    stop = deliveries.reschedule(delivery, window, wish=wish, by=by, now=now)
    if stop != standing:
        _settle(_waiting(delivery), stop, by=by, now=now)
        confirm(stop, by=by, now=now)
    return stop


@transaction.atomic
def cancel(delivery: Delivery, *, reason: str, by: Actor, now: datetime) -> Delivery:
    """The customer does not want the delivery: it is cancelled, and they get it in writing.

    A window that was promised is taken out of their calendar, too.
    """
    promise = open_promise_about(ref(delivery), Kind.DELIVERY_WINDOW)
    delivery = deliveries.cancel(delivery, reason=reason, by=by, now=now)
    customer, number = delivery.customer, delivery.order.number
    address = email_of(customer)
    if address is None:
        return delivery
    with override(customer.language):
        subject = _("Your delivery for order %(number)s is cancelled") % {"number": number}
        text = "\n\n".join([_hello(delivery), _("we do not come any more, as you wished.")])
    files = []
    if promise is not None:
        entry = outbox.ToMake(f"{number}.ics", papers.CALENDAR, f"cancelled:{promise.pk}")
        files = [entry, sealing.to_seal(promise)]
    outbox.queue(to=address, subject=subject, text=text, files=files, customer=customer, by=by, now=now)
    return delivery


@transaction.atomic
def confirm(stop: Stop, *, by: Actor, now: datetime) -> Outgoing | None:
    """Queue the confirmation of a window: the paper, the entry for their calendar, the policies due now.

    Without an address nothing is sent, and None is returned.
    """
    delivery, customer, promise = stop.delivery, stop.delivery.customer, stop.promise
    address = email_of(customer)
    if address is None:
        return None
    number = delivery.order.number
    with override(customer.language):
        said = (_hello(delivery), words.promise_words(stop.window), delivery.address)
        letter = tell.Letter(
            subject=_("We come %(window)s") % {"window": words.say(stop.window)},
            paragraphs=(*said, tell.own_page(customer, now=now)),
            policies=tuple(due_on(Disclosure.Occasion.SCHEDULING)),
            occasion=Disclosure.Occasion.SCHEDULING,
            about=ref(delivery),
            files=(
                outbox.ToMake(f"{number}.pdf", papers.PDF, f"confirmation:{promise.pk}"),
                outbox.ToMake(f"{number}.ics", papers.CALENDAR, f"calendar:{promise.pk}"),
            ),
            proves=(promise,),
        )
    return tell.send(letter, to=address, customer=customer, by=by, now=now)


@transaction.atomic
def invite(delivery: Delivery, *, link: str, by: Actor, now: datetime) -> Outgoing | None:
    """Send the link of the small page on which the customer chooses a window. None without an address."""
    address = email_of(delivery.customer)
    if address is None:
        return None
    with override(delivery.customer.language):
        subject = _("Choose when we come: order %(number)s") % {"number": delivery.order.number}
        asking = _("here you see when a truck can come, and choose what suits you:")
        text = "\n\n".join([_hello(delivery), asking, link])
    return outbox.queue(to=address, subject=subject, text=text, customer=delivery.customer, by=by, now=now)


def _standing(delivery: Delivery) -> Stop | None:
    """The stop that a truck still has before it, with its promise."""
    planned = Stop.objects.filter(delivery=delivery, promise__settled_at=None).select_related("promise")
    return planned.order_by("-pk").first()


def _judge(wish: WishMade, quote: Quote) -> Answer | None:
    """A wish with two ends is for a window, one with one end for an hour, one without for any time."""
    if wish.wished_at is None:
        return None
    if wish.wished_until is None:
        return rules.answer_hour(quote, wish.wished_at)
    opens, closes = (at.astimezone(quote.zone) for at in (wish.wished_at, wish.wished_until))
    return rules.answer_window(quote, LocalWindow(opens.date(), opens.time(), closes.time()))


def _hold(delivery: Delivery, *, by: Actor, now: datetime) -> TermApplication | None:
    """Hold our rule of the window against a wish: as it stood when their window was booked, or stands now."""
    bound_at = delivery.promise.made_at if delivery.promise else now
    term = term_then("window", delivery.depot.location, at=bound_at)
    if term is None:
        return None
    return policies.apply_term(
        term,
        customer=delivery.customer,
        about=ref(delivery),
        bound_at=bound_at,
        asked=None,
        by=by if by.is_staff else SOFTWARE,
        now=now,
    )


def _waiting(delivery: Delivery) -> WishMade | None:
    """The newest wish about this delivery that nobody has answered."""
    return wishes_of(delivery.customer).filter(about=ref(delivery), answered_at=None).first()


def _expect(wish: WishMade, *, by: Actor, now: datetime) -> None:
    """What they asked for and did not get is what they may still expect (DOMAIN §3, expectation)."""
    promises.note_expectation(
        Expectation(
            customer=wish.customer,
            about=wish.about,
            what=wish.asked,
            source=Expectation.Source.WISH,
            at=wish.at,
            by_instant=None if wish.wished_until else wish.wished_at,
            window_from=wish.wished_at if wish.wished_until else None,
            window_until=wish.wished_until,
        ),
        by=by,
        now=now,
    )


def _settle(wish: WishMade | None, stop: Stop, *, by: Actor, now: datetime) -> None:
    """A wish that waited is granted by this window, or answered with it in its place."""
    if wish is None or wish.answered_at is not None:
        return
    span = (stop.promise.starts_at, stop.promise.until)
    granted = wish.wished_at is None or (wish.wished_at, wish.wished_until) == span
    promises.answer_wish(
        wish,
        granted=granted,
        reason="" if granted else words.promise_words(stop.window),
        alternatives=() if granted else (str(stop.window),),
        promise=stop.promise,
        by=by,
        now=now,
    )


def _bookable(free: tuple[rules.Free, ...]) -> tuple[str, ...]:
    return tuple(str(each.window) for each in free)


def _hello(delivery: Delivery) -> str:
    return _("Hello %(name)s,") % {"name": delivery.customer.name}
