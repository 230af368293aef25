"""What a customer wishes for: kept in their words, answered with what the trucks can truly make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from kept.base.actors import SOFTWARE, Actor
from kept.deliveries import queries, rules, words
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.rules import MAY_BE_MADE_FREE, Answer, LocalWindow, Quote
from kept.ledger.actions import ref
from kept.policies import actions as policies
from kept.policies.models import TermApplication
from kept.policies.queries import term_then
from kept.promises import actions as promises
from kept.promises.models import Expectation, WishMade
from kept.promises.queries import expectations_of, wishes_of


@dataclass(frozen=True)
class Asked:
    """What a customer asks for, in their words: one of our windows, or an hour of their own, or any time."""

    words: str
    window: LocalWindow | None = None
    hour: datetime | None = None


@dataclass(frozen=True)
class Answered:
    """The wish as it is kept, what it was answered (None while they don't mind which), and all windows.

    ``rearranged``: the trucks can make it if stops change places; it is promised once it is booked.
    ``stopped``: only our own rule stands against it, and they were not properly told of that.
    """

    wish: WishMade
    answer: Answer | None
    quote: Quote
    rearranged: bool = False
    stopped: bool = False

    @property
    def is_no(self) -> bool:
        return self.answer is not None and self.answer.granted is None and not self.rearranged

    @property
    def why_not(self) -> str:
        """Of a no, the reason alone: what can be had instead stands beside it."""
        return words.why_not(self.answer, told=not self.stopped) if self.answer else ""

    @property
    def words(self) -> str:
        """The answer, to be said or written to the customer."""
        if self.answer is None:
            return words.next_best(self.quote.by_nearness()[:3])
        if self.rearranged and self.answer.window is not None:
            return words.if_we_rearrange(self.answer.window)
        return words.answer(self.answer, told=not self.stopped)


def ask(delivery: Delivery, asked: Asked, *, by: Actor, now: datetime) -> Answered:
    """Keep what the customer wishes and answer it with what the trucks can truly make.

    A wish for an hour is refused with why, and stays as what they expect; who was not properly told that we
    come within a window is not refused by that rule: their wish waits. A window that is free, or that can be
    made free, is answered as granted once it is booked. The same wish within the life of a quote is one.
    Looking may take half a second; nothing is locked meanwhile. Raises NotPlaced; the wish is kept then, too.
    """
    wish = _noted(delivery, asked, by=by, now=now)
    found = _look(wish, delivery, now=now)
    if wish.answered_at is None:
        return _told(found, delivery, by=by, now=now)
    if found.is_no:
        return found
    return replace(found, wish=_note(delivery, asked, by=by, now=now))


def answer(wish: WishMade, delivery: Delivery, *, by: Actor, now: datetime) -> Answered:
    """Answer a wish that was noted before (in a call, say). Raises NotPlaced, AlreadyAnswered."""
    return _told(_look(wish, delivery, now=now), delivery, by=by, now=now)


@transaction.atomic
def settle(delivery: Delivery, stop: Stop, *, but: WishMade | None = None, by: Actor, now: datetime) -> None:
    """Whatever waited about this delivery is granted by this window, or answered with it in its place.

    ``but`` names one more that waits, whatever it is about.
    """
    waiting = list(_about(delivery).filter(answered_at=None))
    if but is not None and but.answered_at is None and but not in waiting:
        waiting.append(but)
    span = (stop.promise.starts_at, stop.promise.until)
    for wish in waiting:
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


def refuse(
    wish: WishMade, said: str, given: Answer, *, held: TermApplication | None = None, by: Actor, now: datetime
) -> WishMade:
    """Answer with the true reason, and what can be booked instead; ``held`` is our own rule, if it was."""
    return promises.answer_wish(
        wish,
        granted=False,
        reason=said[:500],
        alternatives=tuple(str(each.window) for each in given.alternatives),
        application=held,
        by=by,
        now=now,
    )


@transaction.atomic
def _noted(delivery: Delivery, asked: Asked, *, by: Actor, now: datetime) -> WishMade:
    """The wish as it is kept: what was asked a moment ago in the same words is not asked again."""
    Delivery.objects.select_for_update(of=("self",), no_key=True).get(pk=delivery.pk)
    wished_at, until = _span(delivery, asked)
    same = _about(delivery).filter(
        asked=asked.words, wished_at=wished_at, wished_until=until, at__gt=now - rules.QUOTE_LASTS
    )
    before = same.exclude(granted=True).first()
    return before or _note(delivery, asked, by=by, now=now)


def _note(delivery: Delivery, asked: Asked, *, by: Actor, now: datetime) -> WishMade:
    wished_at, until = _span(delivery, asked)
    wish = WishMade(
        customer=delivery.customer,
        about=ref(delivery),
        asked=asked.words,
        wished_at=wished_at,
        wished_until=until,
        at=now,
        by=str(by),
    )
    return promises.note_wish(wish, now=now)


def _span(delivery: Delivery, asked: Asked) -> tuple[datetime | None, datetime | None]:
    """A wish with two ends is for a window, one with one end for an hour, one without for any time."""
    span = asked.window.instants(delivery.depot.location.zone) if asked.window else None
    return span or (asked.hour, None)


def _about(delivery: Delivery) -> QuerySet[WishMade]:
    return wishes_of(delivery.customer).filter(about=ref(delivery))


def _look(wish: WishMade, delivery: Delivery, *, now: datetime) -> Answered:
    """What the trucks say to a wish, rearranged where nothing else helps. Writes nothing."""
    quote = queries.quote(delivery, now=now)
    given = _judge(wish, quote)
    if given is None or given.granted is not None or given.exact or given.window is None:
        return Answered(wish, given, quote)
    rearranged = given.reason in MAY_BE_MADE_FREE and queries.could_make_room(delivery, given.window, now=now)
    return Answered(wish, given, quote, rearranged=rearranged)


def _judge(wish: WishMade, quote: Quote) -> Answer | None:
    if wish.wished_at is None:
        return None
    if wish.wished_until is None:
        return rules.answer_hour(quote, wish.wished_at)
    opens, closes = (at.astimezone(quote.zone) for at in (wish.wished_at, wish.wished_until))
    return rules.answer_window(quote, LocalWindow(opens.date(), opens.time(), closes.time()))


@transaction.atomic
def _told(found: Answered, delivery: Delivery, *, by: Actor, now: datetime) -> Answered:
    """Write down a no with its reason, and that they may still expect it; a yes waits for the booking."""
    given = found.answer
    if given is None or not found.is_no:
        return found
    _expect(found.wish, by=by, now=now)
    held = _hold(delivery, by=by, now=now) if given.by_our_rule else None
    if given.by_our_rule and not (held and held.may_apply):
        return replace(found, stopped=True)
    with override(delivery.customer.language):
        said = words.answer(given)
    return replace(found, wish=refuse(found.wish, said, given, held=held, by=by, now=now))


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


def _expect(wish: WishMade, *, by: Actor, now: datetime) -> None:
    """What they asked for and did not get is what they may still expect (DOMAIN §3, expectation), once."""
    source = Expectation.Source.WISH
    if expectations_of(wish.customer).filter(about=wish.about, source=source, at=wish.at).exists():
        return
    promises.note_expectation(
        Expectation(
            customer=wish.customer,
            about=wish.about,
            what=wish.asked,
            source=source,
            at=wish.at,
            by_instant=None if wish.wished_until else wish.wished_at,
            window_from=wish.wished_at if wish.wished_until else None,
            window_until=wish.wished_until,
        ),
        by=by,
        now=now,
    )
