"""Where the rows named in reasons are opened ("fact:3" on its promise's page), looked up once a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from kept.complaints import blind, queries
from kept.web.desk import refs, words

if TYPE_CHECKING:
    from kept.business.models import Staff

SUBJECTS: dict[str, Lazy] = {
    "fact": _("what happened"),
    "term": _("the term"),
    "cancellation": _("the exit"),
    "asking": _("the asking"),
    "visit": _("what the driver saw"),
    "offershown": _("an offer shown"),
    "charge": _("a charge"),
    "message": _("what was said"),
}


@dataclass(frozen=True)
class Opened:
    """A row: its name, the address that opens it, and what it is called."""

    ref: str
    address: str
    words: str


def opened(names: Iterable[str], *, to: Staff | None = None) -> dict[str, Opened]:
    """The rows by their names; one query per kind, however many there are.

    In a list that tells a verdict, ``to`` is who reads it: what they may still look at blind is not named.
    """
    wanted = list(dict.fromkeys(names))
    hidden = set() if to is None else blind.hidden_among(to, wanted)
    held = queries.rows_named(name for name in wanted if name not in hidden)
    shown = {name: Opened(name, _address(name, held.get(name)), _words(name)) for name in wanted}
    waits = Opened("", reverse("complaints:looks"), str(_("a second look waits")))
    return shown | dict.fromkeys(hidden, waits)


def address(name: str) -> str:
    """Where one row is opened: one query."""
    return _address(name, queries.rows_named([name]).get(name))


def _address(name: str, row: Model | None) -> str:
    kind = name.partition(":")[0]
    if row is not None and kind in PLACES:
        return PLACES[kind](row)
    return refs.ledger(name) if kind in refs.BESIDE else refs.address(name)


def _words(name: str) -> str:
    kind, _colon, number = name.partition(":")
    if kind in SUBJECTS:
        return str(SUBJECTS[kind])
    return f"{words.SUBJECTS.get(kind, kind)} {number}"


def _exit(row: Any) -> str:
    """What belongs to an exit stands there; before one, with the customer."""
    if row.cancellation_id:
        return reverse("memberships:exit", args=[row.cancellation_id])
    return reverse("desk:customer", args=[row.membership.customer_id])


def _complaint(complaint_id: int) -> str:
    return reverse("complaints:complaint", args=[complaint_id])


def _expected(row: Any) -> str:
    return reverse("desk:customer", args=[row.customer_id]) + "#expectations"


PLACES: dict[str, Callable[[Any], str]] = {
    "fact": lambda row: reverse("desk:promise", args=[row.promise_id]) + f"#fact-{row.pk}",
    "term": lambda row: reverse("desk:policy", args=[row.version_id]),
    "termapplication": lambda row: reverse("desk:policy", args=[row.term.version_id]),
    "handover": lambda row: reverse("desk:conversation", args=[row.conversation_id]),
    "message": lambda row: reverse("desk:conversation", args=[row.conversation_id]),
    "cancellation": lambda row: reverse("memberships:exit", args=[row.pk]),
    "asking": _exit,
    "offershown": _exit,
    "charge": _exit,
    "payment": _exit,
    "membership": lambda row: reverse("desk:customer", args=[row.customer_id]),
    "invoice": lambda row: reverse("desk:order", args=[row.order_id]),
    "wishmade": _expected,
    "expectation": _expected,
    "claim": lambda row: _complaint(row.complaint_id),
    "remedy": lambda row: _complaint(row.complaint_id) + "#mended",
    "letter": lambda row: _complaint(row.complaint_id) + "#letter",
    "review": lambda row: _complaint(row.complaint_id) + "#reviews",
    "verdict": lambda row: _complaint(row.claim.complaint_id),
}
