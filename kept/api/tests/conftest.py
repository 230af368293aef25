"""The store with its trucks, and a program with every right that programs have, which sends its key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from kept.business import actions
from kept.business.examples import House, house
from kept.business.models import Software
from kept.business.rules import FOR_SOFTWARE
from kept.deliveries.examples import Fleet, fleet
from kept.policies.examples import delivery as delivery_policy

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)  # Monday 9:00 in New York


@dataclass(frozen=True)
class Program:
    """Another program, as the API sees it."""

    software: Software
    key: str

    def get(self, path: str, **asked: Any) -> Any:
        return Client().get(f"/api/v1/{path}", asked, headers={"Authorization": f"Bearer {self.key}"})

    def post(self, path: str, said: Any) -> Any:
        body = said if isinstance(said, bytes) else json.dumps(said)
        headers = {"Authorization": f"Bearer {self.key}"}
        return Client().post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


@pytest.fixture(autouse=True)
def _time_stands_still() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
    cache.clear()


@pytest.fixture
def store(db: None) -> House:
    store = house(now=NOW - timedelta(days=9))
    delivery_policy(store.location, now=NOW - timedelta(days=8))
    return store


@pytest.fixture
def vans(store: House) -> Fleet:
    return fleet(store, now=NOW - timedelta(days=8))


@pytest.fixture
def shop(store: House, vans: Fleet) -> Program:
    return Program(*actions.let_in("Shop", FOR_SOFTWARE, by=store.owner.actor, now=NOW))
