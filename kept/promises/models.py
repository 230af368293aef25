"""What we owe one customer, the facts that decide it, and what was wished and expected."""

from __future__ import annotations

from typing import Literal

from django.db import models

from kept.base.money import Money
from kept.business.models import Location
from kept.customers.models import Customer
from kept.policies.models import TermApplication
from kept.promises.owed import DECIDED_BY, Absent, End, Evidence, Kind, Owed
from kept.promises.owed import Fact as DecidingFact

RECORD_ABSENT = "record_absent"
NOT_OURS = "not_ours"  # the source of an absent record that was never ours to keep


class Outcome(models.TextChoices):
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"
    REPLACED = "replaced"


class Wish(models.TextChoices):
    """At whose wish a promise ended or was replaced."""

    CUSTOMER = "customer"
    OURS = "ours"


class PromiseQuerySet(models.QuerySet["Promise"]):
    def open(self) -> PromiseQuerySet:
        return self.filter(settled_at__isnull=True)

    def settled(self) -> PromiseQuerySet:
        return self.filter(settled_at__isnull=False)


class Promise(models.Model):
    """One thing owed to one customer, due at ``until``; a window also has ``starts_at`` (both ends kept).

    ``about`` names the row it is about ("delivery:12"). It ends exactly once; a settled promise never
    changes (triggers, migration 0002).
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    words = models.CharField(max_length=400)
    starts_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField()
    minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    source = models.CharField(max_length=20, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    wish = models.CharField(max_length=10, choices=Wish.choices, blank=True)
    because = models.CharField(max_length=500, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "settled_at"], name="promise_by_customer"),
            models.Index(fields=["about"], name="promise_by_subject"),
            models.Index(
                fields=["until"], condition=models.Q(settled_at__isnull=True), name="promise_open_by_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(settled_at__isnull=True, outcome="")
                    | models.Q(settled_at__isnull=False, outcome__in=Outcome.values)
                ),
                name="promise_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True) | models.Q(starts_at__lt=models.F("until")),
                name="promise_window_has_a_width",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="delivery_window") | models.Q(starts_at__isnull=False),
                name="promise_of_a_delivery_is_a_window",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="refund") | (models.Q(minor__gt=0) & ~models.Q(currency="")),
                name="promise_of_a_refund_has_an_amount",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["released", "replaced"]) | ~models.Q(wish=""),
                name="promise_says_at_whose_wish_it_went",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def amount(self) -> Money | None:
        return None if self.minor is None else Money(self.minor, self.currency)

    @property
    def owed(self) -> Owed:
        """This row as the rules read it, with the way it ended other than by what happened."""
        return Owed(
            id=str(self.pk),
            kind=Kind(self.kind),
            made_at=self.made_at,
            until=self.until,
            starts_at=self.starts_at,
            amount=self.minor,
            currency=self.currency or None,
            accepted=True if self.accepted_at else None,
            end=self._end,
            replaces=None if self.replaces_id is None else str(self.replaces_id),
        )

    @property
    def _end(self) -> End | None:
        if self.outcome not in (Outcome.RELEASED, Outcome.REPLACED):
            return None
        how: Literal["released", "replaced"] = "released" if self.outcome == Outcome.RELEASED else "replaced"
        return End(how, self.settled_at, "customer" if self.wish == Wish.CUSTOMER else "ours")

    @property
    def evidence(self) -> Evidence:
        """What is on record about it; prefetch ``facts`` when reading many."""
        facts = list(self.facts.all())
        return Evidence(
            facts=tuple(fact.deciding for fact in facts if fact.kind == DECIDED_BY[Kind(self.kind)]),
            absent=tuple(fact.absent for fact in facts if fact.kind == RECORD_ABSENT),
        )


class Fact(models.Model):
    """Something that happened, or (``never``) is recorded not to have happened, and bears on a promise.

    Kinds as in DOMAIN §10: arrival, contact_attempt, reply_sent, refund, exit_confirmed, receipt_sent,
    remedy_given, record_absent. ``source`` says who or what recorded it, ``evidence`` names its row.
    """

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(null=True, blank=True)
    never = models.BooleanField(default=False)
    reached = models.BooleanField(null=True, blank=True)
    minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    end_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=20)
    evidence = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(at__isnull=False, never=False) | models.Q(at__isnull=True, never=True),
                name="a_fact_has_an_instant_or_never_came",
            ),
            models.UniqueConstraint(
                fields=["promise", "kind", "evidence"],
                condition=~models.Q(evidence=""),
                name="a_fact_is_recorded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at or 'never'}"

    @property
    def deciding(self) -> DecidingFact:
        return DecidingFact(
            ref=f"fact:{self.pk}",
            at=self.at,
            reached=bool(self.reached),
            amount=self.minor,
            currency=self.currency or None,
            ends_on=self.end_on,
        )

    @property
    def absent(self) -> Absent:
        return Absent(ref=f"fact:{self.pk}", record=self.evidence, should_exist=self.source != NOT_OURS)


class WishMade(models.Model):
    """What a customer asked for and what they were answered: granted, or the true reason and alternatives.

    ``application`` is set where one of our own terms stands against it; a stopped one refuses nothing.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60, blank=True)
    asked = models.CharField(max_length=300)
    wished_at = models.DateTimeField(null=True, blank=True)
    wished_until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    granted = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    alternatives = models.JSONField(default=list)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    application = models.ForeignKey(TermApplication, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return self.asked


class Expectation(models.Model):
    """What a customer expects, recorded when it is known, never guessed.

    Comparable when it has an instant (``by``), a window, or a ``level`` against what we promise.
    """

    class Source(models.TextChoices):
        WISH = "wish"
        CHECK = "check"
        SAID = "said"
        ELSEWHERE = "elsewhere"

    class Level(models.TextChoices):
        WORSE = "worse"
        AS_PROMISED = "as_promised"
        BETTER = "better"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=500)
    source = models.CharField(max_length=10, choices=Source.choices)
    at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    by_instant = models.DateTimeField(null=True, blank=True)
    window_from = models.DateTimeField(null=True, blank=True)
    window_until = models.DateTimeField(null=True, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices, blank=True)

    def __str__(self) -> str:
        return self.what
