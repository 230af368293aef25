"""What an exit owes the customer: its end date, its receipt, the money back; and the facts that keep them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import CLOCK, Actor
from kept.base.calendars import end_of_day
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.ledger import actions as ledger
from kept.memberships.models import Cancellation, Payment
from kept.outbox.models import Outgoing
from kept.policies import packs
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.promises.owed import Kind


class NothingToPayBack(Refused):
    code = "exit_nothing_to_pay_back"


class AnotherPayment(Refused):
    code = "payment_reference_of_another"


def promise_the_exit(cancellation: Cancellation, *, by: Actor, now: datetime) -> None:
    """Promise the end date, the receipt and the money back; the end date is kept by this confirmation.

    Sets the promises on the row; the caller saves it, in its own transaction.
    """
    location = cancellation.membership.location
    assert cancellation.service_end_on is not None
    language = cancellation.membership.customer.language
    with override(language):
        ends = _("End of %(what)s on %(day)s; nothing is charged after %(last)s") % {
            "what": what_ends(cancellation),
            "day": _day(cancellation.service_end_on),
            "last": _day(cancellation.billing_end_on),
        }
        receipt = _("The receipt of your cancellation, within a minute")
        refund = _("We pay back %(amount)s") % {"amount": cancellation.refund.said(language)}
    due_at = end_of_day(cancellation.service_end_on, location.zone) - timedelta(seconds=1)  # still that day
    cancellation.end_promise = _promise(cancellation, Kind.END_DATE, ends, due_at, by=by, now=now)
    cancellation.receipt_promise = _promise(
        cancellation, Kind.RECEIPT, receipt, now + packs.HOUSE.receipt_within, by=by, now=now
    )
    if cancellation.refund and cancellation.refund_due_at is not None:
        cancellation.refund_promise = _promise(
            cancellation,
            Kind.REFUND,
            refund,
            cancellation.refund_due_at,
            amount=cancellation.refund,
            by=by,
            now=now,
        )
    confirmed = promises.Happened(
        kind="exit_confirmed",
        at=now,
        source="desk",
        end_on=cancellation.service_end_on,
        evidence=ledger.ref(cancellation),
    )
    promises.record(cancellation.end_promise, confirmed, by=by, now=now)


def what_ends(cancellation: Cancellation) -> str:
    """The names of what ends, as one says them: "Training sessions", "Fitness and Training sessions"."""
    names = [add_on.name for add_on in cancellation.add_ons.order_by("pk")]
    if cancellation.ends_membership:
        names.insert(0, cancellation.membership.plan.name)
    return str(_(" and ")).join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@transaction.atomic
def receipt_queued(cancellation: Cancellation, outgoing: Outgoing) -> Cancellation:
    """Keep which outgoing message is the receipt."""
    cancellation.receipt = outgoing
    cancellation.save(update_fields=["receipt"])
    return cancellation


@transaction.atomic
def receipt_sent(
    cancellation: Cancellation, *, at: datetime, evidence: str, by: Actor = CLOCK, now: datetime
) -> Cancellation:
    """The receipt is in the customer's hands: taken by their mail server, or printed and handed over.

    The first one decides; another changes nothing.
    """
    cancellation = Cancellation.objects.select_for_update(of=("self",)).get(pk=cancellation.pk)
    if cancellation.receipt_at is not None or cancellation.receipt_promise is None:
        return cancellation
    cancellation.receipt_at = at
    cancellation.save(update_fields=["receipt_at"])
    sent = promises.Happened(kind="receipt_sent", at=at, source="desk", evidence=evidence)
    promises.record(cancellation.receipt_promise, sent, by=by, now=now)
    return cancellation


@transaction.atomic
def pay_back(
    cancellation: Cancellation, amount: Money, *, at: datetime, reference: str, by: Actor, now: datetime
) -> Payment:
    """Money went back to the customer; in parts, or too much, is right. The same reference is one payment.

    Refused when this exit gives nothing back, or the reference is of another payment.
    """
    cancellation = Cancellation.objects.select_for_update(of=("self",)).get(pk=cancellation.pk)
    promise = cancellation.refund_promise
    if promise is None:
        raise NothingToPayBack(_("Nothing is to be paid back for this cancellation."))
    payment, made = Payment.objects.get_or_create(
        way=Payment.Way.BACK,
        reference=reference,
        defaults={
            "membership_id": cancellation.membership_id,
            "cancellation": cancellation,
            "minor": amount.minor,
            "currency": amount.currency,
            "at": at,
            "recorded_at": now,
            "by": str(by),
        },
    )
    if made:
        paid = promises.Happened(
            kind="refund", at=at, source="payment", amount=amount, evidence=ledger.ref(payment)
        )
        promises.record(promise, paid, by=by, now=now)
        customer = cancellation.membership.customer_id
        ledger.record("exit.paid_back", payment, by=by, at=now, customer=customer, minor=amount.minor)
    elif (payment.cancellation_id, payment.amount) != (cancellation.pk, amount):
        raise AnotherPayment(_("Another payment has this reference already. Please write this one's own."))
    return payment


def _promise(
    cancellation: Cancellation,
    kind: Kind,
    words: str,
    until: datetime,
    *,
    amount: Money | None = None,
    by: Actor,
    now: datetime,
) -> Promise:
    offer = promises.Offer(
        customer=cancellation.membership.customer,
        location=cancellation.membership.location,
        kind=kind,
        words=words[:400],
        until=until,
        about=f"membership:{cancellation.membership_id}",
        amount=amount,
        accepted_at=now,
    )
    return promises.make(offer, by=by, now=now)


def _day(day: date | None) -> str:
    return "" if day is None else date_format(day, "j F Y")
