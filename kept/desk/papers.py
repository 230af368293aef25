"""From rows to papers: an invoice, a confirmation, an entry for the calendar, as the customer gets them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Location
from kept.customers.models import Customer
from kept.customers.queries import email_of
from kept.deliveries import queries as deliveries
from kept.deliveries import words
from kept.deliveries.models import Delivery
from kept.desk import sealing, told
from kept.orders import actions as orders
from kept.orders import queries
from kept.orders.models import Invoice, Order
from kept.outbox.actions import File, Made
from kept.outbox.models import Outgoing
from kept.paper import ical, kinds, press
from kept.paper.markdown import blocks
from kept.policies.models import Disclosure, Version, Wording
from kept.policies.queries import due_on, told_by_mail, wording_in
from kept.promises.models import Promise
from kept.promises.queries import promises_about

PDF, CALENDAR = "application/pdf", "text/calendar"


class CannotPrint(Refused):
    code = "paper_cannot_be_printed"


def invoice(of: str, _outgoing: Outgoing, now: datetime) -> Made:
    """The invoice with this number of a row, as it was printed before, or now."""
    return Made(print_invoice(queries.get_invoice(int(of)), now=now))


def print_invoice(found: Invoice, *, now: datetime) -> File:
    """The invoice as it leaves: printed once, and the same bytes ever after."""
    content = queries.paper_of(found)
    if content is None:
        content = bytes(orders.keep_paper(found, press.invoice(_invoice(found, now)), now=now).content)
    return File(f"{_plain(found.number)}.pdf", PDF, content)


def print_for(order: Order, *, by: Actor, now: datetime) -> File:
    """Print an invoice at the counter: with the policies that are due now, unless it was issued before.

    Raises CannotPrint, which says what does not fit on paper.
    """
    due = due_on(Disclosure.Occasion.PURCHASE)
    issued = orders.issue_invoice(order, policies=due, by=by, now=now)
    try:
        return print_invoice(queries.get_invoice(issued.pk), now=now)
    except kinds.Unprintable as why:
        raise CannotPrint(_("This cannot be printed: %(why)s.") % {"why": why}) from why


def confirmation(of: str, outgoing: Outgoing, now: datetime) -> Made:
    """The confirmation of a promised window, with the policies that its mail tells."""
    promise, delivery = _promised(int(of))
    tellings = told_by_mail(outgoing.pk).order_by("pk")
    with override(delivery.customer.language):
        sheet = _sheet(
            promise.location,
            delivery.customer,
            number=delivery.order.number,
            made_at=promise.made_at,
            address=delivery.address,
            policies=(policy(each.version, each.wording) for each in tellings),
            now=now,
        )
        paper = kinds.Confirmation(sheet, words=promise.words, windows=(_window(promise, delivery),))
    return Made(File(f"{_plain(delivery.order.number)}.pdf", PDF, press.confirmation(paper)))


def calendar(of: str, _outgoing: Outgoing, _now: datetime) -> Made:
    """The promised window as an entry for their calendar; a later window takes the earlier one's place."""
    return _entry(int(of), is_over=False)


def calendar_of(promise: Promise) -> File:
    """The same entry, for whoever takes it from their page."""
    return _entry(promise.pk, is_over=False).file


def cancelled(of: str, _outgoing: Outgoing, _now: datetime) -> Made:
    """The window that is not wanted any more: their calendar takes the entry out."""
    return _entry(int(of), is_over=True)


def _entry(pk: int, *, is_over: bool) -> Made:
    promise, delivery = _promised(pk)
    location, customer = promise.location, delivery.customer
    before = promises_about(promise.about).filter(kind=promise.kind, pk__lt=promise.pk).count()
    assert promise.starts_at is not None  # a delivery's promise is a window
    with override(customer.language):
        event = kinds.Event(
            uid=f"delivery-{delivery.pk}@{location.mail_address.rpartition('@')[2]}",
            sequence=before + is_over,
            made_at=promise.settled_at if is_over and promise.settled_at else promise.made_at,
            starts_at=promise.starts_at,
            ends_at=promise.until,
            zone=location.zone,
            title=_("Delivery by %(name)s") % {"name": location.name},
            words=f"{promise.words} {words.why_no_hour()}",
            where=delivery.address,
            cancelled=is_over,  # and no link: calendars are shared, and a link is the key to a page
        )
    return Made(File(f"{_plain(delivery.order.number)}.ics", CALENDAR, ical.calendar(event)))


def _promised(pk: int) -> tuple[Promise, Delivery]:
    promise = Promise.objects.select_related("location").get(pk=pk)
    delivery = deliveries.get_delivery(int(promise.about.partition(":")[2]))
    return promise, delivery


def _invoice(found: Invoice, now: datetime) -> kinds.Invoice:
    order = found.order
    language = order.customer.language
    with override(language):
        sheet = _sheet(
            order.location,
            order.customer,
            number=found.number,
            made_at=found.issued_at,
            address=order.address,
            policies=[policy(v, wording_in(v, language)) for v in found.policies.order_by("policy__slug")],
            facts=(kinds.Fact(_("Order"), order.number),),
            now=now,
        )
    return kinds.Invoice(
        sheet,
        lines=tuple(line.printed(order.currency) for line in order.lines.order_by("pk")),
        prices_include_tax=order.prices_include_tax,
    )


def _sheet(
    location: Location,
    customer: Customer,
    *,
    number: str,
    made_at: datetime,
    address: str,
    policies: Iterable[kinds.Policy],
    facts: tuple[kinds.Fact, ...] = (),
    now: datetime,
) -> kinds.Sheet:
    """What every paper of ours carries, with the day's checkpoint in its foot."""
    return kinds.Sheet(
        business=kinds.Business(
            name=location.name,
            address=location.address,
            phone=location.phone,
            mail=location.mail_address,
            tax_id=location.tax_id,
        ),
        customer=kinds.Recipient(customer.name, address, email_of(customer) or ""),
        number=number,
        made_at=made_at,
        zone=location.zone,
        language=customer.language,
        country=location.country,
        page=told.link(customer, now=made_at),
        policies=tuple(policies),
        checkpoint=sealing.of_the_day(now=now),
        facts=facts,
    )


def policy(version: Version, wording: Wording) -> kinds.Policy:
    """A version's exact words, as a paper prints and encloses them."""
    return kinds.Policy(
        slug=version.policy.slug,
        title=wording.title,
        version=version.number,
        sha256=wording.sha256,
        words=wording.words,
        blocks=blocks(wording.words),
        language=wording.language,
    )


def _window(promise: Promise, delivery: Delivery) -> kinds.Window:
    assert promise.starts_at is not None  # a delivery's promise is a window
    return kinds.Window(_("Delivery"), promise.starts_at, promise.until, delivery.address)


def _plain(number: str) -> str:
    """A number as the name of a file."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", number).strip("-.") or "paper"
