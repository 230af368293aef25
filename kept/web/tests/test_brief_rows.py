"""The rows of the brief on the page: in one order, short, and never a word about somebody's temper."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from kept.complaints import brief_words, first_words
from kept.complaints.known import Became, Brief, Failure, LastMatter, Told, Untold, Window
from kept.complaints.tests.briefs import NEVER_SAID, NOW, briefs, plain
from kept.complaints.topics import Topic
from kept.deliveries.live import Because, Seen, Why
from kept.web.desk import brief_rows
from kept.web.promise_line import draw

ORDER = [
    "Today", "We failed", "Before", "We moved", "We owe", "Complaint", "Told", "Last matter", "Elsewhere",
    "With us",
]  # fmt: skip
DAY = timedelta(days=1)


def pieces(brief: Brief, label: str) -> list[str]:
    return [piece.words for row in brief_rows.rows(brief) if row.label == label for piece in row.pieces]


@settings(max_examples=200, deadline=None)
@given(briefs())
def test_the_rows_stand_in_one_order_can_be_drawn_and_speak_of_no_temper(brief: Brief) -> None:
    quiet = replace(brief, elsewhere=())  # theirs are quoted as they said them

    found = brief_rows.rows(quiet)

    places = [ORDER.index(row.label) for row in found]
    assert places == sorted(places)
    assert all(draw(row.line).sentence for row in found if row.line)
    spoken = [piece.words.lower() for row in found for piece in row.pieces]
    assert not [word for word in NEVER_SAID for said in spoken if word in said]


def test_nothing_that_makes_the_brief_speaks_of_a_temper() -> None:
    template = Path(brief_rows.__file__).parents[1] / "templates/desk/_brief.html"
    sources = [template, *(Path(str(module.__file__)) for module in (brief_rows, brief_words, first_words))]

    strings = " ".join(
        text for path in sources for text in re.findall(r'"([^"]+)"', path.read_text())
    ).lower()

    assert not [word for word in NEVER_SAID if word != "!" and word in strings]


def told(times: int, written: int) -> Told:
    return Told("disclosure:1", "How you leave", 1, times, written, NOW - 3 * DAY, 3, frozenset({Topic.FEE}))


@pytest.mark.parametrize(
    ("times", "written", "said"),
    [
        (1, 0, "How you leave: told once, only spoken, last Thu 5 Mar"),
        (2, 2, "How you leave: told twice in writing, last Thu 5 Mar"),
        (5, 1, "How you leave: told 5 times, once in writing, last Thu 5 Mar"),
    ],
)
def test_a_telling_says_how_often_how_and_when_last(times: int, written: int, said: str) -> None:
    assert pieces(plain(told=(told(times, written),)), "Told") == [said]


def test_what_they_ask_about_stands_out_and_the_rest_of_the_tellings_is_left_out() -> None:
    other = replace(told(1, 1), title="How we deliver", topics=frozenset({Topic.WINDOW}))
    untold = Untold("version:2", "What a visit costs", frozenset({Topic.FEE}))
    brief = plain(told=(told(2, 2), other), untold=(untold,), asked=frozenset({Topic.FEE}))

    (row,) = [row for row in brief_rows.rows(brief) if row.label == "Told"]

    assert [piece.words for piece in row.pieces] == [
        "How you leave: told twice in writing, last Thu 5 Mar",
        "What a visit costs: never told, so nothing of it binds them",
    ]
    assert {piece.tone for piece in row.pieces} == {brief_rows.NOTE}


def test_the_truck_of_today_is_said_with_the_stops_before_it_and_drawn_on_the_line() -> None:
    begins, until = NOW + DAY / 24, NOW + DAY / 6
    seen = Seen(
        1, 1, 1, 1, 3, 2, begins, until, Because(Why.AS_PLANNED, "Van 1"),
        earliest=begins + timedelta(minutes=61), latest=begins + timedelta(minutes=79), late=0.1,
    )  # fmt: skip

    row = brief_rows.rows(plain(today=(Window("promise:1", begins, until, None, "", seen),)))[0]

    assert row.line is not None
    assert row.line.expected is not None
    assert [piece.words for piece in row.pieces] == ["now seen at 13:00–13:20, 2 stops before"]


def test_a_credit_that_did_not_come_stands_beside_the_failure_it_was_for() -> None:
    until = NOW - 14 * DAY
    credit = Became("promise:2", "30.00 USD back.", NOW - DAY, "broken")
    late = Failure(
        "promise:1", "Your sofa", "", until, "delivery_window", until - DAY / 6, until,
        until + timedelta(hours=3), (credit,),
    )  # fmt: skip

    assert pieces(plain(failures=(late,)), "We failed") == [
        "Sun 22 Feb: 3 hours too late",
        "30.00 USD back: not come, was due by yesterday 10:00",
    ]


def test_more_failures_than_can_be_read_are_counted_and_open_the_customer() -> None:
    failures = tuple(Failure(f"promise:{n}", "We call", "", NOW - n * DAY, "call_back") for n in range(1, 6))

    (row,) = [row for row in brief_rows.rows(plain(failures=failures)) if row.label == "Before"]

    assert [(piece.words, piece.ref) for piece in row.pieces] == [("3 more failures of ours", "customer:1")]


def test_how_often_they_were_handed_on_stands_beside_the_last_matter() -> None:
    last = LastMatter("matter:4", "order", NOW - 9 * DAY, NOW - 8 * DAY, handed_on=3)

    assert pieces(plain(last_matter=last), "Last matter") == ["settled Sat 28 Feb", "handed on 3 times"]
