"""Reading who we are, and asking who may."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import NotAllowed, NotFound
from kept.business.models import Location, Staff, Team
from kept.business.rules import Right


def require(staff: Staff, right: Right) -> None:
    """Refuse, in words, unless this person may."""
    if not staff.may(right):
        raise NotAllowed(_("Your role does not open this. A manager can help you."))


def get_location() -> Location:
    """The location of this business. One stands in this version; raises NotFound before set-up."""
    location = Location.objects.order_by("pk").first()
    if location is None:
        raise NotFound(_("This desk has no location yet."))
    return location


def get_staff(pk: int) -> Staff:
    staff = Staff.objects.filter(pk=pk).first()
    if staff is None:
        raise NotFound(_("Nobody here has this number."))
    return staff


def by_email(address: str) -> Staff:
    """A colleague by their log-in, who still works here. Raises NotFound."""
    staff = Staff.objects.filter(email__iexact=address.strip(), is_active=True).first()
    if staff is None:
        raise NotFound(_("Nobody here logs in as %(address)s.") % {"address": address})
    return staff


def name_of(actor: Actor | str) -> str:
    """How an actor is called on a page: the member of staff's name, "the customer", "the clock"."""
    actor = Actor.parse(actor) if isinstance(actor, str) else actor
    if actor.id is not None and actor.is_staff:
        found = Staff.objects.filter(pk=actor.id).values_list("name", flat=True).first()
        return found or _("somebody who left")
    return {"customer": _("the customer"), "software": _("the desk"), "clock": _("the clock")}[actor.kind]


def colleagues(*roles: str) -> QuerySet[Staff]:
    """Active staff, of these roles if any are named, by name."""
    found = Staff.objects.filter(is_active=True)
    return (found.filter(role__in=roles) if roles else found).order_by("name")


def who_may(right: Right, *, but: Staff) -> list[Staff]:
    """The colleagues of somebody who have this right, by name."""
    return [other for other in colleagues() if other != but and other.may(right)]


def teams() -> QuerySet[Team]:
    return Team.objects.order_by("name")
