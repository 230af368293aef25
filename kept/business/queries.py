"""Reading who we are, and asking who may."""

from __future__ import annotations

from hashlib import sha256

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import NotAllowed, NotFound
from kept.business.models import Location, Software, Staff, Team
from kept.business.rules import Entitled, Right


def require(who: Entitled, right: Right) -> None:
    """Refuse, in words, unless this person, or this program, may."""
    if not who.may(right):
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
    if actor.id is not None and actor.kind == "software":
        found = Software.objects.filter(pk=actor.id).values_list("name", flat=True).first()
        return found or _("another program")
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


def by_key(key: str) -> Software | None:
    """The program that has this key; None where nobody has, or it was revoked."""
    digest = sha256(key.encode()).hexdigest()
    return Software.objects.filter(key_sha256=digest, revoked_at=None).first()


def software_for(staff: Staff) -> QuerySet[Software]:
    """The programs that work here, those with a key first, by name."""
    require(staff, Right.MANAGE_STAFF)
    return all_software()


def all_software() -> QuerySet[Software]:
    return Software.objects.order_by(F("revoked_at").asc(nulls_first=True), "name")


def get_software_for(staff: Staff, pk: int) -> Software:
    found = software_for(staff).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("No program here has this number."))
    return found


def software_named(name: str) -> Software:
    """A program by its name, for the command. Raises NotFound."""
    found = Software.objects.filter(name=name).first()
    if found is None:
        raise NotFound(_("No program here is called “%(name)s”.") % {"name": name})
    return found
