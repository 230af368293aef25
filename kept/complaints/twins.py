"""Which open complaint of a customer says this already, or may take it: no second one about the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from kept.complaints.models import Claim, Complaint
from kept.conversations.models import Conversation, Matter
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.promises.models import Promise


def open_on(customer: Customer, kind: str, about: Iterable[Promise]) -> Complaint | None:
    """Their complaint that is not over and claims this of one of these promises, or of none as we do now."""
    named = {promise.pk for promise in about}
    claims = Claim.objects.filter(
        complaint__customer__in=ids_of(customer), complaint__closed_at=None, kind=kind, withdrawn_at=None
    )
    for claim in claims.select_related("complaint").prefetch_related("about").order_by("-pk"):
        theirs = {promise.pk for promise in claim.about.all()}
        if theirs & named or not (theirs or named):
            return claim.complaint
    return None


def open_near(
    customer: Customer,
    kind: str,
    about: Iterable[Promise],
    conversation: Conversation,
    matters: Iterable[Matter],
) -> Complaint | None:
    """Their complaint that is not over and to which such a claim may belong, the likeliest.

    One that claims the same (``open_on``), else one about one of these promises, or that came up in this
    conversation or one of these matters.
    """
    named = list(about)
    if (same := open_on(customer, kind, named)) is not None:
        return same
    still = Complaint.objects.filter(customer__in=ids_of(customer), closed_at=None)
    theirs = Claim.objects.filter(complaint__in=still, about__in=named, withdrawn_at=None)
    here = Q(conversation=conversation) | Q(matter__in=matters)
    beside = still.filter(Q(pk__in=theirs.values("complaint")) | here)
    return beside.order_by("-at", "-pk").first()


def covered_by(complaint: Complaint, kind: str, about: Iterable[Promise]) -> bool:
    """Whether one of its standing claims says this of all these promises; of none, whether one says it."""
    named, alike = set(about), complaint.claims.filter(kind=kind, withdrawn_at=None)
    return any(named <= set(claim.about.all()) for claim in alike)


def says_already(complaint: Complaint, kind: str, sentence: str, about: Iterable[Promise]) -> bool:
    """Whether one of its standing claims is this very one: its kind, its sentence, its promises."""
    named = set(about)
    alike = complaint.claims.filter(kind=kind, sentence=sentence[:500], withdrawn_at=None)
    return any(set(claim.about.all()) == named for claim in alike)
