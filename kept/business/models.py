"""Who we are: the location with its calendar, teams, and staff."""

from __future__ import annotations

from datetime import date, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.base.actors import Actor
from kept.base.calendars import Calendar
from kept.business.rules import FOR_SOFTWARE, Right, Role, may


def known_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is no time zone"), params={"name": name})


class Location(models.Model):
    """A place of the business: its zone, calendar, jurisdiction, currency and languages.

    ``hours`` is {"0": [["09:00", "18:00"]], …} by weekday (0 is Monday), ``closed_on`` a list of ISO days,
    ``reply_within_hours`` the opening hours in which every letter is answered; None promises nothing.
    ``complaints_within_days`` the working days in which every complaint, and every review, is answered.
    ``tax_id`` stands on invoices, and ``prices_include_tax`` says whether prices are with the tax or without.
    """

    name = models.CharField(max_length=120)
    zone_name = models.CharField(max_length=60, validators=[known_zone])
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2)
    jurisdiction = models.CharField(max_length=12)
    languages = models.JSONField(default=list)
    hours = models.JSONField(default=dict)
    closed_on = models.JSONField(default=list, blank=True)
    mail_address = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    reply_within_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    complaints_within_days = models.PositiveSmallIntegerField(default=10)
    tax_id = models.CharField(max_length=40, blank=True)
    prices_include_tax = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def language(self) -> str:
        """The first of its languages: of whoever is not known to read another."""
        return self.languages[0] if self.languages else "en"

    @property
    def calendar(self) -> Calendar:
        return Calendar(
            zone=self.zone,
            hours={
                int(weekday): tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans)
                for weekday, spans in self.hours.items()
            },
            closed_on=frozenset(date.fromisoformat(day) for day in self.closed_on),
        )


class Team(models.Model):
    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> Staff:
        return self.get(email__iexact=username)


class Staff(AbstractBaseUser):
    """Somebody who works here, and logs in by e-mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]
    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        verbose_name_plural = "staff"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="staff_have_a_known_role"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return Actor("staff", self.pk)

    def may(self, right: Right) -> bool:
        return self.is_active and may(self.role, right)

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002  # Django's own question; ours is may()
        return False


class Software(models.Model):
    """Another program that works here by a key: as itself, with few ``rights``, never as one of the staff.

    Of the key only its SHA-256 is kept; it has 256 random bits, so nothing slower is needed.
    """

    name = models.CharField(max_length=80, unique=True)
    rights = models.JSONField(default=list)
    key_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "software"

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return Actor("software", self.pk)

    def may(self, right: Right) -> bool:
        return self.revoked_at is None and right in FOR_SOFTWARE and right in self.rights
