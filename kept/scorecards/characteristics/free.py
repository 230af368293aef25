"""Free: exits without a fight, those never finished, and those asked for in words that nobody began."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Channel, Conversation, Message
from kept.customers.models import Customer
from kept.customers.queries import canonical, ids_of
from kept.memberships.leaving import asks_to_leave
from kept.memberships.models import Cancellation, Charge, Membership
from kept.memberships.queries import hand_overs_of
from kept.scorecards import rules
from kept.scorecards.characteristics import Batch, Count, seconds, staff_of

RECEIPT_WITHIN = timedelta(seconds=60)  # DOMAIN §8
BEGUN_WITHIN = timedelta(hours=24)  # our choice: a day to begin what was asked for in words
FINISHED_WITHIN = timedelta(hours=24)  # and a day to finish what was begun
MOST_STEPS = 2  # DOMAIN §8: what leaving may take where nobody recorded what joining took

REASONS = {
    "let_go": _("Let go at once."),
    "hand_over": _("Handed on to somebody else."),
    "persons": _("It took more than one person."),
    "steps": _("Leaving took more steps than joining."),
    "offer": _("An offer was made before the confirmation."),
    "fee": _("A fee was charged that had not been told."),
    "no_receipt": _("No receipt is on record."),
    "late_receipt": _("The receipt came later than 60 seconds."),
    "unfinished": _("They asked to leave, and it was not confirmed within a day."),
    "asked_in_words": _("They asked to leave in words, and nobody began it within a day."),
    "early": _("Too early to tell: the receipt is on its way."),
    "just_begun": _("Too early to tell: they asked to leave less than a day ago."),
    "just_asked": _("Too early to tell: they asked to leave in words less than a day ago."),
}
AGAINST = ("hand_over", "persons", "steps", "offer", "fee", "unfinished", "asked_in_words")
MARKS = {code: REASONS[code] for code in AGAINST}
RECEIPT = ("no_receipt", "late_receipt", "early")


def count(batch: Batch) -> Iterator[Count]:
    """Exits: whose it is, whoever of us first heard it; the policy is the contract's.

    One person, no more steps than joining, no offer first, no untold fee, a receipt at once. The measure is
    the seconds from asking to out. What was begun and not confirmed within a day counts for nothing until it
    is: nobody is held by a button that was never pressed.
    """
    exits = Cancellation.objects.filter(pk__in=batch.numbers).select_related("membership__contract")
    for found in exits.prefetch_related("steps", "offers", "askings", "membership__steps"):
        if found.confirmed_at is None:
            yield from _count_unfinished(found, batch.now)
            continue
        against = [code for code, holds in _checks(found, batch.now) if holds]
        early = against[:1] == ["early"]
        contract = found.membership.contract
        yield Count(
            ref=f"cancellation:{found.pk}",
            at=found.confirmed_at,
            location=found.membership.location_id,
            staff=_first_of_us(found),
            policy=contract.policy_id if contract else None,
            score=None if early else rules.yes(not against),
            reason=against[0] if against else "let_go",
            measures=(seconds(found.asked_at, found.confirmed_at),),
            marks=tuple(code for code in against if code in MARKS),
            again_at=found.confirmed_at + RECEIPT_WITHIN if early else None,
        )


def _count_unfinished(found: Cancellation, now: datetime) -> Iterator[Count]:
    """Not what they took back within the day, nor what they only looked at in the portal."""
    over_at = found.asked_at + FINISHED_WITHIN
    taken_back = found.undone_at is not None and found.undone_at < over_at
    if taken_back or all(asking.channel == Channel.PORTAL for asking in found.askings.all()):
        return
    contract, early = found.membership.contract, now < over_at
    yield Count(
        ref=f"cancellation:{found.pk}",
        at=found.asked_at,
        location=found.membership.location_id,
        staff=_first_of_us(found),
        policy=contract.policy_id if contract else None,
        score=None if early else rules.yes(False),
        reason="just_begun" if early else "unfinished",
        marks=() if early else ("unfinished",),
        again_at=over_at if early else None,
    )


def count_asked(batch: Batch) -> Iterator[Count]:
    """Conversations in which a member asked to leave in words: the words decide, not the button (DOMAIN §7).

    Counted where no exit of theirs was open then, or begun within a day. Whose it is: whoever has the
    conversation.
    """
    found = Conversation.objects.filter(pk__in=batch.numbers)
    found = found.filter(customer__in=members(found.values_list("customer", flat=True)))
    found = found.select_related("customer__merged_into")
    for conversation in found.prefetch_related("messages"):
        asking = [message for message in conversation.messages.all() if _asks(message)]
        memberships = _memberships(conversation) if asking else []
        for message in asking:
            running = [each for each in memberships if _ran(each, message.at)]
            if not running or _is_begun(running, message.at):
                continue
            early = batch.now < message.at + BEGUN_WITHIN
            contract = running[0].contract
            yield Count(
                ref=f"conversation:{conversation.pk}",
                at=message.at,
                location=running[0].location_id,
                staff=conversation.assignee_id,
                policy=contract.policy_id if contract else None,
                score=None if early else rules.yes(False),
                reason="just_asked" if early else "asked_in_words",
                marks=() if early else ("asked_in_words",),
                again_at=message.at + BEGUN_WITHIN if early else None,
            )
            break


def members(among: Iterable[int]) -> set[int]:
    """Who of these may be a member: who has a membership, or a record that was merged with another.

    Asked of these alone: asking it of everybody grew with the years.
    """
    people = Customer.objects.filter(pk__in=set(among))
    joined = Exists(Membership.objects.filter(customer=OuterRef("pk")))
    took_over = Exists(Customer.objects.filter(merged_into=OuterRef("pk")))
    found = people.filter(Q(merged_into__isnull=False) | joined | took_over)
    return set(found.values_list("pk", flat=True))


def not_erased(numbers: Collection[int]) -> set[int]:
    """Those of people whose words we still hold."""
    held = Conversation.objects.filter(pk__in=numbers, customer__erased_at=None)
    return set(held.values_list("pk", flat=True))


def _checks(found: Cancellation, now: datetime) -> Iterator[tuple[str, bool]]:
    """Everything that can make leaving harder than joining, the first reason first, and whether it did."""
    assert found.confirmed_at is not None
    steps, joining = (
        list(found.steps.all()),
        [s for s in found.membership.steps.all() if s.cancellation_id is None],
    )
    yield "hand_over", hand_overs_of(found).filter(by_rule=False).exists()
    yield "persons", len(set(_of_us(found))) > 1
    yield "steps", len(steps) > (len(joining) or MOST_STEPS)
    yield "offer", any(offer.before_confirmation for offer in found.offers.all())
    yield "fee", Charge.objects.filter(cancellation=found, application__may_apply=False).exists()
    waits = found.receipt_at is None and now < found.confirmed_at + RECEIPT_WITHIN
    yield "early", waits
    yield "no_receipt", found.receipt_at is None and not waits
    yield (
        "late_receipt",
        found.receipt_at is not None and found.receipt_at - found.confirmed_at > RECEIPT_WITHIN,
    )


def _first_of_us(found: Cancellation) -> int | None:
    """Who wrote down the first asking, took a step or confirmed it; None where the customer did it alone."""
    return next(iter(_of_us(found)), None)


def _of_us(found: Cancellation) -> list[int]:
    """Everybody of us whom it took, in their order: who was asked, took a step, confirmed."""
    done = [(each.at, each.by) for each in found.askings.all()]
    done += [(each.at, each.by) for each in found.steps.all()]
    by = (*(who for _at, who in sorted(done)), found.confirmed_by)
    return [number for number in map(staff_of, by) if number is not None]


def _asks(message: Message) -> bool:
    return message.direction == Message.Direction.IN and asks(message.text)


@lru_cache(maxsize=2000)
def asks(text: str) -> bool:
    """``asks_to_leave``: reading words takes a millisecond, and the newest are read in every run."""
    return asks_to_leave(text)


def _memberships(conversation: Conversation) -> list[Membership]:
    theirs = Membership.objects.filter(customer__in=ids_of(canonical(conversation.customer)))
    return list(
        theirs.select_related("contract", "location").prefetch_related("cancellations").order_by("pk")
    )


def _ran(membership: Membership, at: datetime) -> bool:
    return membership.joined_at <= at and membership.runs_on(at.astimezone(membership.location.zone).date())


def _is_begun(memberships: list[Membership], at: datetime) -> bool:
    """Whether an exit of these was open then, or begun within a day."""
    exits = [exit_ for membership in memberships for exit_ in membership.cancellations.all()]
    return any(
        exit_.asked_at <= at + BEGUN_WITHIN
        and (exit_.confirmed_at is None or exit_.confirmed_at >= at)
        and (exit_.undone_at is None or exit_.undone_at >= at)
        for exit_ in exits
    )
