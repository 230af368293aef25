"""What was charged for a membership or for leaving it, and what was paid, in and back."""

from __future__ import annotations

from django.db import models

from kept.base.money import Money
from kept.memberships.models.joining import AddOn, Membership
from kept.memberships.models.leaving import Cancellation
from kept.policies.models import TermApplication


class Charge(models.Model):
    """What was asked for: a period of the membership or an add-on (``ends_on`` not in it), or an exit fee."""

    class Kind(models.TextChoices):
        PERIOD = "period"
        EXIT_FEE = "exit_fee"

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="charges")
    add_on = models.ForeignKey(AddOn, models.PROTECT, null=True, blank=True, related_name="charges")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERIOD)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    cancellation = models.ForeignKey(Cancellation, models.PROTECT, null=True, blank=True, related_name="+")
    application = models.OneToOneField(
        TermApplication, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(minor__gt=0), name="a_charge_asks_for_something"),
            models.CheckConstraint(
                condition=~models.Q(kind="period") | models.Q(starts_on__lt=models.F("ends_on")),
                name="a_charged_period_has_a_length",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="exit_fee")
                | models.Q(cancellation__isnull=False, application__isnull=False),
                name="an_exit_fee_rests_on_an_applied_term",
            ),
            models.UniqueConstraint(
                fields=["cancellation"], condition=models.Q(kind="exit_fee"), name="an_exit_costs_one_fee"
            ),
            models.UniqueConstraint(
                fields=["membership", "starts_on"],
                condition=models.Q(kind="period", add_on__isnull=True),
                name="a_period_is_charged_once",
            ),
            models.UniqueConstraint(
                fields=["add_on", "starts_on"],
                condition=models.Q(kind="period", add_on__isnull=False),
                name="a_period_of_an_add_on_is_charged_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.kind}"

    @property
    def amount(self) -> Money:
        return Money(self.minor, self.currency)


class Payment(models.Model):
    """Money that moved: in, for a charge, or back, for an exit. The same reference is recorded once."""

    class Way(models.TextChoices):
        IN = "in"
        BACK = "back"

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="payments")
    way = models.CharField(max_length=4, choices=Way.choices)
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="payments")
    cancellation = models.ForeignKey(
        Cancellation, models.PROTECT, null=True, blank=True, related_name="payments"
    )
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    reference = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(minor__gt=0), name="a_payment_moves_something"),
            models.CheckConstraint(
                condition=models.Q(way="in", charge__isnull=False)
                | models.Q(way="back", cancellation__isnull=False),
                name="a_payment_is_for_a_charge_or_an_exit",
            ),
            models.UniqueConstraint(fields=["way", "reference"], name="a_payment_is_recorded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.way}"

    @property
    def amount(self) -> Money:
        return Money(self.minor, self.currency)
