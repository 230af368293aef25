"""How a policy stands: how often told, what came of it, whether resented, what a new wording did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.complaints import limits
from kept.complaints.models import Verdict
from kept.complaints.words import Word
from kept.policies.models import Disclosure, Policy, Version
from kept.policies.queries import get_policy_for, versions_of
from kept.scorecards.comparing import Difference, Share, compare
from kept.scorecards.queries.scopes import require_scope
from kept.scorecards.scopes import Kind, Scope

PAGE = 50
COMPARED = timedelta(days=90)  # at most so long on each side of a new wording, and the same on both


@dataclass(frozen=True)
class Wording:
    """What a new version did: customers told whose complaint ended as an expectation gap, before and after.

    ``days`` on either side, and who was told counts with what came within them: both had the same time.
    They end where the next wording begins.
    """

    version: Version
    days: int
    difference: Difference


@dataclass(frozen=True)
class Standing:
    """One policy as of now.

    ``told`` counts tellings within 90 days by their medium; ``ended_in_gap`` the customers told, and those
    among them whose complaint ended as an expectation gap on it; ``complaints`` are their numbers.
    """

    policy: Policy
    versions: tuple[Version, ...]
    told: Mapping[str, int]
    ended_in_gap: Share
    complaints: tuple[int, ...]
    changes: tuple[Wording, ...]

    @property
    def is_resented(self) -> bool:
        """Told, kept, and still resented (DOMAIN §5)."""
        return limits.resented(self.ended_in_gap.of, len(self.complaints))


def get_standing_for(staff: Staff, slug: str, *, now: datetime) -> Standing:
    """A policy by its name. Raises NotAllowed and NotFound."""
    return standing_of(_policy_for(staff, slug), now=now)


def get_tellings_for(
    staff: Staff, slug: str, medium: str, *, page: int = 1, now: datetime
) -> tuple[Policy, Page[Disclosure]]:
    """The tellings behind one number of a policy's page, newest first. Raises NotAllowed and NotFound."""
    policy = _policy_for(staff, slug)
    tellings = _tellings(policy, now - limits.RESENTED_WITHIN, now).filter(medium=medium)
    found = Paginator(tellings.order_by("-at", "-pk"), PAGE)
    if not 1 <= page <= found.num_pages or not found.count:
        raise NotFound(_("There is no such page."))
    return policy, found.page(page)


def _policy_for(staff: Staff, slug: str) -> Policy:
    require(staff, Right.READ_SCORECARDS)
    policy = get_policy_for(staff, slug)
    require_scope(staff, Scope(Kind.POLICY, policy.pk))
    return policy


def standing_of(policy: Policy, *, now: datetime) -> Standing:
    versions = tuple(versions_of(policy).prefetch_related("wordings"))
    since = now - limits.RESENTED_WITHIN
    tellings = _tellings(policy, since, now)
    by_medium = tellings.values_list("medium").annotate(Count("pk")).order_by("medium")
    complaints = dict(
        _gaps(policy, since, now, among=tellings).values_list(
            "claim__complaint__customer", "claim__complaint"
        )
    )
    told = tellings.values("customer").distinct().count()
    return Standing(
        policy=policy,
        versions=versions,
        told=dict(by_medium),
        ended_in_gap=Share(len(complaints), told),
        complaints=tuple(sorted(complaints.values(), reverse=True)),
        changes=tuple(
            _change(policy, version, [each for each in versions if each.number > version.number], now)
            for version in versions
            if version.number > 1
        ),
    )


def _change(policy: Policy, version: Version, later: Iterable[Version], now: datetime) -> Wording:
    """Until the next wording came, if one did: what that one did is not this one's."""
    at, until = version.published_at, min([now, *(each.published_at for each in later)])
    span = min(COMPARED, max(until - at, timedelta(0)))
    before = _ended(policy, at - span, at)
    after = _ended(policy, at, at + span, from_version=version.number)
    return Wording(version, span.days, compare(before, after))


def _ended(policy: Policy, since: datetime, until: datetime, *, from_version: int = 0) -> Share:
    tellings = _tellings(policy, since, until).filter(version__number__gte=from_version)
    told = tellings.values("customer").distinct().count()
    gaps = _gaps(policy, since, until, among=tellings, from_version=from_version)
    return Share(gaps.values("claim__complaint__customer").distinct().count(), told)


def _tellings(policy: Policy, since: datetime, until: datetime) -> QuerySet[Disclosure]:
    versions = Version.objects.filter(policy=policy).values("pk")
    return Disclosure.objects.filter(version__in=versions, at__gt=since, at__lte=until)


def _gaps(
    policy: Policy, since: datetime, until: datetime, *, among: QuerySet[Disclosure], from_version: int = 0
) -> QuerySet[Verdict]:
    """The newest verdicts, by a person, that found an expectation gap resting on these words."""
    newer = Verdict.objects.filter(claim=OuterRef("claim"), pk__gt=OuterRef("pk"))
    return Verdict.objects.filter(
        ~Exists(newer),
        Exists(among.filter(customer=OuterRef("claim__complaint__customer"))),
        final=Word.EXPECTATION_GAP,
        claim__withdrawn_at=None,
        claim__relies_on__term__version__policy=policy,
        claim__relies_on__term__version__number__gte=from_version,
        claim__complaint__at__gt=since,
        claim__complaint__at__lte=until,
    ).order_by("claim__complaint__at")
