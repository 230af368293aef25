"""Setting up who we are, and hiring."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Location, Staff, Team
from kept.ledger import actions as ledger


class AlreadyHere(Refused):
    code = "staff_already_here"


@transaction.atomic
def open_location(location: Location, *, by: Actor, now: datetime) -> Location:
    """Save a new location after checking its zone, hours and addresses. Raises ValidationError."""
    location.full_clean()
    assert location.calendar  # hours that do not read raise here, before anything is saved
    location.save()
    ledger.record(
        "location.opened", location, by=by, at=now, zone=location.zone_name, currency=location.currency
    )
    return location


@transaction.atomic
def hire(staff: Staff, *, password: str | None, by: Actor, now: datetime) -> Staff:
    """Take somebody on. Without a password nobody can log in as them."""
    staff.email = Staff.objects.normalize_email(staff.email).lower()
    if Staff.objects.filter(email__iexact=staff.email).exists():
        raise AlreadyHere(_("Somebody with this address works here already."))
    if password is None:
        staff.set_unusable_password()
    else:
        staff.set_password(password)
    staff.full_clean(exclude=["password"])
    staff.save()
    ledger.record("staff.hired", staff, by=by, at=now, role=staff.role)
    return staff


@transaction.atomic
def make_team(name: str) -> Team:
    return Team.objects.create(name=name)
