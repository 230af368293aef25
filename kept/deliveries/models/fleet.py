"""What drives: depots with their windows, vehicles and what they can, shifts."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.conf import settings
from django.db import models

from kept.base.calendars import local_instant
from kept.business.models import Location, Staff
from kept.deliveries import rules
from kept.deliveries.models.drives import roads
from kept.deliveries.routing.pace import HourlyPace
from kept.deliveries.routing.plan import Rest, Truck
from kept.deliveries.routing.travel import GreatCircle, Travel

ON_EARTH = models.Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180)
NOWHERE = models.Q(latitude__isnull=True, longitude__isnull=True)
NO_LIMIT = 1_000_000_000


class Depot(models.Model):
    """Where trucks start and end. A day is closed to booking ``closes_minutes`` before its first shift.

    Windows are planned to be met ``window_buffer_minutes`` before they end if that is four hours after the
    day's first truck leaves (later ones sooner, see ``routing/buffers.py``), and shifts to be over
    ``shift_buffer_minutes`` early. ``version`` grows with every change of what drives here, and when.
    """

    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    latitude = models.FloatField()
    longitude = models.FloatField()
    closes_minutes = models.PositiveIntegerField(default=720)
    window_buffer_minutes = models.PositiveSmallIntegerField(default=rules.WINDOW_BUFFER_MINUTES)
    shift_buffer_minutes = models.PositiveSmallIntegerField(default=rules.SHIFT_BUFFER_MINUTES)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=ON_EARTH, name="depot_is_on_earth")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def travel(self) -> Travel:
        """One truth for as long as this object lives: a plan and its check drive by the same times."""
        return roads(settings.ROADS.name) if settings.ROADS else GreatCircle()

    @property
    def pace(self) -> HourlyPace:
        """How much slower which hours of the week are here, on the clocks of its location."""
        pace: HourlyPace = settings.PACE
        return pace


class Vehicle(models.Model):
    """A truck of one depot: what it can load, how often a day, and what its crew can do (``skills``).

    ``kilograms`` None: weight never fills it. ``loading_minutes`` is what a second load takes at home.
    """

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="vehicles")
    name = models.CharField(max_length=80)
    litres = models.PositiveIntegerField()
    kilograms = models.PositiveIntegerField(null=True, blank=True)
    skills = models.JSONField(default=list, blank=True)
    loads = models.PositiveSmallIntegerField(default=1)
    loading_minutes = models.PositiveSmallIntegerField(default=30)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["depot", "name"], name="vehicles_of_a_depot_have_their_own_names")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def holds(self) -> tuple[int, int]:
        """Litres and kilograms, as the routing engine counts them."""
        return self.litres, NO_LIMIT if self.kilograms is None else self.kilograms


class Shift(models.Model):
    """The hours of one vehicle on one weekday (0 is Monday), local, the way back included, and who drives.

    A break of ``break_minutes`` begins between ``break_from`` and ``break_until``; 0 is none.
    """

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="shifts")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    driver = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    break_minutes = models.PositiveSmallIntegerField(default=0)
    break_from = models.TimeField(null=True, blank=True)
    break_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vehicle", "weekday"], name="a_vehicle_drives_one_shift_a_day"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="shift_is_on_a_weekday"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="shift_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(break_minutes=0)
                | models.Q(break_from__isnull=False, break_until__gte=models.F("break_from")),
                name="a_break_has_its_time",
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
        return Truck(
            self.vehicle_id,
            (depot.latitude, depot.longitude),
            starts,
            ends,
            self.vehicle.holds,
            skills=frozenset(self.vehicle.skills),
            rest=self._rest(day),
            loads=self.vehicle.loads,
            loading=self.vehicle.loading_minutes * 60,
        )

    def _rest(self, day: date) -> Rest | None:
        if not self.break_minutes or self.break_from is None or self.break_until is None:
            return None
        zone = self.vehicle.depot.location.zone
        first, last = (local_instant(day, at, zone) for at in (self.break_from, self.break_until))
        return Rest(int(first.timestamp()), int(last.timestamp()), self.break_minutes * 60)


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
