"""Telling a customer what binds them: on the phone, in a letter, over the counter; and when mail is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils.html import escape, linebreaks, urlize
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE, Actor
from kept.base.refusals import Refused
from kept.business.money import say_money
from kept.customers.models import Customer
from kept.customers.queries import email_of
from kept.desk import sealing, told
from kept.desk.papers import PDF
from kept.orders import actions as orders
from kept.orders.models import Invoice, Order
from kept.orders.queries import invoice_of, paper_of
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies import queries
from kept.policies.models import Disclosure, Version, Wording
from kept.policies.rules import Grade
from kept.text import markdown


class NoAddress(Refused):
    code = "customer_without_address"


class NotPrinted(Refused):
    code = "invoice_not_printed"


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
    """Send the invoice of an order with every policy due at the purchase, in the mail and on the paper.

    It is a telling in writing from the moment at which the mail server takes it (A2). Without an address
    nothing is sent, and None is returned: the policies still have to be told.
    """
    customer, due = order.customer, queries.due_on(Disclosure.Occasion.PURCHASE)
    address = email_of(customer)
    if address is None:
        return None
    invoice = orders.issue_invoice(order, policies=due, by=by, now=now)
    with override(customer.language):
        letter = Letter(
            subject=_("Your order %(number)s") % {"number": order.number},
            paragraphs=(*_order_in_words(order), own_page(customer, now=now)),
            policies=tuple(due),
            occasion=Disclosure.Occasion.PURCHASE,
            about=f"order:{order.pk}",
            files=(outbox.ToMake(f"{invoice.number}.pdf", PDF, f"invoice:{invoice.pk}"),),
            proves=(invoice,),
        )
    return send(letter, to=address, customer=customer, by=by, now=now)


@transaction.atomic
def hand_over(order: Order, *, by: Actor, now: datetime) -> Invoice:
    """The printed invoice was put into the customer's hands: what it prints is told (A1). Twice is once.

    Raises NotPrinted for one that nobody printed: nothing can have been handed over.
    """
    Order.objects.select_for_update(no_key=True).get(pk=order.pk)  # pressed twice, it is told once
    invoice = invoice_of(order)
    if invoice is None or paper_of(invoice) is None:
        raise NotPrinted(_("Print the invoice first: what was not on paper was not handed over."))
    if invoice.handed_over_at is not None:
        return invoice
    for version in invoice.policies.order_by("pk"):
        telling = policies.Telling(
            occasion=Disclosure.Occasion.PURCHASE,
            medium=Disclosure.Medium.INVOICE,
            at=now,
            grade=Grade.A1,
            language=order.customer.language,
            about=f"order:{order.pk}",
            handed_over=True,
        )
        policies.tell(version, customer=order.customer, telling=telling, by=by, now=now)
    return orders.hand_over_invoice(order, by=by, now=now)


@dataclass(frozen=True)
class Letter:
    """A mail that tells: its paragraphs, then each policy in its exact words; the files that go with it.

    ``proves`` are rows beside the tellings that its receipt proves: an invoice, a promise, an exit.
    """

    subject: str
    paragraphs: tuple[str, ...]
    policies: tuple[Version, ...]
    occasion: str
    about: str = ""
    medium: str = Disclosure.Medium.CONFIRMATION
    files: tuple[outbox.ToMake, ...] = ()
    proves: tuple[Model, ...] = ()


@transaction.atomic
def send(letter: Letter, *, to: str, customer: Customer, by: Actor, now: datetime) -> Outgoing:
    """Queue a letter that tells, with its papers and the receipt of it all."""
    with override(customer.language):
        wordings = [queries.wording_in(version, customer.language) for version in letter.policies]
        text = "\n\n".join([*letter.paragraphs, *map(in_writing, wordings)])
        html = dressed(letter.paragraphs, wordings)
    outgoing = outbox.queue(
        to=to,
        subject=letter.subject,
        text=text,
        html=html,
        files=letter.files,
        customer=customer,
        by=by,
        now=now,
    )
    on = {"occasion": letter.occasion, "medium": letter.medium, "about": letter.about}
    tellings = [
        with_mail(version, outgoing, customer=customer, by=by, now=now, **on) for version in letter.policies
    ]
    if proven := [*tellings, *letter.proves]:
        outbox.enclose(outgoing, [sealing.to_seal(*proven)])
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


def with_words(text: str, versions: Sequence[Version], customer: Customer) -> str:
    """An answer with these policies beneath it, in their exact words."""
    with override(customer.language):
        wordings = [queries.wording_in(version, customer.language) for version in versions]
        return "\n\n".join([text.strip(), *map(in_writing, wordings)])


def in_conversation(
    versions: Sequence[Version], outgoing: Outgoing, *, about: str, by: Actor, now: datetime
) -> None:
    """An answer that has these policies beneath it tells them, and carries the receipt of that."""
    assert outgoing.customer is not None  # an answer always has somebody whom it answers
    on = {"occasion": Disclosure.Occasion.CONVERSATION, "medium": Disclosure.Medium.EMAIL, "about": about}
    tellings = [
        with_mail(version, outgoing, customer=outgoing.customer, by=by, now=now, **on) for version in versions
    ]
    if tellings:
        outbox.enclose(outgoing, [sealing.to_seal(*tellings)])


def in_writing(wording: Wording) -> str:
    """The policy's exact words as they stand in a letter, with their version."""
    return f"{titled(wording)}\n{wording.words}"


