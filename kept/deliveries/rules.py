"""What may truthfully be promised: windows as local times, the reasons for a no, and what stands nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from kept.base.calendars import local_instant

NEAR_SECONDS = 600  # a truck within ten minutes' drive is "near you then"
QUOTE_LASTS = timedelta(minutes=15)
HORIZON_DAYS = 14
# Minutes that planning keeps free, unless the house says otherwise: docs/rules/windows.md has the figures.
WINDOW_BUFFER_MINUTES = 25
SHIFT_BUFFER_MINUTES = 10
WRONG_CLOCK = timedelta(minutes=2)  # a phone gives up sending before that (driver-send.js)
EARTH_RADIUS_METRES = 6_371_009  # mean radius R1, IUGG


@dataclass(frozen=True, order=True, slots=True)
class LocalWindow:
    """A span of one local day, both ends kept. Raises ValueError if it has no width on the clock."""

    day: date
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise ValueError("a window closes after it opens")

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """Both ends in UTC, or None on the day whose clock change leaves nothing of it."""
        starts_at, until = (
            local_instant(self.day, self.opens, zone),
            local_instant(self.day, self.closes, zone),
        )
        return (starts_at, until) if starts_at < until else None

    def holds(self, at: datetime, zone: ZoneInfo) -> bool:
        span = self.instants(zone)
        return span is not None and span[0] <= at <= span[1]

    def __str__(self) -> str:
        """``2026-03-05 08:00-12:00``: what ``parse`` reads, for forms and commands."""
        return f"{self.day.isoformat()} {self.opens:%H:%M}-{self.closes:%H:%M}"

    @classmethod
    def parse(cls, text: str) -> LocalWindow:
        """Read what ``str`` wrote. Raises ValueError for anything else."""
        day, _, span = text.partition(" ")
        opens, _, closes = span.partition("-")
        clocks = (datetime.strptime(each, "%H:%M").time() for each in (opens, closes))  # noqa: DTZ007  # local
        return cls(read_day(day), *clocks)


class Reason(StrEnum):
    """Why a window cannot be promised. The words stand in ``words.py``."""

    CLOSED = "closed"  # we are closed on that day
    TOO_LATE = "too_late"  # that day's trucks are being loaded, or gone
    CUT_OFF = "cut_off"  # the dispatcher has fixed that day's routes
    BEYOND = "beyond"  # further ahead than we plan
    NOT_OFFERED = "not_offered"  # no such window: an exact hour, or a span of the customer's own
    NO_TRUCK = "no_truck"
    NO_SKILL = "no_skill"  # no crew of that time can do it
    OUT_OF_REACH = "out_of_reach"
    HELD = "held"  # there would be room, on routes that the dispatcher holds
    NO_ROOM = "no_room"
    FULL = "full"


MAY_BE_MADE_FREE = (Reason.FULL, Reason.NO_ROOM, Reason.HELD)  # where another order of the stops may help


@dataclass(frozen=True)
class Free:
    """A window that a truck can make. ``extra_minutes`` is the driving it adds, rounded up.

    ``near`` tells the customer that a truck is close by then anyway. ``strain`` is what it costs those who
    ask after them: how far the nearest truck is then, and how full the window.
    """

    window: LocalWindow
    starts_at: datetime
    until: datetime
    extra_minutes: int
    nearest_seconds: int | None
    strain: int = 0

    @property
    def near(self) -> bool:
        return self.nearest_seconds is not None and self.nearest_seconds <= NEAR_SECONDS


@dataclass(frozen=True)
class Taken:
    """A window that cannot be promised, with the true reason."""

    window: LocalWindow
    reason: Reason


@dataclass(frozen=True)
class Quote:
    """What can be promised to one address now. It expires: the trucks fill up meanwhile."""

    free: tuple[Free, ...]
    taken: tuple[Taken, ...]
    zone: ZoneInfo
    made_at: datetime
    expires_at: datetime

    def expired(self, now: datetime) -> bool:
        return now >= self.expires_at

    def find(self, window: LocalWindow) -> Free | None:
        return next((each for each in self.free if each.window == window), None)

    def why_not(self, window: LocalWindow) -> Reason:
        """The reason for a window that is not free; one that we do not offer at all says so."""
        for each in self.taken:
            if each.window == window:
                return each.reason
        days = [free.window.day for free in self.free] + [taken.window.day for taken in self.taken]
        return Reason.BEYOND if days and window.day > max(days) else Reason.NOT_OFFERED

    def nearest_to(self, at: datetime, *, most: int = 3) -> tuple[Free, ...]:
        """The free windows closest to an instant, those around it first; of equals, where a truck is near."""
        return tuple(sorted(self.free, key=lambda free: (_away(free, at), free.extra_minutes))[:most])

    def by_nearness(self) -> tuple[Free, ...]:
        """For "I don't mind which": where a truck is near first, then the least strain, then sooner."""
        return tuple(sorted(self.free, key=lambda free: (not free.near, free.strain, free.window)))


@dataclass(frozen=True)
class Answer:
    """What a wish is answered with: granted, or the reason and the nearest true windows.

    ``exact`` marks a wish for an hour: it is no promise, even where the ``window`` around it is free.
    ``reason`` is why ``window`` cannot be had; None where it can.
    """

    granted: Free | None
    window: LocalWindow | None
    reason: Reason | None
    exact: bool
    alternatives: tuple[Free, ...]

    @property
    def by_our_rule(self) -> bool:
        """Whether a term of ours alone stands against the wish, and no truck, day or distance."""
        return self.granted is None and (self.reason is Reason.NOT_OFFERED if self.reason else self.exact)


def answer_window(quote: Quote, wished: LocalWindow) -> Answer:
    """Answer a wish for one of our windows."""
    if free := quote.find(wished):
        return Answer(free, wished, None, exact=False, alternatives=())
    span = wished.instants(quote.zone)
    middle = (
        span[0] + (span[1] - span[0]) / 2 if span else local_instant(wished.day, wished.opens, quote.zone)
    )
    return Answer(None, wished, quote.why_not(wished), exact=False, alternatives=quote.nearest_to(middle))


def answer_hour(quote: Quote, wished_at: datetime) -> Answer:
    """Answer a wish for an exact hour: never granted, the windows around it first.

    DOMAIN §1.3: every house is different and nobody can tell how long each stop takes.
    """
    nearest = quote.nearest_to(wished_at)
    taken = [each for each in quote.taken if each.window.holds(wished_at, quote.zone)]
    if any(free.window.holds(wished_at, quote.zone) for free in quote.free) or not taken:
        return Answer(None, None, None, exact=True, alternatives=nearest)
    return Answer(None, taken[0].window, taken[0].reason, exact=True, alternatives=nearest)


def closes_to_booking(shifts: Sequence[datetime], minutes: int) -> datetime | None:
    """The instant from which a day takes no more bookings: ``minutes`` before its first shift starts."""
    return min(shifts) - timedelta(minutes=minutes) if shifts else None


def _away(free: Free, at: datetime) -> timedelta:
    if free.starts_at <= at <= free.until:
        return timedelta(0)
    return min(abs(free.starts_at - at), abs(free.until - at))


def read_day(text: str) -> date:
    """A local day, as forms send it. Raises ValueError for anything else, and for the ends of all time."""
    day = date.fromisoformat(text)
    if not 1970 <= day.year <= 2200:  # the others are on no other clock
        raise ValueError(f"{text} is no day of ours")
    return day


def read_place(text: str) -> tuple[float, float]:
    """Latitude and longitude in degrees, as copied from a map: ``40.6892, -73.9442``.

    Raises ValueError for what is no place on earth, in words for whoever typed it.
    """
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise ValueError(f"“{text[:60]}” is no place: give degrees, like 40.6892, -73.9442") from None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(f"“{text[:60]}” lies nowhere on earth: latitude ±90, longitude ±180")
    return latitude, longitude


@dataclass(frozen=True, slots=True)
class Size:
    """What a delivery takes: minutes at the door, litres and kilograms on the truck, skills of the crew."""

    minutes: int
    litres: int
    kilograms: int = 0
    skills: frozenset[str] = frozenset()

    def __mul__(self, quantity: int) -> Size:
        each = (quantity * self.minutes, quantity * self.litres, quantity * self.kilograms)
        return Size(*each, self.skills if quantity else frozenset())


def size(lines: Sequence[Size]) -> Size:
    """Of a whole order, its lines added up."""
    return Size(
        sum(line.minutes for line in lines),
        sum(line.litres for line in lines),
        sum(line.kilograms for line in lines),
        frozenset().union(*(line.skills for line in lines)),
    )


def tapped_at(said_at: datetime, *, sent_at: datetime, received_at: datetime) -> datetime:
    """When a tap was made, by our clock. ``said_at`` and ``sent_at`` are the phone's.

    What lies between sending and receiving is the network while it is short; a phone that is further off
    has a wrong clock, and every instant of it is moved by as much. A phone a little fast is not ahead of us.
    """
    wrong = received_at - sent_at
    if abs(wrong) > WRONG_CLOCK:
        return said_at + wrong
    return min(said_at, received_at) if said_at <= sent_at else said_at


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> int:
    """The way between two places in degrees as the crow flies (haversine, mean radius of the earth)."""
    (north, east), (north2, east2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return round(2 * EARTH_RADIUS_METRES * asin(min(1.0, sqrt(half))))


def picture_type(content: bytes) -> str | None:
    """What kind of picture this is by its first bytes, whatever it calls itself; None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None
