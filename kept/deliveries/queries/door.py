"""What a driver needs at the door, what was seen there, and the taps that nobody could write down."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.deliveries.models import Delivery, Proof, RawTap, Stop
from kept.deliveries.queries.finding import get_stop_for, todays_stops_for


def route_for(driver: Staff, *, now: datetime) -> list[Stop]:
    """The driver's stops of today in the order of driving, with what is brought and what was seen."""
    return list(todays_stops_for(driver, now=now).prefetch_related(*_at_the_door()))


def door_for(staff: Staff, pk: int) -> Stop:
    """One stop with what is brought and what was seen, for its driver and for who plans. Raises NotFound."""
    stop = get_stop_for(staff, pk)
    prefetch_related_objects([stop], *_at_the_door())
    return stop


def proofs_of(about: Stop | Delivery) -> QuerySet[Proof]:
    """The photos and signatures of one visit, or of all visits of a delivery; without their bytes."""
    theirs = {"stop": about} if isinstance(about, Stop) else {"stop__delivery": about}
    return _seen().filter(**theirs)


def get_proof(pk: int) -> Proof:
    """A photo or a signature with its bytes. Raises NotFound, also once it was emptied."""
    proof = Proof.objects.select_related("stop__plan", "stop__delivery").filter(pk=pk).first()
    if proof is None or not proof.content:
        raise NotFound(_("We have no such picture."))
    return proof


def get_proof_for(staff: Staff, pk: int) -> Proof:
    """A photo or a signature, for the desk, for who plans and for the driver of that stop."""
    proof = get_proof(pk)
    if not staff.may(Right.BOOK_DELIVERIES):
        get_stop_for(staff, proof.stop_id)
    return proof


def unsettled_taps_for(staff: Staff) -> QuerySet[RawTap]:
    """Taps that could not be written down and that no dispatcher has looked at, the oldest first."""
    require(staff, Right.PLAN_DELIVERIES)
    loose = RawTap.objects.exclude(outcome=RawTap.Outcome.TAKEN).filter(settled_at=None)
    return loose.select_related("delivery__customer", "delivery__order").order_by("received_at", "pk")


def get_tap_for(staff: Staff, pk: int) -> RawTap:
    require(staff, Right.PLAN_DELIVERIES)
    raw = RawTap.objects.filter(pk=pk).first()
    if raw is None:
        raise NotFound(_("We have no such tap."))
    return raw


def _at_the_door() -> tuple[str | Prefetch[str], ...]:
    return "delivery__order__lines", Prefetch("proofs", _seen())


def _seen() -> QuerySet[Proof]:
    return Proof.objects.defer("content").order_by("at", "pk")
