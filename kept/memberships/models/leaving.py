"""The way out: exits with their askings, their steps, and the offers that were shown."""

from __future__ import annotations

from django.db import models

from kept.base.money import Money
from kept.conversations.models import Channel, Conversation
from kept.memberships.models.joining import AddOn, Membership
from kept.outbox.models import Outgoing
from kept.policies.models import TermApplication
from kept.promises.models import Promise


class Cancellation(models.Model):
    """One way out, from the first asking to the end; the askings, steps and offers hang on it as rows.

    ``shown_at`` is when the money was last shown; the figures are those shown, and after ``confirmed_at``
    those that hold. A notice and a fee rest on ``applications`` that may apply, or the database refuses them
    (migration 0006). ``undone_at``: the customer stays after all, before the confirmation or after it.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="cancellations")
    asked_at = models.DateTimeField()
    asked_channel = models.CharField(max_length=10, choices=Channel.choices)
    ends_membership = models.BooleanField(default=False)
    add_ons = models.ManyToManyField(AddOn, related_name="cancellations", blank=True)
    applications = models.ManyToManyField(TermApplication, related_name="+", blank=True)
    wished_on = models.DateField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    service_end_on = models.DateField(null=True, blank=True)
    billing_end_on = models.DateField(null=True, blank=True)
    notice_days = models.PositiveIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    refund_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    refund_due_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=40, blank=True)
    end_promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    receipt_promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    refund_promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    receipt = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")
    receipt_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["confirmed_at"], name="exit_by_confirmation")]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(confirmed_at__isnull=True, undone_at__isnull=True),
                name="a_membership_has_one_open_exit",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(shown_at__isnull=False),
                name="the_money_is_shown_before_an_exit_is_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True)
                | models.Q(billing_end_on__lte=models.F("service_end_on")),
                name="a_confirmed_exit_has_both_its_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(fee_minor__gte=0, refund_minor__gte=0), name="exit_money_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"exit {self.pk}"

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)

    @property
    def refund(self) -> Money:
        return Money(self.refund_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.undone_at is None


class Asking(models.Model):
    """Somebody asked to leave: when and how. The earliest one counts, wherever it was sent."""

    cancellation = models.ForeignKey(Cancellation, models.PROTECT, related_name="askings")
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"asked by {self.channel}"


class Step(models.Model):
    """One step that joining, or (with a cancellation) leaving took."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="steps")
    cancellation = models.ForeignKey(
        Cancellation, models.PROTECT, null=True, blank=True, related_name="steps"
    )
    what = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what


class OfferShown(models.Model):
    """An offer made to somebody who wanted to leave. The desk shows none: these are what people did."""

    cancellation = models.ForeignKey(Cancellation, models.PROTECT, related_name="offers")
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    before_confirmation = models.BooleanField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(what=""), name="an_offer_says_what")]

    def __str__(self) -> str:
        return self.what
