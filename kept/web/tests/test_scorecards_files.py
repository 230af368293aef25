"""The files of the scorecards: every figure with its n, interval, method and days; no cell is ever run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kept.business import actions as business
from kept.business.examples import House
from kept.business.examples import house as open_house
from kept.business.models import Staff
from kept.complaints import actions as complaints
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.customers.examples import nora
from kept.scorecards import actions, tasks
from kept.scorecards.models import Report
from kept.scorecards.queries import behind
from kept.text import tables
from kept.web.scorecards import views_files

NOW = MORNING + timedelta(days=2)
APRIL = MORNING + timedelta(days=27)  # Wednesday 1 April, 9:00 in New York


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> House:
    """Two windows of Nora's, one truck an hour late, three stars for it; all of it counted."""
    store = open_house(now=MORNING - timedelta(days=60))
    customer = nora(now=MORNING)
    for hours in (4, 5):
        promise = examples.promise_window(store, customer, about=f"delivery:{hours}")
        examples.arrive(promise, MORNING + timedelta(hours=hours), by=store.driver)
    complaints.rate("delivery:5", 3, customer=customer, location=store.location, by=customer.actor, now=NOW)
    actions.recount(now=NOW)
    return store


def lines(staff: Staff, name: str, *args: str, language: str = "en", **asked: str) -> list[dict[str, str]]:
    client = Client(headers={"Accept-Language": language})
    client.force_login(staff)
    answer = client.get(reverse(f"scorecards:{name}", args=args), asked)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_every_figure_stands_with_its_interval_its_days_and_how_it_was_counted(house: House) -> None:
    found = lines(house.manager, "figures_file", over="2026-03")

    figures = [line for line in found if line["method"] == "Wilson 95 %"]
    assert [line["figure"] for line in figures] == [
        "clear",
        "immediate",
        "free",
        "accommodating",
        "kept",
        "fair",
    ]
    kept = figures[4]
    assert (kept["of"], kept["name"], kept["from"], kept["until"]) == (
        "business", "The whole business", "2026-03-01", "2026-03-31",
    )  # fmt: skip
    assert (kept["value"], kept["n"], kept["total"], kept["few"]) == ("87.5", "2", "1.75", "yes")
    assert float(kept["low"]) < 87.5 < float(kept["high"])
    assert figures[0]["value"] == "" and figures[0]["n"] == "0"  # nothing to count is neither 0 nor 100


def test_the_rows_of_the_file_sum_to_its_figure(house: House) -> None:
    found = lines(house.manager, "rows_file", "kept", over="2026-03")

    assert sum(float(row["counts"]) for row in found if row["counts"]) == 1.75
    assert {row["row"].partition(":")[0] for row in found} == {"promise"}
    assert found[0]["at"] == "2026-03-05T12:00:00-05:00"


@pytest.mark.parametrize(
    ("name", "args"), [("figures_file", ()), ("rows_file", ("kept",)), ("perception_file", ())]
)
def test_a_file_reads_the_same_whoever_asks(house: House, name: str, args: tuple[str, ...]) -> None:
    english = lines(house.manager, name, *args, over="2026-03")

    assert lines(house.manager, name, *args, over="2026-03", language="de") == english


def test_a_file_of_many_pages_asks_no_more_of_the_database_than_one_of_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert len(lines(house.manager, "rows_file", "kept", over="2026-03")) == 2
        return len(asked)

    of_one = asked()
    monkeypatch.setattr(behind, "PAGE", 1)

    assert asked() == of_one


def test_perception_is_a_table_too(house: House) -> None:
    found = lines(house.manager, "perception_file", over="2026-03")

    corners = {line["number"]: line["value"] for line in found if line["figure"] == "promises"}
    gaps = {
        line["number"]: line["value"]
        for line in found
        if line["figure"] == "gaps" and line["from"] == "2026-03-01"
    }
    assert corners["kept_silent"] == "1" and corners["broken_displeased"] == "1"
    assert gaps == {"service": "0.25", "disclosure": "0.0", "expectation": "0.25"}


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-2", "@SUM(A1)", "\t=1"])
def test_no_spreadsheet_runs_what_somebody_is_called(house: House, name: str) -> None:
    hostile = business.hire(
        Staff(email="h@hollis.example", name=name, role="driver", location=house.location),
        password=None, by=house.owner.actor, now=NOW,
    )  # fmt: skip

    found = lines(house.owner, "figures_file", of=f"person:{hostile.pk}")

    assert {line["name"] for line in found} == {f"'{name}"}


def test_the_rows_are_sent_part_by_part_by_the_server_that_we_run(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under ASGI Django writes all of a plain iterator before its first byte, and warns."""
    monkeypatch.setattr(tables, "ROWS_IN_A_PART", 1)
    client = AsyncClient()
    client.force_login(house.manager)

    async def parts() -> list[bytes]:
        answer: Any = await client.get(reverse("scorecards:rows_file", args=["kept"]), {"over": "2026-03"})
        assert answer["Cache-Control"] == "private, no-store"
        return [part async for part in answer.streaming_content]

    header, *rows = async_to_sync(parts)()

    assert header.startswith(b"\xef\xbb\xbfof,name,")
    assert len(rows) == 2 and all(part.startswith(b"business,") for part in rows)


@pytest.mark.parametrize("role", ["driver", "dispatcher"])
def test_who_may_not_read_the_rows_gets_an_answer_and_no_file(house: House, role: str) -> None:
    client = Client()
    client.force_login(getattr(house, role))

    answer = client.get(reverse("scorecards:rows_file", args=["kept"]), {"of": "business"})

    assert (answer.status_code, answer.streaming) == (403, False)
    assert not answer.has_header("Content-Disposition")


def test_more_rows_than_a_spreadsheet_is_good_for_are_refused_with_what_to_do(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_files, "MOST_ROWS", 1)
    client = Client()
    client.force_login(house.manager)

    answer = client.get(reverse("scorecards:rows_file", args=["kept"]))

    assert answer.status_code == 409
    assert "Choose a shorter time, or a reason." in answer.content.decode()


def test_a_report_is_listed_and_opens_as_it_was_sent(house: House) -> None:
    with time_machine.travel(APRIL, tick=False):
        tasks.report_the_month.func()
        client = Client()
        client.force_login(house.owner)
        listed = client.get(reverse("scorecards:reports")).content.decode()
        report = Report.objects.get()
        answer = client.get(reverse("scorecards:report", args=[report.pk]))

    assert "March 2026, Hollis &amp; Daughters" in listed
    assert answer.content == bytes(report.content)
    assert "kept 2026-03.pdf" in answer["Content-Disposition"]
