"""What we do about it, and the letter that says so."""

from __future__ import annotations

from django.db import models

from kept.business.models import Staff
from kept.complaints.models.saying import Complaint
from kept.outbox.models import Outgoing
from kept.promises.models import Promise


class Remedy(models.Model):
    """What we do about a complaint: a promise like any other."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="remedies")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "remedies"

    def __str__(self) -> str:
        return f"remedy of {self.complaint_id}"


class Letter(models.Model):
    """The letter about a complaint: drafted by the desk, made good by a person, sent through the outbox."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="letters")
    text = models.TextField()
    language = models.CharField(max_length=12)
    drafted_at = models.DateTimeField()
    edited_by = models.CharField(max_length=40)
    sent_at = models.DateTimeField(null=True, blank=True)
    outgoing = models.OneToOneField(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=models.Q(sent_at__isnull=True),
                name="one_letter_is_being_written",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
