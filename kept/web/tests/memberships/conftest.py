"""Theo at the gym, on a Tuesday at noon that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kept.business import examples as people
from kept.business.examples import House
from kept.conversations.models import Conversation
from kept.customers import examples as customers
from kept.customers.models import Customer
from kept.desk import call
from kept.memberships import examples
from kept.memberships.models import Membership
from kept.web.tests.memberships.clicks import NOW, come_in


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(db: None) -> House:
    return people.house(now=NOW - timedelta(days=2000))


@pytest.fixture
def theo(house: House) -> Customer:
    return customers.theo(now=NOW - timedelta(days=1200))


@pytest.fixture
def membership(house: House, theo: Customer) -> Membership:
    gym = examples.gym(house.location, now=NOW - timedelta(days=1900))
    return examples.three_years(gym, theo, now=NOW)


@pytest.fixture
def young(house: House, theo: Customer) -> Membership:
    """Four months old, and told of the fee once."""
    gym = examples.gym(house.location, now=NOW - timedelta(days=1900))
    signed_at = NOW - timedelta(days=120)
    examples.told_once(gym.contract, theo, at=signed_at - timedelta(hours=1))
    return examples.member(gym, theo, joined_at=signed_at, now=NOW)


@pytest.fixture
def phone(house: House, theo: Customer) -> Conversation:
    return call.start(theo, staff=house.representative, now=NOW)


@pytest.fixture
def desk(house: House) -> Client:
    return come_in(house.representative)
