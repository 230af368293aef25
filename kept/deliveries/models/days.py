"""What is to be brought, and where it stands: deliveries, days' plans, stops in their routes."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.business.models import Staff
from kept.customers.models import Customer
from kept.deliveries import rules
from kept.deliveries.models.fleet import NOWHERE, ON_EARTH, Depot, Shift, Vehicle
from kept.deliveries.routing.plan import Errand, Held
from kept.orders.models import Order
from kept.promises.models import Promise


class State(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", _("waiting for a window")
    SCHEDULED = "scheduled", _("scheduled")
    ARRIVED = "arrived", _("the truck is there")
    DELIVERED = "delivered", _("delivered")
    NOBODY_THERE = "nobody_there", _("nobody was there")
    REFUSED = "refused", _("refused at the door")
    DAMAGED = "damaged", _("damaged")
    CANCELLED = "cancelled", _("cancelled")


BOOKABLE = (State.WAITING, State.NOBODY_THERE, State.REFUSED, State.DAMAGED)


class Delivery(models.Model):
    """What is to be brought to one address. Without coordinates it cannot be promised: nothing is guessed."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    depot = models.ForeignKey(Depot, models.PROTECT, related_name="+")
    address = models.CharField(max_length=300)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    placed_by = models.CharField(max_length=40, blank=True)
    service_minutes = models.PositiveIntegerField()
    litres = models.PositiveIntegerField()
    kilograms = models.PositiveIntegerField(default=0)
    skills = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(condition=NOWHERE | ON_EARTH, name="delivery_is_on_earth"),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.WAITING, State.CANCELLED])
                | models.Q(promise__isnull=False, latitude__isnull=False),
                name="delivery_on_its_way_has_a_promise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.address}"

    @property
    def takes_a_window(self) -> bool:
        """Whether a window can be promised or moved: not while the truck is there, nor once all is over."""
        return self.state in (*BOOKABLE, State.SCHEDULED)

    @property
    def errand(self) -> Errand | None:
        """For the routing engine; None while nobody has said where it is."""
        if self.latitude is None or self.longitude is None:
            return None
        load = (self.litres, self.kilograms)
        place = (self.latitude, self.longitude)
        return Errand(place, self.service_minutes * 60, load, frozenset(self.skills))


class DayPlan(models.Model):
    """The plan of one depot for one local day; each change raises ``version``, so that none is overtaken.

    Nothing new is booked once it is cut off. Drivers see it once it is published.
    """

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="days")
    on = models.DateField()
    version = models.PositiveIntegerField(default=0)
    cut_off_at = models.DateTimeField(null=True, blank=True)
    cut_off_by = models.CharField(max_length=40, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["depot", "on"], name="a_depot_has_one_plan_a_day")]

    def __str__(self) -> str:
        return f"{self.depot} {self.on}"


class VehicleDay(models.Model):
    """What is different about one vehicle on one day: lost, late, held by the dispatcher, driven by another.

    ``lost_at``: from then on it makes no stop. ``late_until``: it leaves the depot no sooner.
    """

    HELD = [(Held.NOTHING.value, "nothing"), (Held.ORDER.value, "order"), (Held.ALL.value, "all")]

    plan = models.ForeignKey(DayPlan, models.PROTECT, related_name="vehicle_days")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="+")
    held = models.CharField(max_length=8, choices=HELD, blank=True)
    driver = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    lost_at = models.DateTimeField(null=True, blank=True)
    late_until = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "vehicle"], name="a_vehicle_has_one_day_in_a_plan")
        ]

    def __str__(self) -> str:
        return f"{self.vehicle} {self.plan.on}"


class StopQuerySet(models.QuerySet["Stop"]):
    def in_order(self) -> StopQuerySet:
        return self.order_by("plan__on", "vehicle_id", "sequence")

    def driven_by(self, driver: Staff, day: date) -> StopQuerySet:
        """The stops of the vehicles that this person drives on that day, once it is published.

        Whoever drives on the day itself outranks whoever drives that weekday.
        """
        told = VehicleDay.objects.filter(plan__on=day, driver__isnull=False)
        usual = Shift.objects.filter(driver=driver, weekday=day.weekday())
        mine = models.Q(vehicle__in=told.filter(driver=driver).values("vehicle")) | models.Q(
            vehicle__in=usual.exclude(vehicle__in=told.values("vehicle")).values("vehicle")
        )
        return self.filter(mine, plan__on=day, plan__published_at__isnull=False)


class Stop(models.Model):
    """The place of a delivery in a route; ``promise`` is the one it keeps, its window in local times.

    ``pinned``: it stays on its truck. ``reload``: the truck is loaded again before it.
    """

    plan = models.ForeignKey(DayPlan, models.PROTECT, related_name="stops")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="stops")
    sequence = models.PositiveIntegerField()
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="stops")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    opens = models.TimeField()
    closes = models.TimeField()
    extra_seconds = models.IntegerField()
    pinned = models.BooleanField(default=False)
    reload = models.BooleanField(default=False)
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=40)

    objects = StopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "vehicle", "sequence"], name="a_truck_makes_one_stop_at_a_time"
            ),
            models.UniqueConstraint(fields=["plan", "delivery"], name="a_delivery_comes_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery} {self.window}"

    @property
    def window(self) -> rules.LocalWindow:
        return rules.LocalWindow(self.plan.on, self.opens, self.closes)
