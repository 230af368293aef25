"""Suggested first sentences: each names its rows, and every number in it comes from one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from kept.complaints import first_words
from kept.complaints.known import Brief, Complained, Failure, Moved, Owed, Window
from kept.complaints.tests.briefs import NEVER_SAID, NEW_YORK, NOW, briefs, plain
from kept.complaints.topics import Topic
from kept.customers.models import Customer
from kept.deliveries.live import Because, Seen, Why


def parts(value: Any) -> Iterable[Any]:
    """A brief's rows, and theirs: everything that has a ``ref``."""
    if isinstance(value, tuple):
        for each in value:
            yield from parts(each)
    elif is_dataclass(value):
        if hasattr(value, "ref"):
            yield value
        for field in fields(value):
            yield from parts(getattr(value, field.name))


def numbers_of(row: Any, brief: Brief) -> set[int]:
    """What a sentence may say of a row: its instants, the spans between them, its words and its counts."""
    found: set[int] = set()
    instants_of = []
    values = [getattr(row, field.name) for field in fields(row)]
    for value in values:
        if isinstance(value, Seen) and value.range:
            instants_of += [value.range[0] + timedelta(minutes=m) for m in range(-10, 10)]
            instants_of += [value.range[1] + timedelta(minutes=m) for m in range(31)]
        elif isinstance(value, datetime):
            instants_of += [value, value - timedelta(microseconds=1)]
        elif isinstance(value, str):
            found |= {int(each) for each in re.findall(r"\d+", value)}
        elif isinstance(value, int):
            found.add(value)
        if isinstance(value, Seen):
            found |= {value.because.minutes, *divmod(value.because.minutes, 60)}
    for at in instants_of:
        local = at.astimezone(brief.zone)
        found |= {local.year, local.day, local.hour, local.minute}
        for other in instants_of:
            minutes = int(abs(at - other).total_seconds()) // 60
            found |= {minutes, *divmod(minutes, 60)}
    return found


@settings(max_examples=300, deadline=None)
@given(briefs())
def test_every_sentence_names_rows_that_stand_and_its_numbers_are_theirs(brief: Brief) -> None:
    rows: dict[str, list[Any]] = {}
    for row in parts(brief):
        rows.setdefault(row.ref, []).append(row)
        if isinstance(row, Moved):
            rows.setdefault(row.instead, []).append(row)
    said = first_words.suggest(brief)

    assert len(said) <= 3
    for each in said:
        assert each.refs
        allowed = {brief.kept} if each.refs == (f"customer:{brief.customer.pk}",) else set()
        for ref in each.refs:
            if not ref.startswith("customer:"):
                assert ref in rows
                allowed |= set().union(*(numbers_of(row, brief) for row in rows[ref]))
        assert {int(number) for number in re.findall(r"\d+", each.sentence)} <= allowed


@settings(max_examples=200, deadline=None)
@given(briefs())
def test_the_first_words_never_speak_of_a_temper(brief: Brief) -> None:
    quiet = replace(brief, elsewhere=())  # theirs are quoted as they said them
    spoken = [said.sentence.lower() for said in first_words.suggest(quiet)]

    assert not [word for word in NEVER_SAID for said in spoken if word in said]


def sentences(brief: Brief) -> list[str]:
    return [said.sentence for said in first_words.suggest(brief)]


def window(hour: int, **known: Any) -> Window:
    begins = datetime(2026, 3, 8, hour, 0, tzinfo=NEW_YORK)
    given = {"arrived_at": None, "outcome": ""} | known
    return Window(ref="promise:1", starts_at=begins, until=begins + timedelta(hours=4), **given)


def test_who_was_erased_is_told_nothing_from_what_is_left() -> None:
    gone = Customer(pk=1, name="erased", erased_at=NOW, erased_by="staff:1", erased_because="asked")

    assert sentences(plain(customer=gone, kept=3)) == []


def test_a_promise_by_a_day_is_said_as_its_end_and_not_as_the_midnight_after_it() -> None:
    midnight = datetime(2026, 3, 7, 0, 0, tzinfo=NEW_YORK)
    refund = Owed("promise:1", "refund", "30.00 USD back", None, midnight, late=True)

    assert sentences(plain(owed=(refund,))) == [
        "We promised “30.00 USD back” by the end of 6 March 2026, and it is not done yet."
    ]


