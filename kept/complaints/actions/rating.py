"""A customer rates what we did: one to five stars, once, by a click that posts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Location
from kept.complaints import evidence
from kept.complaints.actions.proposing import find_on_rating
from kept.complaints.models import Rating
from kept.customers.models import Customer
from kept.ledger import actions as ledger


class RatedAlready(Refused):
    code = "rated_already"


class NotAStar(Refused):
    code = "stars_one_to_five"


@transaction.atomic
def rate(
    about: str,
    stars: int,
    *,
    customer: Customer,
    location: Location,
    words: str = "",
    by: Actor,
    now: datetime,
) -> Rating:
    """Keep the stars for one thing ("membership:3"), with its figures. Refused the second time."""
    if stars not in range(1, 6):
        raise NotAStar(_("Please choose one to five stars."))
    Customer.objects.select_for_update().get(pk=customer.pk)  # two presses at once come one after the other
    if Rating.objects.filter(customer=customer, about=about).exists():
        raise RatedAlready(_("You have rated this already. Thank you."))
    rating = Rating.objects.create(
        customer=customer,
        location=location,
        about=about,
        stars=stars,
        words=words,
        expectation=evidence.latest_expectation(customer, about, until=now),
        at=now,
        by=str(by),
    )
    ledger.record(
        "rating.given", rating, by=by, at=now, customer=customer.pk, about=about, stars=stars, words=words
    )
    find_on_rating(rating, by=by, now=now)
    return rating
