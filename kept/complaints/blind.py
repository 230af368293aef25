"""What whoever may still look blind is not shown: rows, mails and promises that tell what was decided.

Pages, files and searches all ask here. Until their look is written, or they step back (``looks``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from django.db.models import OuterRef, Subquery

from kept.business.models import Staff
from kept.business.rules import Right
from kept.complaints import looks
from kept.complaints.deadlines import SOURCE as ANSWER
from kept.complaints.models import Claim, Letter, Remedy, Review, Verdict
from kept.complaints.promised import STATEMENT
from kept.conversations.models import Message
from kept.ledger.actions import numbers_named
from kept.promises.models import Promise

ABOUT = "complaint:"
SAYS_NOTHING = (ANSWER, STATEMENT)  # that we answer, and what was said before: neither tells a verdict


def hidden_among(staff: Staff, names: Iterable[str]) -> set[str]:
    """Of these rows ("verdict:3"), those that would tell this person what was decided.

    At most a query for each kind of row among them, and one more; none for who decides no complaints.
    """
    wanted = set(names)
    if not wanted or not staff.may(Right.DECIDE_COMPLAINTS):
        return set()
    found = _complaints_behind(wanted)
    blind = looks.blind_to(staff, found.values())
    return {name for name, complaint in found.items() if complaint in blind}


def refuse(staff: Staff, *names: str) -> None:
    """Raises LookFirst where one of these rows would tell this person what was decided."""
    if hidden_among(staff, names):
        raise looks.LookFirst


def complaints_hidden_from(staff: Staff) -> set[str]:
    """All complaints ("complaint:7") at which this person may still look blind. One query at most."""
    if not staff.may(Right.DECIDE_COMPLAINTS):
        return set()
    return {f"{ABOUT}{number}" for number in looks.waiting_for(staff).values_list("pk", flat=True)}


def mails_hidden_from(staff: Staff) -> set[int]:
    """The mails, by number, that carried letters which this person may not read yet. One query at most."""
    if not staff.may(Right.DECIDE_COMPLAINTS):
        return set()
    waiting = looks.waiting_for(staff).order_by().values("pk")
    sent = Letter.objects.filter(complaint__in=waiting, outgoing__isnull=False)
    return {outgoing for outgoing in sent.values_list("outgoing", flat=True) if outgoing is not None}


def open_to(staff: Staff, promises: Iterable[Promise]) -> list[Promise]:
    """These promises without the remedies that would tell a verdict; a query only where one is a remedy."""
    every = list(promises)
    remedies = {each.pk: number for each in every if (number := _complaint_of(each.about, each.source))}
    blind = looks.blind_to(staff, remedies.values())
    return [each for each in every if remedies.get(each.pk) not in blind]


def _complaints_behind(names: Collection[str]) -> dict[str, int]:
    """The complaint of which each of these rows tells something, for those that do."""
    numbers = numbers_named(names)
    found = {f"{ABOUT}{pk}": pk for pk in numbers.get("complaint", ())}
    for kind, wanted in numbers.items():
        if kind in BEHIND:
            found |= {f"{kind}:{pk}": complaint for pk, complaint in BEHIND[kind](wanted)}
    return found


def _of_messages(numbers: list[int]) -> Iterable[tuple[int, int]]:
    letter = Letter.objects.filter(outgoing=OuterRef("outgoing")).values("complaint")[:1]
    sent = Message.objects.filter(pk__in=numbers, outgoing__isnull=False)
    return sent.annotate(of=Subquery(letter)).exclude(of=None).values_list("pk", "of")


def _of_promises(numbers: list[int]) -> Iterable[tuple[int, int]]:
    made = Promise.objects.filter(pk__in=numbers, about__startswith=ABOUT)
    for pk, about, source in made.values_list("pk", "about", "source"):
        if complaint := _complaint_of(about, source):
            yield pk, complaint


def _complaint_of(about: str, source: str) -> int | None:
    """The complaint that this promise makes good; None for any other promise."""
    number = about.removeprefix(ABOUT)
    is_remedy = about.startswith(ABOUT) and source not in SAYS_NOTHING and number.isdecimal()
    return int(number) if is_remedy else None


BEHIND: Mapping[str, Callable[[list[int]], Iterable[tuple[int, int]]]] = {
    "claim": lambda pks: Claim.objects.filter(pk__in=pks).values_list("pk", "complaint"),
    "verdict": lambda pks: Verdict.objects.filter(pk__in=pks).values_list("pk", "claim__complaint"),
    "review": lambda pks: Review.objects.filter(pk__in=pks).values_list("pk", "complaint"),
    "letter": lambda pks: Letter.objects.filter(pk__in=pks).values_list("pk", "complaint"),
    "remedy": lambda pks: Remedy.objects.filter(pk__in=pks).values_list("pk", "complaint"),
    "outgoing": lambda pks: Letter.objects.filter(outgoing__in=pks).values_list("outgoing_id", "complaint"),
    "message": _of_messages,
    "promise": _of_promises,
}
