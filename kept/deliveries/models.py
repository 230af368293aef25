"""What drives where: depots, vehicles, shifts, windows; deliveries, days' plans, stops; what happened."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.business.models import Location, Staff
from kept.customers.models import Customer
from kept.deliveries import rules
from kept.deliveries.routing.plan import Errand, Truck
from kept.deliveries.routing.travel import GreatCircle, Travel
from kept.orders.models import Order
from kept.promises.models import Promise

ON_EARTH = models.Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180)
NOWHERE = models.Q(latitude__isnull=True, longitude__isnull=True)


class Depot(models.Model):
    """Where trucks start and end. A day is closed to booking ``closes_minutes`` before its first shift."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    latitude = models.FloatField()
    longitude = models.FloatField()
    closes_minutes = models.PositiveIntegerField(default=720)

    class Meta:
        constraints = [models.CheckConstraint(condition=ON_EARTH, name="depot_is_on_earth")]

    def __str__(self) -> str:
        return self.name

    @property
    def travel(self) -> Travel:
        return GreatCircle()


class Vehicle(models.Model):
    """A truck of one depot, with the litres it can load."""

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="vehicles")
    name = models.CharField(max_length=80)
    litres = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["depot", "name"], name="vehicles_of_a_depot_have_their_own_names")
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """The hours of one vehicle on one weekday (0 is Monday), local, the way back included, and who drives."""

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="shifts")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    driver = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vehicle", "weekday"], name="a_vehicle_drives_one_shift_a_day"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="shift_is_on_a_weekday"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="shift_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vehicle} {self.starts:%H:%M}–{self.ends:%H:%M}"

    def truck(self, day: date) -> Truck | None:
        """This shift on that day for the routing engine; None when the clock change swallows it."""
        depot = self.vehicle.depot
        span = rules.LocalWindow(day, self.starts, self.ends).instants(depot.location.zone)
        if span is None:
            return None
        starts, ends = (int(instant.timestamp()) for instant in span)
        return Truck(self.vehicle_id, (depot.latitude, depot.longitude), starts, ends, self.vehicle.litres)


class WindowTemplate(models.Model):
    """A window that a depot offers every day it drives, as local times: 8–12."""

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="windows")
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["opens", "closes"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="window_closes_after_it_opens"
            ),
            models.UniqueConstraint(
                fields=["depot", "opens", "closes"], name="a_depot_offers_each_window_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"

    def on(self, day: date) -> rules.LocalWindow:
        return rules.LocalWindow(day, self.opens, self.closes)


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
    def errand(self) -> Errand | None:
        """For the routing engine; None while nobody has said where it is."""
        if self.latitude is None or self.longitude is None:
            return None
        return Errand((self.latitude, self.longitude), self.service_minutes * 60, self.litres)


class DayPlan(models.Model):
    """The plan of one depot for one local day; each change raises ``version``, so that none is overtaken."""

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="days")
    on = models.DateField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["depot", "on"], name="a_depot_has_one_plan_a_day")]

    def __str__(self) -> str:
        return f"{self.depot} {self.on}"


class StopQuerySet(models.QuerySet["Stop"]):
    def in_order(self) -> StopQuerySet:
        return self.order_by("plan__on", "vehicle_id", "sequence")

    def driven_by(self, driver: Staff, day: date) -> StopQuerySet:
        """The stops of the vehicles that this person drives on that day."""
        mine = Shift.objects.filter(driver=driver, weekday=day.weekday()).values("vehicle_id")
        return self.filter(plan__on=day, vehicle_id__in=mine)


class Stop(models.Model):
    """The place of a delivery in a route; ``promise`` is the one it keeps, its window in local times."""

    plan = models.ForeignKey(DayPlan, models.PROTECT, related_name="stops")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="stops")
    sequence = models.PositiveIntegerField()
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="stops")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    opens = models.TimeField()
    closes = models.TimeField()
    extra_seconds = models.IntegerField()
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


class Arrival(models.Model):
    """The truck came: when, and who or what says so. The first one counts, and it is never edited."""

    class Source(models.TextChoices):
        DRIVER = "driver"
        DISPATCH = "dispatch"
        IMPORT = "import"

    stop = models.OneToOneField(Stop, models.PROTECT, related_name="arrival")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    by = models.CharField(max_length=40)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=NOWHERE | ON_EARTH, name="arrival_is_on_earth"),
            models.CheckConstraint(
                condition=models.Q(at__lte=models.F("recorded_at")), name="arrival_is_not_in_the_future"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stop} {self.at}"


class Visit(models.Model):
    """How a visit ended, as the driver says."""

    class Result(models.TextChoices):
        DELIVERED = State.DELIVERED.value, State.DELIVERED.label
        NOBODY_THERE = State.NOBODY_THERE.value, State.NOBODY_THERE.label
        REFUSED = State.REFUSED.value, State.REFUSED.label
        DAMAGED = State.DAMAGED.value, State.DAMAGED.label

    stop = models.OneToOneField(Stop, models.PROTECT, related_name="visit")
    result = models.CharField(max_length=16, choices=Result.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.stop} {self.result}"
