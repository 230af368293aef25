"""What a missed window gives back: as it was told, said before anybody asks, and promised once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kept.base.actors import SOFTWARE
from kept.base.calendars import end_of_day
from kept.base.money import Money
from kept.desk.contract import sum_in_words
from kept.ledger.actions import ref
from kept.policies.queries import told_to
from kept.promises import actions as promises
from kept.promises.models import Outcome, Promise, Wish
from kept.promises.owed import Kind
from kept.promises.queries import promises_about

TERM = "late_credit"
LOOKS_BACK = timedelta(days=3)
CONTACT = "contact_attempt"  # DOMAIN §10: the fact that a customer was told before they asked


@dataclass(frozen=True)
class Credit:
    """The sum that comes back, and within how many days."""

    amount: Money
    days: int


def credit(promise: Promise) -> Credit | None:
    """What the policy that they were told gives if this window is missed; None where nobody told them any.

    The words we told bind us: the version they were told last, before the window ended. Once we have warned
    them, what the warning named binds us: what was told by then.
    """
    contacts = [fact.at for fact in promise.facts.all() if fact.kind == CONTACT and fact.at]
    binding = min([promise.until, *contacts])
    told = told_to(promise.customer).filter(version__terms__key=TERM, at__lte=binding).first()
    if told is None:
        return None
    facts = told.version.terms.get(key=TERM).facts
    return Credit(Money(int(facts["minor"]), str(facts["currency"])), int(facts["days"]))


def in_words(found: Credit) -> str:
    """The remedy, said before they ask."""
    words = ngettext(
        "If we miss your window, %(amount)s comes back to you within %(days)s day. You need not ask.",
        "If we miss your window, %(amount)s comes back to you within %(days)s days. You need not ask.",
        found.days,
    )
    return words % {"amount": sum_in_words(found.amount), "days": found.days}


@transaction.atomic
def make_good(pk: int, *, now: datetime) -> Promise | None:
    """Promise the credit for a window that was missed. Twice is once; None where there is nothing to give.

    A window that we asked them to give up after we had warned them counts as missed: a call at minute 239
    launders nothing (DOMAIN §5). So does one that ended unmade, whoever moved or cancelled it afterwards.
    """
    missed = promises.lock(Promise.objects.get(pk=pk))  # two who find it missed at once promise it once
    if not _was_missed(missed) or promises_about(ref(missed)).exists():
        return None
    found = credit(missed)
    if found is None:
        return None
    zone = missed.location.zone
    last_day = now.astimezone(zone).date() + timedelta(days=found.days)
    with override(missed.customer.language):
        words = _("%(amount)s back, because we missed your window") % {"amount": found.amount}
    offer = promises.Offer(
        customer=missed.customer,
        location=missed.location,
        kind="refund",
        words=words,
        until=end_of_day(last_day, zone),
        about=ref(missed),
        amount=found.amount,
        source="policy",
    )
    return promises.make(offer, by=SOFTWARE, now=now)


def after_silence(*, now: datetime) -> list[Promise]:
    """Promise the credit for windows that ended as broken because nobody recorded that a truck came.

    Doubt goes to the customer (DOMAIN §2). Twice is once.
    """
    lately = Promise.objects.filter(
        kind=Kind.DELIVERY_WINDOW, outcome=Outcome.BROKEN, settled_at__gte=now - LOOKS_BACK
    )
    made = (make_good(pk, now=now) for pk in lately.order_by("pk").values_list("pk", flat=True))
    return [promise for promise in made if promise is not None]


def was_warned(promise: Promise) -> bool:
    """Whether we told them, before they asked, that this window will probably be missed."""
    return any(fact.kind == CONTACT for fact in promise.facts.all())


def _was_missed(promise: Promise) -> bool:
    """Whoever frees us from a window once it is over frees us too late: it was due, and missed."""
    if promise.outcome in (Outcome.REPLACED, Outcome.RELEASED) and promise.settled_at is not None:
        by_our_wish = promise.outcome == Outcome.REPLACED and promise.wish == Wish.OURS
        return promise.settled_at > promise.until or (by_our_wish and was_warned(promise))
    return promise.outcome == Outcome.BROKEN
