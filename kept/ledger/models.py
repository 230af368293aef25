"""Entries that are never edited or deleted, and their payloads, which can be erased with a person."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One thing that happened. The database refuses to change or delete it (triggers, migration 0002)."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    payload_hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="ledger_entry_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Payload(models.Model):
    """What an entry says, with the salt of its hash. Never changed; deleted only when a person is erased."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    customer = models.BigIntegerField(null=True, db_index=True)
    salt = models.BinaryField(max_length=32)
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"
