"""The people of the gym stories, on a Tuesday in March."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kept.business import examples as people
from kept.business.examples import House
from kept.customers import examples as customers
from kept.customers.models import Customer
from kept.memberships import examples
from kept.memberships.examples import Gym
from kept.memberships.models import Membership

NOW = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def house(db: None) -> House:
    return people.house(now=NOW - timedelta(days=2000))


@pytest.fixture
def gym(house: House) -> Gym:
    return examples.gym(house.location, now=NOW - timedelta(days=1900))


@pytest.fixture
def theo(house: House) -> Customer:
    return customers.theo(now=NOW)


@pytest.fixture
def membership(gym: Gym, theo: Customer) -> Membership:
    """Theo's, of three years, with training sessions."""
    return examples.three_years(gym, theo, now=NOW)
