"""A window that was missed: what the told policy gives for it is promised unasked, whatever its name."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kept.base.actors import SOFTWARE
from kept.business.examples import House, house
from kept.customers.examples import nora
from kept.deliveries.actions import Tap
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.rules import LocalWindow
from kept.desk import arrive, book, tell
from kept.policies import actions as policies
from kept.promises.models import Promise

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)  # Monday 9:00 in New York
LATE = datetime(2026, 3, 3, 18, tzinfo=UTC)
MORNING = LocalWindow(date(2026, 3, 3), time(8), time(12))
CREDIT = policies.TermDraft("late_credit", "service", {"minor": 3000, "currency": "USD", "days": 10})
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    found = house(now=NOW)
    van("Van 1", one_depot(found, now=NOW), found, now=NOW)
    return found


def came_late(store: House, *, slug: str, told: bool) -> list[Promise]:
    """A sofa that came two hours after its window; the money back that was promised for it."""
    policy = policies.write(slug, location=store.location, occasions=[])
    draft = policies.Draft({"en": ("How we deliver", "If we miss it, 30.00 USD comes back.")}, (CREDIT,))
    version = policies.publish(policy, draft, by=SOFTWARE, now=NOW)
    delivery = sofa(nora(now=NOW), store, number="101", now=NOW)
    if told:
        by = store.representative.actor
        tell.by_phone(version, customer=delivery.customer, occasion="purchase", by=by, now=NOW)
    stop = book.book(delivery, MORNING, by=SOFTWARE, now=NOW + timedelta(minutes=5))
    arrive.arrive(stop, Tap(at=LATE, latitude=40.6892, longitude=-73.9442), by=store.driver.actor, now=LATE)
    return list(Promise.objects.filter(kind="refund"))


@pytest.mark.parametrize("slug", ["delivery", "appliances", "visits"])
def test_what_was_told_for_a_missed_window_is_promised_unasked(store: House, slug: str) -> None:
    [promise] = came_late(store, slug=slug, told=True)

    assert str(promise.amount) == "30.00 USD"


def test_a_credit_that_nobody_told_is_not_made_up(store: House) -> None:
    assert came_late(store, slug="appliances", told=False) == []
