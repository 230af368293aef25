"""Complaints with their claims, what was found and decided on each, remedies, letters, and ratings."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.base.money import Money
from kept.business.models import Location, Staff
from kept.complaints.words import ClaimKind, Word
from kept.conversations.models import Conversation, Matter
from kept.customers.models import Customer
from kept.outbox.models import Outgoing
from kept.policies.models import Term
from kept.promises.models import Expectation, Promise


class Complaint(models.Model):
    """What a customer says went wrong, in their words, and where it stands.

    ``at`` is when they said it: what is judged is what stood then. ``at_stake_minor`` is the sum the
    verdict is about, in the location's currency; ``answer_until`` is how long they may answer.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PROPOSED = "proposed", _("Proposed")
        DECIDED = "decided", _("Decided")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED_WITHOUT_FINDING = "closed_without_finding", _("Closed without finding")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    at_stake_minor = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=25, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=40, blank=True)
    because = models.CharField(max_length=500, blank=True)
    answer_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-at"], name="complaint_by_customer"),
            models.Index(fields=["state", "-at"], name="complaint_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stars__isnull=True) | models.Q(stars__gte=1, stars__lte=5),
                name="complaint_has_one_to_five_stars",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "proposed"], closed_at__isnull=True)
                | models.Q(
                    state__in=["decided", "withdrawn", "closed_without_finding"], closed_at__isnull=False
                ),
                name="complaint_that_is_over_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def at_stake(self) -> Money | None:
        return None if self.at_stake_minor is None else Money(self.at_stake_minor, self.location.currency)

    def is_final(self, now: datetime) -> bool:
        """Whether the time in which the customer may answer, which begins with the letter, is over."""
        return self.state == self.State.DECIDED and self.answer_until is not None and now > self.answer_until


class Claim(models.Model):
    """One thing a complaint says, the promises it is about, and the terms our answer would rest on."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=40, choices=ClaimKind.choices)
    sentence = models.CharField(max_length=500, blank=True)
    about = models.ManyToManyField(Promise, related_name="+", blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ClaimKind.values), name="claim_is_of_a_known_kind"
            )
        ]

    def __str__(self) -> str:
        return self.sentence or self.get_kind_display()

    @property
    def standing(self) -> Verdict | None:
        """The verdict that counts: the newest."""
        return max(self.verdicts.all(), key=lambda verdict: verdict.pk, default=None)


class Reliance(models.Model):
    """A claim's answer rests on this term, which bound the customer at ``bound_at`` (DOMAIN §4)."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="relies_on")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "term"], name="claim_rests_on_each_term_once")
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} on {self.term_id}"


class Rating(models.Model):
    """One to five stars for one thing ("membership:3"), by a click that posts, never by opening a link."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60)
    stars = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    expectation = models.ForeignKey(Expectation, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stars__gte=1, stars__lte=5), name="rating_has_one_to_five_stars"
            ),
            models.UniqueConstraint(fields=["customer", "about"], name="a_thing_is_rated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stars} for {self.about}"


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


class Answer(models.Model):
    """What the customer said to the verdict: once."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="answer")
    words = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.words[:60]


class Remedy(models.Model):
    """What we do about a complaint: a promise like any other."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="remedies")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "remedies"

    def __str__(self) -> str:
        return f"remedy of {self.complaint_id}"


class Letter(models.Model):
    """The letter about a complaint: drafted by the desk, made good by a person, sent through the outbox."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="letters")
    text = models.TextField()
    language = models.CharField(max_length=12)
    drafted_at = models.DateTimeField()
    edited_by = models.CharField(max_length=40)
    sent_at = models.DateTimeField(null=True, blank=True)
    outgoing = models.OneToOneField(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=models.Q(sent_at__isnull=True),
                name="one_letter_is_being_written",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
