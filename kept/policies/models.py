"""Policies, their versions and terms, and each telling of them to a customer."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import models

from kept.base.money import Money
from kept.business.models import Location
from kept.customers.models import Customer
from kept.outbox.models import Outgoing
from kept.policies import rules, terms
from kept.policies.applying import Because, Measure


def _nothing(column: str) -> models.Q:
    return models.Q(**{f"{column}__isnull": True}) | models.Q(**{column: 0})


def _at_most(column: str, limit: str) -> models.Q:
    """At most the other column; SQL lets it pass where that one is empty."""
    return models.Q(**{f"{limit}__isnull": True}) | models.Q(**{f"{column}__lte": models.F(limit)})


class Policy(models.Model):
    """A written rule of the business. ``occasions`` are those on which it is due to be told."""

    slug = models.SlugField(unique=True)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    occasions = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """One wording of a policy with its terms. Never edited once it was told (triggers, migration 0002)."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="a_policy_has_each_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.policy.slug} v{self.number}"


class Wording(models.Model):
    """A version's exact words in one language."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="wordings")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="a_version_has_each_language_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def asks(self) -> Check | None:
        """The question that is asked about these words, where one is."""
        return getattr(self, "check_question", None)

    @property
    def sha256(self) -> str:
        """The hash of the exact words, hex: title, a blank line, the words, in UTF-8."""
        return hashlib.sha256(f"{self.title}\n\n{self.words}".encode()).hexdigest()


class Check(models.Model):
    """One question about a wording, with the answers to choose from and the place of the right one.

    Whoever answers it correctly has said back what they were told (A5). Nobody has to.
    """

    wording = models.OneToOneField(Wording, models.PROTECT, related_name="check_question")
    question = models.CharField(max_length=200)
    answers = models.JSONField()
    right = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.question


class Term(models.Model):
    """A machine-readable fact of a version: ``key`` "window", ``kind`` service or money, ``facts`` by key.

    Which facts a key has, and what they mean: kept.policies.terms.
    """

    class Kind(models.TextChoices):
        SERVICE = "service"
        MONEY = "money"

    version = models.ForeignKey(Version, models.PROTECT, related_name="terms")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="a_version_has_each_term_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.key}"

    @property
    def typed(self) -> terms.Typed:
        """The term as a value that can say itself. Raises TermError for facts that are none of it."""
        return terms.read(self.key, self.facts)

    @property
    def formula(self) -> Measure | None:
        """The most that these words let us ask for: a sum, or whole days; None where they name neither."""
        if {"minor", "currency"} <= self.facts.keys():
            return Money(int(self.facts["minor"]), str(self.facts["currency"]))
        return timedelta(days=int(self.facts["days"])) if "days" in self.facts else None

    def binding(self, bound_at: datetime, customer: Customer) -> rules.Binding:
        """This term as it binds this customer from ``bound_at`` on."""
        titles = {wording.language: wording.title for wording in self.version.wordings.all()}
        return rules.Binding(
            ref=f"term:{self.pk}",
            name=titles.get(customer.language) or next(iter(titles.values()), self.version.policy.slug),
            kind=rules.TermKind(self.kind),
            version=str(self.version.number),
            bound_at=bound_at,
            languages=frozenset({customer.language}),
        )


class Manuscript(models.Model):
    """What was typed for the next version of a policy and is not published yet, right or wrong, by field.

    ``policy`` is None while the policy itself does not stand.
    """

    policy = models.OneToOneField(Policy, models.PROTECT, null=True, blank=True, related_name="+")
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.title or str(self.policy or self.typed.get("slug", ""))

    @property
    def title(self) -> str:
        """The first title that was typed, in whichever language."""
        typed = (words for name, words in self.typed.items() if name.startswith("title_") and words)
        return next(typed, "")


class Disclosure(models.Model):
    """One telling of one version's exact words, to one customer, on one occasion. Its grade only rises.

    ``imported_at``: it is of the past, and was not in our record before. ``paper`` is then the SHA-256 of the
    signed document that shows it (``customers.Paper``), None without one.
    """

    class Occasion(models.TextChoices):
        PURCHASE = "purchase"
        SIGNING = "signing"
        SCHEDULING = "scheduling"
        RENEWAL = "renewal"
        FEE_CHANGE = "fee_change"
        CONVERSATION = "conversation"
        ON_REQUEST = "on_request"

    class Medium(models.TextChoices):
        SPOKEN = "spoken"
        INVOICE = "invoice"
        CONFIRMATION = "confirmation"
        EMAIL = "email"
        PAGE = "page"
        CONTRACT = "contract"
        WEB_SITE = "web_site"

    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="+")
    words_sha256 = models.CharField(max_length=64)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60, blank=True)
    occasion = models.CharField(max_length=20, choices=Occasion.choices)
    medium = models.CharField(max_length=20, choices=Medium.choices)
    at = models.DateTimeField()
    logged_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    told_grade = models.PositiveSmallIntegerField()
    grade = models.PositiveSmallIntegerField()
    grade_at = models.DateTimeField()
    handed_over = models.BooleanField(default=False)
    outgoing = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)
    paper = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # a default would make SQLite build the table anew

    class Meta:
        indexes = [
            models.Index(fields=["customer", "version"], name="disclosure_by_customer"),
            models.Index(fields=["version", "at", "customer", "medium"], name="disclosure_by_version"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(grade__lte=5), name="a_grade_is_between_a0_and_a5")
        ]

    def __str__(self) -> str:
        return f"{self.version} told to {self.customer_id}"

    @property
    def telling(self) -> rules.Telling:
        """This row as the rules read it, with the history of its grade."""
        return rules.Telling(
            ref=f"disclosure:{self.pk}",
            at=self.at,
            reached=(
                rules.Reached(rules.Grade(self.told_grade), self.at),
                *(rules.Reached(rules.Grade(rise.grade), rise.at) for rise in self.rises.all()),
            ),
            version=str(self.version.number),
            occasion=self.occasion,
            medium=self.medium,
            language=self.wording.language,
            logged_at=self.logged_at,
            handed_over=self.handed_over,
            imported_at=self.imported_at,
            paper=self.paper,
        )


class Rise(models.Model):
    """A disclosure's grade rose: to what, when, and what we hold now."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="rises")
    grade = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    evidence = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"A{self.grade}"


