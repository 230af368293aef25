"""Entries and what seals them. Nothing here is edited or deleted, but payloads, which go with a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
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


class Leaf(models.Model):
    """The place of an entry in the tree: its leaf hash (RFC 6962), and its number once it is sealed.

    What has no number yet is found by that, never by ``id > last``: a lower id may be committed later.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    number = models.BigIntegerField(null=True, unique=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["entry"], condition=Q(number__isnull=True), name="ledger_leaf_unsealed")
        ]

    def __str__(self) -> str:
        return f"leaf {self.number} of entry {self.entry_id}"


class Tree(models.Model):
    """How many leaves are sealed. One row: whoever seals holds it locked."""

    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_tree")]

    def __str__(self) -> str:
        return f"{self.size} leaves"


class Tile(models.Model):
    """Up to 256 hashes of the tree side by side, 32 bytes each (as C2SP tlog-tiles).

    Hash ``h`` of tile ``index`` stands for the ``256**level`` leaves from ``(256·index + h)·256**level`` on.
    """

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField(max_length=256 * 32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="a_tile_stands_once")]

    def __str__(self) -> str:
        return f"tile {self.level}/{self.index}"


class Checkpoint(models.Model):
    """The tree at one size, signed. ``timestamp`` is an RFC 3161 token over the note, where one was got."""

    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_index=True)
    note = models.TextField()
    timestamp = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["size"], name="ledger_checkpoint_by_size"),
            models.Index(
                fields=["size"], condition=Q(timestamp__isnull=False), name="ledger_checkpoint_stamped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.size} leaves at {self.at:%Y-%m-%d %H:%M:%S}"


class Key(models.Model):
    """A key that signs, or signed. Its secret half is encrypted with a key made of SECRET_KEY.

    ``handover`` is the note, signed by the key before and by this one, that passes the ledger on: empty for
    the first key, and for one that replaced a key that was lost.
    """

    vkey = models.CharField(max_length=400, unique=True)
    secret = models.TextField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    handover = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.vkey


class Fork(models.Model):
    """The signed notice that a backup was restored: what had been published after it is lost."""

    note = models.TextField()
    lost_size = models.BigIntegerField()
    lost_at = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.lost_size} leaves lost"
