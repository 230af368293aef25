"""The two calls of the tour as values: what may be changed on the page, and the case file that it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

ZONE = ZoneInfo("America/New_York")
DAY = datetime(2026, 3, 5, tzinfo=ZONE)
OPENS, CLOSES = DAY.replace(hour=8), DAY.replace(hour=12)
SHOWN = (DAY.replace(hour=7), DAY.replace(hour=15))
BOOKED_AT = datetime(2026, 3, 2, 11, 5, tzinfo=ZONE)
BOUGHT_AT = datetime(2026, 2, 27, 15, 30, tzinfo=ZONE)
EARLIEST_CALL = DAY.replace(hour=12, minute=10)

TERM = "4-hour window"  # the reasons call it by this name
SENTENCE = gettext_noop("This is bad customer service. I’m telling all my friends not to shop here.")
WINDOW_TERM = gettext_noop("We come within a 4-hour window; an exact hour is not promised.")


@dataclass(frozen=True)
class Telling:
    """One time the window was told: how, when, and with which evidence grade (DOMAIN §4)."""

    key: str
    occasion: str
    words: str
    medium: str
    grade: str
    at: datetime
    extra: dict[str, Any] = field(default_factory=dict)


def _spoken(at: datetime) -> dict[str, Any]:
    return {"logged_at": (at + timedelta(minutes=1)).isoformat()}


TELLINGS = [
    Telling(
        "told-in-the-shop",
        "purchase",
        gettext_noop("said in the shop, logged a minute later"),
        "spoken",
        "A0",
        BOUGHT_AT,
        _spoken(BOUGHT_AT),
    ),
    Telling(
        "on-the-invoice",
        "purchase",
        gettext_noop("printed on the invoice, handed over"),
        "invoice",
        "A1",
        BOUGHT_AT + timedelta(minutes=10),
        {"handed_over": True},
    ),
    Telling(
        "told-at-scheduling",
        "scheduling",
        gettext_noop("said on the phone before booking, logged a minute later"),
        "spoken",
        "A0",
        BOOKED_AT - timedelta(minutes=5),
        _spoken(BOOKED_AT - timedelta(minutes=5)),
    ),
]


@dataclass(frozen=True)
class Call:
    """One of the two calls. ``arrival`` and ``wish`` are local times of the day of the delivery."""

    side: str
    caller: str
    arrival: time
    told_at_purchase: bool = True
    told_at_scheduling: bool = True
    wish: time | None = time(9)

    @property
    def arrived_at(self) -> datetime:
        return _on_the_day(self.arrival)

    @property
    def wish_at(self) -> datetime | None:
        return _on_the_day(self.wish) if self.wish else None

    @property
    def phoned_at(self) -> datetime:
        """Half an hour after the truck, and not before the window is over."""
        return max(EARLIEST_CALL, self.arrived_at + timedelta(minutes=30))

    @property
    def tellings(self) -> list[Telling]:
        told = {"purchase": self.told_at_purchase, "scheduling": self.told_at_scheduling}
        return [telling for telling in TELLINGS if told[telling.occasion]]


LEFT = Call("left", "Daniel Reyes", time(11, 40))
RIGHT = Call("right", "Hannah Brandt", time(13))


def case_file(call: Call) -> dict[str, Any]:
    """The call as a case of DOMAIN §10, the form in which any case is judged."""
    return {
        "business": {"timezone": ZONE.key, "rule_packs": ["house"]},
        "terms": [
            {
                "id": TERM,
                "kind": "service",
                "version": 3,
                "text": WINDOW_TERM,
                "bound_at": BOOKED_AT.isoformat(),
            }
        ],
        "disclosures": [_disclosure(telling) for telling in call.tellings],
        "expectations": _expectations(call),
        "promises": [
            {
                "id": "p1",
                "kind": "delivery_window",
                "from": OPENS.isoformat(),
                "until": CLOSES.isoformat(),
                "made_at": BOOKED_AT.isoformat(),
                "accepted": True,
            }
        ],
        "facts": [
            {"kind": "arrival", "promise": "p1", "at": call.arrived_at.isoformat(), "source": "driver"}
        ],
        "customer": {"language": "en"},
        "complaint": {
            "at": call.phoned_at.isoformat(),
            "text": SENTENCE,
            "stars": 1,
            "claims": [{"kind": "delivery.late", "about": ["p1"], "relies_on": [TERM]}],
        },
    }


def _disclosure(telling: Telling) -> dict[str, Any]:
    return {
        "term": TERM,
        "version": 3,
        "occasion": telling.occasion,
        "at": telling.at.isoformat(),
        "medium": telling.medium,
        "grade": telling.grade,
        "language": "en",
        **telling.extra,
    }


def _expectations(call: Call) -> list[dict[str, Any]]:
    if call.wish_at is None:
        return []
    return [
        {
            "what": f"{call.wish:%H:%M}",
            "expects": {"by": call.wish_at.isoformat()},
            "source": "wish",
            "at": (BOOKED_AT - timedelta(minutes=7)).isoformat(),
        }
    ]


def _on_the_day(at: time) -> datetime:
    return DAY.replace(hour=at.hour, minute=at.minute)
