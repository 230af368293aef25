"""The sofa and its twin, for tests and the demo: a window promised, an arrival, words over the phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kept.base.money import Money
from kept.business.examples import House
from kept.business.models import Staff
from kept.complaints import actions
from kept.complaints.models import Complaint
from kept.customers.models import Customer
from kept.policies import actions as policies
from kept.policies.models import Disclosure, Version
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


def tell_twice(version: Version, customer: Customer, house: House, *, booked_at: datetime) -> None:
    """The store of story 3: in writing with the invoice at the purchase, and read out when scheduling."""
    purchase = booked_at - timedelta(days=3)
    tell(version, customer, house, occasion="purchase", medium="invoice", at=purchase, grade=1)
    tell(version, customer, house, occasion="scheduling", medium="spoken", at=booked_at, grade=0)


def tell(
    version: Version,
    customer: Customer,
    house: House,
    *,
    occasion: str,
    medium: str,
    at: datetime,
    grade: int,
) -> Disclosure:
    """One telling by the representative, logged at the time; an invoice is handed over."""
    telling = policies.Telling(
        occasion=occasion, medium=medium, at=at, grade=grade, language="en", handed_over=medium == "invoice"
    )
    return policies.tell(version, customer=customer, telling=telling, by=house.representative.actor, now=at)


def complain(
    house: House,
    promise: Promise,
    version: Version | None = None,
    *,
    at: datetime,
    kind: str = "delivery.late",
    stars: int | None = 1,
    at_stake: Money | None = None,
) -> Complaint:
    """The four sentences by phone, about one promise, with the window's term if a version is named."""
    resting = tuple(
        actions.Resting(term, promise.made_at)
        for term in (version.terms.filter(key="window") if version is not None else ())
    )
    return actions.open_complaint(
        actions.Said(promise.customer, house.location, WORDS, at, stars=stars, at_stake=at_stake),
        (actions.ClaimMade(kind, sentence="The truck came late", about=(promise,), relies_on=resting),),
        by=house.representative.actor,
        now=at,
    )
