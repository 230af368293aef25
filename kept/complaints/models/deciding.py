"""What was found, what a person made of it on each claim, and what a review by somebody else said."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from kept.business.models import Staff
from kept.complaints.models.rating import Rating
from kept.complaints.models.saying import Claim, Complaint
from kept.complaints.words import Word


class Finding(models.Model):
    """What the pure judge found on a complaint or a rating, from exactly this ``case`` (DOMAIN §10).

    The scores are exact fractions as text ("3/4"), empty where there is no scope: nothing here is a float.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, blank=True, related_name="findings")
    rating = models.OneToOneField(Rating, models.PROTECT, null=True, blank=True, related_name="finding")
    case = models.JSONField()
    rows = models.JSONField(default=dict)
    verdict = models.CharField(max_length=25, blank=True)
    kept_score = models.CharField(max_length=60, blank=True)
    told = models.PositiveSmallIntegerField(null=True, blank=True)
    rated = models.CharField(max_length=10, blank=True)
    imputed = models.BooleanField(default=False)
    service_gap = models.CharField(max_length=60, blank=True)
    disclosure_gap = models.CharField(max_length=60, blank=True)
    expectation_gap = models.CharField(max_length=60, blank=True)
    outcome_against_expectation = models.CharField(max_length=10)
    needs_person = models.BooleanField(default=False)
    remedies = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(complaint__isnull=False, rating__isnull=True)
                | models.Q(complaint__isnull=True, rating__isnull=False),
                name="finding_is_on_a_complaint_or_a_rating",
            )
        ]

    def __str__(self) -> str:
        return self.verdict or "no verdict"


class Review(models.Model):
    """The customer asked that somebody else look at it again; who did, and whether the verdict stood."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="reviews")
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    reviewer = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    upheld = models.BooleanField(null=True, blank=True)
    because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=models.Q(reviewed_at__isnull=True),
                name="one_review_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.complaint_id}"


class Verdict(models.Model):
    """What the desk proposes on one claim, and what a person made of it.

    ``proposed`` is empty where only a person may judge. ``final`` is the person's word; it counts when
    nobody else is needed, or a second person agreed (``seconded_at``), or the wait is over (``waits_until``).
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="verdicts")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="verdicts")
    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="+")
    proposed = models.CharField(max_length=25, choices=Word.choices, blank=True)
    favours = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    final = models.CharField(max_length=25, choices=Word.choices, blank=True)
    because = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    second_needed = models.BooleanField(default=False)
    waits_until = models.DateTimeField(null=True, blank=True)
    seconded_at = models.DateTimeField(null=True, blank=True)
    seconded_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(final="", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(final="") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="a_final_verdict_is_somebodys",
            ),
            models.CheckConstraint(
                condition=models.Q(final="") | models.Q(final=models.F("proposed")) | ~models.Q(because=""),
                name="an_overrule_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(seconded_by__isnull=True) | ~models.Q(seconded_by=models.F("decided_by")),
                name="the_second_person_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.final or self.proposed or "awaits a person"

    @property
    def overruled(self) -> bool:
        return bool(self.final and self.proposed and self.final != self.proposed)

    def stands(self, now: datetime) -> bool:
        """Whether the person's word counts by now."""
        if not self.final:
            return False
        if not self.second_needed or self.seconded_at is not None:
            return True
        return self.waits_until is not None and now >= self.waits_until


class SecondLook(models.Model):
    """A decided claim that another person judges blind: a tenth of them, chosen by nobody (``looks``)."""

    verdict = models.OneToOneField(Verdict, models.PROTECT, related_name="second_look")
    chosen_at = models.DateTimeField()
    word = models.CharField(max_length=25, choices=Word.choices, blank=True)
    because = models.CharField(max_length=500, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(word="", looked_at__isnull=True, looked_by__isnull=True)
                | (~models.Q(word="") & models.Q(looked_at__isnull=False, looked_by__isnull=False)),
                name="a_second_look_is_somebodys",
            )
        ]

    def __str__(self) -> str:
        return self.word or "not looked at yet"

    @property
    def agrees(self) -> bool:
        return self.word == self.verdict.final


class SteppedBack(models.Model):
    """Somebody who had to know what was decided, and so gives no second look on it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "staff"], name="one_steps_back_from_a_look_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} from {self.complaint_id}"
