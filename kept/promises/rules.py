"""Whether a promise was kept, and how far: the kept score K of DOMAIN §5, exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from itertools import groupby

from kept.policies.rules import in_words, same_minute, utc
from kept.promises.owed import DECIDED_BY, Absent, End, Evidence, Fact, Kind, Owed, Standing, State
from kept.text.sentences import say, word

__all__ = [
    "DECIDED_BY",
    "RECEIPT_WITHIN",
    "Absent",
    "End",
    "Evidence",
    "Fact",
    "Kind",
    "Owed",
    "Standing",
    "State",
    "kept_score",
    "ratio",
    "reaches_at",
    "since_promised",
    "standing",
    "window_score",
]

MONEY_FADES_AFTER = timedelta(hours=240)  # DOMAIN §5: max(0, 1 − hours late ÷ 240)
RECEIPT_WITHIN = timedelta(seconds=60)  # DOMAIN §8 and §10
NEVER_OURS = "Whether {promise} was kept rests on a record that was never ours to keep ({record})."
NOTHING_OWED = "We promised {promise} of nothing: there was nothing to pay."
NEVER_CAME = "We promised {promise}, and the record shows that it did not happen."


def standing(promise: Owed, evidence: Evidence, *, at: datetime, zone: tzinfo) -> Standing:
    """Judge one promise as of ``at`` (the complaint), by its own terms (DOMAIN §5 and §10).

    A promise is out of scope when it was not yet due by then and nothing had decided it, or when the
    customer had released us from it before it was due.
    """
    at = utc(at)
    facts = since_promised(promise, evidence.facts)
    own = f"promises[{promise.id}]"
    words = promise.in_words(zone)
    if promise.made_at > at:
        because = say("We promised {promise} only after the complaint.", promise=words)
        return Standing(promise, State.NOT_DUE, None, because, (own,))
    if promise.released_by(at):
        because = say("The customer released us from {promise}.", promise=words)
        return Standing(promise, State.RELEASED, None, because, (own,))
    if promise.until is None or promise.until >= at:
        seen = tuple(fact for fact in facts if fact.at is None or fact.at <= at)
        early = _decided(promise, seen, at, zone)
        if early is None or not _is_final(promise, early, seen):
            because = say("We promised {promise}; that was not yet due.", promise=words)
            return Standing(promise, State.NOT_DUE, None, because, (own,))
        return early
    return _decided(promise, facts, at, zone) or _without_fact(promise, evidence.absent, words)


def since_promised(promise: Owed, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that may decide it: a call or a reply from before it was promised answers something else."""
    if promise.kind not in (Kind.CALL_BACK, Kind.REPLY):
        return tuple(facts)
    return tuple(fact for fact in facts if fact.at is None or fact.at >= promise.made_at)


def _is_final(promise: Owed, early: Standing, seen: Sequence[Fact]) -> bool:
    """Whether what happened before the due instant can no longer change: one try of a call back can."""
    if early.state is State.KEPT or promise.kind in (Kind.DELIVERY_WINDOW, Kind.END_DATE):
        return True
    return all(fact.at is None for fact in seen)


def _without_fact(promise: Owed, absent: Sequence[Absent], words: str) -> Standing:
    """Due, and nothing on record: 0 where the record was ours to keep, left out where it never was."""
    refs = (f"promises[{promise.id}]", *(gap.ref for gap in absent))
    if absent and not any(gap.should_exist for gap in absent):
        because = say(NEVER_OURS, promise=words, record=word(absent[0].record))
        return Standing(promise, State.NEVER_OURS, None, because, refs)
    because = say("We promised {promise}, and the record that we should have kept is missing.", promise=words)
    return Standing(promise, State.UNRECORDED, Fraction(0), because, refs)


def _decided(promise: Owed, facts: Sequence[Fact], at: datetime, zone: tzinfo) -> Standing | None:
    """The standing by its deciding facts; None when there are none. A refund of nothing needs none."""
    if promise.kind is Kind.REFUND and promise.amount == 0:
        because = say(NOTHING_OWED, promise=promise.in_words(zone))
        return _by(promise, Fraction(1), because, (), promise.made_at)
    if not facts:
        return None
    happened = sorted((fact for fact in facts if fact.at is not None), key=_instant)
    if not happened:
        because = say(NEVER_CAME, promise=promise.in_words(zone))
        return _by(promise, Fraction(0), because, facts[:1], None)
    return _JUDGES[promise.kind](promise, happened, at, zone)


