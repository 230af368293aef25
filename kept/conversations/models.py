"""Conversations with their messages, notes and hand-overs; insults borne; matters; raw bytes; drafts."""

from __future__ import annotations

from django.db import models

from kept.business.models import Staff, Team
from kept.customers.models import Customer
from kept.outbox.models import Outgoing


class Channel(models.TextChoices):
    PHONE = "phone"
    EMAIL = "email"
    WEBFORM = "webform"
    PORTAL = "portal"
    COUNTER = "counter"


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def newest_word_first(self) -> ConversationQuerySet:
        """The newest word of a customer first; where the customer has said nothing yet, last."""
        return self.order_by(models.F("last_customer_word_at").desc(nulls_last=True), "-pk")


class Conversation(models.Model):
    """One exchange with one customer. A call that is still going has ``ended_at`` empty.

    ``folded`` is the subject as it is searched for (kept/text/folding.py); messages and notes have their own.
    """

    class State(models.TextChoices):
        OPEN = "open"
        WAITING = "waiting"
        CLOSED = "closed"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    subject = models.CharField(max_length=255, blank=True)
    folded = models.CharField(max_length=600, blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    assignee = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    teams = models.ManyToManyField(Team, related_name="+", blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_word_at = models.DateTimeField()
    last_customer_word_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=40, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-last_customer_word_at"], name="conversation_by_state"),
            models.Index(fields=["customer", "-opened_at"], name="conversation_by_customer"),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.channel} {self.pk}"

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_live(self) -> bool:
        """Whether somebody is on the phone now, or stands at the counter."""
        return self.channel in (Channel.PHONE, Channel.COUNTER) and self.ended_at is None


class RawMail(models.Model):
    """The bytes of a mail as they came, stored before anything reads them. The same bytes are kept once."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    received_at = models.DateTimeField()
    came_by = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class Message(models.Model):
    """Words that went from one side to the other: a mail, or what was said on the phone."""

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    text = models.TextField()
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)
    from_address = models.CharField(max_length=254, blank=True)
    mail_id = models.CharField(max_length=998, blank=True, db_index=True)
    references = models.TextField(blank=True)
    folded = models.TextField(blank=True, editable=False)
    raw = models.OneToOneField(RawMail, models.PROTECT, null=True, blank=True, related_name="+")
    outgoing = models.OneToOneField(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(models.Model):
    """A file that came with a message; only ever offered for download, never shown inline or run."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """What colleagues tell each other. No customer ever sees it."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    text = models.TextField()
    folded = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Draft(models.Model):
    """A reply that is being written: one per person and conversation, so that no text is ever lost."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="drafts")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "staff"], name="one_draft_per_person_and_conversation"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class HandOver(models.Model):
    """A contact passed to another person or team, with the reason."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="hand_overs")
    from_staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    to_staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    to_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    by_rule = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_staff__isnull=False) | models.Q(to_team__isnull=False),
                name="a_hand_over_goes_to_somebody",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_hand_over_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class Insult(models.Model):
    """Whoever answered was insulted or threatened, and what the rule gave them (DOMAIN.md §6).

    It is counted by who bore it and never by who said it: no query leads from a customer to it.
    """

    class Became(models.TextChoices):
        ENDED = "ended"
        HANDED_OVER = "handed_over"

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="insults")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    became = models.CharField(max_length=12, choices=Became.choices, blank=True)
    off_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "-at"], name="insult_by_staff")]

    def __str__(self) -> str:
        return f"borne by {self.staff_id}"


class Matter(models.Model):
    """One thing that a customer wants settled. ``about`` names the row it is about ("order:12")."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    first_staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "about"], name="matter_by_customer")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class Contact(models.Model):
    """A conversation touching a matter; ``reopened`` when the matter had been settled before."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="contacts")
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    reopened = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "conversation", "at"], name="a_contact_is_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} on {self.matter_id}"
