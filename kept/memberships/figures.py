"""How people were let go, counted over a period; each figure is the length of the list of the same name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kept.base.periods import Period
from kept.conversations.models import HandOver
from kept.memberships import queries
from kept.memberships.models import Cancellation, OfferShown
from kept.policies.models import TermApplication


@dataclass(frozen=True)
class Figures:
    """How people were let go in a period; each number is the length of the list of the same name."""

    exits: int
    offers_shown: int
    hand_overs: int
    fees_tried: int
    fees_stopped: int


def count(during: Period) -> Figures:
    """Count what was done to people who wanted to leave."""
    fees = fees_tried(during)
    return Figures(
        exits=exits(during).count(),
        offers_shown=offers_shown(during).count(),
        hand_overs=hand_overs(during).count(),
        fees_tried=fees.count(),
        fees_stopped=fees.filter(may_apply=False).count(),
    )


def exits(during: Period) -> QuerySet[Cancellation]:
    """Exits confirmed in the period, newest first."""
    return (
        queries.all_exits()
        .filter(confirmed_at__gte=during.starts_at, confirmed_at__lt=during.ends_at)
        .order_by("-confirmed_at", "-pk")
    )


def offers_shown(during: Period) -> QuerySet[OfferShown]:
    """Offers made in the period to somebody who wanted to leave, before they were let go."""
    return OfferShown.objects.filter(
        before_confirmation=True, at__gte=during.starts_at, at__lt=during.ends_at
    ).order_by("-at", "-pk")


def hand_overs(during: Period) -> QuerySet[HandOver]:
    """Contacts passed on in the period, between somebody's asking to leave and their being let go."""
    return (
        queries.passed_on(Q()).filter(at__gte=during.starts_at, at__lt=during.ends_at).order_by("-at", "-pk")
    )


def fees_tried(during: Period) -> QuerySet[TermApplication]:
    """Attempts in the period to charge somebody for leaving, stopped or not."""
    tried = Cancellation.applications.through.objects.values("termapplication")
    return TermApplication.objects.filter(
        pk__in=tried, term__key=queries.FEE, at__gte=during.starts_at, at__lt=during.ends_at
    ).order_by("-at", "-pk")
