"""Sales: an order with its lines, and the invoice that carries the policies."""

from __future__ import annotations

from django.db import models

from kept.base.money import Money
from kept.business.models import Location
from kept.customers.models import Customer
from kept.paper import kinds
from kept.paper.taxes import add_up
from kept.policies.models import Version


class Order(models.Model):
    """A sale, imported or entered. Coordinates are degrees (WGS 84), given with the order, never guessed.

    ``prices_include_tax`` stays as it was when the order was entered.
    """

    number = models.CharField(max_length=40, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    prices_include_tax = models.BooleanField(default=True)
    address = models.CharField(max_length=300)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="order_coordinates_are_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        """What the customer pays, taxes and all."""
        lines = [line.printed(self.currency) for line in self.lines.all()]
        if not lines:
            return Money(0, self.currency)
        return add_up(lines, prices_include_tax=self.prices_include_tax).total


class Line(models.Model):
    """One article of an order: its price each (minor units), and what it takes to deliver each.

    ``skills`` are what the crew must be able to do, such as ``two-person lift``.

    ``tax`` is its rate in thousandths of a percent (8875 = 8.875 %); None where the store enters no tax.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    article = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    minor = models.BigIntegerField()
    tax = models.PositiveIntegerField(null=True, blank=True)
    service_minutes = models.PositiveIntegerField(default=15)
    litres = models.PositiveIntegerField(default=0)
    kilograms = models.PositiveIntegerField(default=0)
    skills = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tax=None) | models.Q(tax__lte=100_000), name="a_tax_is_a_part_of_the_price"
            )
        ]

    def __str__(self) -> str:
        return self.article

    def printed(self, currency: str) -> kinds.Line:
        """This line as it stands on the invoice."""
        return kinds.Line(self.article, self.quantity, Money(self.minor, currency), self.tax)


class Invoice(models.Model):
    """The invoice of an order, and the ``policies`` that it prints.

    ``handed_over_at`` is when it was put into the customer's hands.
    """

    order = models.OneToOneField(Order, models.PROTECT, related_name="invoice")
    number = models.CharField(max_length=44, unique=True)
    issued_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    policies = models.ManyToManyField(Version, related_name="+")

    def __str__(self) -> str:
        return self.number


class Paper(models.Model):
    """An invoice as it was printed the first time: these bytes leave, whenever it leaves again."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, primary_key=True, related_name="paper")
    content = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.invoice_id}"
