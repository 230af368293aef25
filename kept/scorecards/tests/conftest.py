"""The store of the stories, its customer, and its figures as they stand once everything is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.business.examples import House, house
from kept.complaints.examples import MORNING
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer
from kept.scorecards.queries.rows import Row


@pytest.fixture
def store(db: None) -> House:
    return house(now=MORNING - timedelta(days=60))


@pytest.fixture
def nora(store: House) -> Customer:
    return nora_feldman(now=MORNING - timedelta(days=7))


def number_of(row: Row) -> int:
    """Of the thing that was counted: rows of one day stand in no order of their own."""
    return int(row.ref.partition(":")[2])
