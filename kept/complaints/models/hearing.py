"""What the desk noticed in a message, and what a person made of it."""

from __future__ import annotations

from django.db import models

from kept.complaints.models.saying import Complaint
from kept.complaints.words import ClaimKind
from kept.conversations.models import Message


class Hearing(models.Model):
    """One claim proposed from one message: opened as it was, as another kind (``became``), or not at all.

    ``kind`` is empty where it only sounded like a complaint, and claimed nothing that was heard.
    Of these rows the desk's precision is counted in real use, and what was answered is not asked again.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, choices=ClaimKind.choices)
    became = models.CharField(max_length=40, choices=ClaimKind.choices, blank=True)
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "kind"], name="a_proposed_claim_is_answered_once"),
            models.CheckConstraint(
                condition=models.Q(became="") | models.Q(complaint__isnull=False),
                name="a_claim_that_was_opened_has_a_complaint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.message_id}"
