"""What a customer says went wrong: the complaint with its claims, and their one answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from kept.base.money import Money
from kept.business.models import Location
from kept.complaints.words import SPLIT, ClaimKind
from kept.conversations.models import Conversation, Matter
from kept.customers.models import Customer
from kept.policies.models import Term
from kept.promises.models import Promise

if TYPE_CHECKING:
    from kept.complaints.models.deciding import Verdict


class Complaint(models.Model):
    """What a customer says went wrong, in their words, and where it stands.

    ``at`` is when they said it: what is judged is what stood then. ``at_stake_minor`` is the sum the
    verdict is about, in the location's currency; ``answer_until`` is how long they may answer.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PROPOSED = "proposed", _("Proposed")
        DECIDED = "decided", _("Decided")
        SETTLED = "settled", _("Settled without a finding")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED_WITHOUT_FINDING = "closed_without_finding", _("Closed without finding")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    at_stake_minor = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=25, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=40, blank=True)
    because = models.CharField(max_length=500, blank=True)
    answer_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-at"], name="complaint_by_customer"),
            models.Index(fields=["state", "-at"], name="complaint_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stars__isnull=True) | models.Q(stars__gte=1, stars__lte=5),
                name="complaint_has_one_to_five_stars",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "proposed"], closed_at__isnull=True)
                | models.Q(
                    state__in=["decided", "settled", "withdrawn", "closed_without_finding"],
                    closed_at__isnull=False,
                ),
                name="complaint_that_is_over_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def at_stake(self) -> Money | None:
        return None if self.at_stake_minor is None else Money(self.at_stake_minor, self.location.currency)

    @property
    def has_finding(self) -> bool:
        """Whether something was found, or nothing: what the customer may answer to, and have reviewed."""
        return self.state in (self.State.DECIDED, self.State.CLOSED_WITHOUT_FINDING)

    @property
    def verdict(self) -> str | Lazy:
        """What was decided, in words: one verdict if all standing claims agree; empty while it is not."""
        standing = [claim.standing for claim in self.claims.all() if claim.withdrawn_at is None]
        found = {each.get_final_display() for each in standing if each is not None and each.final}
        if self.state != self.State.DECIDED or not found:
            return ""
        return SPLIT if len(found) > 1 else found.pop()

    def is_final(self, now: datetime) -> bool:
        """Whether the time in which the customer may answer, which begins with the letter, is over."""
        return self.has_finding and self.answer_until is not None and now > self.answer_until


class Claim(models.Model):
    """One thing a complaint says, the promises it is about, and the terms our answer would rest on.

    ``at_stake_minor`` is the sum it is about by the record, in the location's currency, as that stood when
    the claim was made, and ``at_stake_of`` what the sum is of; empty for claims made before that was kept.
    """

    class AtStake(models.TextChoices):
        NOTHING = "nothing", _("no money")
        GOODS = "goods", _("the price of the order")
        FEE = "fee", _("the fee that was charged for leaving")
        CHARGES = "charges", _("what was charged since they asked to leave")
        CHARGE = "charge", _("what was charged last")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=40, choices=ClaimKind.choices)
    sentence = models.CharField(max_length=500, blank=True)
    about = models.ManyToManyField(Promise, related_name="+", blank=True)
    at_stake_minor = models.BigIntegerField(null=True, blank=True)
    at_stake_of = models.CharField(max_length=10, choices=AtStake.choices, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ClaimKind.values), name="claim_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(at_stake_minor__isnull=True, at_stake_of__in=["", "nothing"])
                | models.Q(at_stake_minor__gt=0, at_stake_of__in=["goods", "fee", "charges", "charge"]),
                name="a_sum_at_stake_says_of_what",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence or self.get_kind_display()

    @property
    def standing(self) -> Verdict | None:
        """The verdict that counts: the newest."""
        return max(self.verdicts.all(), key=lambda verdict: verdict.pk, default=None)


class Reliance(models.Model):
    """A claim's answer rests on this term, which bound the customer at ``bound_at`` (DOMAIN §4)."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="relies_on")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "term"], name="claim_rests_on_each_term_once")
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} on {self.term_id}"


class Answer(models.Model):
    """What the customer said to the verdict: once."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="answer")
    words = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.words[:60]


class Reopening(models.Model):
    """A complaint that was over (``was``) is looked at again, and why; what was decided stays on record."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="reopenings")
    was = models.CharField(max_length=25, choices=Complaint.State.choices)
    because = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(because=""), name="a_reopening_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.because[:60]
