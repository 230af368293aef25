"""What was seen at the door, kept as the phone took it: a photo, a signature."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.deliveries.actions.road import lock, refuse_unlikely
from kept.deliveries.models import Arrival, Proof, Stop
from kept.deliveries.rules import picture_type
from kept.ledger import actions as ledger

MOST_BYTES = 5_000_000  # a phone sends about 300,000
MOST_PROOFS = 20  # of one stop


class NoProof(Refused):
    """What came cannot be kept as a photo or a signature."""

    code = "no_proof"


@dataclass(frozen=True)
class Seen:
    """A photo or a signature: the phone's own name for it, its bytes, when it was taken, who signed."""

    key: UUID
    kind: str
    content: bytes
    at: datetime
    signed_by: str = ""


@transaction.atomic
def keep_proof(stop: Stop, seen: Seen, *, by: Actor, now: datetime) -> Proof:
    """Keep a picture for as long as the delivery is known; twice is once. It is never changed.

    Only what its first bytes show to be JPEG, PNG or WebP, taken where somebody has arrived.
    Raises NoProof, UnlikelyTap.
    """
    stop = lock(stop)
    if standing := Proof.objects.filter(key=seen.key).first():
        return standing
    content_type = _checked(seen)
    refuse_unlikely(stop, seen.at, now)
    if not Arrival.objects.filter(stop=stop).exists():
        raise NoProof(_("Press Arrived first: a photo or a signature is taken at the door."))
    if Proof.objects.filter(stop=stop).count() >= MOST_PROOFS:
        raise NoProof(_("This stop has %(most)s pictures. No more are kept.") % {"most": MOST_PROOFS})
    proof = Proof.objects.create(
        stop=stop, key=seen.key, kind=seen.kind, content_type=content_type, content=seen.content,
        sha256=hashlib.sha256(seen.content).hexdigest(), signed_by=seen.signed_by[:120],
        at=seen.at, recorded_at=now, by=str(by),
    )  # fmt: skip
    ledger.record(
        "proof.kept", proof, by=by, at=now, customer=stop.delivery.customer_id, delivery=stop.delivery,
        what=proof.kind, sha256=proof.sha256, signed_by=proof.signed_by, taken_at=proof.at,
    )  # fmt: skip
    return proof


def _checked(seen: Seen) -> str:
    """The kind of picture. Raises NoProof for what is none, or too large."""
    if seen.kind not in Proof.Kind.values:
        raise ValueError(f"{seen.kind} is no kind of proof")
    if len(seen.content) > MOST_BYTES:
        raise NoProof(_("This picture is larger than 5 MB. Take it again with the camera of the phone."))
    content_type = picture_type(seen.content)
    if content_type is None:
        raise NoProof(_("This is no picture that we can keep: JPEG, PNG or WebP. Take it again."))
    return content_type
