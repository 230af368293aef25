"""Whether a promise was kept, and how far: the table of DOMAIN §5 and §10."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.promises.rules import (
    Absent,
    End,
    Evidence,
    Fact,
    Kind,
    Owed,
    Standing,
    State,
    kept_score,
    standing,
    window_score,
)

ZONE = ZoneInfo("America/New_York")


def at(hour: int, minute: int = 0, day: int = 5, second: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=ZONE)


MADE = at(11, day=2)
COMPLAINED = at(20, day=6)
WINDOW = Owed("p1", Kind.DELIVERY_WINDOW, MADE, at(12), starts_at=at(8))
CALL = Owed("c1", Kind.CALL_BACK, MADE, at(17))
REPLY = Owed("r1", Kind.REPLY, MADE, at(17))
REFUND = Owed("m1", Kind.REFUND, MADE, at(17), amount=5000, currency="USD")
END = Owed("e1", Kind.END_DATE, MADE, at(23, 59))


def fact(when: datetime | None, **more: object) -> Fact:
    return replace(Fact("facts[0]", when), **more)  # type: ignore[arg-type]  # fields of a fact


def judged(
    promise: Owed, *facts: Fact, absent: tuple[Absent, ...] = (), by: datetime = COMPLAINED
) -> Standing:
    return standing(promise, Evidence(facts, absent), at=by, zone=ZONE)


def paid(when: datetime, amount: int, currency: str | None = "USD") -> Fact:
    return fact(when, amount=amount, currency=currency)


NEVER = fact(None)
TABLE = [
    ("inside the window", WINDOW, [fact(at(11, 40))], "kept", 1),
    ("at its first minute", WINDOW, [fact(at(8))], "kept", 1),
    ("at its last minute", WINDOW, [fact(at(12))], "kept", 1),
    ("a second late", WINDOW, [fact(at(12, 0, second=1))], "broken", Fraction(14399, 14400)),
    ("60 minutes late", WINDOW, [fact(at(13))], "broken", Fraction(3, 4)),
    ("60 minutes early", WINDOW, [fact(at(7))], "broken", Fraction(3, 4)),
    ("as late as the window is wide", WINDOW, [fact(at(16))], "broken", 0),
    ("a day late", WINDOW, [fact(at(12, day=6))], "broken", 0),
    ("the record says it never came", WINDOW, [NEVER], "broken", 0),
    ("no record of an arrival", WINDOW, [], "unrecorded", 0),
    ("inside, and there again later", WINDOW, [fact(at(11, 58)), fact(at(13))], "kept", 1),
    ("too early, and there again inside", WINDOW, [fact(at(7)), fact(at(9))], "kept", 1),
    ("two records, both outside: the worse", WINDOW, [fact(at(13)), fact(at(14))], "broken", Fraction(1, 2)),
    ("an exact hour, kept", replace(WINDOW, starts_at=at(12)), [fact(at(12))], "kept", 1),
    ("an exact hour, a minute late", replace(WINDOW, starts_at=at(12)), [fact(at(12, 1))], "broken", 0),
    ("by an hour, early", replace(WINDOW, starts_at=None), [fact(at(6))], "kept", 1),
    ("by an hour, late", replace(WINDOW, starts_at=None), [fact(at(12, 1))], "broken", 0),
    (
        "not accepted binds us all the same",
        replace(WINDOW, accepted=False),
        [fact(at(13))],
        "broken",
        Fraction(3, 4),
    ),
    ("called and reached", CALL, [fact(at(16), reached=True)], "kept", 1),
    ("reached at the due instant", CALL, [fact(at(17), reached=True)], "kept", 1),
    ("reached a minute late", CALL, [fact(at(17, 1), reached=True)], "broken", 0),
    ("called twice in vain", CALL, [fact(at(15)), fact(at(16))], "kept", 1),
    ("called in vain, written down twice", CALL, [fact(at(15)), fact(at(15))], "broken", 0),
    ("reached, and the same call as in vain", CALL, [fact(at(15)), fact(at(15), reached=True)], "kept", 1),
    ("called before it was promised", CALL, [fact(at(10, day=2), reached=True)], "unrecorded", 0),
    ("called in the instant of the promise", CALL, [fact(MADE, reached=True)], "kept", 1),
    ("replied before it was promised", REPLY, [fact(at(10, day=2))], "unrecorded", 0),
    ("once in vain before the promise, once since", CALL, [fact(at(10, day=2)), fact(at(9))], "broken", 0),
    ("called once in vain", CALL, [fact(at(15))], "broken", 0),
    ("once in vain in time, once afterwards", CALL, [fact(at(15)), fact(at(18))], "broken", 0),
    ("never called", CALL, [NEVER], "broken", 0),
    ("no record of a call", CALL, [], "unrecorded", 0),
    ("replied in time", REPLY, [fact(at(17))], "kept", 1),
    ("replied late", REPLY, [fact(at(17, 1))], "broken", 0),
    ("paid at the due instant", REFUND, [paid(at(17), 5000)], "kept", 1),
    ("paid 24 hours late", REFUND, [paid(at(17, day=6), 5000)], "broken", Fraction(9, 10)),
    (
        "paid in two parts, measured at the second",
        REFUND,
        [paid(at(9), 2500), paid(at(18), 2500)],
        "broken",
        Fraction(239, 240),
    ),
    ("paid in part only", REFUND, [paid(at(9), 4999)], "broken", 0),
    ("paid too much", REFUND, [paid(at(9), 9000)], "kept", 1),
    ("paid in another currency", REFUND, [paid(at(9), 5000, "EUR")], "broken", 0),
    ("paid in a currency nobody wrote down", REFUND, [paid(at(9), 5000, None)], "kept", 1),
    ("paid only after the complaint", REFUND, [paid(at(9, day=7), 5000)], "broken", 0),
    ("a refund of nothing", replace(REFUND, amount=0), [], "kept", 1),
    ("paid before it was promised", REFUND, [paid(at(9, day=1), 5000)], "kept", 1),
    ("no record of a payment", REFUND, [], "unrecorded", 0),
    ("an end on the promised day", END, [fact(at(9), ends_on=date(2026, 3, 5))], "kept", 1),
    ("an end before the promised day", END, [fact(at(9), ends_on=date(2026, 3, 1))], "kept", 1),
    ("an end a day after the promised day", END, [fact(at(9), ends_on=date(2026, 3, 6))], "broken", 0),
    ("an exit confirmed without an end date", END, [fact(at(9))], "unrecorded", 0),
    ("released before it was due", replace(WINDOW, end=End("released", at(7))), [], "released", None),
    ("released, nobody knows when", replace(WINDOW, end=End("released")), [], "released", None),
    ("we freed ourselves", replace(WINDOW, end=End("released", at(7), "ours")), [NEVER], "broken", 0),
    ("released after it was broken", replace(WINDOW, end=End("released", at(12, 1))), [NEVER], "broken", 0),
    (
        "released only after the complaint",
        replace(WINDOW, end=End("released", at(1, day=7))),
        [NEVER],
        "broken",
        0,
    ),
]


@pytest.mark.parametrize(
    ("promise", "facts", "state", "score"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_promise_counts_only_when_it_was_kept(
    promise: Owed, facts: list[Fact], state: str, score: Fraction | int | None
) -> None:
    found = judged(promise, *facts)

    assert (found.state, found.score) == (State(state), score)
    assert found.refs[0] == f"promises[{promise.id}]"


DUE_TABLE = [
    ("not yet due, nothing happened", WINDOW, [], at(11, 59), "not_due"),
    ("due at the very instant of the complaint", WINDOW, [], at(12), "not_due"),
    ("due a microsecond before it", WINDOW, [], at(12) + timedelta(microseconds=1), "unrecorded"),
    ("due at that instant, and the truck was there", WINDOW, [fact(at(12))], at(12), "kept"),
    ("due at that instant, and called once", CALL, [fact(at(9))], at(17), "not_due"),
    ("a refund of nothing before it is due", replace(REFUND, amount=0), [], at(9), "kept"),
    ("not yet due, but the truck was there", WINDOW, [fact(at(11, 40))], at(11, 50), "kept"),
    ("not yet due, but the truck came too early", WINDOW, [fact(at(7))], at(9), "broken"),
    ("not yet due, and the arrival lies after the complaint", WINDOW, [fact(at(11))], at(10), "not_due"),
    ("overdue at the complaint, arrived after it", WINDOW, [fact(at(14))], at(13), "broken"),
    ("one try of a call back before it is due", CALL, [fact(at(9))], at(10), "not_due"),
    ("half the money before it is due", REFUND, [paid(at(9), 100)], at(10), "not_due"),
    ("all the money before it is due", REFUND, [paid(at(9), 5000)], at(10), "kept"),
    ("promised only after the complaint", WINDOW, [NEVER], at(9, day=1), "not_due"),
    (
        "an end confirmed too late, long before the day",
        END,
        [fact(at(9, day=3), ends_on=date(2026, 3, 9))],
        at(9, day=4),
        "broken",
    ),
]


@pytest.mark.parametrize(
    ("promise", "facts", "by", "state"), [row[1:] for row in DUE_TABLE], ids=[row[0] for row in DUE_TABLE]
)
def test_a_promise_is_judged_as_of_the_complaint(
    promise: Owed, facts: list[Fact], by: datetime, state: str
) -> None:
    assert judged(promise, *facts, by=by).state == State(state)


@pytest.mark.parametrize(
    ("should_exist", "state", "score"), [(True, State.UNRECORDED, 0), (False, State.NEVER_OURS, None)]
)
def test_a_missing_record_counts_against_us_only_where_it_was_ours(
    should_exist: bool, state: State, score: int | None
) -> None:
    found = judged(WINDOW, absent=(Absent("facts[1]", "arrival", should_exist),))

    assert (found.state, found.score) == (state, score)
    assert "facts[1]" in found.refs


def test_an_absent_record_changes_nothing_where_the_arrival_is_on_record() -> None:
    assert judged(WINDOW, fact(at(9)), absent=(Absent("facts[1]", "photo"),)).state is State.KEPT


def test_the_kept_score_is_the_mean_over_what_counts() -> None:
    standings = [
        judged(WINDOW, fact(at(13))),
        judged(REPLY, fact(at(9))),
        judged(WINDOW, absent=(Absent("facts[1]", "gps", False),)),
    ]

    assert kept_score(standings) == Fraction(7, 8)
    assert kept_score(standings[2:]) is None


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 3), (date(2026, 10, 25), 5)], ids=["spring forward", "autumn back"]
)
def test_a_window_over_a_clock_change_is_as_wide_as_it_lasts(day: date, hours: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    opens = datetime(day.year, day.month, day.day, 0, tzinfo=berlin)
    promise = Owed("p1", Kind.DELIVERY_WINDOW, MADE, opens.replace(hour=4), starts_at=opens)

    late = (opens.replace(hour=4)).astimezone(UTC) + timedelta(hours=1)

    assert window_score(promise, late) == 1 - Fraction(1, hours)


def test_a_refund_is_late_in_true_hours_over_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    promise = replace(REFUND, until=datetime(2026, 3, 28, 17, tzinfo=berlin))

    found = judged(
        promise, paid(datetime(2026, 3, 29, 17, tzinfo=berlin), 5000), by=datetime(2026, 4, 1, tzinfo=UTC)
    )

    assert found.score == 1 - Fraction(23, 240)


def test_an_end_date_is_compared_by_the_local_day_even_near_midnight() -> None:
    promise = replace(END, until=datetime(2026, 4, 1, 3, 59, tzinfo=UTC))  # 31 March, 23:59 in New York

    kept = judged(promise, fact(at(9), ends_on=date(2026, 3, 31)))
    broken = judged(promise, fact(at(9), ends_on=date(2026, 4, 1)))

    assert (kept.state, broken.state) == (State.KEPT, State.BROKEN)


def test_an_end_date_is_said_as_a_day() -> None:
    assert replace(END, until=at(23, 59, second=59)).in_words(ZONE) == "the end date Thu 5 Mar 2026"


def test_a_window_that_ends_before_it_begins_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="after it begins"):
        replace(WINDOW, until=at(7))


@given(st.integers(1, 10_000), st.integers(-20_000, 20_000))
@settings(deadline=None)
def test_the_score_of_a_window_is_exact_and_the_same_early_and_late(width: int, offset: int) -> None:
    promise = replace(WINDOW, until=at(8) + timedelta(seconds=width))
    outside = max(0, offset - width, -offset)

    score = window_score(promise, (at(8) + timedelta(seconds=offset)).astimezone(UTC))

    assert score == max(Fraction(0), 1 - Fraction(outside, width))
