"""Plans and memberships, what was charged and paid, and the way out: askings, exits, steps, offers shown."""

from __future__ import annotations

from datetime import date

from django.db import models

from kept.base.money import Money
from kept.business.models import Location
from kept.conversations.models import Channel, Conversation
from kept.customers.models import Customer
from kept.outbox.models import Outgoing
from kept.policies.models import TermApplication, Version
from kept.promises.models import Promise


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

    class Meta:
        indexes = [models.Index(fields=["customer"], name="membership_by_customer")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service_end_on__isnull=True, billing_end_on__isnull=True)
                | models.Q(billing_end_on__lte=models.F("service_end_on")),
                name="a_membership_is_not_charged_after_its_end",
            )
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


class Cancellation(models.Model):
    """One way out, from the first asking to the end; the askings, steps and offers hang on it as rows.

    ``shown_at`` is when the money was last shown; the figures are those shown, and after ``confirmed_at``
    those that hold. ``undone_at``: the customer stays after all, before the confirmation or after it.
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
