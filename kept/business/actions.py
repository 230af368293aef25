"""Setting up who we are, and hiring."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Location, Software, Staff, Team
from kept.business.rules import FOR_SOFTWARE, Right, Role
from kept.ledger import actions as ledger

USE_NOTED_EVERY = timedelta(minutes=1)
CHANGEABLE = ["name", "mail_address", "phone", "address", "hours", "closed_on", "reply_within_hours"]
CHANGEABLE += ["complaints_within_days", "tax_id", "prices_include_tax", "languages"]


class AlreadyHere(Refused):
    code = "staff_already_here"


class NoSuchKey(Refused):
    code = "software_key_senseless"


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


@transaction.atomic
def let_in(name: str, rights: Collection[Right], *, by: Actor, now: datetime) -> tuple[Software, str]:
    """Give another program a key with these rights; the key is answered here and never again.

    Refused without a name or a right, for a right that no program may have, and for a name that stands.
    """
    name, given = " ".join(name.split())[:80], [right for right in FOR_SOFTWARE if right in rights]
    if not name or not given or len(given) < len(set(rights)):
        raise NoSuchKey(_("A key needs a name, and at least one of the rights that a program may have."))
    if Software.objects.filter(name__iexact=name).exists():
        raise AlreadyHere(_("A program called “%(name)s” has a key already.") % {"name": name})
    key = f"kept_{secrets.token_urlsafe(32)}"
    software = Software.objects.create(
        name=name,
        rights=[right.value for right in given],
        key_sha256=sha256(key.encode()).hexdigest(),
        made_at=now,
        made_by=str(by),
    )
    ledger.record("software.let_in", software, by=by, at=now, name=name, rights=software.rights)
    return software, key


@transaction.atomic
def shut_out(software: Software, *, by: Actor, now: datetime) -> Software:
    """Revoke a program's key, from now on and for good. Twice is once."""
    software = Software.objects.select_for_update().get(pk=software.pk)
    if software.revoked_at is None:
        software.revoked_at, software.revoked_by = now, str(by)
        software.save(update_fields=["revoked_at", "revoked_by"])
        ledger.record("software.shut_out", software, by=by, at=now, name=software.name)
    return software


def note_use(software: Software, *, now: datetime) -> None:
    """Keep when a key was last used, to the minute: a busy program writes one row a minute."""
    if software.last_used_at is None or now - software.last_used_at > USE_NOTED_EVERY:
        Software.objects.filter(pk=software.pk).update(last_used_at=now)
