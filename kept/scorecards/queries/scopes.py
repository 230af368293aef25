"""Whose figures somebody may read: their own; a manager those of their location; the owner all."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kept.base.refusals import NotAllowed
from kept.business.models import Location, Staff, Team
from kept.business.queries import teams
from kept.business.rules import Right, Role
from kept.policies.models import Policy
from kept.scorecards.scopes import BUSINESS, Kind, Scope


@dataclass(frozen=True)
class Choice:
    """A scope somebody may choose, by its name."""

    scope: Scope
    name: str


def scopes_for(staff: Staff) -> list[Choice]:
    """What they may choose, the widest first; locations, teams, policies and people each by name.

    Never by a score: nobody is ranked. Whoever reads no scorecards reads their own. A manager reads the whole
    business only where it has no other location than theirs.
    """
    if not staff.may(Right.READ_SCORECARDS):
        return [Choice(Scope(Kind.PERSON, staff.pk), staff.name)] if staff.is_active else []
    everywhere = list(Location.objects.order_by("name"))
    locations = [each for each in everywhere if staff.role == Role.OWNER or each.pk == staff.location_id]
    policies = Policy.objects.filter(location__in=locations).order_by("slug")
    return [
        *([Choice(BUSINESS, _("The whole business"))] if locations == everywhere else []),
        *(Choice(Scope(Kind.LOCATION, each.pk), each.name) for each in locations if len(everywhere) > 1),
        *(Choice(Scope(Kind.TEAM, team.pk), team.name) for team in _teams(locations)),
        *(Choice(Scope(Kind.POLICY, policy.pk), policy.slug) for policy in policies),
        *(Choice(Scope(Kind.PERSON, person.pk), person.name) for person in _people(staff)),
    ]


def require_scope(staff: Staff, scope: Scope) -> Choice:
    """The scope with its name. Raises NotAllowed for one that they may not read, or that is not there."""
    for choice in scopes_for(staff):
        if choice.scope == scope:
            return choice
    raise NotAllowed(_("These figures are not yours to read. Your own are, and a manager can help you."))


def _teams(locations: list[Location]) -> list[Team]:
    """Teams with people, all of whom work at these locations, by name."""
    held = set(Staff.objects.filter(location__in=locations).values_list("team", flat=True))
    elsewhere = set(Staff.objects.exclude(location__in=locations).values_list("team", flat=True))
    return [team for team in teams() if team.pk in held - elsewhere]


def _people(staff: Staff) -> list[Staff]:
    """Whom they are responsible for, and themself, by name: a manager not for other managers."""
    everybody = Staff.objects.order_by("name", "pk")
    if staff.role == Role.OWNER:
        return list(everybody)
    led = (Role.REPRESENTATIVE, Role.DISPATCHER, Role.DRIVER)
    return list(everybody.filter(location=staff.location_id, role__in=led) | everybody.filter(pk=staff.pk))
