"""Arrivals come in: when the truck was there, and how the visit ended."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field, StringConstraints, model_validator

from kept.api.keys import Request, require
from kept.api.problems import NOS
from kept.api.times import Day, Instant
from kept.business.queries import get_location
from kept.business.rules import Right
from kept.deliveries.arrivals import Came
from kept.desk import take_arrivals

MOST = 500
router = Router(tags=["arrivals"])


class ArrivalIn(Schema):
    """The stop is that of an order's number, or of a delivery's, on one local day (that of the arrival)."""

    order: Annotated[str, StringConstraints(max_length=40)] = ""
    delivery: Annotated[int, Field(ge=1, le=2**62)] | None = None
    day: Day | None = None
    arrived_at: Instant
    result: Literal["", "delivered", "nobody_there", "refused", "damaged"] = ""

    @model_validator(mode="after")
    def one_stop(self) -> ArrivalIn:
        if bool(self.order) == (self.delivery is not None):
            raise ValueError("give an order or a delivery, one of them")
        return self


class ArrivalsIn(Schema):
    arrivals: Annotated[list[ArrivalIn], Field(min_length=1, max_length=MOST)]


class ArrivalsOut(Schema):
    """How many were new, and how many stood already."""

    new: int
    standing: int


@router.post("/arrivals", response={200: ArrivalsOut, **NOS}, summary="Record arrivals")
def record_arrivals(request: Request, body: ArrivalsIn) -> ArrivalsOut:
    """Write arrivals down, all or none: the windows that were promised end by them. Sent twice, once taken.

    The driver's own tap counts first: another time is noted beside it. 409 names every one that cannot be.
    """
    software = require(request, Right.RECORD_ARRIVALS)
    zone = get_location().zone
    came = [
        Came(
            f"arrivals.{at}",
            order=each.order,
            delivery=each.delivery,
            day=each.day or each.arrived_at.astimezone(zone).date(),
            at=each.arrived_at,
            result=each.result,
        )
        for at, each in enumerate(body.arrivals)
    ]
    taken = take_arrivals.take(came, by=software.actor, now=timezone.now())
    return ArrivalsOut(new=taken.new, standing=taken.standing)
