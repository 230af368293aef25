"""How a policy stands: how often told, what came of it, whether resented, what a new wording did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from kept.customers.models import Customer
from kept.policies.models import Disclosure, Policy, Version
from kept.policies.queries import get_policy_for, versions_of
from kept.scorecards.comparing import Difference, Share, compare
from kept.scorecards.models import LastLook
from kept.scorecards.queries.scopes import require_scope
from kept.scorecards.scopes import Kind, Scope

PAGE = 50
Merged = Mapping[int, int | None]  # by the number of a record what it was merged into
COMPARED = timedelta(days=90)  # at most so long on each side of a new wording, and the same on both
TRUSTED_FOR = timedelta(hours=2)  # the last look: at night, with nothing new, one an hour is taken


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
    """One policy as it stood at ``at``.

    ``told`` counts tellings within the 90 days before by their medium; ``ended_in_gap`` the people told, and
    those among them whose complaint ended as an expectation gap on it; ``complaints`` are their numbers.
    Records that were merged are one person.
    """

    policy: Policy
    at: datetime
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
    """A policy by its name, as the clock last saw it. Raises NotAllowed and NotFound."""
    policy = _policy_for(staff, slug)
    seen = LastLook.objects.filter(policy=policy, at__gt=now - TRUSTED_FOR).first()
    return standing_of(policy, now=now) if seen is None else _as_seen(seen, policy)


def get_tellings_for(
    staff: Staff, slug: str, medium: str, *, page: int = 1, now: datetime
) -> tuple[Policy, Page[Disclosure]]:
    """The tellings behind one number of a policy's page: of its newest wording first, and the newest first.

    Raises NotAllowed and NotFound.
    """
    found = get_standing_for(staff, slug, now=now)
    tellings = _tellings(found.policy, found.at - limits.RESENTED_WITHIN, found.at).filter(medium=medium)
    pages = Paginator(tellings.order_by("-version", "-at", "-pk"), PAGE)
    pages.count = found.told.get(medium, 0)  # counted already, over the same 90 days
    if not 1 <= page <= pages.num_pages or not pages.count:
        raise NotFound(_("There is no such page."))
    return found.policy, pages.page(page)


def _policy_for(staff: Staff, slug: str) -> Policy:
    require(staff, Right.READ_SCORECARDS)
    policy = get_policy_for(staff, slug)
    require_scope(staff, Scope(Kind.POLICY, policy.pk))
    return policy


def standing_of(policy: Policy, *, now: datetime) -> Standing:
    """Asks everybody who was told: a second or so where that is a million."""
    since, versions = now - limits.RESENTED_WITHIN, _versions(policy)
    by_medium = _tellings(policy, since, now).values_list("medium").annotate(Count("pk")).order_by("medium")
    merged = _merged()
    people = _told(policy, since, now, merged)
    gaps = _gaps(policy, since, now).values_list("claim__complaint__customer", "claim__complaint")
    complaints = {_person(who, merged): complaint for who, complaint in gaps}
    mine = [complaint for person, complaint in complaints.items() if person in people]
    return Standing(
        policy=policy,
        at=now,
        versions=versions,
        told=dict(by_medium),
        ended_in_gap=Share(len(mine), len(people)),
        complaints=tuple(sorted(mine, reverse=True)),
        changes=tuple(_change(policy, each, versions, now) for each in versions if each.number > 1),
    )


def _as_seen(seen: LastLook, policy: Policy) -> Standing:
    versions = _versions(policy)
    by_number = {version.number: version for version in versions}
    return Standing(
        policy=policy,
        at=seen.at,
        versions=versions,
        told=seen.told,
        ended_in_gap=Share(len(seen.complaints), seen.people),
        complaints=tuple(seen.complaints),
        changes=tuple(
            Wording(by_number[number], days, compare(Share(*before), Share(*after)))
            for number, days, before, after in seen.changes
        ),
    )


def _versions(policy: Policy) -> tuple[Version, ...]:
    return tuple(versions_of(policy).prefetch_related("wordings"))


def _change(policy: Policy, version: Version, versions: Sequence[Version], now: datetime) -> Wording:
    """Until the next wording came, if one did: what that one did is not this one's."""
    later = [each.published_at for each in versions if each.number > version.number]
    at, until = version.published_at, min([now, *later])
    span = min(COMPARED, max(until - at, timedelta(0)))
    before = _ended(policy, at - span, at)
    after = _ended(policy, at, at + span, from_version=version.number)
    return Wording(version, span.days, compare(before, after))


def _ended(policy: Policy, since: datetime, until: datetime, *, from_version: int = 0) -> Share:
    merged = _merged()
    people = _told(policy, since, until, merged, from_version=from_version)
    gaps = _gaps(policy, since, until, from_version=from_version).values_list("claim__complaint__customer")
    return Share(len({_person(who, merged) for (who,) in gaps} & people), len(people))


def _told(
    policy: Policy, since: datetime, until: datetime, merged: Merged, *, from_version: int = 0
) -> set[int]:
    """The people who were told, each once."""
    tellings = _tellings(policy, since, until).filter(version__number__gte=from_version)
    return {_person(who, merged) for (who,) in tellings.values_list("customer").distinct()}


def _merged() -> Merged:
    return dict(Customer.objects.exclude(merged_into=None).values_list("pk", "merged_into"))


def _person(record: int, merged: Merged) -> int:
    while (into := merged.get(record)) is not None:
        record = into
    return record


def _tellings(policy: Policy, since: datetime, until: datetime) -> QuerySet[Disclosure]:
    versions = Version.objects.filter(policy=policy).values("pk")
    return Disclosure.objects.filter(version__in=versions, at__gt=since, at__lte=until)


def _gaps(policy: Policy, since: datetime, until: datetime, *, from_version: int = 0) -> QuerySet[Verdict]:
    """The newest verdicts, by a person, that found an expectation gap resting on these words."""
    newer = Verdict.objects.filter(claim=OuterRef("claim"), pk__gt=OuterRef("pk"))
    return Verdict.objects.filter(
        ~Exists(newer),
        final=Word.EXPECTATION_GAP,
        claim__withdrawn_at=None,
        claim__relies_on__term__version__policy=policy,
        claim__relies_on__term__version__number__gte=from_version,
        claim__complaint__at__gt=since,
        claim__complaint__at__lte=until,
    ).order_by("claim__complaint__at")
