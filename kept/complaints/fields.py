"""The single values of a case file: its kinds, instants, versions and amounts, and how each is read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, StrictInt

Pack = Literal["house"]
ClaimKind = Literal[
    "delivery.late",
    "delivery.missed",
    "delivery.wished_window_refused",
    "delivery.not_delivered",
    "delivery.damaged",
    "membership.cancellation_refused",
    "membership.cancellation_ignored",
    "membership.fee_disputed",
    "membership.unexpected_renewal",
    "membership.wrong_freeze",
    "membership.pressured",
    "billing.wrong_amount",
    "billing.charged_twice",
    "billing.not_agreed",
    "billing.refund_late",
    "conduct.rude",
    "conduct.ignored",
    "conduct.pressured",
    "conduct.wrong_information",
    "product.not_as_described",
    "product.defective",
    "product.worn",
    "access.unreachable",
    "access.no_call_back",
]
CLAIM_KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)
PromiseKind = Literal["delivery_window", "call_back", "reply", "refund", "end_date", "remedy", "receipt"]
FactKind = Literal[
    "arrival",
    "contact_attempt",
    "reply_sent",
    "refund",
    "exit_confirmed",
    "remedy_given",
    "receipt_sent",
    "exit_asked",
    "offer_shown",
    "charge",
    "record_absent",
    "handover",
    "statement",
    "damage",
]
TIMELESS: frozenset[str] = frozenset({"record_absent", "handover", "statement", "damage"})
_OFFSET = re.compile(r"[+-]\d\d:?(\d\d)(?::?(\d\d))?(?:\.\d+)?$", re.ASCII)
_END_OF_DAY = re.compile(r"T24(?=(?::?00){0,2}(?:\.0+)?(?:[Z+-]|$))")
RECEIPT = "receipt"  # the id of the promise that a confirmed exit implies


def _instant(value: object) -> datetime:
    """Read an instant with its offset, into UTC. Raises ValueError for anything else."""
    if isinstance(value, str):
        try:
            value = _parsed(value.upper())
        except (ValueError, OverflowError):
            raise ValueError(f"{short(value)} is no ISO 8601 instant") from None
    if not isinstance(value, datetime):
        raise ValueError(f"{short(value)} is no ISO 8601 instant")
    if value.tzinfo is None:
        raise ValueError("an instant needs its offset from UTC, such as 2026-03-05T11:40:00-05:00")
    if not 1900 <= value.year <= 2200:
        raise ValueError(f"the year {value.year} lies outside 1900 to 2200")
    return value.astimezone(UTC)


def _parsed(text: str) -> datetime:
    """ISO 8601, with the end of a day as 24:00; Python alone takes an offset of 99 minutes."""
    offset = _OFFSET.search(text)
    if offset is not None and any(int(part) > 59 for part in offset.groups() if part):
        raise ValueError("an hour has 60 minutes")
    started = _END_OF_DAY.sub("T00", text)
    return datetime.fromisoformat(started) + timedelta(days=started != text)


def _day_or_instant(value: object) -> date:
    """Read a day, or an instant whose day the business's zone decides. Raises ValueError for all else."""
    if isinstance(value, str) and len(value) == len("2026-03-31"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{short(value)} is no day (2026-03-31)") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return _instant(value)


def _stars(value: object) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{short(value)} is no number")
    if not 1 <= value <= 5:
        raise ValueError("stars go from 1 to 5")
    return value


def _version(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(f"{short(value)} is no version")
    return str(value)


def _zone(value: str) -> str:
    try:
        if value in ("localtime", "posixrules") or value.startswith(("posix/", "right/")):
            raise ValueError("means another zone on another machine, or other seconds")
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{short(value)} is no time zone") from None
    return value


def short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…" + text[0]


Instant = Annotated[datetime, BeforeValidator(_instant)]
DayOrInstant = Annotated[datetime | date, BeforeValidator(_day_or_instant)]
Stars = Annotated[float | int, BeforeValidator(_stars)]
ZoneName = Annotated[str, AfterValidator(_zone)]
Version = Annotated[str, BeforeValidator(_version)]
Minor = Annotated[StrictInt, Field(ge=0, le=10**15)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Ident = Annotated[str, Field(min_length=1)]