def test_an_arrival_after_midnight_is_said_on_the_day_it_came() -> None:
    until = datetime(2026, 2, 5, 22, 0, tzinfo=NEW_YORK)
    late = Failure(
        "promise:1", "Your sofa", "", until, "delivery_window", until - timedelta(hours=4), until,
        datetime(2026, 2, 6, 0, 30, tzinfo=NEW_YORK),
    )  # fmt: skip

    assert sentences(plain(failures=(late,)))[0].startswith(
        "On 6 February 2026 we came 2 hours 30 min after your window."
    )


def test_a_length_over_the_change_of_the_clocks_is_real_time() -> None:
    begins, until = datetime(2026, 3, 8, 3, 0, tzinfo=UTC), datetime(2026, 3, 8, 6, 0, tzinfo=UTC)  # 1:00
    came = datetime(2026, 3, 8, 8, 0, tzinfo=UTC)  # 4:00 on the clock, two hours later
    late = Failure("promise:1", "Your sofa", "", until, "delivery_window", begins, until, came)

    assert sentences(plain(failures=(late,)))[0].startswith("Today we came 2 hours after your window.")


def test_the_hour_that_comes_twice_in_autumn_says_which_one() -> None:
    now = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
    begins = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 1:30, the first of two
    today = Window("promise:1", begins, begins + timedelta(hours=1), None, "")

    assert sentences(plain(now=now, today=(today,))) == ["Your window today is 1:30 EDT to 1:30 EST."]


def test_a_window_that_is_over_without_a_tap_claims_no_arrival_and_no_failure() -> None:
    said = sentences(plain(now=NOW + timedelta(hours=9), today=(window(12),)))

    assert said == ["Today’s window was 12:00 to 16:00, and no arrival is recorded."]


def test_a_window_broken_early_is_not_said_as_still_to_come() -> None:
    assert sentences(plain(today=(window(12, outcome="broken"),))) == [
        "Today’s window, 12:00 to 16:00, was not kept."
    ]


def test_the_window_still_ahead_is_said_before_the_one_that_is_done() -> None:
    done = replace(window(8, outcome="kept", arrived_at=NOW), ref="promise:2")

    assert sentences(plain(today=(done, window(12)))) == ["Your window today is 12:00 to 16:00."]


def test_a_truck_that_is_out_is_said_beside_the_window() -> None:
    begins = window(12).starts_at
    lost = Seen(1, 1, 1, 1, 1, 0, begins, begins, Because(Why.LOST, "Van 1"))

    assert sentences(plain(today=(window(12, seen=lost),))) == [
        "Your window today is 12:00 to 16:00. The truck that should have come to you cannot drive today."
    ]


def test_what_they_bring_up_is_answered_first() -> None:
    late = Owed("promise:2", "refund", "30.00 USD back", None, NOW - timedelta(days=1), late=True)
    brief = plain(owed=(late,), today=(window(12),), asked=frozenset({Topic.WINDOW}))

    assert sentences(brief)[0] == "Your window today is 12:00 to 16:00."
    assert sentences(replace(brief, asked=frozenset()))[0].startswith("We promised “30.00 USD back”")


@pytest.mark.parametrize(
    "known", [{"all_read": False}, {"complaints": (Complained("complaint:1", NOW, False),)}]
)
def test_nobody_says_that_all_was_kept_unless_all_was_read_and_nothing_is_open(known: dict[str, Any]) -> None:
    assert "So far we have kept all 12 promises that were due to you." not in sentences(
        plain(kept=12, **known)
    )


def test_two_promises_that_were_kept_are_both() -> None:
    (said,) = first_words.suggest(plain(kept=2))

    assert said.sentence == "So far we have kept both promises that were due to you."


def test_two_complaints_of_one_day_are_said_once() -> None:
    twins = tuple(Complained(f"complaint:{n}", NOW, decided=False) for n in (1, 2))

    assert len(first_words.suggest(plain(complaints=twins))) == 1
