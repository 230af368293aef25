"""The store, its vans, and a Monday morning, for every test of deliveries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.business.examples import House, house
from kept.deliveries.examples import Fleet, fleet

MONDAY_NINE = datetime(2026, 3, 2, 14, tzinfo=UTC)  # 9:00 in New York


@pytest.fixture
def now() -> datetime:
    return MONDAY_NINE


@pytest.fixture
def store(db: None, now: datetime) -> House:
    return house(now=now)


@pytest.fixture
def vans(store: House, now: datetime) -> Fleet:
    return fleet(store, now=now)
