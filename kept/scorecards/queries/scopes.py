"""Whose figures somebody may read: their own; a manager those of their location; the owner all."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kept.base.refusals import NotAllowed
from kept.business.models import Location, Staff
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

    Never by a score: nobody is ranked. Whoever reads no scorecards reads their own.
    """
    if not staff.may(Right.READ_SCORECARDS):
        return [Choice(Scope(Kind.PERSON, staff.pk), staff.name)] if staff.is_active else []
    locations = list(_locations(staff))
    people = list(_people(staff))
    held = {person.team_id for person in people} | {staff.team_id}
    found = [
        Choice(Scope(Kind.LOCATION, location.pk), location.name)
        for location in locations
        if Location.objects.count() > 1
    ]
    found += [Choice(Scope(Kind.TEAM, team.pk), team.name) for team in teams() if team.pk in held]
    policies = Policy.objects.filter(location__in=locations).order_by("slug")
    found += [Choice(Scope(Kind.POLICY, policy.pk), policy.slug) for policy in policies]
    found += [Choice(Scope(Kind.PERSON, person.pk), person.name) for person in people]
    if len(locations) == Location.objects.count():
        found.insert(0, Choice(BUSINESS, _("The whole business")))
    return found


def require_scope(staff: Staff, scope: Scope) -> Choice:
    """The scope with its name, if they may read it. Raises NotFound where nobody may, else NotAllowed."""
    for choice in scopes_for(staff):
        if choice.scope == scope:
            return choice
    raise NotAllowed(_("These figures are not yours to read. Your own are, and a manager can help you."))


def _locations(staff: Staff) -> list[Location]:
    everywhere = Location.objects.order_by("name")
    return list(everywhere if staff.role == Role.OWNER else everywhere.filter(pk=staff.location_id))


def _people(staff: Staff) -> list[Staff]:
    """Whom they are responsible for, and themself, by name: a manager not for other managers."""
    everybody = Staff.objects.order_by("name", "pk")
    if staff.role == Role.OWNER:
        return list(everybody)
    led = (Role.REPRESENTATIVE, Role.DISPATCHER, Role.DRIVER)
    return list(everybody.filter(location=staff.location_id, role__in=led) | everybody.filter(pk=staff.pk))