class TermApplication(models.Model):
    """An attempt to hold a term against a customer, whether the product let it through or stopped it.

    Made by ``actions.apply_term`` alone, and never changed. Of a fee ``asked_minor``, ``charged_minor`` of it
    may be charged; of a notice of ``asked_days``, ``notice_days`` count; a window has neither. ``pack`` is
    the one with the strictest cap. ``disclosures`` are the tellings that it rests on, and no others.
    """

    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60, blank=True)
    bound_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    k = models.PositiveSmallIntegerField()
    may_apply = models.BooleanField()
    reasons = models.JSONField(default=list)
    disclosures = models.ManyToManyField(Disclosure, related_name="+")
    asked_minor = models.BigIntegerField(null=True, blank=True)
    charged_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    asked_days = models.PositiveIntegerField(null=True, blank=True)
    notice_days = models.PositiveIntegerField(null=True, blank=True)
    pack = models.CharField(max_length=40, blank=True)
    cap_minor = models.BigIntegerField(null=True, blank=True)
    cap_days = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(k=1) | models.Q(may_apply=False), name="an_untold_term_is_never_applied"
            ),
            models.CheckConstraint(
                condition=models.Q(may_apply=True) | (_nothing("charged_minor") & _nothing("notice_days")),
                name="a_stopped_term_takes_nothing",
            ),
            models.CheckConstraint(
                condition=_at_most("charged_minor", "asked_minor") & _at_most("notice_days", "asked_days"),
                name="a_term_takes_no_more_than_was_asked",
            ),
            models.CheckConstraint(
                condition=_at_most("charged_minor", "cap_minor") & _at_most("notice_days", "cap_days"),
                name="a_term_takes_no_more_than_a_pack_allows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} {'applied' if self.may_apply else 'stopped'}"

    @property
    def asked(self) -> Measure | None:
        """What was asked for: a sum, or days of notice."""
        if self.asked_minor is not None:
            return Money(self.asked_minor, self.currency)
        return None if self.asked_days is None else timedelta(days=self.asked_days)

    @property
    def charged(self) -> Money | None:
        """What may be charged of it."""
        return None if self.charged_minor is None else Money(self.charged_minor, self.currency)

    @property
    def because(self) -> tuple[Because, ...]:
        """The reasons, as sentences that an edge can say in the reader's language."""
        return tuple(
            Because(reason["words"], reason.get("values", {}), tuple(reason.get("refs", ())))
            for reason in self.reasons
        )
