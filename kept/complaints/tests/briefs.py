"""Briefs made up: all that may stand in one, for tests by property; and one that holds only what is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from kept.complaints.known import (
    Became,
    Brief,
    Complained,
    Failure,
    Heard,
    LastMatter,
    Moved,
    Owed,
    Window,
)
from kept.complaints.topics import Topic
from kept.customers.models import Customer
from kept.deliveries.live import Because, Seen, Why

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 8, 15, 0, tzinfo=UTC)  # the Sunday on which the clocks go forward in New York
NEVER_SAID = (
    "angry", "upset", "furious", "aggressive", "difficult", "rude", "temper", "mood", "shout", "hostile",
    "impatient", "calm down", "frustrat", "annoyed", "unhappy", "dissatisfied", "you failed", "you should",
    "as clearly stated", "policy is policy", "unfortunately", "insult", "!",
)  # fmt: skip

instants = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001  # and here
    timezones=st.just(UTC),
)
spans = st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=30))
numbers = st.integers(min_value=1, max_value=9_999)
words = st.sampled_from(["Your sofa comes", "30.00 USD back", "We call you back.", "Ein Gutschein über 5 €"])
outcomes = st.sampled_from(["", "kept", "broken"])


@st.composite
def windows(draw: st.DrawFn) -> Window:
    begins = draw(instants)
    ends = begins + draw(st.timedeltas(min_value=timedelta(minutes=30), max_value=timedelta(hours=8)))
    came = draw(st.none() | st.just(begins + timedelta(minutes=draw(st.integers(-200, 900)))))
    number, outcome = draw(numbers), draw(outcomes)
    earliest = begins + timedelta(minutes=draw(st.integers(0, 200)))
    seen = Seen(
        stop=1, delivery=1, promise=number, vehicle=1, number=2, before=1, starts_at=begins, until=ends,
        because=Because(draw(st.sampled_from(Why)), "Van 1", minutes=draw(st.integers(5, 300))),
        earliest=earliest, latest=earliest + draw(spans), late=0.1,
    )  # fmt: skip
    return Window(f"promise:{number}", begins, ends, came, outcome, draw(st.none() | st.just(seen)))


became = st.builds(
    Became, ref=numbers.map("promise:{}".format), words=words, until=instants, outcome=outcomes,
    happened_at=st.none() | instants,
)  # fmt: skip


@st.composite
def failures(draw: st.DrawFn) -> Failure:
    begins = draw(instants)
    kind = draw(st.sampled_from(["delivery_window", "refund", "reply", "call_back", ""]))
    is_window = kind == "delivery_window"
    until = begins + timedelta(hours=4)
    return Failure(
        ref=f"promise:{draw(numbers)}",
        words=draw(words),
        because="",
        at=until,
        kind=kind,
        starts_at=begins if is_window else None,
        until=until if kind else None,
        happened_at=draw(st.none() | instants),
        became=tuple(draw(st.lists(became, max_size=2))),
    )


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    now = draw(instants)
    owed = draw(st.lists(st.builds(
        Owed, ref=numbers.map("promise:{}".format), kind=st.sampled_from(["refund", "call_back"]),
        words=words, starts_at=st.none(), until=instants, late=st.booleans(),
    ), max_size=2))  # fmt: skip
    moved = draw(st.lists(st.builds(
        Moved, ref=numbers.map("promise:{}".format), starts_at=instants, until=instants,
        instead=numbers.map("promise:{}".format), now_starts_at=instants, now_until=instants, at=instants,
    ), max_size=1))  # fmt: skip
    return Brief(
        customer=Customer(pk=draw(numbers), name="Nora Feldman"),
        since=date(2024, 1, 1),
        kept=draw(st.integers(0, 400)),
        failures=tuple(draw(st.lists(failures(), max_size=3))),
        moved=tuple(moved),
        owed=tuple(replace(each, late=each.until < now) for each in owed),
        told=(),
        untold=(),
        last_matter=draw(st.none() | st.builds(
            LastMatter, ref=numbers.map("matter:{}".format), kind=st.just("order"), opened_at=instants,
            settled_at=st.none() | instants, handed_on=st.integers(0, 30),
        )),
        elsewhere=tuple(draw(st.lists(st.builds(
            Heard, ref=numbers.map("expectation:{}".format), what=st.text(max_size=40), at=instants
        ), max_size=1))),
        today=tuple(draw(st.lists(windows(), max_size=2))),
        complaints=tuple(draw(st.lists(st.builds(
            Complained, ref=numbers.map("complaint:{}".format), at=instants, decided=st.booleans()
        ), max_size=2))),
        asked=draw(st.frozensets(st.sampled_from(Topic))),
        all_read=draw(st.booleans()),
        zone=draw(st.sampled_from([NEW_YORK, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")])),
        now=now,
    )  # fmt: skip


def plain(**known: Any) -> Brief:
    """A brief that holds only what is named."""
    empty = {"kept": 0, "failures": (), "moved": (), "owed": (), "told": (), "untold": (), "today": ()}
    rest: dict[str, Any] = {
        "last_matter": None,
        "elsewhere": (),
        "complaints": (),
        "asked": frozenset(),
        "all_read": True,
    }
    who = {"customer": Customer(pk=1, name="Nora"), "since": date(2024, 1, 1), "zone": NEW_YORK, "now": NOW}
    return Brief(**{**empty, **rest, **who, **known})
