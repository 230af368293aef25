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
from kept.business.money import say_money
from kept.complaints.deadlines import answer_by
from kept.customers.queries import canonical, email_of
from kept.desk.receipts import day_in_words
from kept.ledger.actions import ref
from kept.outbox import actions as outbox
from kept.policies.queries import told_to
from kept.promises import actions as promises
from kept.promises.models import Outcome, Promise, Wish
from kept.promises.owed import Kind
from kept.promises.queries import promises_about
from kept.promises.rules import reaches_at

TERM = "late_credit"
SOURCE = "policy"  # of the promise: what was told gives it, nobody grants it
MOST_AGAIN = 3  # the same sum so many times more; then somebody has to see why it is never paid
LOOKS_BACK = timedelta(days=3)
CONTACT = "contact_attempt"  # DOMAIN §10: the fact that a customer was told before they asked


@dataclass(frozen=True)
class Credit:
    """The sum that comes back, within how many days (``working`` ones?), and whether ``again`` if late."""

    amount: Money
    days: int
    working: bool = False
    again: bool = False


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
    amount = Money(int(facts["minor"]), str(facts["currency"]))
    return Credit(amount, int(facts["days"]), bool(facts.get("working")), bool(facts.get("again")))


def in_words(found: Credit) -> str:
    """The remedy, said before they ask."""
    if found.working:
        words = ngettext(
            "If we miss your window, you get %(amount)s back within %(days)s working day. You need not ask.",
            "If we miss your window, you get %(amount)s back within %(days)s working days. You need not ask.",
            found.days,
        )
    else:
        words = ngettext(
            "If we miss your window, %(amount)s comes back to you within %(days)s day. You need not ask.",
            "If we miss your window, %(amount)s comes back to you within %(days)s days. You need not ask.",
            found.days,
        )
    said = words % {"amount": say_money(found.amount), "days": found.days}
    return f"{said} {_('If that is late, the same sum comes again.')}" if found.again else said


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
    with override(missed.customer.language):
        words = _("%(amount)s back, because we missed your window") % {"amount": say_money(found.amount)}
    since = min(now, missed.until)  # however late it is found: the days run from when we missed it
    return promises.make(_offer(missed, found, words, since=since), by=SOFTWARE, now=now)


def again_if_late(*, now: datetime) -> list[Promise]:
    """Promise the same sum once more for each that was late, where that was told. Twice is once."""
    late = Promise.objects.filter(
        kind=Kind.REFUND, source=SOURCE, outcome=Outcome.BROKEN, settled_at__gte=now - LOOKS_BACK
    )
    made = (_again(pk, now=now) for pk in late.order_by("pk").values_list("pk", flat=True))
    return [promise for promise in made if promise is not None]


@transaction.atomic
def _again(pk: int, *, now: datetime) -> Promise | None:
    """One more for this late sum, told to the customer; None where none was told, or it was done.

    None as well where the money turns out to have come in time: the slip was written down late, not paid.
    """
    about = Promise.objects.get(pk=pk).about
    if not about.startswith("promise:"):
        return None
    missed = promises.lock(Promise.objects.get(pk=int(about.partition(":")[2])))
    given = [each for each in promises_about(ref(missed)) if each.source == SOURCE]
    found = credit(missed)
    if found is None or not found.again or given[-1].pk != pk or len(given) > MOST_AGAIN:
        return None
    if _came_in_time(given[-1]):
        return None
    customer = canonical(missed.customer)
    with override(customer.language):
        words = _("%(amount)s more, because the money was late") % {"amount": say_money(found.amount)}
        offer = _offer(missed, found, words, since=given[-1].until)
        if offer.until <= now:  # found so late that this day is over too: nobody could ever keep it
            offer = _offer(missed, found, words, since=now)
        promise = promises.make(offer, by=SOFTWARE, now=now)
        _tell_again(promise, found.amount, now=now)
    return promise


def _tell_again(promise: Promise, amount: Money, *, now: datetime) -> None:
    """Written in the language that is in force. Whom we cannot write to sees it on their page."""
    address = email_of(canonical(promise.customer))
    if address is None:
        return
    day = (promise.until - timedelta(microseconds=1)).astimezone(promise.location.zone).date()
    text = _(
        "We promised you %(amount)s for a window that we missed, and it did not come in time. As we told "
        "you, the same sum comes once more: by %(day)s. The first is still yours. You need not ask."
    ) % {"amount": say_money(amount), "day": day_in_words(day)}
    subject = _("Your money is late: the same sum comes once more")
    outbox.queue(to=address, subject=subject, text=text, customer=promise.customer, by=SOFTWARE, now=now)


def _came_in_time(promise: Promise) -> bool:
    payments = sorted(promise.evidence.facts, key=lambda fact: fact.at or promise.until)
    reached = reaches_at(promise.owed, payments)
    return reached is not None and reached.at is not None and reached.at <= promise.until


def _offer(missed: Promise, found: Credit, words: str, *, since: datetime) -> promises.Offer:
    """Due so many days after the day of ``since``; the midnight after a day is still that day."""
    location = missed.location
    missed_on = since - timedelta(microseconds=1)
    last_day = missed_on.astimezone(location.zone).date() + timedelta(days=found.days)
    until = end_of_day(last_day, location.zone)
    if found.working:
        until = answer_by(location.calendar, found.days, now=missed_on)
    return promises.Offer(
        customer=missed.customer,
        location=location,
        kind=Kind.REFUND,
        words=words,
        until=until,
        about=ref(missed),
        amount=found.amount,
        source=SOURCE,
    )


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
