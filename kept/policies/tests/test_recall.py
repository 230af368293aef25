"""A telling of the past: what its paper proves, and what nobody can prove any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kept.policies.rules import Binding, Grade, Reached, Telling, TermKind, properly_told

SIGNED = datetime(2025, 11, 1, 14, 0, tzinfo=UTC)
IMPORTED = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
FEE = Binding("term:1", "How you leave", TermKind.MONEY, "1", SIGNED, frozenset({"en"}))
PAPER = Telling(
    "disclosure:1",
    SIGNED,
    "contract",
    (Reached(Grade.A4, SIGNED),),
    version="1",
    occasion="signing",
    language="en",
    logged_at=IMPORTED,
    imported_at=IMPORTED,
)
MARK = "It was imported on Tue 10 Mar 2026, 16:00, before which nothing here is sealed."


def test_two_signed_papers_count_by_their_date_and_say_when_they_came() -> None:
    told = properly_told(FEE, [PAPER, replace(PAPER, ref="disclosure:2")], zone=UTC)

    assert told.k == 1
    assert [reason.words.endswith(MARK) for reason in told.reasons] == [False, True, True]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(PAPER, reached=(Reached(Grade.A0, SIGNED),)), id="no paper shows it"),
        pytest.param(replace(PAPER, medium="spoken"), id="it was spoken"),
        pytest.param(
            replace(PAPER, medium="spoken", logged_at=SIGNED + timedelta(minutes=1)),
            id="it was spoken, and the books say that it was logged at once",
        ),
    ],
)
def test_what_no_paper_shows_never_counts_and_the_reason_says_when_it_came(other: Telling) -> None:
    told = properly_told(FEE, [PAPER, replace(other, ref="disclosure:2")], zone=UTC)

    assert (told.k, told.counted) == (0, ("disclosure:1",))
    why = next(reason.words for reason in told.reasons if reason.refs == ("disclosure:2",))
    assert why.endswith(MARK)


def test_one_paper_in_two_rows_is_one_telling() -> None:
    signed = replace(PAPER, paper="5d1f")

    told = properly_told(FEE, [signed, replace(signed, ref="disclosure:2", medium="page")], zone=UTC)

    assert told.k == 0
    assert told.lacking.endswith("one written telling counts: what one paper shows is one telling")


def test_one_paper_on_two_occasions_is_one_occasion() -> None:
    window = replace(FEE, kind=TermKind.SERVICE)
    bought = replace(PAPER, paper="5d1f", handed_over=True)

    told = properly_told(
        window, [bought, replace(bought, ref="disclosure:2", occasion="scheduling")], zone=UTC
    )

    assert (told.k, told.lacking) == (0, "it is told on two occasions, and one counts")


def test_what_we_recorded_ourselves_has_no_mark() -> None:
    told = properly_told(FEE, [replace(PAPER, imported_at=None, logged_at=SIGNED)], zone=UTC)

    assert MARK not in str(told.reasons)
