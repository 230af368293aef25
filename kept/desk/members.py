"""Telling members what comes: that another year of their agreement begins, and that a fee has new words."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE
from kept.base.refusals import Refused
from kept.business.money import say_money
from kept.customers.queries import email_of
from kept.desk import tell
from kept.desk.exit import way_out
from kept.desk.receipts import day_in_words
from kept.desk.untold import Untold, Where, due_and_untold
from kept.memberships.models import Membership
from kept.memberships.queries import get_membership
from kept.outbox.models import Outgoing
from kept.policies.models import Disclosure
from kept.policies.queries import wording_in

TOLD_BY_ITSELF = (Disclosure.Occasion.RENEWAL, Disclosure.Occasion.FEE_CHANGE)


def tell_due(*, now: datetime) -> list[Outgoing]:
    """Write to every member who is due to be told of a renewal or a changed fee, and was not. Twice is once.

    Who has no address, or one that takes no mail, stays on the list of what is untold, for somebody to call.
    """
    due = [
        row
        for row in due_and_untold(now=now)
        if row.where == Where.DUE and row.occasion in TOLD_BY_ITSELF and not row.mail_failed
    ]
    letters = []
    for row in due:
        if to := email_of(row.customer):
            with suppress(Refused):  # one whom no mail can reach keeps nobody else from being told
                letters.append(_write(row, to, now=now))
    return letters


@transaction.atomic
def _write(row: Untold, to: str, *, now: datetime) -> Outgoing:
    membership = get_membership(int(row.about.partition(":")[2]))
    with override(row.customer.language):
        letter = tell.Letter(
            subject=_subject(row, membership),
            paragraphs=(
                _("Hello %(name)s,") % {"name": row.customer.name},
                _what_comes(row, membership),
                _("You can leave on this page, without a log-in: %(link)s")
                % {"link": way_out(membership, now=now)},
                tell.own_page(row.customer, now=now),
            ),
            policies=(row.version,),
            occasion=row.occasion,
            about=row.about,
            medium=Disclosure.Medium.EMAIL,
        )
    return tell.send(letter, to=to, customer=row.customer, by=SOFTWARE, now=now)


def _subject(row: Untold, membership: Membership) -> str:
    if row.occasion == Disclosure.Occasion.RENEWAL:
        return _("%(plan)s begins another year soon") % {"plan": membership.plan}
    title = wording_in(row.version, row.customer.language).title
    return _("New words about what something costs: %(title)s") % {"title": title}


def _what_comes(row: Untold, membership: Membership) -> str:
    if row.occasion == Disclosure.Occasion.FEE_CHANGE:
        return _(
            "we have new words about what something costs. What you agreed to stays as it is: "
            "the new words bind you only once you agree to them."
        )
    assert row.binds_at is not None  # a renewal has its day
    day = day_in_words(row.binds_at.astimezone(membership.location.zone).date())
    said = _(
        "on %(day)s your agreement %(plan)s begins another year, at %(price)s. To stay, you need do nothing."
    )
    return said % {"plan": membership.plan, "day": day, "price": _price(membership)}


def _price(membership: Membership) -> str:
    price = say_money(membership.price)
    if membership.period_months == 1:
        return _("%(price)s a month") % {"price": price}
    return _("%(price)s every %(months)s months") % {"price": price, "months": membership.period_months}
