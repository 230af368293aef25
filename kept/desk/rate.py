"""Asking a customer how it was: a signed link to one page with five buttons, and the stars that come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound, Refused
from kept.business.models import Location
from kept.business.queries import get_location
from kept.complaints import actions, queries
from kept.complaints.models import Rating
from kept.customers.models import Customer
from kept.customers.queries import canonical

SALT = "kept.desk.rate"
PATH = "rate"  # kept/web/ratings/urls.py opens what stands under it
LINK_HOLDS = timedelta(days=30)


class LinkExpired(Refused):
    code = "rating_link_expired"


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
    opens = {"customer": customer.pk, "about": about, "until": (now + LINK_HOLDS).isoformat()}
    return signing.dumps(opens, salt=SALT)


def open_link(signed: str, *, now: datetime) -> Asked:
    """Raises NotFound for a forged link, LinkExpired for one that is too old. Writes nothing."""
    try:
        opens = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        raise NotFound(_("This link is not complete. Perhaps it was cut off in your mail.")) from None
    if now >= datetime.fromisoformat(opens["until"]):
        raise LinkExpired(_("This link is too old to be used. You may always write or phone us."))
    customer = Customer.objects.filter(pk=opens["customer"]).first()
    if customer is None:
        raise NotFound(_("This link is not complete. Perhaps it was cut off in your mail."))
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
