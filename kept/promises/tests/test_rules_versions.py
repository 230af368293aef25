"""Which versions of a replaced promise count: a call at minute 239 launders nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import pytest

from kept.promises.rules import End, Kind, Owed
from kept.promises.versions import Versions


def at(hour: int) -> datetime:
    return datetime(2026, 3, 5, hour, tzinfo=UTC)


def first(wish: Literal["customer", "ours"] | None, ended_at: int | None = 9) -> Owed:
    end = End("replaced", None if ended_at is None else at(ended_at), wish)
    return Owed("p1", Kind.DELIVERY_WINDOW, at(1), at(12), starts_at=at(8), end=end)


SECOND = Owed("p2", Kind.DELIVERY_WINDOW, at(9), at(18), starts_at=at(14), replaces="p1")

TABLE = [
    ("at the customer's wish, the new one named", [first("customer"), SECOND], ["p2"], ["p2"]),
    ("at the customer's wish, the old one named", [first("customer"), SECOND], ["p1"], ["p2"]),
    ("at our wish, the new one named", [first("ours"), SECOND], ["p2"], ["p2", "p1"]),
    ("at our wish, the old one named", [first("ours"), SECOND], ["p1"], ["p1", "p2"]),
    ("nobody wrote down whose wish", [first(None), SECOND], ["p2"], ["p2", "p1"]),
    ("nobody wrote down that it ended", [replace(first(None), end=None), SECOND], ["p2"], ["p2", "p1"]),
    ("the customer wished it after it was missed", [first("customer", 13), SECOND], ["p2"], ["p2", "p1"]),
    ("the customer wished it, no one knows when", [first("customer", None), SECOND], ["p2"], ["p2"]),
    (
        "said to be replaced in time, by a promise made after it was missed",
        [first("customer"), replace(SECOND, made_at=at(13))],
        ["p2"],
        ["p2", "p1"],
    ),
    (
        "the customer wished it, no one knows when, and the new one was made too late",
        [first("customer", None), replace(SECOND, made_at=at(13))],
        ["p2"],
        ["p2", "p1"],
    ),
    (
        "said to be the customer's wish, never accepted",
        [first("customer"), replace(SECOND, accepted=False)],
        ["p2"],
        ["p2", "p1"],
    ),
    ("both named, each counted once", [first("ours"), SECOND], ["p1", "p2"], ["p1", "p2"]),
    ("the new version is not in the case", [first("customer")], ["p1"], []),
    (
        "the new version was made only after the complaint",
        [first("customer"), replace(SECOND, made_at=at(23), starts_at=at(23), until=at(23))],
        ["p1"],
        ["p1"],
    ),
    ("never replaced", [replace(first(None), end=None)], ["p1"], ["p1"]),
]


@pytest.mark.parametrize(
    ("owed", "about", "counted"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_replaced_promise_counts_by_whose_wish_it_was(
    owed: list[Owed], about: list[str], counted: list[str]
) -> None:
    promises = {promise.id: promise for promise in owed}

    assert Versions(promises).that_count(about, at(22)) == counted


def test_a_chain_moved_twice_at_our_wish_counts_three_times() -> None:
    second = replace(SECOND, end=End("replaced", at(13), "ours"))
    third = Owed("p3", Kind.DELIVERY_WINDOW, at(13), at(22), starts_at=at(19), replaces="p2")
    promises = {promise.id: promise for promise in (first("ours"), second, third)}

    assert Versions(promises).that_count(["p3"], at(23)) == ["p3", "p2", "p1"]
    assert Versions(promises).related("p2") == ["p3", "p1"]
