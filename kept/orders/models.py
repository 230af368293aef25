"""Sales: an order with its lines, and the invoice that carries the policies."""

from __future__ import annotations

from django.db import models

from kept.base.money import Money
from kept.business.models import Location
from kept.customers.models import Customer


class Order(models.Model):
    """A sale, imported or entered. Coordinates are degrees (WGS 84), given with the order, never guessed."""

    number = models.CharField(max_length=40, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
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
        return Money(sum(line.minor * line.quantity for line in self.lines.all()), self.currency)


class Line(models.Model):
    """One article of an order: its price each (minor units), the minutes and litres it takes to deliver."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    article = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    minor = models.BigIntegerField()
    service_minutes = models.PositiveIntegerField(default=15)
    litres = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.article


class Invoice(models.Model):
    """The invoice of an order; ``handed_over_at`` when it was put into the customer's hands."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="invoice")
    number = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.number
