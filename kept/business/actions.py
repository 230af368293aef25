"""Setting up who we are, and hiring."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Location, Staff, Team
from kept.business.rules import Role
from kept.ledger import actions as ledger

CHANGEABLE = ["name", "mail_address", "phone", "address", "hours", "closed_on", "reply_within_hours"]
CHANGEABLE += ["tax_id", "prices_include_tax"]


class AlreadyHere(Refused):
    code = "staff_already_here"


class LastOwner(Refused):
    code = "staff_last_owner"


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


@transaction.atomic
def set_password(staff: Staff, password: str, *, by: Actor, now: datetime) -> Staff:
    """Give somebody a new password; whoever is logged in as them has to log in again."""
    staff.set_password(password)
    staff.save(update_fields=["password"])
    ledger.record("staff.password_set", staff, by=by, at=now)
    return staff


@transaction.atomic
def end_work(staff: Staff, *, by: Actor, now: datetime) -> Staff:
    """Somebody does not work here any more: they cannot log in, and what they did stays theirs.

    Refused for the last owner, without whom nobody could hire.
    """
    owners = Staff.objects.select_for_update().filter(role=Role.OWNER, is_active=True)
    if not owners.exclude(pk=staff.pk).exists():
        raise LastOwner(_("Somebody has to own this desk. Hire another owner first."))
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    ledger.record("staff.ended", staff, by=by, at=now, role=staff.role)
    return staff


@transaction.atomic
def change_location(location: Location, *, by: Actor, now: datetime) -> Location:
    """Save what was changed about how to reach us and when. Raises ValidationError.

    Zone, country and currency stay: promises and money of the past are told in them.
    """
    location.full_clean()
    assert location.calendar  # as when it was opened
    location.save(update_fields=CHANGEABLE)
    ledger.record(
        "location.changed", location, by=by, at=now, hours=location.hours, closed_on=location.closed_on
    )
    return location
