"""The house code of leaving, as DOMAIN §10 names its breaches: offers, unconfirmed exits, late receipts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kept.complaints.case import Claim, Fact
from kept.complaints.fields import RECEIPT
from kept.complaints.rules.kinds import ABOUT_AN_EXIT
from kept.complaints.rules.record import Record
from kept.policies.rules import Reason, in_words, same_minute
from kept.promises.rules import State
from kept.text.sentences import say

OFFERED = "You asked to leave on {asked}, and on {shown}, before it was confirmed, we showed an offer."
OFFERED_WHAT = (
    "You asked to leave on {asked}, and on {shown}, before it was confirmed, we showed an offer ({what})."
)
LATE_RECEIPT = "Your exit was confirmed on {at}; the receipt left on {sent}, later than 60 seconds."


def breaches(record: Record, claim: Claim) -> list[Reason]:
    """The breaches in this claim's own matter, as dated sentences; none without the house pack."""
    if "house" not in record.case.business.rule_packs or claim.kind not in ABOUT_AN_EXIT:
        return []
    leaving = Leaving(record, claim)
    return [*_offers(leaving), *_unconfirmed(leaving), *_receipts(leaving)]


@dataclass(frozen=True, eq=False)
class Leaving:
    """What is on record about leaving, as far as it is this claim's matter (DOMAIN §10).

    Where the claim names end dates, the facts that name another promise are of another exit. What names no
    promise counts for every claim, and so does everything for a claim that names no end date.
    """

    record: Record
    claim: Claim

    @cached_property
    def matter(self) -> set[str]:
        """The promises whose facts count; empty where all do."""
        about = self.claim.about
        return self.record.matter(about) if self.record.ends(about) else set()

    def is_mine(self, promise: str | None) -> bool:
        return not self.matter or promise in (None, RECEIPT) or promise in self.matter

    def happened(self, kind: str) -> list[tuple[datetime, str, Fact]]:
        return [each for each in self.record.happened(kind) if self.is_mine(each[2].promise)]

    @cached_property
    def asked(self) -> list[tuple[datetime, str, Fact]]:
        return self.happened("exit_asked")

    @cached_property
    def confirmed(self) -> list[datetime]:
        return [at for at, _, _ in self.happened("exit_confirmed")]

    @cached_property
    def confirmed_elsewhere(self) -> list[datetime]:
        """Other exits, for which nobody asked by name: an asking that names no promise may be of these."""
        by_name = {fact.promise for _, _, fact in self.record.happened("exit_asked")}
        exits = self.record.happened("exit_confirmed")
        return [at for at, _, fact in exits if not self.is_mine(fact.promise) and fact.promise not in by_name]

    def was_confirmed(self, asking: Fact, since: datetime, until: datetime) -> bool:
        """Whether this asking was confirmed between the two instants, both included."""
        settling = self.confirmed if asking.promise else self.confirmed + self.confirmed_elsewhere
        return any(since <= at <= until for at in settling)


def _offers(leaving: Leaving) -> Iterator[Reason]:
    """An offer shown after somebody asked to leave and before that was confirmed."""
    zone = leaving.record.case.business.zone
    for shown_at, ref, offer in leaving.happened("offer_shown"):
        for asked_at, asked_ref, asking in leaving.asked:
            if asked_at < shown_at and not leaving.was_confirmed(asking, asked_at, shown_at):
                exact = same_minute(asked_at, shown_at)
                when, shown = (in_words(at, zone, exact=exact) for at in (asked_at, shown_at))
                words = say(
                    OFFERED_WHAT if offer.what else OFFERED, asked=when, shown=shown, what=offer.what or ""
                )
                yield Reason(words, (asked_ref, ref))
                break


def _unconfirmed(leaving: Leaving) -> Iterator[Reason]:
    """An exit asked and not confirmed by the time of the complaint."""
    zone, by = leaving.record.case.business.zone, leaving.record.at
    for asked_at, ref, asking in leaving.asked:
        if asked_at < by and not leaving.was_confirmed(asking, asked_at, by):
            form = "You asked to leave on {asked}; it was not confirmed by {at}."
            words = say(form, asked=in_words(asked_at, zone), at=in_words(by, zone))
            yield Reason(words, (ref,))
            return


def _receipts(leaving: Leaving) -> Iterator[Reason]:
    """A receipt later than 60 seconds after the confirmation, or none."""
    zone = leaving.record.case.business.zone
    for each in leaving.record.exits:
        if not leaving.is_mine(each.promise):
            continue
        confirmed = in_words(each.at, zone, exact=True)
        sent = each.receipt.decided_at
        if each.receipt.state is State.BROKEN and sent is not None:
            words = say(LATE_RECEIPT, at=confirmed, sent=in_words(sent, zone, exact=True))
            yield Reason(words, (each.ref, *each.receipt.refs[1:]))
        elif each.receipt.state in (State.BROKEN, State.UNRECORDED):
            words = say("Your exit was confirmed on {at}; there is no receipt.", at=confirmed)
            yield Reason(words, (each.ref, *each.receipt.refs[1:]))
