"""Telling a customer what binds them: on the phone, with a confirmation, and when the mail is accepted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE, Actor
from kept.customers.models import Customer
from kept.customers.queries import email_of
from kept.orders.models import Order
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies import queries
from kept.policies.models import Disclosure, Version
from kept.policies.rules import Grade


def by_phone(
    version: Version, *, customer: Customer, occasion: str, about: str = "", by: Actor, now: datetime
) -> Disclosure:
    """The card was read out, now, by the person who logs it."""
    telling = policies.Telling(
        occasion=occasion,
        medium=Disclosure.Medium.SPOKEN,
        at=now,
        grade=Grade.A0,
        language=customer.language,
        about=about,
    )
    return policies.tell(version, customer=customer, telling=telling, by=by, now=now)


@transaction.atomic
def confirm_order(order: Order, *, by: Actor, now: datetime) -> Outgoing | None:
    """Send the confirmation of an order, which carries every policy due at the purchase, in their words.

    It is a telling in writing from the moment at which the mail server takes it (A2). Without an address
    nothing is sent, and None is returned: the policies still have to be told.
    """
    address = email_of(order.customer)
    if address is None:
        return None
    due = queries.due_on(Disclosure.Occasion.PURCHASE)
    with override(order.customer.language):
        text = "\n\n".join([_order_in_words(order), *(in_writing(v, order.customer) for v in due)])
        subject = _("Your order %(number)s") % {"number": order.number}
    outgoing = outbox.queue(to=address, subject=subject, text=text, customer=order.customer, by=by, now=now)
    for version in due:
        with_mail(
            version,
            outgoing,
            customer=order.customer,
            occasion=Disclosure.Occasion.PURCHASE,
            medium=Disclosure.Medium.CONFIRMATION,
            about=f"order:{order.pk}",
            by=by,
            now=now,
        )
    return outgoing


def with_mail(
    version: Version,
    outgoing: Outgoing,
    *,
    customer: Customer,
    occasion: str,
    medium: str,
    about: str,
    by: Actor,
    now: datetime,
) -> Disclosure:
    """These words leave with this mail: A1 until the receiving server takes it."""
    telling = policies.Telling(
        occasion=occasion,
        medium=medium,
        at=now,
        grade=Grade.A1,
        language=customer.language,
        about=about,
        outgoing=outgoing,
    )
    return policies.tell(version, customer=customer, telling=telling, by=by, now=now)


def in_writing(version: Version, customer: Customer) -> str:
    """The policy's exact words as they stand in a letter, with their version."""
    wording = queries.wording_in(version, customer.language)
    return f"{wording.title} ({_('version')} {version.number})\n{wording.words}"


@transaction.atomic
def delivered(outgoing: Outgoing, *, now: datetime) -> None:
    """The receiving server took the mail: what it told is in the customer's hands now (A2). Twice is once."""
    for disclosure in queries.told_by_mail(outgoing.pk):
        if disclosure.grade < Grade.A2:
            policies.raise_grade(
                disclosure, Grade.A2, evidence=f"{outgoing.mail_id} {outgoing.response}", by=SOFTWARE, now=now
            )


def _order_in_words(order: Order) -> str:
    lines = [f"  {line.quantity} × {line.article}" for line in order.lines.order_by("pk")]
    return "\n".join(
        [
            _("Hello %(name)s,") % {"name": order.customer.name},
            "",
            _("thank you for your order %(number)s:") % {"number": order.number},
            *lines,
            _("Total: %(total)s") % {"total": order.total},
            _("We bring it to: %(address)s") % {"address": order.address},
        ]
    )
