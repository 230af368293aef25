"""The people of these tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.business import examples as business
from kept.customers import examples as customers
from kept.customers.models import Customer

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


@pytest.fixture
def house(db: None) -> business.House:
    return business.house(now=NOW)


@pytest.fixture
def nora(house: business.House) -> Customer:
    return customers.nora(now=NOW)


@pytest.fixture
def sam(house: business.House) -> Customer:
    return customers.sam(now=NOW)
