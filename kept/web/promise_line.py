"""The promise line: the sign of the product. Values in, a drawing out; the template only writes it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext, pgettext_lazy

from kept.base.money import Money
from kept.business.money import say_money
from kept.web import times


class State(StrEnum):
    """Where a promise stands, as the line shows it: each has its own word and its own shape."""

    MADE = "made"
    TOLD = "told"
    DUE_SOON = "due_soon"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"
    REPLACED = "replaced"


WORDS: dict[State, Lazy] = {
    State.MADE: pgettext_lazy("state of a promise", "Promised"),
    State.TOLD: pgettext_lazy("state of a promise", "Told"),
    State.DUE_SOON: pgettext_lazy("state of a promise", "Due soon"),
    State.KEPT: pgettext_lazy("state of a promise", "Kept"),
    State.BROKEN: pgettext_lazy("state of a promise", "Broken"),
    State.RELEASED: pgettext_lazy("state of a promise", "Released"),
    State.REPLACED: pgettext_lazy("state of a promise", "Replaced"),
}
OVERDUE = pgettext_lazy("state of a promise", "Overdue")
SETTLED = (State.KEPT, State.BROKEN, State.RELEASED, State.REPLACED)


@dataclass(frozen=True)
class Line:
    """One promise as it is drawn.

    A window has ``starts_at`` and ``ends_at`` (both ends kept); a promise by an instant has ``due_at``; one
    by a day ``due_at`` with ``whole_day`` (the end of that local day: "by Friday"), or ``on_the_day`` for
    an end date, which comes on it. Money adds ``amount``
    and what has come so far, ``paid``. ``arrived_at`` is the fact that decides it, ``wish_at`` what was
    asked for, ``expected`` the range in which we now expect the fact. ``words`` name the thing ("Delivery",
    "Call back"). ``shown`` fixes the span of time on the line, so that two lines can be compared.

    Raises ValueError without a window or a due instant, or with both.
    """

    state: State
    words: str
    zone: ZoneInfo
    now: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    due_at: datetime | None = None
    whole_day: bool = False
    on_the_day: bool = False
    made_at: datetime | None = None
    arrived_at: datetime | None = None
    wish_at: datetime | None = None
    expected: tuple[datetime, datetime] | None = None
    amount: Money | None = None
    paid: Money | None = None
    shown: tuple[datetime, datetime] | None = None

    def __post_init__(self) -> None:
        if (self.starts_at is None) != (self.ends_at is None):
            raise ValueError("a window has two ends")
        if (self.starts_at is None) == (self.due_at is None):
            raise ValueError("a promise line has a window or a due instant, one of them")

    @property
    def shape(self) -> str:
        """``window``, ``instant``, ``day`` or ``money``: how it is drawn."""
        if self.amount is not None:
            return "money"
        if self.due_at is None:
            return "window"
        return "day" if self.on_the_day else "instant"

    @property
    def first(self) -> datetime:
        return self.starts_at or self.made_at or self.last - timedelta(hours=4)

    @property
    def last(self) -> datetime:
        """The last instant at which it can still be kept."""
        found = self.ends_at or self.due_at
        assert found is not None  # one of the two, see __post_init__
        return found


@dataclass(frozen=True)
class Mark:
    """Something at a place of the line: ``x`` is a percentage, ``63.5%``; ``anchor`` keeps words inside."""

    x: str
    words: str
    anchor: str


@dataclass(frozen=True)
class Drawing:
    """What the template writes down. Places are percentages of the line's width."""

    line: Line
    starts: Mark
    ends: Mark
    fact: Mark | None
    wish: Mark | None
    now: Mark | None
    wish_fits: bool
    overrun: tuple[str, str] | None
    expected: tuple[str, str] | None
    filled: str
    state_words: str
    when: str
    happened: str
    wished: str

    @property
    def sentence(self) -> str:
        """Everything the picture shows, as words."""
        parts = [f"{self.line.words} {self.when}".strip(), self.happened, self.wished, self.state_words]
        return ". ".join(part for part in parts if part) + "."


def draw(line: Line) -> Drawing:
    """Lay a promise out on its line."""
    scale = _Scale(*(line.shown or _span(line)))
    open_still = line.state not in SETTLED
    now_seen = open_still and line.shape != "money" and scale.starts < line.now < scale.ends
    share = _paid_share(line)
    starts = scale.mark(line.first, times.hour(line.first.astimezone(line.zone)))
    ends = scale.mark(line.last, _end_words(line))
    fact = scale.mark(line.arrived_at, _clock(line, line.arrived_at)) if line.arrived_at else None
    if line.shape == "money":
        starts, ends = Mark("0%", "", "start"), Mark("100%", _end_words(line), "end")
        fact = None
    return Drawing(
        line=line,
        starts=starts,
        ends=ends,
        fact=fact,
        wish=scale.mark(line.wish_at, _clock(line, line.wish_at)) if line.wish_at else None,
        now=scale.mark(line.now, gettext("now")) if now_seen else None,
        wish_fits=_apart(scale, line.wish_at, line.first, line.last),
        overrun=_overrun(line, scale),
        expected=(scale.x(line.expected[0]), scale.x(line.expected[1])) if line.expected else None,
        filled=_percent(share),
        state_words=say_state(line),
        when=_when(line),
        happened=_happened(line),
        wished=_wished(line),
    )


