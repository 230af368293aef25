"""What somebody agreed to when they joined, and those who asked to join and have not confirmed it yet."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from kept.memberships.models.joining import Membership, Plan, PlanAddOn
from kept.outbox.models import Outgoing


class Consent(models.Model):
    """What exactly was shown before a membership bound, and which boxes were ticked; it never changes.

    ``shown`` is {"words": [{"policy", "version", "language", "sha256"}], "sums": [{"key", "words"}], …},
    ``mark`` its hash. ``confirmed_at``: when the button from the letter in their mailbox was pressed, which
    says whose mailbox it is. Nothing else about where they were is kept: no network address, no browser.
    """

    class Place(models.TextChoices):
        PAGE = "page"
        COUNTER = "counter"

    membership = models.OneToOneField(Membership, models.PROTECT, related_name="consent")
    place = models.CharField(max_length=10, choices=Place.choices)
    language = models.CharField(max_length=12)
    shown = models.JSONField()
    mark = models.CharField(max_length=64)
    ticked = models.JSONField(default=list)
    ticked_at = models.DateTimeField()
    handed_over = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"consent to {self.membership_id}"


class SignUp(models.Model):
    """Somebody read and ticked the terms on the public page. It binds nobody until ``confirmed_at``.

    No customer stands behind it: whoever types an address may be anybody. What was typed is forgotten when
    the letter's time is over without an answer (``forgotten_at``).
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    add_ons = models.ManyToManyField(PlanAddOn, related_name="+", blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12)
    shown = models.JSONField()
    mark = models.CharField(max_length=64)
    ticked = models.JSONField(default=list)
    began_at = models.DateTimeField()
    ticked_at = models.DateTimeField()
    until = models.DateTimeField()
    letter = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    membership = models.OneToOneField(
        Membership, models.PROTECT, null=True, blank=True, related_name="sign_up"
    )
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, membership__isnull=True)
                | models.Q(confirmed_at__isnull=False, membership__isnull=False),
                name="a_sign_up_binds_when_it_is_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(confirmed_at__lt=models.F("until")),
                name="a_sign_up_is_confirmed_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"sign-up {self.pk}"

    def waits(self, now: datetime) -> bool:
        """Whether the button in the letter still joins them."""
        return self.confirmed_at is None and self.forgotten_at is None and now < self.until
