"""What a customer who leaves gets in writing: the receipt, and the word that they stay after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.dateformat import format as as_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kept.business.money import say_money
from kept.customers.models import Customer
from kept.memberships import queries
from kept.memberships.actions.settle import what_ends
from kept.memberships.models import Cancellation

__all__ = ["receipt", "undone", "what_ends"]
NOT_SET_OFF = gettext_noop(
    "The two are not set off against each other: all of this is paid back, "
    "and the fee is asked for on its own."
)


def receipt(cancellation: Cancellation, *, link: str, question: str = "") -> str:
    """The receipt of a confirmed exit (DOMAIN §8): content, date, time, end date, last charge, refund and its
    date; the way back (``link``); and at most one ``question``, which nobody has to answer. In the language
    that is active."""
    membership = cancellation.membership
    zone = membership.location.zone
    assert cancellation.confirmed_at is not None
    assert cancellation.service_end_on is not None
    assert cancellation.billing_end_on is not None
    confirmed = cancellation.confirmed_at.astimezone(zone)
    preview = queries.preview_of(cancellation)
    lines = [
        _("Hello %(name)s,") % {"name": membership.customer.name},
        "",
        _("you asked us to end: %(what)s.") % {"what": what_ends(cancellation)},
        _("It is done. This is your receipt, number %(number)d.") % {"number": cancellation.pk},
        "",
        _("Asked for: %(when)s") % {"when": _instant(cancellation.asked_at.astimezone(zone))},
        _("Confirmed: %(when)s") % {"when": _instant(confirmed)},
        _("Last day: %(day)s") % {"day": day_in_words(cancellation.service_end_on)},
        _("Charged up to: %(day)s") % {"day": day_in_words(cancellation.billing_end_on)},
    ]
    if preview.last_charge is not None:
        lines.append(
            _("Last charge: %(amount)s for %(what)s, on %(day)s")
            % {
                "amount": say_money(preview.last_charge.amount),
                "what": preview.last_charge.name,
                "day": day_in_words(preview.last_charge.charged_at.astimezone(zone).date()),
            }
        )
    lines += [
        _("Fee: %(amount)s") % {"amount": say_money(cancellation.fee)},
        _refund(cancellation),
        *([_(NOT_SET_OFF)] if cancellation.fee and cancellation.refund else []),
        "",
        _("If you change your mind, you can take this back until the end of your last day:"),
        link,
        *(["", _("If you like, tell us how this was, with one click:"), question] if question else []),
        "",
        membership.location.name,
    ]
    return "\n".join(lines)


def undone(cancellation: Cancellation) -> tuple[str, str]:
    """Subject and words for somebody who took a confirmed exit back."""
    membership = cancellation.membership
    what = what_ends(cancellation)
    lines = [
        _("Hello %(name)s,") % {"name": membership.customer.name},
        "",
        _("you took your cancellation back. You keep %(what)s as before, at the same price.")
        % {"what": what},
        _("What we had promised to pay back for it is not paid back. Nothing else changes."),
        "",
        membership.location.name,
    ]
    return _("You keep %(what)s") % {"what": what}, "\n".join(lines)


def links(found: Sequence[tuple[str, str]], customer: Customer) -> tuple[str, str]:
    """Subject and words of the letter with somebody's way out: plan and address of each membership."""
    lines = [
        _("Hello %(name)s,") % {"name": customer.name},
        "",
        _("here you see what you have with us, and end it if you like, in two steps and without a reason:"),
        *(f"{plan}: {address}" for plan, address in found),
        "",
        _("If you did not ask for this letter, nothing has happened and nothing will."),
    ]
    return _("Your membership, and the way out"), "\n".join(lines)


def day_in_words(day: date) -> str:
    """``10 March 2026``."""
    # Translators: a day in a letter, in the letters of Django's date formats: 10 March 2026
    return as_date(day, _("j F Y"))


def _instant(local: datetime) -> str:
    return f"{day_in_words(local.date())}, {local:%H:%M} {local.tzname()}"


def _refund(cancellation: Cancellation) -> str:
    if not cancellation.refund or cancellation.refund_due_at is None:
        return str(_("Paid back: nothing, all paid days were used"))
    zone = cancellation.membership.location.zone
    last = (cancellation.refund_due_at - timedelta(microseconds=1)).astimezone(zone).date()
    return _("Paid back: %(amount)s, by %(day)s") % {
        "amount": say_money(cancellation.refund),
        "day": day_in_words(last),
    }
