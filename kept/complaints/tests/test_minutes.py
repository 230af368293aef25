"""Times are said to the minute, unless a second decides; the last minute of a day is its end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.complaints import letter
from kept.complaints.reasons import in_language
from kept.complaints.tests.sofa import GYM, Tree, case, gym, judged, on, sofa

BY = datetime(2026, 3, 12, 17, tzinfo=UTC)


def came(at: str, **more: object) -> Tree:
    return sofa(facts=[{"kind": "arrival", "promise": "p1", "at": at}], **more)


def because(tree: Tree) -> str:
    return judged(tree).claims[0].reasons[0].words


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (on(5, 11, 40, 37), "arrived on Thu 5 Mar 2026, 11:40: the promise was kept."),
        (on(5, 12, 0, 0), "arrived on Thu 5 Mar 2026, 12:00: the promise was kept."),
        (on(5, 13, 0, 59), "arrived on Thu 5 Mar 2026, 13:00: 60 minutes too late."),
        (on(5, 12, 0, 20), "arrived on Thu 5 Mar 2026, 12:00:20: 0.3333 minutes too late."),
        (on(5, 7, 59, 40), "arrived on Thu 5 Mar 2026, 07:59: 0.3333 minutes too early."),
        (on(5, 8, 0, 1), "arrived on Thu 5 Mar 2026, 08:00:01: the promise was kept."),
    ],
    ids=[
        "in the window",
        "on its end",
        "an hour late",
        "seconds late",
        "seconds early",
        "a second after its beginning",
    ],
)
def test_the_minute_is_said_unless_the_second_decides(at: str, said: str) -> None:
    assert because(came(at)).endswith(said)


def test_the_german_reason_and_the_letter_say_the_same_minute() -> None:
    tree = came(on(5, 13, 0, 59))

    assert "wir kamen am Do 5.3.2026, 13:00:" in in_language(because(tree), "de")
    assert "it was not kept (5 Mar 2026, 13:00)." in letter.write(case(tree), judged(tree), by=BY).text


def test_where_a_second_decided_the_letter_says_it_as_well() -> None:
    tree = came(on(5, 12, 0, 20))

    assert "it was not kept (5 Mar 2026, 12:00:20)." in letter.write(case(tree), judged(tree), by=BY).text


@pytest.mark.parametrize(
    "until",
    ["2026-03-12T23:59:59-04:00", "2026-03-12T23:59:00-04:00", "2026-03-13T00:00:00-04:00"],
    ids=["the last second", "the last minute", "the midnight after it"],
)
def test_the_end_of_a_day_is_said_as_that_day(until: str) -> None:
    tree = gym(promises__1__until=until, complaint__at="2026-03-20T09:00:00-04:00")
    standing = next(each for each in judged(tree).standings if each.promise.id == "money")

    words = letter.write(case(tree), judged(tree), by=BY).text

    assert "We promised the refund by the end of Thu 12 Mar 2026" in standing.because
    assert "die Erstattung bis Do 12.3.2026, Tagesende" in in_language(standing.because, "de")
    assert "the refund, 12 Mar 2026;" in words


def test_a_window_until_midnight_ends_with_its_day() -> None:
    tree = came(
        on(5, 21, 0, 0),
        promises__0__from=on(5, 20),
        promises__0__until=on(6, 0),
        complaint__at="2026-03-06T09:00:00-05:00",
    )

    assert "between Thu 5 Mar 2026, 20:00 and the end of Thu 5 Mar 2026" in because(tree)


@pytest.mark.parametrize(
    ("until", "day"),
    [("2026-03-09T00:00:00-04:00", "Sun 8 Mar 2026"), ("2026-11-02T00:00:00-05:00", "Sun 1 Nov 2026")],
    ids=["the day of 23 hours", "the day of 25 hours"],
)
def test_the_end_of_the_day_of_a_clock_change_is_that_day(until: str, day: str) -> None:
    tree = gym(promises__1__until=until, complaint__at="2026-12-01T09:00:00-05:00")

    standing = next(each for each in judged(tree).standings if each.promise.id == "money")

    assert f"the refund by the end of {day}" in standing.because


def test_of_a_receipt_the_seconds_are_said_because_it_is_due_within_sixty() -> None:
    tree = gym(facts__2={"kind": "receipt_sent", "at": "2026-03-05T10:03:01-05:00"})

    (reason, *_rest) = judged(tree).claims[0].reasons

    assert GYM["facts"][1]["at"].endswith("10:02:00-05:00")
    assert "confirmed on Thu 5 Mar 2026, 10:02; the receipt left on Thu 5 Mar 2026, 10:03:01" in reason.words


def test_a_telling_seconds_after_the_booking_says_so() -> None:
    tree = sofa(disclosures__2__at=on(2, 11, 5, 20), disclosures__2__logged_at=on(2, 11, 6))

    words = " ".join(reason.words for reason in judged(tree).claims[0].reasons)

    assert (
        "The telling of Mon 2 Mar 2026, 11:05:20 came after the term bound on Mon 2 Mar 2026, 11:05." in words
    )
