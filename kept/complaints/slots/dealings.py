"""More building blocks: the way out, money, and what was said: each fills one slot of one claim."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kept.business.money import say_money
from kept.business.queries import name_of
from kept.complaints.slots.held import About
from kept.complaints.slots.slot import Piece, Slot, slot
from kept.conversations.models import Message
from kept.ledger.actions import ref
from kept.memberships.models import Charge

FIRST_WORDS = 14  # of a line; the conversation has the rest


def asked(about: About) -> Slot:
    """Each asking to leave, over whatever channel."""
    return slot("asked", (
        Piece(row.get_channel_display(), row.at, ref(row), ref(row.cancellation))
        for leaving in about.exits
        for row in leaving.askings.all()
    ))  # fmt: skip


def confirmed(about: About) -> Slot:
    """The confirmation; ours where they had asked to leave and nothing confirms it."""
    pieces = (
        Piece(_("confirmed, with its dates and the money"), row.confirmed_at, ref(row), ref(row))
        for row in about.exits
        if row.confirmed_at is not None and row.confirmed_at <= about.held.until
    )
    return slot("confirmed", pieces, ours=any(row.undone_at is None for row in about.exits))


def receipt(about: About) -> Slot:
    """The receipt of a confirmed exit, which was due within a minute."""
    pieces = (Piece(_("sent"), row.receipt_at, ref(row), ref(row)) for row in about.exits if row.receipt_at)
    return slot("receipt", pieces, ours=any(row.confirmed_at for row in about.exits))


def offers(about: About) -> Slot:
    """Offers made to somebody who wanted to leave. None is what should stand here."""
    return slot("offers", (
        Piece(row.what, row.at, ref(row), ref(row.cancellation))
        for leaving in about.exits
        for row in leaving.offers.all()
    ))  # fmt: skip


def hand_overs(about: About) -> Slot:
    return slot("hand_overs", (
        Piece(row.reason, row.at, ref(row), f"conversation:{row.conversation_id}")
        for row in about.held.hand_overs
    ))  # fmt: skip


def consent(about: About) -> Slot:
    """What was shown and ticked before it bound; ours to keep wherever we charge."""
    pieces = (
        Piece(_("shown and agreed to"), row.ticked_at, ref(row.membership), ref(row.membership))
        for row in about.held.consents
    )
    return slot("consent", pieces, ours=bool(about.held.charges) and not about.rests_on_terms)


def attempt(about: About) -> Slot:
    """Each attempt to hold a term against them, and whether it was let through."""
    mine = {resting.term_id for resting in about.claim.relies_on.all()}
    return slot("attempt", (
        Piece(_("applied") if row.may_apply else _("stopped"), row.at, ref(row), ref(row))
        for row in about.held.applications
        if row.term_id in mine or not mine
    ))  # fmt: skip


def charges(about: About) -> Slot:
    return slot("charges", (
        Piece(say_money(row.amount), row.at, ref(row), _entry(row)) for row in about.held.charges
    ))  # fmt: skip


def payments(about: About) -> Slot:
    """Money that came in, and money that went back."""
    ways = {"in": _("%(amount)s from them"), "back": _("%(amount)s back to them")}
    return slot("payments", (
        Piece(ways[row.way] % {"amount": say_money(row.amount)}, row.at, ref(row), ref(row))
        for row in about.held.payments
    ))  # fmt: skip


def invoice(about: About) -> Slot:
    """The invoice; ours to keep where something was sold and no membership charges it."""
    pieces = (Piece(row.number, row.issued_at, ref(row), ref(row)) for row in about.held.invoices)
    sold = bool(about.held.orders) and not about.held.charges
    return slot("invoice", pieces, ours=sold and not about.rests_on_terms)


def description(about: About) -> Slot:
    """What was sold, as the invoice describes it; ours wherever something was sold."""
    pieces = [Piece(row.number, row.issued_at, ref(row), ref(row)) for row in about.held.invoices]
    return slot("description", pieces, ours=bool(about.held.orders) and not about.rests_on_terms)


def freeze(about: About) -> Slot:
    """A pause begins with the customer's own words: without them there was none to begin."""
    pieces = (Piece(row.words, row.asked_at, ref(row), ref(row)) for row in about.held.freezes)
    return slot("freeze", pieces, ours=about.held.is_member and not about.rests_on_terms)


def transcript(about: About) -> Slot:
    """What was said and written, each line by its first words: how it was said no record shows."""
    lines = about.held.messages
    names = {by: name_of(by) for by in {line.by for line in lines}}
    pieces = (
        Piece(_first_words(line), line.at, f"conversation:{line.conversation_id}", "", names[line.by])
        for line in lines
    )
    return slot("transcript", pieces, ours=True)


def statement(about: About) -> Slot:
    """What our staff said, once it is written down as the promise that it is."""
    said = [promise for promise in about.promises if promise.source == "statement"]
    return slot("statement", (Piece(p.words, p.made_at, ref(p), ref(p)) for p in said))


def contact_log(about: About) -> Slot:
    """When they reached for us, over any channel."""
    return slot("contact_log", (
        Piece(row.get_channel_display(), row.opened_at, ref(row), "") for row in about.held.contacts
    ))  # fmt: skip


def _first_words(line: Message) -> str:
    said = Truncator(" ".join(line.text.split())).words(FIRST_WORDS)
    return _("“%(words)s”") % {"words": said} if said else str(line.get_channel_display())


def _entry(charge: Charge) -> str:
    """A fee for leaving is charged by the exit, and the exit's entry says so."""
    return f"cancellation:{charge.cancellation_id}" if charge.cancellation_id else ref(charge)
