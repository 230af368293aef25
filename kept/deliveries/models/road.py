"""What happened on the road: arrivals, visits, what was seen at the door."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.deliveries.models.days import Delivery, State, Stop
from kept.deliveries.models.fleet import NOWHERE, ON_EARTH


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


class Proof(models.Model):
    """What was seen at the door: a photo or a signature, as the driver's phone took it; never edited.

    ``key`` is the phone's own name for it, so that sending it twice keeps one.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        SIGNATURE = "signature", _("signature")

    stop = models.ForeignKey(Stop, models.PROTECT, related_name="proofs")
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    signed_by = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.stop} {self.kind}"


class RawTap(models.Model):
    """A driver's tap as the phone sent it, kept before anything reads it; ``key`` is the phone's name for it.

    ``content`` is the picture that came with it, until a proof holds it. ``words`` say why it was not written
    down; it then stays with the dispatcher until somebody has settled it.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken"
        REFUSED = "refused"  # it cannot be right
        ASTRAY = "astray"  # the stop is on another truck by now, or gone

    key = models.UUIDField(unique=True)
    body = models.BinaryField()
    content = models.BinaryField(default=b"")
    received_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.key} {self.outcome}"
