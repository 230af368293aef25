"""What is to be sent: a row before it leaves, and what the other side answered."""

from __future__ import annotations

from django.db import models

from kept.customers.models import Customer


class Outgoing(models.Model):
    """One message to one address. Its Message-ID is fixed when it is queued, so a second copy is known."""

    class State(models.TextChoices):
        QUEUED = "queued"
        ACCEPTED = "accepted"
        FAILED = "failed"

    channel = models.CharField(max_length=10, default="email")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+")
    to_address = models.CharField(max_length=254)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField(blank=True)
    mail_id = models.CharField(max_length=255, unique=True)
    reply_to = models.CharField(max_length=254, blank=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    queued_by = models.CharField(max_length=40)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    response = models.CharField(max_length=500, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "outgoing"
        indexes = [models.Index(fields=["state", "queued_at"], name="outgoing_by_state")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"


class Enclosure(models.Model):
    """A file that goes with an outgoing message."""

    outgoing = models.ForeignKey(Outgoing, models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
