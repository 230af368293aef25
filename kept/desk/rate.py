"""Asking a customer how it was: a signed link to one page with five buttons, and the stars that come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Location
from kept.business.queries import get_location
from kept.complaints import actions, queries
from kept.complaints.models import Rating
from kept.customers.models import Customer
from kept.customers.queries import canonical
from kept.desk import links

SALT = "kept.desk.rate"
PATH = "rate"  # kept/web/ratings/urls.py opens what stands under it
LINK_HOLDS = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """What a rating link opens: who may rate what, and what they said before."""

    customer: Customer
    about: str
    location: Location
    given: Rating | None


def link(customer: Customer, about: str, *, now: datetime) -> str:
    """The whole address of the page on which this customer rates one thing ("membership:3"), for 30 days."""
    return f"{settings.BASE_URL}/{PATH}/{token(customer, about, now=now)}"


def token(customer: Customer, about: str, *, now: datetime) -> str:
    return links.sign({"customer": customer.pk, "about": about}, salt=SALT, until=now + LINK_HOLDS)


def open_link(signed: str, *, now: datetime) -> Asked:
    """Raises NotFound for a forged link, LinkExpired for one that is too old. Writes nothing."""
    opens = links.read(signed, salt=SALT, now=now)
    customer = Customer.objects.filter(pk=opens["customer"]).first()
    if customer is None:
        raise NotFound(_("This link is not complete. Perhaps it was cut off in your mail."))
    links.still_open(customer)
    customer = canonical(customer)
    return Asked(customer, opens["about"], get_location(), queries.rating_of(customer, opens["about"]))


def rate(asked: Asked, stars: int, *, words: str = "", now: datetime) -> Rating:
    """Keep the stars of whoever pressed the button. Refused the second time."""
    return actions.rate(
        asked.about,
        stars,
        customer=asked.customer,
        location=asked.location,
        words=words,
        by=asked.customer.actor,
        now=now,
    )
