"""What stands beside each figure, and what guards it against gaming (DOMAIN §7), from the sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from kept.complaints.words import Word
from kept.scorecards import rules
from kept.scorecards.places import Name
from kept.scorecards.queries.sums import Added
from kept.scorecards.rules import Beside

HISTOGRAM = _("Median from a histogram of two digits: at most 5 % off.")
ORDERS, WINDOWS = "order", "window"  # counted beside the six
HOUR = 60  # minutes: windows are measured in minutes


@dataclass(frozen=True)
class Shown:
    """One number beside a figure, called ``title``; ``opens`` is the reason or mark whose rows it counts.

    ``method`` says how it was worked out where that is not plain.
    """

    name: str
    title: Lazy
    beside: Beside
    opens: str = ""
    method: Lazy | None = None


def beside(name: Name, added: Mapping[str, Added]) -> tuple[Shown, ...]:
    return tuple(_BESIDE[name](added[name], added))


def guards(name: Name, added: Mapping[str, Added]) -> tuple[Shown, ...]:
    return tuple(_GUARDS[name](added[name], added))


Found = Iterator[Shown]


def _clear(clear: Added, _all: Mapping[str, Added]) -> Found:
    yield Shown("words", _("Median words of a telling"), clear.median("words"), method=HISTOGRAM)


def _clear_guards(clear: Added, _all: Mapping[str, Added]) -> Found:
    yield _marked(clear, "wall", _("Rested on a wall of text"))
    yield _because(clear, "walls", _("Told in walls only: not counted as told"))
    yield _because(clear, "not_told", _("Stopped: not properly told"))


def _immediate(immediate: Added, _all: Mapping[str, Added]) -> Found:
    title = _("Median from first word to settled")
    yield Shown("minutes", title, immediate.median("min", 60), method=HISTOGRAM)


def _immediate_guards(immediate: Added, _all: Mapping[str, Added]) -> Found:
    yield _marked(immediate, "reopened", _("Closed, and opened again within 7 days"))
    yield _marked(immediate, "handed_on", _("Handed on"))
    yield _marked(immediate, "by_rule", _("Handed on by a rule: not counted"))


def _free(free: Added, _all: Mapping[str, Added]) -> Found:
    yield Shown("minutes", _("Median from asking to out"), free.median("min", 60), method=HISTOGRAM)


def _free_guards(free: Added, _all: Mapping[str, Added]) -> Found:
    yield _marked(free, "asked_in_words", _("Asked to leave in words, and nobody began it"))
    yield _marked(free, "unfinished", _("Begun, and not confirmed within a day"))
    yield _marked(free, "offer", _("An offer came before the confirmation"))
    yield _marked(free, "hand_over", _("Handed on"))
    yield _marked(free, "steps", _("More steps than joining"))


def _accommodating(wishes: Added, _all: Mapping[str, Added]) -> Found:
    yield Shown("granted", _("Granted"), rules.share(wishes.reasons["granted"], wishes.n), "granted")


def _accommodating_guards(wishes: Added, _all: Mapping[str, Added]) -> Found:
    yield Shown(
        "alternatives",
        _("Median of bookable alternatives named"),
        wishes.median(""),
        "alternative",
        HISTOGRAM,
    )
    yield _because(wishes, "not_bookable", _("What was named could not be booked"))
    yield _because(wishes, "nothing_else", _("Nothing else was named"))
    yield _because(wishes, "no_reason", _("No reason was given"))


def _kept(kept: Added, _all: Mapping[str, Added]) -> Found:
    yield Shown("width", _("Median width of the windows"), kept.median("h", HOUR), "window", HISTOGRAM)


def _kept_guards(kept: Added, everything: Mapping[str, Added]) -> Found:
    orders, windows = everything[ORDERS].n, everything[WINDOWS].n
    per_order = Beside(Fraction(windows, orders) if orders else None, "per order", orders)
    yield Shown("per_order", _("Windows promised per order"), per_order)
    yield _because(kept, "unrecorded", _("Due, and our record is missing"))
    yield _marked(kept, "replaced", _("Put off at our wish: both count"))


def _fair(fair: Added, _all: Mapping[str, Added]) -> Found:
    yield Shown(
        "overturned", _("Overturned on review"), rules.share(fair.marks["overturned"], fair.n), "overturned"
    )


def _fair_guards(fair: Added, _all: Mapping[str, Added]) -> Found:
    titles = {**{str(word): word.label for word in Word}, "split": _("Split")}
    decided = sum(fair.marks[code] for code in titles)
    for code, title in titles.items():
        yield Shown(f"verdict_{code}", title, rules.share(fair.marks[code], decided), code)
    yield _because(fair, "settled", _("Settled with the customer: not judged"))
    yield _because(fair, "withdrawn", _("Taken back by the customer: not judged"))
    yield _marked(fair, "overruled", _("Decided otherwise than the desk proposed"))
    agreed = rules.share(fair.marks["agreed"], fair.marks["looked_at"])
    yield Shown("agreed", _("Agreement of the blind second look"), agreed, "looked_at")


def _because(added: Added, code: str, title: Lazy) -> Shown:
    return Shown(code, title, _plain(added.reasons[code], added), code)


def _marked(added: Added, code: str, title: Lazy) -> Shown:
    return Shown(f"marked_{code}", title, _plain(added.marks[code], added), code)


def _plain(number: int, added: Added) -> Beside:
    """A plain number, out of all that is counted or too early to tell."""
    return Beside(Fraction(number), "", added.n + added.early)


_BESIDE: dict[Name, Callable[[Added, Mapping[str, Added]], Found]] = {
    Name.CLEAR: _clear,
    Name.IMMEDIATE: _immediate,
    Name.FREE: _free,
    Name.ACCOMMODATING: _accommodating,
    Name.KEPT: _kept,
    Name.FAIR: _fair,
}
_GUARDS: dict[Name, Callable[[Added, Mapping[str, Added]], Found]] = {
    Name.CLEAR: _clear_guards,
    Name.IMMEDIATE: _immediate_guards,
    Name.FREE: _free_guards,
    Name.ACCOMMODATING: _accommodating_guards,
    Name.KEPT: _kept_guards,
    Name.FAIR: _fair_guards,
}
