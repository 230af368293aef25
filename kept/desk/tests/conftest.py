"""The store of the stories, open for two months, and Nora, who bought a week ago."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.business.examples import House, house
from kept.complaints.examples import MORNING
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer


@pytest.fixture
def store(db: None) -> House:
    return house(now=MORNING - timedelta(days=60))


@pytest.fixture
def nora(store: House) -> Customer:
    return nora_feldman(now=MORNING - timedelta(days=7))
