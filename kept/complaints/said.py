"""What was said and written around a complaint: the dated lines a person reads before they judge conduct."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, QuerySet, Window
from django.db.models.functions import RowNumber

from kept.complaints.case import Case
from kept.complaints.models import Claim, Complaint, Finding, Letter
from kept.complaints.rules.kinds import AWAITS_PERSON
from kept.conversations.models import Contact, Message
from kept.customers.queries import ids_of
from kept.ledger.actions import ref

Row = tuple[dict[str, Any], str]

MOST_LINES = 40  # the newest of each conversation, shared out; the conversation itself shows them all
FEWEST_LINES = 5  # of one conversation, however many there are
MOST_LETTERS = 500  # of one line
LOOKED_BACK = timedelta(days=60)
MOST_TALKS = 3  # who complains of manners means one of the last times that we spoke


def conversations_of(complaint: Complaint, claims: Iterable[Claim]) -> list[int]:
    """The conversation of the complaint, and those that touched its matter, by number.

    Where a claim is about how they were treated, also the newest in which a person of ours spoke: who was
    treated badly yesterday writes a new mail today.
    """
    found = {complaint.conversation_id}
    if complaint.matter_id:
        contacts = Contact.objects.filter(matter=complaint.matter_id)
        found |= set(contacts.values_list("conversation", flat=True))
    if _is_about_manners(claims):
        found |= _spoke_with_us(complaint)
    return sorted(pk for pk in found if pk is not None)


def spoken_in(numbers: Collection[int], *, until: datetime) -> list[Message]:
    """What people said in these conversations by then, in order: the newest of each, so that none is lost."""
    most = max(MOST_LINES // max(len(numbers), 1), FEWEST_LINES)
    nth = Window(RowNumber(), partition_by="conversation", order_by=[F("at").desc(), F("pk").desc()])
    said = _of_people().filter(conversation__in=numbers, at__lte=until)
    newest = said.annotate(nth=nth).filter(nth__lte=most).order_by("at", "pk")
    return list(newest.only("conversation_id", "channel", "at", "by", "text"))


def _of_people() -> QuerySet[Message]:
    """Lines that a person wrote: how somebody was treated does not show in others.

    Nor in the letter of a complaint, which says what was decided, and by whom.
    """
    letters = Letter.objects.filter(outgoing__isnull=False)
    return Message.objects.exclude(by__startswith="software").exclude(outgoing__in=letters.values("outgoing"))


def _is_about_manners(claims: Iterable[Claim]) -> bool:
    return any(claim.kind in AWAITS_PERSON for claim in claims)


def _spoke_with_us(complaint: Complaint) -> set[int]:
    ours = _of_people().filter(
        conversation__customer__in=ids_of(complaint.customer),
        direction=Message.Direction.OUT,
        by__startswith="staff:",
        at__gt=complaint.at - LOOKED_BACK,
        at__lte=complaint.at,
    )
    newest = ours.values("conversation").annotate(last=Max("at")).order_by("-last", "-conversation")
    return {row["conversation"] for row in newest[:MOST_TALKS]}


def facts(complaint: Complaint, claims: Collection[Claim]) -> Iterator[Row]:
    """What both sides said, as statements, where a claim is one that only a person judges."""
    if not _is_about_manners(claims):
        return
    for line in spoken_in(conversations_of(complaint, claims), until=complaint.at):
        part = {
            "kind": "statement",
            "at": line.at.isoformat(),
            "by": line.by,
            "channel": line.channel,
            "record": f"conversation:{line.conversation_id}",
            "text": line.text[:MOST_LETTERS],
        }
        yield part, ref(line)


@dataclass(frozen=True)
class Line:
    """A line as the case holds it: whose side said it, and no name."""

    at: datetime
    theirs: bool
    text: str


def lines_of(finding: Finding) -> list[Line]:
    """What a person has to read before they judge conduct, in order; nothing where nobody has to."""
    facts = Case.model_validate(finding.case).facts
    said = [(fact.at, fact) for fact in facts if fact.kind == "statement" and fact.record]
    return [Line(at, str(fact.by).startswith("customer"), fact.text or "") for at, fact in said if at]
