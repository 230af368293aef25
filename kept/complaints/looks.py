"""A tenth of what was decided is looked at blind: what chooses it, who may look, who stepped back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.complaints.models import Complaint, SecondLook, SteppedBack

ONE_IN = 10  # DOMAIN §7: 10 % get a blind second look
COUNTED_BACK = timedelta(days=30)


class LookFirst(Refused):
    """What was decided stays hidden from whoever may still look at it blind."""

    code = "second_look_first"

    def __init__(self) -> None:
        super().__init__(
            _("A second look waits for you here. Give yours first, or step back; then all of it opens.")
        )


def is_chosen(payload_hash: str) -> bool:
    """Whether the complaint of this entry ("complaint.decided") is looked at again.

    The hash (SHA-256, hex) is over the decision and a salt drawn at that moment: nobody knows it before,
    nobody can steer it, and whoever holds the ledger can check it afterwards.
    """
    return int(payload_hash, 16) % ONE_IN == 0


@dataclass(frozen=True)
class Agreement:
    """How many claims were looked at blind, and how many of them were judged alike; by number of the look."""

    alike: tuple[int, ...]
    otherwise: tuple[int, ...]

    @property
    def looked_at(self) -> int:
        return len(self.alike) + len(self.otherwise)


def agreement(starts_at: datetime, ends_at: datetime) -> Agreement:
    """The second looks given in the period, from and up to but not including; for *Fair* (DOMAIN §7)."""
    given = SecondLook.objects.filter(looked_at__gte=starts_at, looked_at__lt=ends_at)
    looks = list(given.select_related("verdict"))
    return Agreement(
        tuple(look.pk for look in looks if look.agrees), tuple(look.pk for look in looks if not look.agrees)
    )


@dataclass(frozen=True)
class Stepping:
    """From which complaints a colleague stepped back, the newest first, and on how many they did look."""

    staff: Staff
    back: tuple[SteppedBack, ...]
    looked: int


def stepped_back_for(staff: Staff, *, now: datetime) -> list[Stepping]:
    """Who stepped back within the last 30 days, the most often first: two queries, however many did.

    Each row of ``back`` says whether its look still waits (``is_open``). Raises NotAllowed for whoever reads
    no scorecards.
    """
    require(staff, Right.READ_SCORECARDS)
    since = now - COUNTED_BACK
    still = Exists(open_looks().filter(verdict__claim__complaint=OuterRef("complaint")))
    rows = SteppedBack.objects.filter(at__gt=since, at__lte=now).select_related("staff")
    found: dict[int, list[SteppedBack]] = {}
    for row in rows.annotate(is_open=still).order_by("-at", "-pk"):
        found.setdefault(row.staff_id, []).append(row)
    given = SecondLook.objects.filter(looked_by__in=found, looked_at__gt=since, looked_at__lte=now).order_by()
    on = Count("verdict__claim__complaint", distinct=True)
    looked = dict(given.values_list("looked_by").annotate(on))
    people = [Stepping(back[0].staff, tuple(back), looked.get(pk, 0)) for pk, back in found.items()]
    return sorted(people, key=lambda each: (-len(each.back), each.staff.name))


def waiting_for(staff: Staff) -> QuerySet[Complaint]:
    """The complaints that this person may look at blind: chosen, not looked at, and none of their own.

    Raises NotAllowed for whoever does not decide complaints.
    """
    require(staff, Right.DECIDE_COMPLAINTS)
    waiting = open_looks().values("verdict__claim__complaint")
    seen = seen_by(staff).filter(pk__in=waiting)
    found = Complaint.objects.filter(pk__in=waiting).exclude(pk__in=seen)
    return found.select_related("location").order_by("closed_at", "pk")


def blind_to(staff: Staff, complaints: Iterable[int]) -> set[int]:
    """Of these complaints, by number, those whose outcome this person must not see yet. One query at most."""
    numbers = set(complaints)
    if not numbers or not staff.may(Right.DECIDE_COMPLAINTS):
        return set()
    return set(waiting_for(staff).filter(pk__in=numbers).values_list("pk", flat=True))


def refuse_blind(staff: Staff, complaint: int) -> None:
    """Raises LookFirst for whoever may still look at this complaint blind."""
    if blind_to(staff, [complaint]):
        raise LookFirst


def open_looks() -> QuerySet[SecondLook]:
    """What was chosen and not looked at; a look at what the customer no longer says lapses."""
    return SecondLook.objects.filter(looked_at=None, verdict__claim__withdrawn_at=None)


def seen_by(staff: Staff) -> QuerySet[Complaint]:
    """The complaints that this person opened, judged, wrote about, promised in, or stepped back from."""
    me = str(staff.actor)
    decided = Q(claims__verdicts__decided_by=staff) | Q(claims__verdicts__seconded_by=staff)
    took_part = Q(reviews__reviewer=staff) | Q(remedies__by=staff) | Q(opened_by=me) | Q(closed_by=me)
    claimed = Q(claims__added_by=me) | Q(claims__withdrawn_by=me)
    wrote = Q(findings__by=me) | Q(letters__edited_by=me) | Q(reopenings__by=me)
    back = Q(pk__in=SteppedBack.objects.filter(staff=staff).values("complaint"))
    return Complaint.objects.filter(decided | took_part | claimed | wrote | back)
