"""What happens at the door: the driver's tap is the evidence, and the promise ends by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.calendars import local_instant
from kept.base.refusals import Refused
from kept.deliveries import rules, words
from kept.deliveries.actions import days
from kept.deliveries.models import Arrival, Delivery, State, Stop, Visit
from kept.ledger import actions as ledger
from kept.promises import actions as promises

LATE_TAPS = timedelta(days=3)  # a tap made without network comes in hours later, not weeks
LATE_WORD = timedelta(days=31)  # of a telematics box, read at the end of the month, or of a dispatcher
TO_THE_MINUTE = timedelta(minutes=1)  # how far apart the network may put two taps of a wrong clock
FAR_METRES = 500  # a truck parks round the corner; further off is worth a word in the record


class UnlikelyTap(Refused):
    """The time of a tap cannot be right, or it contradicts what was recorded."""

    code = "tap_unlikely"


@dataclass(frozen=True)
class Tap:
    """One tap: when it was made, who or what says so, and where, if that is known (degrees).

    ``said_at`` is what the phone's own clock said, where it was wrong.
    """

    at: datetime
    source: str = Arrival.Source.DRIVER
    latitude: float | None = None
    longitude: float | None = None
    said_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a tap has an aware instant")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("a place has a latitude and a longitude")

    @property
    def late(self) -> timedelta:
        """How long after its time it may still come in."""
        return LATE_TAPS if self.source == Arrival.Source.DRIVER else LATE_WORD

    def facts(self, delivery: Delivery) -> dict[str, object]:
        """What the record notes of it: who says so, a wrong clock, a place far from the address."""
        found: dict[str, object] = {"source": self.source}
        if self.said_at:
            found["phone_said"] = self.said_at
        metres = self._metres_to(delivery)
        return found | ({"metres_off": metres} if metres > FAR_METRES else {})

    def _metres_to(self, delivery: Delivery) -> int:
        if self.latitude is None or self.longitude is None:
            return 0
        if delivery.latitude is None or delivery.longitude is None:
            return 0
        return rules.metres_between((self.latitude, self.longitude), (delivery.latitude, delivery.longitude))


@transaction.atomic
def mark_arrival(stop: Stop, tap: Tap, *, by: Actor, now: datetime) -> Arrival:
    """The truck is there. Ends the window's promise as kept or broken, by the instant of the tap.

    The first tap counts: a second one changes nothing, and is noted. Raises UnlikelyTap.
    """
    stop = lock(stop)
    refuse_unlikely(stop, tap.at, now, late=tap.late)
    if standing := _arrival(stop):
        ledger.record(
            "arrival.said_again", standing, by=by, at=now, customer=stop.delivery.customer_id, said=tap.at
        )
        return standing
    return _arrive(stop, tap, by=by, now=now)


@transaction.atomic
def finish(stop: Stop, result: str, tap: Tap, *, note: str = "", by: Actor, now: datetime) -> Visit:
    """How the visit ended: delivered, nobody there, refused, damaged. Whoever can say so has arrived.

    The same result twice is once; another one corrects it, as long as no new window was booked since.
    Raises UnlikelyTap.
    """
    stop = lock(stop)
    refuse_unlikely(stop, tap.at, now, late=tap.late)
    arrival = _arrival(stop) or _arrive(stop, tap, by=by, now=now)
    tap = _not_before(arrival, tap)
    visit = Visit.objects.filter(stop=stop).first()
    if visit is not None and visit.result == result:
        return visit
    if visit is not None and stop.delivery.promise_id != stop.promise_id:
        raise UnlikelyTap(_("A new window was promised since. Ask the dispatcher."))
    kind = "visit.ended" if visit is None else "visit.corrected"
    visit = visit or Visit(stop=stop)
    visit.result, visit.at, visit.recorded_at = result, tap.at, now
    visit.by, visit.note = str(by), note[:500]
    visit.save()
    _stand(stop, State(result))
    ledger.record(
        kind, visit, by=by, at=now, customer=stop.delivery.customer_id,
        delivery=stop.delivery, result=result, happened_at=tap.at, note=visit.note,
        **tap.facts(stop.delivery),
    )  # fmt: skip
    return visit


@transaction.atomic
def mark_missed(stop: Stop, *, by: Actor, now: datetime) -> Stop:
    """No truck came, and it is known: the promise ends as broken, and the delivery waits for a new window.

    Refused when an arrival is recorded, or before the window is over.
    """
    stop = lock(stop)
    if _arrival(stop):
        raise UnlikelyTap(_("The arrival at this stop is recorded already."))
    if stop.promise.until > now:
        raise UnlikelyTap(_("This window is not over yet."))
    if stop.delivery.state == State.SCHEDULED and stop.delivery.promise_id == stop.promise_id:
        happened = promises.Happened(
            "arrival", None, "dispatch", never=True, evidence=f"{ledger.ref(stop)}:missed"
        )
        promises.record(stop.promise, happened, by=by, now=now)
        _stand(stop, State.WAITING)
    return stop


def lock(stop: Stop) -> Stop:
    """The stop as it stands now, its delivery held until the transaction ends."""
    Delivery.objects.select_for_update(no_key=True).get(pk=stop.delivery_id)
    related = ("plan__depot__location", "delivery__customer", "promise")
    found = Stop.objects.select_related(*related).filter(pk=stop.pk).first()
    if found is None:
        raise UnlikelyTap(_("This stop was moved to another window. Open your route again."))
    return found


def refuse_unlikely(stop: Stop, at: datetime, now: datetime, *, late: timedelta = LATE_TAPS) -> None:
    """A tap lies neither in the future, nor before its day or its promise, nor weeks back."""
    if at > now:
        raise UnlikelyTap(_("The time of this tap lies in the future. Check the clock of the phone."))
    day = stop.plan.on
    if at < local_instant(day, time(0), stop.plan.depot.location.zone):
        raise UnlikelyTap(_("This stop is planned for %(day)s.") % {"day": words.say_day(day)})
    if at < stop.promise.made_at:  # it tells of a visit in the window that stood before
        raise UnlikelyTap(_("This window was promised only after that time."))
    if now - at > late:
        raise UnlikelyTap(_("This tap is days old. Ask the dispatcher to enter it."))


def _not_before(arrival: Arrival, tap: Tap) -> Tap:
    """A visit ends no sooner than it began; where a clock was put right, to the minute."""
    if tap.at < arrival.at and (tap.said_at is None or arrival.at - tap.at > TO_THE_MINUTE):
        raise UnlikelyTap(_("The visit cannot have ended before the truck was there."))
    return replace(tap, at=max(tap.at, arrival.at))


def _arrival(stop: Stop) -> Arrival | None:
    return Arrival.objects.filter(stop=stop).first()


def _arrive(stop: Stop, tap: Tap, *, by: Actor, now: datetime) -> Arrival:
    arrival = Arrival.objects.create(
        stop=stop,
        at=tap.at,
        recorded_at=now,
        source=tap.source,
        by=str(by),
        latitude=tap.latitude,
        longitude=tap.longitude,
    )
    days.note_made(stop.plan_id)
    _stand(stop, State.ARRIVED)
    ledger.record(
        "arrival.marked", arrival, by=by, at=now, customer=stop.delivery.customer_id,
        delivery=stop.delivery, promise=stop.promise, arrived_at=tap.at, **tap.facts(stop.delivery),
    )  # fmt: skip
    happened = promises.Happened("arrival", tap.at, tap.source, evidence=ledger.ref(arrival))
    promises.record(stop.promise, happened, by=by, now=now)
    return arrival


def _stand(stop: Stop, state: State) -> None:
    """The delivery stands as this visit left it, unless another window was promised since."""
    if stop.delivery.promise_id == stop.promise_id:
        stop.delivery.state = state
        stop.delivery.save(update_fields=["state"])
