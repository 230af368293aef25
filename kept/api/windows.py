"""Windows: which can truthfully be promised now, and booking one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from kept.api.keys import Request, require
from kept.api.problems import NOS
from kept.business.rules import Right
from kept.deliveries import queries, words
from kept.deliveries.routing.plan import Errand
from kept.deliveries.rules import LocalWindow, Quote
from kept.desk.book_once import book_once
from kept.orders.queries import by_number
from kept.orders.rules import read_skills

router = Router(tags=["windows"])
Number = Annotated[str, StringConstraints(min_length=1, max_length=40)]


def _a_window(text: str) -> str:
    LocalWindow.parse(text)
    return text


class AskedFor(Schema):
    """An order, or a place in degrees with what is to be brought there. ``skills`` are separated by ``;``."""

    order: Annotated[str, StringConstraints(max_length=40)] = ""
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    minutes: Annotated[int, Field(ge=0, le=480)] = 20
    litres: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    kilograms: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    skills: Annotated[str, StringConstraints(max_length=1_000)] = ""
    days: Annotated[int, Field(ge=1, le=60)] = 14

    @model_validator(mode="after")
    def one_of_them(self) -> AskedFor:
        read_skills(self.skills)
        if bool(self.order) == (self.latitude is not None) or (self.latitude is None) != (
            self.longitude is None
        ):
            raise ValueError("give an order, or a latitude and a longitude")
        return self

    def errand(self) -> Errand:
        assert self.latitude is not None and self.longitude is not None
        load = (self.litres, self.kilograms)
        skills = frozenset(read_skills(self.skills))
        return Errand((self.latitude, self.longitude), self.minutes * 60, load, skills)


class WindowOut(Schema):
    """``window`` is what a booking names. ``reason`` and ``words`` say why it is not free."""

    window: str
    free: bool
    starts_at: datetime | None = None
    until: datetime | None = None
    extra_minutes: int | None = None
    near: bool = False
    reason: str = ""
    words: str = ""


class WindowsOut(Schema):
    """What is true now; the trucks fill up meanwhile."""

    expires_at: datetime
    windows: list[WindowOut]


class BookingIn(Schema):
    """``move`` says at whose wish another window that stands is replaced; without it, it is not."""

    order: Number
    window: Annotated[str, AfterValidator(_a_window), StringConstraints(max_length=30)]
    move: Literal["customer", "ours"] | None = None


class BookingOut(Schema):
    delivery: int
    window: str
    starts_at: datetime
    until: datetime
    words: str


@router.get("/windows", response={200: WindowsOut, **NOS}, summary="Read the windows that are true now")
def read_windows(request: Request, asked: Query[AskedFor]) -> WindowsOut:
    """Every window of the next days, free or with the true reason why not."""
    require(request, Right.BOOK_DELIVERIES)
    wanted = by_number(asked.order) if asked.order else None
    now = timezone.now()
    if wanted is None:
        quote = queries.quote(asked.errand(), now=now, horizon_days=asked.days)
    else:
        quote = queries.quote(queries.delivery_of(wanted) or wanted, now=now, horizon_days=asked.days)
    return WindowsOut(expires_at=quote.expires_at, windows=_windows(quote))


@router.post("/bookings", response={200: BookingOut, **NOS}, summary="Book a window")
def book_window(request: Request, body: BookingIn) -> BookingOut:
    """Promise a window to the customer of an order; they get it in writing. Sent twice, it is booked once.

    409 where it cannot be promised (any more), with the next best ones in words.
    """
    software = require(request, Right.BOOK_DELIVERIES)
    window = LocalWindow.parse(body.window)
    stop = book_once(body.order, window, move=body.move or "", by=software.actor, now=timezone.now())
    assert stop.promise.starts_at is not None  # a delivery is promised in a window
    return BookingOut(
        delivery=stop.delivery_id,
        window=str(stop.window),
        starts_at=stop.promise.starts_at,
        until=stop.promise.until,
        words=stop.promise.words,
    )


def _windows(quote: Quote) -> list[WindowOut]:
    free = [
        WindowOut(
            window=str(each.window),
            free=True,
            starts_at=each.starts_at,
            until=each.until,
            extra_minutes=each.extra_minutes,
            near=each.near,
        )
        for each in quote.free
    ]
    taken = [
        WindowOut(
            window=str(each.window),
            free=False,
            reason=each.reason.value,
            words=words.reason(each.window, each.reason),
        )
        for each in quote.taken
    ]
    return sorted([*free, *taken], key=lambda each: each.window)
