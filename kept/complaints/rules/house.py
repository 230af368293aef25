"""The house code of leaving, as DOMAIN §10 names its breaches: offers, unconfirmed exits, late receipts."""

from __future__ import annotations

from collections.abc import Iterator

from kept.complaints.fields import ClaimKind
from kept.complaints.rules.kinds import ABOUT_AN_EXIT
from kept.complaints.rules.record import Record
from kept.policies.rules import Reason, in_words
from kept.promises.rules import State


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
                what = f" ({offer.what})" if offer.what else ""
                words = f"You asked to leave on {in_words(asked_at, zone)}, and on {in_words(shown_at, zone)}"
                yield Reason(f"{words}, before it was confirmed, we showed an offer{what}.", (asked_ref, ref))
                break


def _unconfirmed(record: Record) -> Iterator[Reason]:
    """An exit asked and not confirmed by the time of the complaint."""
    zone = record.case.business.zone
    confirmed = record.happened("exit_confirmed")
    for asked_at, ref, _ in record.happened("exit_asked"):
        if asked_at < record.at and not any(at >= asked_at for at, _, _ in confirmed):
            words = f"You asked to leave on {in_words(asked_at, zone)}; it was not confirmed"
            yield Reason(f"{words} by {in_words(record.at, zone)}.", (ref,))
            return


def _receipts(record: Record) -> Iterator[Reason]:
    """A receipt later than 60 seconds after the confirmation, or none."""
    zone = record.case.business.zone
    for each in record.exits:
        confirmed = f"Your exit was confirmed on {in_words(each.at, zone)}"
        sent = each.receipt.decided_at
        if each.receipt.state is State.BROKEN and sent is not None:
            words = f"{confirmed}; the receipt left on {in_words(sent, zone)}, later than 60 seconds."
            yield Reason(words, (each.ref, *each.receipt.refs[1:]))
        elif each.receipt.state in (State.BROKEN, State.UNRECORDED):
            yield Reason(f"{confirmed}; there is no receipt.", (each.ref, *each.receipt.refs[1:]))
