"""Stars for one thing, given by a click."""

from __future__ import annotations

from django.db import models

from kept.business.models import Location
from kept.customers.models import Customer
from kept.promises.models import Expectation


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
