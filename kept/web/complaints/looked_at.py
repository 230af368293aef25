"""What we looked at, for the customer: each dated record with all that it says, as the case holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from kept.base.money import Money
from kept.business.money import say_money
from kept.complaints import letter, queries
from kept.complaints.case import Case, Disclosure
from kept.complaints.letter_words import spoken_in

if TYPE_CHECKING:
    from kept.complaints.models import Finding

LABELS: dict[str, Lazy] = {  # nothing else of a record is shown: who of us it was stays with us
    "at": _("When"),
    "starts_at": _("From"),
    "until": _("Until"),
    "made_at": _("Promised"),
    "end_date": _("Ends on"),
    "occasion": _("Occasion"),
    "medium": _("Told"),
    "grade": _("Evidence"),
    "logged_at": _("Written down"),
    "handed_over": _("Handed over"),
    "reached": _("Reached you"),
    "channel": _("Over"),
    "what": _("What"),
    "text": _("Words"),
    "version": _("Version"),
}
CODES: dict[object, Lazy] = {
    True: _("yes"),
    False: _("no"),
    "purchase": _("at the purchase"),
    "signing": _("at the signing"),
    "scheduling": _("when the visit was arranged"),
    "renewal": _("at the renewal"),
    "fee_change": _("when the fee changed"),
    "conversation": _("in a conversation"),
    "on_request": _("because you asked"),
    "spoken": _("spoken"),
    "invoice": _("on the invoice"),
    "confirmation": _("on the confirmation"),
    "email": _("by e-mail"),
    "page": _("on a page of ours"),
    "contract": _("in the contract"),
    "web_site": _("on the web site"),
    "phone": _("phone"),
    "A0": _("our own note"),
    "A1": _("on a document of ours"),
    "A2": _("accepted by your mail server"),
    "A3": _("shown to you, by a step of your own"),
    "A4": _("acknowledged by you"),
    "A5": _("acknowledged and said back correctly"),
}


@dataclass(frozen=True)
class Opened:
    """A record: what it is called, when, and what it says by label; instants stay instants."""

    words: str
    at: datetime
    says: tuple[tuple[str, Any], ...]


def opened(finding: Finding, language: str) -> list[Opened]:
    """The records behind what was decided, oldest first, in the customer's language."""
    case, answer = queries.as_decided(finding)
    found = letter.looked_at(case, answer, language=spoken_in(language))
    return [Opened(each.words, each.at, tuple(_says(case, each.ref))) for each in found]


def _says(case: Case, ref: str) -> Iterator[tuple[str, Any]]:
    part = _part(case, ref)
    if isinstance(part, Disclosure):
        yield str(LABELS["text"]), next((term.text for term in case.terms if term.id == part.term), "")
    for name, label in LABELS.items():
        value = getattr(part, name, None)
        if value is not None and value != "":
            yield str(label), _value(value)
    amount, currency = getattr(part, "amount", None), getattr(part, "currency", None)
    if amount is not None and currency:
        yield str(_("Amount")), say_money(Money(amount, currency))


def _part(case: Case, ref: str) -> BaseModel | None:
    shelf, _bracket, key = ref.removesuffix("]").partition("[")
    if shelf == "promises":
        return next((each for each in case.promises if each.id == key), None)
    return {"facts": case.facts, "disclosures": case.disclosures}[shelf][int(key)]


def _value(value: object) -> object:
    if isinstance(value, datetime | date):
        return value
    return str(CODES.get(value, value))