def _window(promise: Owed, arrivals: Sequence[Fact], _at: datetime, zone: tzinfo) -> Standing:
    """DOMAIN §5: 1 inside, both ends included, else max(0, 1 − outside ÷ width).

    Of two arrivals one inside is enough; where neither is, the worse counts.
    """
    scored = [(window_score(promise, _instant(arrival)), arrival) for arrival in arrivals]
    inside = [arrival for score, arrival in scored if score == 1]
    fact = inside[0] if inside else min(scored, key=lambda each: each[0])[1]
    arrived = _instant(fact)
    score = window_score(promise, arrived)
    exact = same_minute(arrived, promise.starts_at, promise.until)
    words, came = promise.in_words(zone, exact=exact), in_words(arrived, zone, exact=exact)
    if score == 1:
        form = "We promised {promise}, and arrived on {at}: the promise was kept."
        return _by(promise, score, say(form, promise=words, at=came), [fact], arrived)
    early = promise.starts_at is not None and arrived < promise.starts_at
    outside = (
        promise.starts_at - arrived if early and promise.starts_at else arrived - (promise.until or arrived)
    )
    form = "We promised {promise}, and arrived on {at}: {length} too late."
    if early:
        form = "We promised {promise}, and arrived on {at}: {length} too early."
    because = say(form, promise=words, at=came, length=_length(outside))
    return _by(promise, score, because, [fact], arrived)


def window_score(promise: Owed, arrived: datetime) -> Fraction:
    """K of a window promise, or of one by an instant (width 0), exact."""
    starts, until = promise.starts_at, promise.until
    late = arrived - until if until is not None else timedelta(0)
    outside = max(timedelta(0), late, starts - arrived if starts is not None else timedelta(0))
    if not outside:
        return Fraction(1)
    width = until - starts if until is not None and starts is not None else timedelta(0)
    return max(Fraction(0), 1 - ratio(outside, width)) if width else Fraction(0)


def _money(promise: Owed, payments: Sequence[Fact], at: datetime, zone: tzinfo) -> Standing:
    """DOMAIN §5: at the instant at which the sum reaches the amount; not reached by the complaint: 0."""
    reached = reaches_at(promise, payments)
    words = promise.in_words(zone)
    if reached is None or reached.at is None or reached.at > at:
        form = "We promised {promise}; the full amount had not come by {at}."
        because = say(form, promise=words, at=in_words(at, zone))
        return _by(promise, Fraction(0), because, payments, None if reached is None else reached.at)
    late = max(timedelta(0), reached.at - (promise.until or reached.at))
    exact = same_minute(reached.at, promise.until)
    words, when = promise.in_words(zone, exact=exact), in_words(reached.at, zone, exact=exact)
    form = "We promised {promise}; the full amount had come on {at}: the promise was kept."
    if late:
        form = "We promised {promise}; the full amount had come on {at}: {length} late."
    because = say(form, promise=words, at=when, length=_length(late))
    until_then = [payment for payment in payments if _instant(payment) <= reached.at]
    return _by(promise, max(Fraction(0), 1 - ratio(late, MONEY_FADES_AFTER)), because, until_then, reached.at)


def reaches_at(promise: Owed, payments: Sequence[Fact]) -> Fact | None:
    """The payment with which the sum reaches the promised amount; money of another currency does not add."""
    if promise.amount is None:
        return payments[0]
    total = 0
    for payment in payments:
        if payment.currency in (None, promise.currency) or promise.currency is None:
            total += payment.amount or 0
            if total >= promise.amount:
                return payment
    return None


def _call_back(promise: Owed, attempts: Sequence[Fact], at: datetime, zone: tzinfo) -> Standing:
    """Kept by one attempt that reached the customer, or by two that did not, by the due instant.

    Attempts of one instant are one: nobody calls twice at once.
    """
    attempts = sorted(attempts, key=lambda attempt: (_instant(attempt), not attempt.reached))
    attempts = [next(same) for _, same in groupby(attempts, key=_instant)]
    in_time = [attempt for attempt in attempts if _in_time(promise, attempt, at)]
    reached = [attempt for attempt in in_time if attempt.reached]
    words = promise.in_words(zone)
    if reached or len(in_time) >= 2:
        deciding = reached[0] if reached else in_time[1]
        form = "We promised {promise}, and called on {at}: the promise was kept."
        because = say(form, promise=words, at=in_words(_instant(deciding), zone))
        return _by(promise, Fraction(1), because, reached[:1] or in_time[:2], deciding.at)
    form = "We promised {promise}; we called only afterwards."
    if in_time:
        form = "We promised {promise}; we called once without reaching the customer."
    late = next((attempt.at for attempt in attempts if attempt.reached), None)
    return _by(promise, Fraction(0), say(form, promise=words), attempts, late)


