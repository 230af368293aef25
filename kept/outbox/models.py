"""What is to be sent: a row before it leaves, and what the other side answered."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from kept.customers.models import Customer


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def due(self, now: datetime) -> OutgoingQuerySet:
        """Waiting to be sent, and in no worker's hands: what must have left by some time, then the oldest."""
        promised = models.F("leaves_by").asc(nulls_last=True)
        return self.filter(state=Outgoing.State.QUEUED, due_at__lte=now).order_by(promised, "due_at", "pk")


class Outgoing(models.Model):
    """One message to one address. Its Message-ID is fixed when it is queued, so a second copy is known.

    ``due_at`` is when it may be tried next: the worker that takes it up moves it ahead, so no other does.
    ``leaves_by`` is when it must have left, where somebody was promised that: it goes before the others.
    ``last_error`` says why it did not leave, or came back; empty once it was accepted.
    ``automatic`` marks what no person wrote (RFC 3834). ``bounced_at``: accepted first, and returned later.
    ``footer`` stands beneath the text once its receipt was sealed.
    """

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
    footer = models.TextField(blank=True)
    mail_id = models.CharField(max_length=255, unique=True)
    reply_to = models.CharField(max_length=254, blank=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    queued_by = models.CharField(max_length=40)
    automatic = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    leaves_by = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    response = models.CharField(max_length=500, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "outgoing"
        indexes = [
            models.Index(fields=["state", "due_at"], name="outgoing_by_state"),
            models.Index(
                fields=["queued_at"], condition=~models.Q(last_error=""), name="outgoing_in_trouble"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="accepted", accepted_at__isnull=False)
                | (~models.Q(state="accepted") & models.Q(accepted_at=None)),
                name="what_was_accepted_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"


class Enclosure(models.Model):
    """A file that goes with an outgoing message.

    One that is still to be made says of what (``made_from``, "invoice:12") and has no content yet. Once made
    it stays as it is, and nothing is accepted that lacks one (triggers, migration 0004).
    """

    outgoing = models.ForeignKey(Outgoing, models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    made_from = models.TextField(blank=True)
    content = models.BinaryField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(content__isnull=False) | ~models.Q(made_from=""),
                name="an_enclosure_is_there_or_says_what_makes_it",
            )
        ]

    def __str__(self) -> str:
        return self.name