def say_state(line: Line) -> str:
    """The word for where it stands; its time over and nothing recorded that ends it, it is overdue."""
    is_over = line.state is State.DUE_SOON and line.last < line.now
    return str(OVERDUE if is_over else WORDS[line.state])


@dataclass(frozen=True)
class _Scale:
    """A span of time laid on 0 to 100 %."""

    starts: datetime
    ends: datetime

    def share(self, at: datetime) -> float:
        return min(1.0, max(0.0, (at - self.starts) / (self.ends - self.starts)))

    def x(self, at: datetime) -> str:
        return _percent(self.share(at))

    def mark(self, at: datetime, words: str) -> Mark:
        share = self.share(at)
        anchor = "start" if share < 0.08 else "end" if share > 0.92 else "middle"
        return Mark(_percent(share), words, anchor)


def _percent(share: float) -> str:
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


def _span(line: Line) -> tuple[datetime, datetime]:
    """The span to show: the promise, a quarter of its length around it, and all that belongs to it."""
    length = max(line.last - line.first, timedelta(minutes=30))
    seen = [at for at in (line.arrived_at, line.wish_at, *(line.expected or ())) if at]
    if line.state not in SETTLED and line.first - length / 2 < line.now < line.last + length:
        seen.append(line.now)
    margin = length * 0.25
    before = margin if line.shape == "window" else timedelta(0)
    starts = min([line.first - before, *(at - margin / 2 for at in seen if at < line.first)])
    ends = max([line.last + margin, *(at + margin / 2 for at in seen if at > line.last)])
    return starts, ends


def _apart(scale: _Scale, at: datetime | None, *others: datetime) -> bool:
    """Whether the words of ``at`` have room beside the words of the others, also on a phone."""
    return at is not None and all(abs(scale.share(at) - scale.share(other)) > 0.11 for other in others)


def _overrun(line: Line, scale: _Scale) -> tuple[str, str] | None:
    """From the promise's edge to where it went wrong: to the fact, or to the line's end if it never came."""
    if line.state is not State.BROKEN or line.shape == "money":
        return None
    if line.arrived_at is None:
        return scale.x(line.last), "100%"
    if line.starts_at and line.arrived_at < line.starts_at:
        return scale.x(line.arrived_at), scale.x(line.starts_at)
    return scale.x(line.last), scale.x(line.arrived_at)


def _paid_share(line: Line) -> float:
    if line.amount is None or line.paid is None or not line.amount:
        return 0.0
    return min(1.0, line.paid.minor / line.amount.minor)


def _clock(line: Line, at: datetime) -> str:
    return times.clock(at.astimezone(line.zone))


def _last_day(line: Line) -> str:
    """The day named by a promise "by Friday", whose instant is the midnight after it."""
    day = (line.last - timedelta(microseconds=1)).astimezone(line.zone).date()
    return times.say_day(day, today=line.now.astimezone(line.zone).date())


def _end_words(line: Line) -> str:
    if line.whole_day or line.on_the_day:
        return _last_day(line)
    return times.hour(line.last.astimezone(line.zone)) if line.shape == "window" else _clock(line, line.last)


def _when(line: Line) -> str:
    if line.starts_at:
        return times.say_window(line.starts_at, line.last, now=line.now, zone=line.zone)
    today = line.now.astimezone(line.zone).date()
    if line.on_the_day:
        return _last_day(line)
    if not line.whole_day:
        day = line.last.astimezone(line.zone).date()
        if near := times.say_near(day, today=today):
            return gettext("%(day)s by %(clock)s") % {"day": near, "clock": _clock(line, line.last)}
        return gettext("by %(when)s") % {"when": times.say_instant(line.last, now=line.now, zone=line.zone)}
    return gettext("by %(when)s") % {"when": _last_day(line)}


def _happened(line: Line) -> str:
    if line.amount is not None and line.paid is not None:
        return gettext("%(paid)s of %(amount)s paid") % {
            "paid": say_money(line.paid),
            "amount": say_money(line.amount),
        }
    if line.arrived_at is None:
        never = gettext("did not happen")
        return never if line.state is State.BROKEN else ""
    said = _clock(line, line.arrived_at)
    if line.arrived_at.astimezone(line.zone).date() != line.last.astimezone(line.zone).date():
        said = times.say_instant(line.arrived_at, now=line.now, zone=line.zone)
    word = gettext("arrived %(when)s") if line.shape == "window" else gettext("done %(when)s")
    happened = word % {"when": said}
    if line.arrived_at > line.last:
        return gettext("%(happened)s, %(length)s late") % {
            "happened": happened,
            "length": times.say_length(line.arrived_at - line.last),
        }
    if line.starts_at and line.arrived_at < line.starts_at:
        return gettext("%(happened)s, %(length)s early") % {
            "happened": happened,
            "length": times.say_length(line.starts_at - line.arrived_at),
        }
    return happened


def _wished(line: Line) -> str:
    return gettext("wished for %(when)s") % {"when": _clock(line, line.wish_at)} if line.wish_at else ""
