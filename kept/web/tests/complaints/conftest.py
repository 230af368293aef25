"""Nora, whose sofa came, and the call in which she complains; it is six hours after that morning began."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from kept.base.money import Money
from kept.business.examples import House
from kept.business.examples import house as open_house
from kept.business.models import Staff
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, Verdict
from kept.complaints.tests.calls import phoned
from kept.conversations.models import Conversation
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer
from kept.desk import complain
from kept.policies import examples as policies
from kept.policies.models import Version
from kept.promises.models import Promise

NOW = MORNING + timedelta(hours=6)


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None, clock: None) -> House:
    return open_house(now=MORNING - timedelta(days=60))


@pytest.fixture
def nora(house: House) -> Customer:
    return nora_feldman(now=MORNING - timedelta(days=7))


@pytest.fixture
def delivery(house: House) -> Version:
    return policies.delivery(house.location, now=MORNING - timedelta(days=50))


@pytest.fixture
def call(house: House, nora: Customer) -> Conversation:
    return phoned(nora, at=NOW)


@pytest.fixture
def late(house: House, nora: Customer, delivery: Version, call: Conversation) -> Complaint:
    """The truck came an hour late; the desk proposes a failure of ours."""
    sofa(house, nora, delivery, hours=5)
    return opened(house, call)


def logged_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def sofa(house: House, nora: Customer, delivery: Version, *, hours: int) -> Promise:
    promise = examples.promise_window(house, nora)
    examples.tell_twice(delivery, nora, house, booked_at=promise.made_at)
    return examples.arrive(promise, MORNING + timedelta(hours=hours), by=house.driver)


def opened(house: House, call: Conversation, *, at_stake: Money | None = None) -> Complaint:
    heard = (complain.Heard("delivery.late"),)
    return complain.open_from(call, heard, stars=1, at_stake=at_stake, staff=house.representative, now=NOW)


def verdict_of(complaint: Complaint) -> Verdict:
    standing = complaint.claims.get().standing
    assert standing is not None
    return standing


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))
