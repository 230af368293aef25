"""What was counted, one row per thing, with its sums by day and month, which can all be counted anew."""

from __future__ import annotations

from fractions import Fraction

from django.db import models

from kept.business.models import Location, Staff, Team
from kept.policies.models import Policy

BILLION = 1_000_000_000


class Counted(models.Model):
    """One thing counted ("promise:7" in Kept), as ``characteristics`` decided it; no name and no words.

    ``at`` and ``day`` (local) place it; ``location``, ``staff``, ``team`` (that of the staff at that instant)
    and ``policy`` are numbers of rows, or None.
    ``score`` is in billionths, None while it is too early to tell. ``reason`` and ``marks`` are codes that
    the characteristic has words for; ``marks`` stand between blanks (" offer hand_over "). ``measures`` are
    whole numbers in the characteristic's unit. At ``again_at`` time alone may change it.
    """

    name = models.CharField(max_length=20)
    ref = models.CharField(max_length=60)
    at = models.DateTimeField()
    day = models.DateField()
    location = models.BigIntegerField()
    staff = models.BigIntegerField(null=True)
    team = models.BigIntegerField(null=True)
    policy = models.BigIntegerField(null=True)
    score = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=30)
    marks = models.CharField(max_length=300, default=" ")
    measures = models.JSONField(default=list)
    again_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "counted"
        indexes = [
            models.Index(fields=["name", "day", "id"], name="counted_by_day"),
            models.Index(fields=["name", "reason", "day", "id"], name="counted_by_reason"),
            models.Index(fields=["name", "location", "day", "id"], name="counted_by_location"),
            models.Index(fields=["name", "staff", "day", "id"], name="counted_by_staff"),
            models.Index(fields=["name", "team", "day", "id"], name="counted_by_team"),
            models.Index(
                fields=["name", "policy", "day", "id"],
                condition=models.Q(policy__isnull=False),
                name="counted_by_policy",
            ),
            models.Index(
                fields=["again_at"],
                condition=models.Q(again_at__isnull=False),
                name="counted_to_look_at_again",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["name", "ref"], name="a_thing_is_counted_once"),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0, score__lte=BILLION),
                name="a_counted_thing_counts_for_nothing_to_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} in {self.name}"

    @property
    def share(self) -> Fraction | None:
        """What it counts for, from 0 to 1; None while it is too early to tell."""
        return None if self.score is None else Fraction(self.score, BILLION)


class Span(models.TextChoices):
    DAY = "day"
    MONTH = "month"


class Sum(models.Model):
    """How many things of a scope ("person:7") fell on a day or in a month, by reason; or by mark.

    ``n`` of them have a score, and sum to ``total`` billionths; ``early`` have none yet. Each thing stands in
    one sum by its reason (``mark`` empty), and in one more for each of its marks (``reason`` empty).
    """

    scope = models.CharField(max_length=30)
    name = models.CharField(max_length=20)
    span = models.CharField(max_length=5, choices=Span.choices)
    starts_on = models.DateField()
    reason = models.CharField(max_length=30, blank=True)
    mark = models.CharField(max_length=30, blank=True)
    n = models.BigIntegerField()
    early = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "span", "name", "starts_on", "reason", "mark"], name="a_sum_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.name} {self.starts_on} {self.reason or self.mark}"


class Spread(models.Model):
    """How many measures of a scope fell on a day, or in a month, and in this bucket (``rules.bucket``)."""

    scope = models.CharField(max_length=30)
    name = models.CharField(max_length=20)
    span = models.CharField(max_length=5, choices=Span.choices)
    starts_on = models.DateField()
    bucket = models.BigIntegerField()
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "span", "name", "starts_on", "bucket"], name="a_bucket_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.name} {self.starts_on} {self.bucket}"


class Belonging(models.Model):
    """From when on what somebody does counts for this team, or for none; ``since`` None: from the beginning.

    Noted when the record is followed. It cannot be counted anew, and is never changed: whoever goes to
    another team takes no figures there, and leaves theirs behind.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "since"], name="somebody_is_in_one_team_at_a_time"),
            models.UniqueConstraint(
                fields=["staff"],
                condition=models.Q(since__isnull=True),
                name="somebody_begins_in_one_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.team_id}"


class LastLook(models.Model):
    """How a policy stood at ``at`` (``standing.Standing``), so that its page need not ask everybody told.

    ``told`` is {"invoice": 5} by medium; ``complaints`` are numbers; ``changes`` hold for each new wording
    [its version's number, days, some and of before, some and of after].
    """

    policy = models.OneToOneField(Policy, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told = models.JSONField()
    people = models.BigIntegerField()
    complaints = models.JSONField()
    changes = models.JSONField()

    def __str__(self) -> str:
        return f"{self.policy_id} at {self.at}"


class Cursor(models.Model):
    """How far the record was followed: the next sealed entry, the newest message read, and when.

    One row: whoever counts holds it locked. ``at`` None: nothing was ever counted.
    """

    sealed = models.BigIntegerField(default=0)
    message = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_cursor")]

    def __str__(self) -> str:
        return f"entry {self.sealed}"


class Report(models.Model):
    """The PDF of a location's month (``month`` is its first day), as it was sent; it names no customer.

    Kept, not made anew: what is recorded later changes the scorecard, never what somebody was told.
    """

    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    month = models.DateField()
    made_at = models.DateTimeField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "month"], name="a_month_is_reported_once")]

    def __str__(self) -> str:
        return f"{self.location_id} {self.month:%Y-%m}"
