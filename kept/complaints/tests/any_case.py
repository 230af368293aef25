"""Whole cases by chance, as trees of a file: promises, facts, tellings, expectations, claims of all kinds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from kept.complaints.fields import CLAIM_KINDS
from kept.complaints.tests.sofa import Tree
from kept.promises.owed import DECIDED_BY, Kind

ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "UTC")
DAYS = (  # an ordinary one, and those of both clock changes
    datetime(2026, 3, 5, 12, tzinfo=UTC),
    datetime(2026, 3, 8, 5, tzinfo=UTC),
    datetime(2026, 10, 25, 0, tzinfo=UTC),
    datetime(2026, 11, 1, 4, tzinfo=UTC),
)
STEPS = tuple(range(-8, 13))  # half hours from the day's instant; few, so that instants meet
EARLY = tuple(range(-12, -3))
TERMS = ("window", "fee")
SENT = timedelta(seconds=40)


@st.composite
def cases(draw: st.DrawFn) -> Tree:
    """A case that is well formed, and otherwise anything."""
    day = draw(st.sampled_from(DAYS))
    at, early = _instants(day, STEPS), _instants(day, EARLY)
    found = [draw(_promise(f"p{n}", at, early)) for n in range(draw(st.sampled_from([0, 1, 1, 2, 3])))]
    promises = _chained(draw, found)
    names = [promise["id"] for promise in promises]
    facts = [draw(_fact([each], at)) for each in promises if draw(st.integers(0, 3))]
    facts += draw(st.lists(_fact(promises, at), max_size=5))
    tree: Tree = {
        "business": {"timezone": draw(st.sampled_from(ZONES))},
        "terms": [draw(_term(name, at)) for name in TERMS],
        "disclosures": draw(st.lists(_telling(early), max_size=6)),
        "expectations": draw(st.lists(_expectation(at), max_size=2)),
        "promises": promises,
        "facts": facts,
        "complaint": {
            "at": (day + timedelta(hours=draw(st.sampled_from([0, 3, 7, 30, 300])))).isoformat(),
            "text": "They came late.",
            "claims": draw(st.lists(_claim(names), min_size=draw(st.sampled_from([0, 1, 1])), max_size=3)),
            "about": draw(_some(names)),
        },
    }
    return tree | draw(_sometimes({"customer": {"language": "en"}})) | _more(draw, tree)


def _more(draw: st.DrawFn, tree: Tree) -> Tree:
    tree["business"] |= draw(_sometimes({"rule_packs": draw(st.sampled_from([[], ["house"]]))}))
    tree["complaint"] |= draw(_sometimes({"stars": draw(st.integers(1, 5))}))
    tree["complaint"] |= draw(_sometimes({"at_stake": draw(st.sampled_from([9_999, 10_000, 10_001]))}))
    return {}


def _instants(day: datetime, steps: tuple[int, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from([(day + timedelta(minutes=30 * step)).isoformat() for step in steps])


def _sometimes(part: Tree) -> st.SearchStrategy[Tree]:
    return st.sampled_from([{}, part])


def _some(names: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), max_size=3) if names else st.just([])


@st.composite
def _promise(draw: st.DrawFn, name: str, at: st.SearchStrategy[str], early: st.SearchStrategy[str]) -> Tree:
    kind = draw(st.sampled_from([kind.value for kind in Kind]))
    starts, until = sorted((draw(at), draw(at)))
    found: Tree = {"id": name, "kind": kind, "made_at": draw(early), "until": until}
    if kind == "delivery_window":
        found["from"] = starts
    if kind == "refund":
        found |= {"amount": draw(st.sampled_from([1, 4500])), "currency": "USD"}
    if draw(st.booleans()):
        found["accepted"] = draw(st.booleans())
    return found


def _chained(draw: st.DrawFn, promises: list[Tree]) -> list[Tree]:
    """Some of them replace the one before, at somebody's wish, or were released."""
    for older, newer in pairwise(promises):
        if draw(st.booleans()) and newer["kind"] == older["kind"]:
            newer["replaces"] = older["id"]
            older["end"] = {"how": "replaced", "at": newer["made_at"]}
            older["end"] |= draw(st.sampled_from([{}, {"wish": "ours"}, {"wish": "customer"}]))
    if promises and "end" not in promises[-1] and draw(st.integers(0, 3)) == 0:
        promises[-1]["end"] = {"how": "released", "wish": "customer", "at": promises[-1]["made_at"]}
    return promises


