"""What was said and written around a complaint: the dated lines a person reads before they judge conduct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.complaints.case import Case
from kept.complaints.models import Claim, Complaint, Finding
from kept.complaints.rules.kinds import AWAITS_PERSON
from kept.conversations.models import Contact, Message
from kept.ledger.actions import ref

Row = tuple[dict[str, Any], str]

MOST_LINES = 40  # the newest before the complaint; the conversation itself shows them all
MOST_LETTERS = 500  # of one line


def conversations_of(complaint: Complaint) -> list[int]:
    """The conversation of the complaint, and those that touched its matter, by number."""
    found = {complaint.conversation_id}
    if complaint.matter_id:
        contacts = Contact.objects.filter(matter=complaint.matter_id)
        found |= set(contacts.values_list("conversation", flat=True))
    return sorted(pk for pk in found if pk is not None)


def facts(complaint: Complaint, claims: Iterable[Claim]) -> Iterator[Row]:
    """What both sides said, as statements, where a claim is one that only a person judges.

    Lines that no person of ours wrote are left out: how somebody was treated does not show in them.
    """
    if not any(claim.kind in AWAITS_PERSON for claim in claims):
        return
    spoken = Message.objects.filter(conversation__in=conversations_of(complaint), at__lte=complaint.at)
    newest = spoken.exclude(by__startswith="software").order_by("-at", "-pk")[:MOST_LINES]
    for line in reversed(newest):
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
