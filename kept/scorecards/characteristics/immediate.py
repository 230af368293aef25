"""Immediate: matters settled by the first person, for good; beside it how long from first word to settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from kept.business.queries import get_location
from kept.conversations.models import Contact, HandOver, Insult, Matter
from kept.conversations.rules import REOPENS_WITHIN
from kept.scorecards import rules
from kept.scorecards.characteristics import Batch, Count, seconds

REASONS = {
    "settled": _("Settled by the first person, for good."),
    "reopened": _("Settled, and opened again within 7 days."),
    "handed_on": _("Handed on to somebody else."),
    "by_another": _("Settled by somebody else than the first person."),
    "open": _("Not settled yet."),
    "early": _("Too early to tell: it may come back within 7 days."),
    "by_rule": _("Ended by a rule: counts against nobody."),
}
MARKS = {
    "reopened": _("Closed, and opened again within 7 days."),
    "handed_on": _("Handed on to somebody else."),
    "by_rule": _("Handed on or ended by a rule: counts against nobody."),
}


def count(batch: Batch) -> Iterator[Count]:
    """Whose it is: the first person of the matter. The measure is the seconds until it was settled.

    What is open, or settled, for less than 7 days and without a miss so far is too early to tell. A hand-over
    by a rule (insults, threats) is not counted against anybody (DOMAIN §6), whoever settles it then; nor is
    what such a rule ended and nobody settled: it has no score.
    """
    passed, ended, home = _hand_overs(batch.numbers), _ended_by_rule(batch.numbers), get_location()
    found = Matter.objects.filter(pk__in=batch.numbers).select_related("first_staff")
    for matter in found.prefetch_related("contacts"):
        marks = _marks(matter, passed) | ({"by_rule"} if matter.pk in ended else set())
        reason, over_at = (
            _reason(matter, marks, ended=matter.pk in ended),
            (matter.settled_at or matter.opened_at) + REOPENS_WITHIN,
        )
        early = reason in ("settled", "open") and batch.now < over_at
        yield Count(
            ref=f"matter:{matter.pk}",
            at=matter.opened_at,
            location=matter.first_staff.location_id if matter.first_staff else home.pk,
            staff=matter.first_staff_id,
            score=None if early or reason == "by_rule" else rules.yes(reason == "settled"),
            reason="early" if early else reason,
            measures=() if matter.settled_at is None else (seconds(matter.opened_at, matter.settled_at),),
            marks=tuple(sorted(marks)),
            again_at=over_at if early else None,
        )


def _reason(matter: Matter, marks: set[str], *, ended: bool) -> str:
    """Why this matter was not settled by the first person for good; "settled" while nothing says so."""
    if "reopened" in marks:
        return "reopened"
    if "handed_on" in marks:
        return "handed_on"
    if matter.settled_at is None:
        return "by_rule" if ended else "open"
    return "settled" if "by_rule" in marks or _settled_by_the_first(matter) else "by_another"


def _settled_by_the_first(matter: Matter) -> bool:
    """By the first person reached, or by the customer alone where nobody was."""
    if matter.first_staff_id is None:
        return matter.settled_by.startswith("customer:")
    return matter.settled_by == f"staff:{matter.first_staff_id}"


def _marks(matter: Matter, passed: Mapping[int, list[HandOver]]) -> set[str]:
    """Whether it came back, and the hand-overs in its conversations while it was open."""
    marks = set()
    for contact in matter.contacts.all():
        if contact.reopened:
            marks.add("reopened")
        for each in passed.get(contact.conversation_id, ()):
            if each.at >= contact.at and (matter.settled_at is None or each.at <= matter.settled_at):
                marks.add("by_rule" if each.by_rule else "handed_on")
    return marks


def _hand_overs(matters: Collection[int]) -> Mapping[int, list[HandOver]]:
    """Those in the conversations of these matters, by conversation."""
    found: dict[int, list[HandOver]] = defaultdict(list)
    conversations = Contact.objects.filter(matter__in=matters).values("conversation")
    for each in HandOver.objects.filter(conversation__in=conversations):
        found[each.conversation_id].append(each)
    return found


def _ended_by_rule(matters: Collection[int]) -> set[int]:
    """Those of which a contact ended by the rule for who is insulted."""
    ended = Contact.objects.filter(matter__in=matters, conversation__insults__became=Insult.Became.ENDED)
    return set(ended.values_list("matter", flat=True))