@st.composite
def _fact(draw: st.DrawFn, promises: list[Tree], at: st.SearchStrategy[str]) -> Tree:
    about = draw(st.sampled_from([None, *promises] if len(promises) != 1 else promises))
    deciding = [DECIDED_BY[Kind(about["kind"])]] * 4 if about else []
    kind = draw(st.sampled_from([*deciding, *sorted(set(DECIDED_BY.values())), *OTHERS]))
    found: Tree = {"kind": kind} | ({"promise": about["id"]} if about else {})
    if kind == "record_absent":
        record = draw(st.sampled_from(["arrival", "transcript", "payment"]))
        return found | {"record": record, "should_exist": draw(st.booleans())}
    found |= {"never": True} if draw(st.integers(0, 4)) == 0 else {"at": draw(at)}
    return found | draw(_details(kind))


OTHERS = ("exit_asked", "offer_shown", "charge", "record_absent", "handover", "statement", "damage")


@st.composite
def _details(draw: st.DrawFn, kind: str) -> Tree:
    details: dict[str, Tree] = {
        "contact_attempt": {"reached": draw(st.booleans())},
        "refund": {"amount": draw(st.sampled_from([1, 2250, 4500])), "currency": "USD"},
        "charge": {"amount": 4500, "currency": "USD"} | draw(_sometimes({"term": "fee"})),
        "exit_confirmed": {"end_date": draw(st.sampled_from(["2026-03-05", "2026-10-24", "2026-12-31"]))},
        "offer_shown": {"what": "a cheaper plan"},
        "handover": {"from": "staff:1", "to": "staff:2", "reason": "she asked for it"},
        "statement": {"by": "staff:1", "text": "it comes on Tuesday"},
    }
    return details.get(kind, {})


@st.composite
def _term(draw: st.DrawFn, name: str, at: st.SearchStrategy[str]) -> Tree:
    kind = "money" if name == "fee" else "service"
    return {"id": name, "kind": kind, "version": 1, "text": "Our words.", "bound_at": draw(at)}


@st.composite
def _telling(draw: st.DrawFn, at: st.SearchStrategy[str]) -> Tree:
    told = draw(at)
    return {
        "term": draw(st.sampled_from(TERMS)),
        "version": draw(st.sampled_from([1, 1, 1, 1, 2])),
        "occasion": draw(st.sampled_from(["purchase", "scheduling"])),
        "at": told,
        "logged_at": told,
        "medium": draw(st.sampled_from(["spoken", "invoice", "page", "page"])),
        "grade": draw(st.sampled_from(["A1", "A2", "A4"])),
        "handed_over": draw(st.booleans()),
        "language": draw(st.sampled_from(["en", "en-GB", "de"])),
    }


@st.composite
def _expectation(draw: st.DrawFn, at: st.SearchStrategy[str]) -> Tree:
    starts, until = sorted((draw(at), draw(at)))
    levels = [{"level": level} for level in ("worse", "as_promised", "better")]
    expects = draw(st.sampled_from([{"by": until}, {"from": starts, "until": until}, *levels]))
    return {"what": "nine sharp", "expects": expects, "source": "wish", "at": draw(at)}


@st.composite
def _claim(draw: st.DrawFn, names: list[str]) -> Tree:
    return {
        "kind": draw(st.sampled_from(CLAIM_KINDS)),
        "about": draw(_some(names)),
        "relies_on": draw(st.sampled_from([[], [], ["window"], ["fee"], ["window", "fee"]])),
    }


def in_another_zone(part: Any, hours: int) -> Any:
    """Every instant of a tree, written with another offset from UTC."""
    if isinstance(part, dict):
        return {name: in_another_zone(value, hours) for name, value in part.items()}
    if isinstance(part, list):
        return [in_another_zone(one, hours) for one in part]
    if not isinstance(part, str) or "T" not in part or not part[:4].isdigit():
        return part
    moved = datetime.fromisoformat(part).astimezone(UTC) + timedelta(hours=hours)
    return moved.replace(tzinfo=None).isoformat() + f"{'+' if hours >= 0 else '-'}{abs(hours):02}:00"
