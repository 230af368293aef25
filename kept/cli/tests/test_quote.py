"""``kept quote``: windows with their reasons, for an order or a place; bad input is one clear line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from kept.business.examples import house
from kept.cli import main
from kept.customers.examples import nora
from kept.deliveries.examples import fleet, sofa

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["quote", *arguments])


@pytest.fixture
def _vans() -> None:
    now = timezone.now()
    store, customer = house(now=now), nora(now=now)
    fleet(store, now=now)
    sofa(customer, store, number="1042", now=now)
    sofa(customer, store, number="1043", place=None, now=now)


@pytest.mark.usefixtures("_vans")
def test_an_orders_windows_are_listed_with_the_driving_each_adds() -> None:
    result = run("1042")

    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert len(lines) == 42
    assert sum("free" in line for line in lines) >= 30
    assert any("No truck drives on Sun" in line for line in lines)


@pytest.mark.usefixtures("_vans")
def test_a_place_is_quoted_as_json_one_object_per_window() -> None:
    result = run("--at", "40.6892,-73.9442", "--minutes", "25", "--days", "7", "--json")

    windows = [json.loads(line) for line in result.output.splitlines()]
    assert len(windows) == 21
    free = [window for window in windows if window["free"]]
    assert free and all(window["extra_minutes"] > 0 for window in free)
    assert all(window["words"] for window in windows if not window["free"])


@pytest.mark.usefixtures("_vans")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["77"], "We have no order 77.", id="an order nobody knows"),
        pytest.param(["1043"], "We do not know yet where", id="an address that nobody placed"),
        pytest.param([], "give an order number, or a place", id="nothing given"),
        pytest.param(["1042", "--at", "1,1"], "one of them", id="both given"),
        pytest.param(["--at", "here"], "“here” is no place", id="no degrees"),
        pytest.param(["--at", "91,0"], "lies nowhere on earth", id="off the globe"),
    ],
)
def test_what_cannot_be_quoted_is_said_in_one_line(arguments: list[str], words: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