def dressed(paragraphs: Sequence[str], wordings: Sequence[Wording]) -> str:
    """The letter for a mail program that shows HTML: the same words, the policies as they are marked up."""
    parts = [linebreaks(urlize(each, autoescape=True), autoescape=False) for each in paragraphs]
    parts += [f"<h2>{escape(titled(each))}</h2>\n{markdown.to_html(each.words)}" for each in wordings]
    return "\n".join(parts)


def own_page(customer: Customer, *, now: datetime) -> str:
    """Where this customer finds it all again, as a paragraph of a letter."""
    return _(
        "What we told you and promised you, with its proof, always stands on your own page: %(link)s"
    ) % {"link": told.link(customer, now=now)}


@transaction.atomic
def mail_own_page(customer: Customer, *, by: Actor, now: datetime) -> Outgoing:
    """Send them the way to their own page. It tells nothing by itself. Refused without an address."""
    address = email_of(customer)
    if address is None:
        raise NoAddress(_("We know no e-mail address of this customer. Ask for one first."))
    with override(customer.language):
        subject = _("Your own page with us")
        paragraphs = (_("Hello %(name)s,") % {"name": customer.name}, own_page(customer, now=now))
        html = dressed(paragraphs, ())
    text = "\n\n".join(paragraphs)
    return outbox.queue(to=address, subject=subject, text=text, html=html, customer=customer, by=by, now=now)


@transaction.atomic
def delivered(outgoing: Outgoing, *, now: datetime) -> None:
    """The receiving server took the mail: what it told is in the customer's hands now (A2). Twice is once."""
    for disclosure in queries.told_by_mail(outgoing.pk):
        if disclosure.grade < Grade.A2:
            policies.raise_grade(
                disclosure, Grade.A2, evidence=f"{outgoing.mail_id} {outgoing.response}", by=SOFTWARE, now=now
            )


def _order_in_words(order: Order) -> tuple[str, str]:
    lines = [f"  {line.quantity} × {line.article}" for line in order.lines.order_by("pk")]
    return (
        _("Hello %(name)s,") % {"name": order.customer.name},
        "\n".join(
            [
                _("thank you for your order %(number)s:") % {"number": order.number},
                *lines,
                _("Total: %(total)s") % {"total": say_money(order.total)},
                _("We bring it to: %(address)s") % {"address": order.address},
            ]
        ),
    )


def titled(wording: Wording) -> str:
    return f"{wording.title} ({_('version')} {wording.version.number})"
