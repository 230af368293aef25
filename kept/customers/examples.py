"""The customers of the stories."""

from __future__ import annotations

from datetime import date, datetime

from kept.base.actors import SOFTWARE
from kept.customers import actions
from kept.customers.models import Customer


def person(
    name: str,
    *,
    now: datetime,
    email: str | None = None,
    phone: str | None = None,
    since: date | None = None,
    language: str = "en",
) -> Customer:
    """Somebody with an e-mail address made from the name, and a phone number if one is given."""
    customer = actions.add(name, language=language, since=since, by=SOFTWARE, now=now)
    address = email or f"{name.lower().replace(' ', '.')}@mail.example"
    actions.add_email(customer, address, now=now)
    if phone:
        actions.add_phone(customer, phone, country="US", now=now)
    return customer


def nora(*, now: datetime) -> Customer:
    """Nora Feldman, who bought the sofa and wishes nine o'clock."""
    return person("Nora Feldman", now=now, phone="+1 212 555 0143")


def sam(*, now: datetime) -> Customer:
    """Sam Whitaker, the twin: the same sofa, the same words, and a truck that was late."""
    return person("Sam Whitaker", now=now, phone="+1 212 555 0144")


def theo(*, now: datetime) -> Customer:
    """Theo Marsh, who joins ``now``, and whose last gym kept him for an hour."""
    return person("Theo Marsh", now=now, phone="+1 212 555 0145", since=now.date())
