"""At the door: a tap ends the window; what our policy gives for a missed one is promised unasked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import NotFound, Refused
from kept.business.models import Staff
from kept.deliveries import actions as deliveries
from kept.deliveries.models import Arrival, Delivery, Proof, RawTap, Stop, Visit
from kept.deliveries.queries import get_stop_for
from kept.desk.make_good import make_good

ARRIVED = "arrived"


class Astray(Refused):
    """Somebody tapped about a stop that is not on their route any more."""

    code = "tap_astray"


@dataclass(frozen=True)
class Said:
    """What a queued tap says of a stop: ``arrived``, the result of the visit, or a picture of it."""

    what: str
    stop: int
    delivery: int
    tap: deliveries.Tap
    note: str = ""
    signed_by: str = ""


@transaction.atomic
def arrive(stop: Stop, tap: deliveries.Tap, *, by: Actor, now: datetime) -> Arrival:
    """The driver is there. Raises UnlikelyTap."""
    arrival = deliveries.mark_arrival(stop, tap, by=by, now=now)
    make_good(stop.promise_id, now=now)
    return arrival


@transaction.atomic
def finish(
    stop: Stop, result: str, tap: deliveries.Tap, *, note: str = "", by: Actor, now: datetime
) -> Visit:
    """How the visit ended. Whoever can say so has arrived. Raises UnlikelyTap."""
    visit = deliveries.finish(stop, result, tap, note=note, by=by, now=now)
    make_good(stop.promise_id, now=now)
    return visit


@transaction.atomic
def miss(stop: Stop, *, by: Actor, now: datetime) -> Stop:
    """No truck came, and it is known. Raises UnlikelyTap."""
    stop = deliveries.mark_missed(stop, by=by, now=now)
    make_good(stop.promise_id, now=now)
    return stop


@transaction.atomic
def take(raw: RawTap, said: Said, *, by: Staff, now: datetime) -> RawTap:
    """Write down what a stored tap says. Twice is once, and nothing is lost: what cannot be taken says why.

    A stop that is not on this person's route any more is the dispatcher's to look at.
    """
    raw = deliveries.lock_tap(raw)
    if raw.outcome == RawTap.Outcome.TAKEN:
        return raw
    try:
        with transaction.atomic():
            stop = get_stop_for(by, said.stop)
            _write_down(raw, said, stop, by=by.actor, now=now)
    except NotFound:
        moved = Astray(_("This stop is not on your route any more. The dispatcher was told what you tapped."))
        return deliveries.lead_astray(raw, moved, delivery=_named(said), by=by.actor, now=now)
    except Refused as no:
        return deliveries.refuse_tap(raw, no, delivery=_named(said))
    return deliveries.take_tap(raw, delivery=stop.delivery)


def _write_down(raw: RawTap, said: Said, stop: Stop, *, by: Actor, now: datetime) -> None:
    if said.what == ARRIVED:
        arrive(stop, said.tap, by=by, now=now)
    elif said.what in Proof.Kind.values:
        seen = deliveries.Seen(raw.key, said.what, bytes(raw.content), said.tap.at, said.signed_by)
        deliveries.keep_proof(stop, seen, by=by, now=now)
    else:
        finish(stop, said.what, said.tap, note=said.note, by=by, now=now)


def _named(said: Said) -> Delivery | None:
    return Delivery.objects.filter(pk=said.delivery).first()
