"""The keys that sign: the first one made on first use, one handed over to the next, one lost and replaced."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.ledger import queries
from kept.ledger.actions.recording import record
from kept.ledger.actions.sealing import lock, refuse_a_clock_that_ran_back
from kept.ledger.models import Key
from kept.ledger.rules import notes
from kept.ledger.tree import CannotSeal


class KeyLocked(CannotSeal):
    """The signing key was encrypted under another SECRET_KEY."""

    code = "ledger_key_locked"

    def __init__(self) -> None:
        super().__init__(
            "The ledger's signing key does not open: the secret key of this desk (KEPT_SECRET_KEY, or the "
            "file secret.key in KEPT_HOME) is not the one it was made with. Put that one back. If it is lost "
            "for good, `kept ledger rotate --lost` makes a new key, and everybody can see that it was not "
            "handed over. Until then nothing is signed, and what waits for its proof waits."
        )


class KeyNotLost(Refused):
    """The signing key opens: it can be handed over."""

    code = "ledger_key_not_lost"

    def __init__(self) -> None:
        super().__init__("The signing key is not lost: hand it over to a new one with `kept ledger rotate`.")


@transaction.atomic
def rotate(*, by: Actor, now: datetime) -> Key:
    """Hand over to a new key: a note signed by both, and an entry. Raises KeyLocked, ClockRanBack."""
    lock()
    refuse_a_clock_that_ran_back(now)
    key = _succeed(current_signer(now=now), now=now)
    record("ledger.key_rotated", key, by=by, at=now, vkey=key.vkey)
    return key


@transaction.atomic
def replace_lost_key(*, by: Actor, now: datetime) -> Key:
    """Go on with a new key that nobody handed over, visibly. Raises KeyNotLost when the old one opens."""
    lock()
    try:
        current_signer(now=now)
    except KeyLocked:
        key = _succeed(None, now=now)
        record("ledger.key_replaced", key, by=by, at=now, vkey=key.vkey)
        return key
    raise KeyNotLost


def current_signer(*, now: datetime) -> notes.Signer:
    """The key that signs now, made on first use; to be called with the tree locked. Raises KeyLocked."""
    key = Key.objects.filter(retired_at=None).order_by("pk").last() or _succeed(None, now=now)
    try:
        seed = _box().decrypt(key.secret.encode())
    except InvalidToken:
        raise KeyLocked from None
    return notes.Signer(notes.Vkey.parse(key.vkey).name, seed)


def _succeed(old: notes.Signer | None, *, now: datetime) -> Key:
    """A new key signs from now on. ``old`` hands the ledger over, where it still can."""
    name, seed, last = queries.origin(), secrets.token_bytes(32), queries.latest_checkpoint()
    new = notes.Signer(name, seed)
    passed_on = now if last is None else max(now, last.at)  # what the old key signed was signed in its turn
    for retired in Key.objects.filter(retired_at=None):
        retired.retired_at = now
        retired.save(update_fields=["retired_at"])
    return Key.objects.create(
        vkey=new.vkey,
        secret=_box().encrypt(seed).decode(),
        made_at=now,
        handover="" if old is None else notes.handover(name, old, new, passed_on),
    )


def _box() -> Fernet:
    """What encrypts the seeds: a key derived from SECRET_KEY, for this use alone."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"kept ledger signing key").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
