"""People (or households, or companies), the identities we know them by, and merges that can be undone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.base.actors import Actor


class Customer(models.Model):
    """A person whom we serve. ``merged_into`` names the customer they turned out to be.

    Once ``erased_at`` is set, only the number is left of them, and what bookkeeping and evidence must keep.
    """

    class Because(models.TextChoices):
        """Why somebody was erased: chosen and not typed, so that no word of theirs stays in it."""

        ASKED = "asked", _("They asked for it")
        OLD = "old", _("We have no more reason to keep it")
        MISTAKE = "mistake", _("It should not have been written down")
        ORDERED = "ordered", _("An authority ordered it")

    name = models.CharField(max_length=200)
    language = models.CharField(max_length=12, default="en")
    since = models.DateField()
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.CharField(max_length=40, blank=True)
    erased_because = models.CharField(max_length=10, choices=Because.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(erased_at__isnull=False) & ~models.Q(erased_because="") & ~models.Q(erased_by="")
                )
                | models.Q(erased_at__isnull=True, erased_because="", erased_by=""),
                name="who_was_erased_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return Actor("customer", self.pk)


class Identity(models.Model):
    """An e-mail address, phone number or external id, normalised. No two customers share one."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        SLACK = "slack"
        EXTERNAL = "external"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="identities")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=254)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="an_identity_belongs_to_one_customer")
        ]

    def __str__(self) -> str:
        return self.value


class Paper(models.Model):
    """A signed document of the past: its bytes as they came, never changed, only ever handed out as a file.

    It goes when its person is erased; its hash stays where something rests on it.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    imported_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "sha256"], name="a_paper_of_a_person_is_kept_once")
        ]

    def __str__(self) -> str:
        return self.name


class Merge(models.Model):
    """Two records found to be one person: who said so, and whether it was undone."""

    duplicate = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    into = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.duplicate_id} is {self.into_id}"
