"""The store with the sofa, and whoever bought it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.business.examples import House, house
from kept.complaints.examples import MORNING
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer
from kept.policies import examples as policies
from kept.policies.models import Version


@pytest.fixture
def store(db: None) -> House:
    return house(now=MORNING - timedelta(days=60))


@pytest.fixture
def nora(store: House) -> Customer:
    return nora_feldman(now=MORNING - timedelta(days=7))


@pytest.fixture
def delivery(store: House) -> Version:
    return policies.delivery(store.location, now=MORNING - timedelta(days=50))
