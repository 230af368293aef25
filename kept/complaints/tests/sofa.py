"""The case of the sofa and the window, exactly as DOMAIN §10 writes it, and the case of the gym, to vary."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from kept.complaints import casefile
from kept.complaints.casefile import Answer, Case

Tree = dict[str, Any]

SOFA: Tree = {
    "business": {"timezone": "America/New_York", "rule_packs": ["house"]},
    "terms": [
        {
            "id": "window",
            "kind": "service",
            "version": 3,
            "text": "We come within a 4-hour window; an exact hour is not promised.",
            "bound_at": "2026-03-02T11:05:00-05:00",
        }
    ],
    "disclosures": [
        {
            "term": "window",
            "version": 3,
            "occasion": "purchase",
            "at": "2026-02-27T15:30:00-05:00",
            "medium": "spoken",
            "grade": "A0",
            "logged_at": "2026-02-27T15:31:00-05:00",
            "language": "en",
        },
        {
            "term": "window",
            "version": 3,
            "occasion": "purchase",
            "at": "2026-02-27T15:40:00-05:00",
            "medium": "invoice",
            "grade": "A1",
            "handed_over": True,
            "language": "en",
        },
        {
            "term": "window",
            "version": 3,
            "occasion": "scheduling",
            "at": "2026-03-02T11:00:00-05:00",
            "medium": "spoken",
            "grade": "A0",
            "logged_at": "2026-03-02T11:01:00-05:00",
            "language": "en",
        },
    ],
    "expectations": [
        {
            "what": "09:00 sharp",
            "expects": {"by": "2026-03-05T09:00:00-05:00"},
            "source": "wish",
            "at": "2026-03-02T10:58:00-05:00",
        }
    ],
    "promises": [
        {
            "id": "p1",
            "kind": "delivery_window",
            "from": "2026-03-05T08:00:00-05:00",
            "until": "2026-03-05T12:00:00-05:00",
            "made_at": "2026-03-02T11:05:00-05:00",
            "accepted": True,
        }
    ],
    "facts": [{"kind": "arrival", "promise": "p1", "at": "2026-03-05T11:40:00-05:00", "source": "driver"}],
    "customer": {"language": "en"},
    "complaint": {
        "at": "2026-03-05T12:10:00-05:00",
        "text": "This is bad customer service. I'm telling all my friends not to shop here.",
        "stars": 1,
        "claims": [{"kind": "delivery.late", "about": ["p1"], "relies_on": ["window"]}],
    },
}

GYM: Tree = {  # asked 10:00, confirmed 10:02, receipt 20 seconds later, refund due in a week
    "business": {"timezone": "America/New_York"},
    "promises": [
        {
            "id": "end",
            "kind": "end_date",
            "until": "2026-03-31T23:59:00-04:00",
            "made_at": "2026-03-05T10:02:00-05:00",
        },
        {
            "id": "money",
            "kind": "refund",
            "until": "2026-03-12T23:59:00-04:00",
            "made_at": "2026-03-05T10:02:00-05:00",
            "amount": 4500,
            "currency": "USD",
        },
    ],
    "facts": [
        {"kind": "exit_asked", "at": "2026-03-05T10:00:00-05:00", "channel": "phone"},
        {"kind": "exit_confirmed", "at": "2026-03-05T10:02:00-05:00", "end_date": "2026-03-31"},
        {"kind": "receipt_sent", "at": "2026-03-05T10:02:20-05:00"},
    ],
    "complaint": {
        "at": "2026-03-06T09:00:00-05:00",
        "claims": [{"kind": "membership.cancellation_refused", "about": ["end", "money"]}],
    },
}


def sofa(**changes: Any) -> Tree:
    """The sofa's case with some values replaced: ``complaint__stars=2``, ``facts=[]``; … takes one away."""
    return varied(SOFA, changes)


def gym(**changes: Any) -> Tree:
    """The gym's case, varied in the same way."""
    return varied(GYM, changes)


def varied(tree: Tree, changes: Tree) -> Tree:
    tree = deepcopy(tree)
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split("__")]
        part: Any = tree
        for step in steps:
            part = part[step]
        if value is ...:
            del part[last]
        elif isinstance(part, list) and last == len(part):
            part.append(value)
        else:
            part[last] = value
    return tree


def on(day: int, hour: int, minute: int = 0, second: int = 0) -> str:
    """An instant of March 2026 in New York before the clock change."""
    return f"2026-03-{day:02}T{hour:02}:{minute:02}:{second:02}-05:00"


OFFER = {"kind": "offer_shown", "what": "a cheaper plan", "at": on(5, 10, 1)}


def only(kind: str, **more: object) -> list[Tree]:
    """The claims of a complaint with this one claim."""
    return [{"kind": kind, **more}]


def case(tree: Tree) -> Case:
    return Case.model_validate(tree)


def judged(tree: Tree) -> Answer:
    return casefile.judge(case(tree))
