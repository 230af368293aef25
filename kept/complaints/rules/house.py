"""The house code of leaving, as DOMAIN §10 names its breaches: offers, unconfirmed exits, late receipts."""

from __future__ import annotations

from collections.abc import Iterator

from kept.complaints.fields import ClaimKind
from kept.complaints.rules.kinds import ABOUT_AN_EXIT
from kept.complaints.rules.record import Record
from kept.policies.rules import Reason, in_words
from kept.promises.rules import State
from kept.text.sentences import say

OFFERED = "You asked to leave on {asked}, and on {shown}, before it was confirmed, we showed an offer."
OFFERED_WHAT = (
    "You asked to leave on {asked}, and on {shown}, before it was confirmed, we showed an offer ({what})."
)
LATE_RECEIPT = "Your exit was confirmed on {at}; the receipt left on {sent}, later than 60 seconds."


def breaches(record: Record, kind: ClaimKind) -> list[Reason]:
    """The breaches in this claim's own matter, as dated sentences; none without the house pack."""
    if "house" not in record.case.business.rule_packs or kind not in ABOUT_AN_EXIT:
        return []
    return [*_offers(record), *_unconfirmed(record), *_receipts(record)]


def _offers(record: Record) -> Iterator[Reason]:
    """An offer shown after somebody asked to leave and before that was confirmed."""
    zone = record.case.business.zone
    asked, confirmed = record.happened("exit_asked"), record.happened("exit_confirmed")
    for shown_at, ref, offer in record.happened("offer_shown"):
        for asked_at, asked_ref, _ in asked:
            settled = any(asked_at <= at <= shown_at for at, _, _ in confirmed)
            if asked_at < shown_at and not settled:
                when, shown = in_words(asked_at, zone), in_words(shown_at, zone)
                words = say(
                    OFFERED_WHAT if offer.what else OFFERED, asked=when, shown=shown, what=offer.what or ""
                )
                yield Reason(words, (asked_ref, ref))
                break


def _unconfirmed(record: Record) -> Iterator[Reason]:
    """An exit asked and not confirmed by the time of the complaint."""
    zone = record.case.business.zone
    confirmed = record.happened("exit_confirmed")
    for asked_at, ref, _ in record.happened("exit_asked"):
        if asked_at < record.at and not any(at >= asked_at for at, _, _ in confirmed):
            form = "You asked to leave on {asked}; it was not confirmed by {at}."
            words = say(form, asked=in_words(asked_at, zone), at=in_words(record.at, zone))
            yield Reason(words, (ref,))
            return


def _receipts(record: Record) -> Iterator[Reason]:
    """A receipt later than 60 seconds after the confirmation, or none."""
    zone = record.case.business.zone
    for each in record.exits:
        confirmed = in_words(each.at, zone)
        sent = each.receipt.decided_at
        if each.receipt.state is State.BROKEN and sent is not None:
            words = say(LATE_RECEIPT, at=confirmed, sent=in_words(sent, zone))
            yield Reason(words, (each.ref, *each.receipt.refs[1:]))
        elif each.receipt.state in (State.BROKEN, State.UNRECORDED):
            words = say("Your exit was confirmed on {at}; there is no receipt.", at=confirmed)
            yield Reason(words, (each.ref, *each.receipt.refs[1:]))