def _end_date(promise: Owed, exits: Sequence[Fact], at: datetime, zone: tzinfo) -> Standing:
    """Kept by a confirmation, by the complaint, of an end not later than the promised local day.

    Of two confirmations of one instant the one of the earlier end counts: it was told, too.
    """
    named = [each for each in exits if each.ends_on is not None]
    fact = min(named, key=lambda each: (_instant(each), str(each.ends_on)), default=exits[0])
    confirmed = _instant(fact)
    words, when = promise.in_words(zone), in_words(confirmed, zone)
    if fact.ends_on is None:
        refs = (f"promises[{promise.id}]", fact.ref)
        because = say(
            "We promised {promise}; the confirmation of {at} names no end date.", promise=words, at=when
        )
        return Standing(promise, State.UNRECORDED, Fraction(0), because, refs)
    if confirmed > at:
        because = say("We promised {promise}; it was confirmed only after the complaint.", promise=words)
        return _by(promise, Fraction(0), because, [fact], confirmed)
    kept = promise.until is None or fact.ends_on <= promise.until.astimezone(zone).date()
    form = "We promised {promise}, and on {at} confirmed the end for {day}: later than promised."
    if kept:
        form = "We promised {promise}, and on {at} confirmed the end for {day}: the promise was kept."
    because = say(form, promise=words, at=when, day=fact.ends_on.isoformat())
    return _by(promise, Fraction(kept), because, [fact], confirmed)


def _once(promise: Owed, facts: Sequence[Fact], at: datetime, zone: tzinfo) -> Standing:
    """A yes or no promise: it happened by the due instant, or it did not."""
    first = facts[0]
    kept = _in_time(promise, first, at)
    form = "We promised {promise}; it came on {at}: too late."
    if kept:
        form = "We promised {promise}; it came on {at}: the promise was kept."
    exact = promise.kind is Kind.RECEIPT or same_minute(_instant(first), promise.until)
    words, came = promise.in_words(zone, exact=exact), in_words(_instant(first), zone, exact=exact)
    because = say(form, promise=words, at=came)
    return _by(promise, Fraction(kept), because, [first], first.at)


_JUDGES: Mapping[Kind, Callable[[Owed, Sequence[Fact], datetime, tzinfo], Standing]] = {
    Kind.DELIVERY_WINDOW: _window,
    Kind.CALL_BACK: _call_back,
    Kind.REPLY: _once,
    Kind.REFUND: _money,
    Kind.END_DATE: _end_date,
    Kind.REMEDY: _once,
    Kind.RECEIPT: _once,
}


def _by(
    promise: Owed, score: Fraction, because: str, facts: Iterable[Fact], decided_at: datetime | None
) -> Standing:
    refs = (f"promises[{promise.id}]", *(fact.ref for fact in facts))
    return Standing(promise, State.KEPT if score == 1 else State.BROKEN, score, because, refs, decided_at)


def _in_time(promise: Owed, fact: Fact, at: datetime) -> bool:
    return _instant(fact) <= (promise.until or at)


def _instant(fact: Fact) -> datetime:
    assert fact.at is not None
    return fact.at


def _length(span: timedelta) -> str:
    """In words; from ten minutes on whole ones, cut and never rounded up. No figure rests on it."""
    minutes = span / timedelta(minutes=1)
    minutes = minutes if minutes < 10 else int(minutes)
    return say("{n:.4g} minutes", n=minutes) if minutes < 120 else say("{n:.4g} hours", n=minutes / 60)


def ratio(span: timedelta, whole: timedelta) -> Fraction:
    """``span ÷ whole``, exact to the microsecond."""
    microsecond = timedelta(microseconds=1)
    return Fraction(span // microsecond, whole // microsecond)


def kept_score(standings: Iterable[Standing]) -> Fraction | None:
    """K over the promises in scope: the mean of the scores that count; None when none does."""
    scores = [each.score for each in standings if each.score is not None]
    return sum(scores, Fraction(0)) / len(scores) if scores else None
