"""A report on paper: sentences, tables, drawings, each in the order given; words are never run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from kept.paper import charts, press
from kept.paper.kinds import Unprintable
from kept.paper.reports import Heading, Items, Picture, Report, Table, Text
from kept.paper.tests import reading
from kept.paper.tests.test_print_an_invoice import in_order

POINTS = [charts.Point("Mar", 0.9, 0.8, 0.95, "90 %"), charts.Point("Apr", None)]
REPORT = Report(
    business="Hollis & Daughters",
    about="Monthly report",
    title="March 2026",
    blocks=(
        Text("412 promises came due.", size="large"),
        Heading("The six figures"),
        Table("Figures", ("Figure", "March", "n"), (("Kept", "96.1 %", "412"),)),
        Picture(charts.trend("Kept", "It rose.", POINTS), "A hollow point is few."),
        Items(("Tell it earlier.", "Show an example.")),
        Text("How it was counted.", size="small"),
    ),
    foot="Counted from the record.",
    made_at=datetime(2026, 4, 1, 11, tzinfo=UTC),
    zone=ZoneInfo("America/New_York"),
    country="US",
)


def test_a_report_is_read_from_its_first_sentence_to_its_last() -> None:
    text = reading.whole(press.report(REPORT))

    assert in_order(
        text, "Hollis & Daughters", "Monthly report", "March 2026", "412 promises came due.",
        "The six figures", "Figures", "Kept", "96.1 %", "A hollow point is few.", "Tell it earlier.",
        "How it was counted.", "Page 1 of 1",
    )  # fmt: skip
    assert "Countedfromtherecord." in text


def test_a_drawing_says_what_it_shows_to_whoever_cannot_see_it() -> None:
    with reading.opened(press.report(REPORT)) as pdf:
        parts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        told = [str(each.Alt) for each in parts if "/Alt" in each]

    assert told == ["Kept. It rose."]


def test_what_is_written_is_never_run() -> None:
    hostile = '#image("/etc/passwd") \\ $x$ *bold* 山田'

    text = reading.whole(press.report(replace(REPORT, blocks=(Text(hostile), Items((hostile,))))))

    assert text.count('#image("/etc/passwd")\\$x$*bold*[U+5C71U+7530]') == 2


def test_the_same_report_is_the_same_bytes_and_german_is_german() -> None:
    german = replace(REPORT, language="de", country="DE")

    assert press.report(REPORT) == press.report(REPORT)
    assert "Seite1von1" in reading.whole(press.report(german))


def test_what_is_no_report_is_refused() -> None:
    with pytest.raises(Unprintable, match="rows is no report"):
        Table("", ("A",), (("x",),) * 61)
    with pytest.raises(Unprintable, match="under each head"):
        Table("", ("A", "B"), (("x",),))
    with pytest.raises(Unprintable, match="read by nobody"):
        replace(REPORT, blocks=(Heading("x"),) * 401)
