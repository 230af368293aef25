"""Promises of the stories: the sofa's window, a call back by five, a refund."""

from __future__ import annotations

from datetime import datetime

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.business.models import Location
from kept.customers.models import Customer
from kept.promises import actions
from kept.promises.actions import Offer
from kept.promises.models import Promise


def window(
    customer: Customer, location: Location, *, starts_at: datetime, until: datetime, now: datetime
) -> Promise:
    offer = Offer(
        customer, location, "delivery_window", "We bring the sofa, 8–12", until, starts_at, about="delivery:1"
    )
    return actions.make(offer, by=SOFTWARE, now=now)


def call_back(customer: Customer, location: Location, *, until: datetime, now: datetime) -> Promise:
    offer = Offer(customer, location, "call_back", "We call you back by five", until)
    return actions.make(offer, by=SOFTWARE, now=now)


def refund(
    customer: Customer, location: Location, *, amount: Money, until: datetime, now: datetime
) -> Promise:
    offer = Offer(customer, location, "refund", "You get the rest back", until, amount=amount)
    return actions.make(offer, by=SOFTWARE, now=now)
