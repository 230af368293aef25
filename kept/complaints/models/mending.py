"""What we do about it, the letter that says so, and what our own wrong words cost us."""

from __future__ import annotations

from django.db import models

from kept.base.money import Money
from kept.business.models import Staff
from kept.complaints.models.saying import Complaint
from kept.complaints.words import Topic
from kept.conversations.models import Conversation
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


class WrongWord(models.Model):
    """Something that we said wrongly and honour (``promise``): what is right, and what honouring it costs us.

    Kept by topic, so that what is told can be mended; who said it stands on the promise and on no list.
    """

    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    right = models.CharField(max_length=500, blank=True)
    cost_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="wrong_word_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cost_minor__gte=0), name="a_wrong_word_costs_us_or_nothing"
            )
        ]

    def __str__(self) -> str:
        return self.get_topic_display()

    @property
    def cost(self) -> Money:
        return Money(self.cost_minor, self.currency)
