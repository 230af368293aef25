"""The sofa and its twin, for tests and the demo: a window promised, an arrival, words over the phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kept.business.examples import House
from kept.business.models import Staff
from kept.customers.models import Customer
from kept.promises import actions as promises
from kept.promises.models import Promise

MORNING = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)  # Thu 5 March, 8:00 in New York
WORDS = "This is bad customer service. I'm telling all my friends not to shop here."


def promise_window(
    house: House, customer: Customer, *, starts_at: datetime = MORNING, hours: int = 4, about: str = ""
) -> Promise:
    """A delivery promised, three days before, to come between ``starts_at`` and some hours later."""
    made_at = starts_at - timedelta(days=3)
    offer = promises.Offer(
        customer=customer,
        location=house.location,
        kind="delivery_window",
        words="Your sofa comes between 8 and 12",
        starts_at=starts_at,
        until=starts_at + timedelta(hours=hours),
        about=about,
        accepted_at=made_at,
    )
    return promises.make(offer, by=house.representative.actor, now=made_at)


def arrive(promise: Promise, at: datetime, *, by: Staff) -> Promise:
    """The truck came, and the driver marked it."""
    happened = promises.Happened(kind="arrival", at=at, source="driver", evidence=f"arrival:{promise.pk}")
    return promises.record(promise, happened, by=by.actor, now=at)
