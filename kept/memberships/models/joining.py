"""Plans, what can be taken in addition, and the memberships that people have."""

from __future__ import annotations

from datetime import date

from django.db import models

from kept.base.money import Money
from kept.business.models import Location
from kept.conversations.models import Channel
from kept.customers.models import Customer
from kept.policies.models import Version


class Plan(models.Model):
    """What can be joined: a price (minor units) for so many months at a time."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    period_months = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minor__gte=0), name="a_plan_costs_nothing_or_more"),
            models.CheckConstraint(condition=models.Q(period_months__gt=0), name="a_plan_runs_by_the_month"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.minor, self.currency)


class PlanAddOn(models.Model):
    """What can be taken in addition to a plan (training sessions), for its period and in its currency."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="add_ons")
    name = models.CharField(max_length=120)
    minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minor__gte=0), name="an_add_on_costs_nothing_or_more")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.minor, self.plan.currency)


class Ending(models.Model):
    """Something that runs until it ends: the last local day of service, and the last day that is charged.

    Both are empty while it runs. An undone exit empties them again; the exit itself stays.
    """

    service_end_on = models.DateField(null=True, blank=True)
    billing_end_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Membership(Ending):
    """One customer's agreement. ``contract`` is the version they signed, ``bound_at`` when it bound them.

    ``paid_until`` is the local day up to which, not including it, the membership is charged.
    ``imported_at``: it is of the past, known by ``external`` in the books that it came from.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField()
    bound_at = models.DateTimeField()
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    period_months = models.PositiveSmallIntegerField()
    paid_until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    imported_at = models.DateTimeField(null=True, blank=True)
    external = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001  # a default would make SQLite build the table anew

    class Meta:
        indexes = [models.Index(fields=["customer"], name="membership_by_customer")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service_end_on__isnull=True, billing_end_on__isnull=True)
                | models.Q(billing_end_on__lte=models.F("service_end_on")),
                name="a_membership_is_not_charged_after_its_end",
            ),
            models.UniqueConstraint(
                fields=["external"],
                condition=models.Q(external__isnull=False),
                name="a_membership_of_the_past_is_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.plan.name

    @property
    def price(self) -> Money:
        return Money(self.minor, self.currency)

    def runs_on(self, day: date) -> bool:
        return self.service_end_on is None or day <= self.service_end_on


class AddOn(Ending):
    """Something taken in addition, at its own price for the membership's period."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="add_ons")
    plan_add_on = models.ForeignKey(PlanAddOn, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    minor = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service_end_on__isnull=True, billing_end_on__isnull=True)
                | models.Q(billing_end_on__lte=models.F("service_end_on")),
                name="an_add_on_is_not_charged_after_its_end",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.minor, self.membership.currency)

    def runs_on(self, day: date) -> bool:
        return self.service_end_on is None or day <= self.service_end_on


class Freeze(models.Model):
    """A pause the customer asked for, in their own words; its days (``ends_on`` not in it) cost nothing."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="freezes")
    starts_on = models.DateField()
    ends_on = models.DateField()
    words = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lt=models.F("ends_on")), name="a_freeze_has_a_length"
            ),
            models.CheckConstraint(
                condition=~models.Q(words=""), name="a_freeze_is_asked_for_by_the_customer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"
