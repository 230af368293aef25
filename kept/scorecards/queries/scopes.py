"""Whose figures somebody may read: their own; a manager those of their location; the owner all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
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

    Never by a score: nobody is ranked. Whoever reads no scorecards reads their own. A manager reads the whole
    business only where it has no other location than theirs.
    """
    return [choice for kind in CHOICES for choice in _choices(staff, kind)]


def require_scope(staff: Staff, scope: Scope) -> Choice:
    """The scope with its name. Raises NotAllowed for one that they may not read, or that is not there."""
    for choice in _choices(staff, scope.kind):
        if choice.scope == scope:
            return choice
    raise NotAllowed(_("These figures are not yours to read. Your own are, and a manager can help you."))


def _choices(staff: Staff, kind: Kind) -> list[Choice]:
    """Those of one kind that they may choose."""
    if staff.may(Right.READ_SCORECARDS):
        return CHOICES[kind](staff)
    own = kind is Kind.PERSON and staff.is_active
    return [Choice(Scope(Kind.PERSON, staff.pk), staff.name)] if own else []


def _business(staff: Staff) -> list[Choice]:
    elsewhere = Location.objects.exclude(pk=staff.location_id)
    if staff.role != Role.OWNER and elsewhere.exists():
        return []
    return [Choice(BUSINESS, _("The whole business"))]


def _locations(staff: Staff) -> list[Choice]:
    """By name; none where there is but one, which is the whole business."""
    everywhere = list(Location.objects.order_by("name"))
    theirs = [each for each in everywhere if staff.role == Role.OWNER or each.pk == staff.location_id]
    return [Choice(Scope(Kind.LOCATION, each.pk), each.name) for each in theirs if len(everywhere) > 1]


def _teams(staff: Staff) -> list[Choice]:
    """Teams with people, all of whom work where they may read, by name."""
    held = set(Staff.objects.values_list("team", flat=True))
    if staff.role != Role.OWNER:
        held -= set(Staff.objects.exclude(location=staff.location_id).values_list("team", flat=True))
    return [Choice(Scope(Kind.TEAM, team.pk), team.name) for team in teams() if team.pk in held]


def _policies(staff: Staff) -> list[Choice]:
    found = Policy.objects.order_by("slug").values_list("pk", "slug")
    if staff.role != Role.OWNER:
        found = found.filter(location=staff.location_id)
    return [Choice(Scope(Kind.POLICY, pk), slug) for pk, slug in found]


def _people(staff: Staff) -> list[Choice]:
    """Whom they are responsible for, and themself, by name: a manager not for other managers."""
    found = Staff.objects.order_by("name", "pk").values_list("pk", "name")
    if staff.role != Role.OWNER:
        led = (Role.REPRESENTATIVE, Role.DISPATCHER, Role.DRIVER)
        found = found.filter(Q(location=staff.location_id, role__in=led) | Q(pk=staff.pk))
    return [Choice(Scope(Kind.PERSON, pk), name) for pk, name in found]


CHOICES: dict[Kind, Callable[[Staff], list[Choice]]] = {
    Kind.BUSINESS: _business,
    Kind.LOCATION: _locations,
    Kind.TEAM: _teams,
    Kind.POLICY: _policies,
    Kind.PERSON: _people,
}
