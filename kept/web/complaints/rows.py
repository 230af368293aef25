"""Where the rows named in reasons are opened ("fact:3" on its promise's page), looked up once a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from kept.complaints import queries
from kept.web.desk import refs, words

SUBJECTS: dict[str, Lazy] = {
    "fact": _("what happened"),
    "term": _("the term"),
    "cancellation": _("the exit"),
    "asking": _("the asking"),
    "offershown": _("an offer shown"),
    "charge": _("a charge"),
}


@dataclass(frozen=True)
class Opened:
    """A row: its name, the address that opens it, and what it is called."""

    ref: str
    address: str
    words: str


def opened(names: Iterable[str]) -> dict[str, Opened]:
    """The rows by their names; one query per kind, however many there are."""
    wanted = list(dict.fromkeys(names))
    held = queries.rows_named(wanted)
    return {name: Opened(name, _address(name, held.get(name)), _words(name)) for name in wanted}


def _address(name: str, row: Model | None) -> str:
    kind = name.partition(":")[0]
    if row is not None and kind in PLACES:
        return PLACES[kind](row)
    return refs.address(name)


def _words(name: str) -> str:
    kind, _colon, number = name.partition(":")
    if kind in SUBJECTS:
        return str(SUBJECTS[kind])
    return f"{words.SUBJECTS.get(kind, kind)} {number}"


PLACES: dict[str, Callable[..., str]] = {
    "fact": lambda row: reverse("desk:promise", args=[row.promise_id]) + f"#fact-{row.pk}",
    "term": lambda row: reverse("desk:policy", args=[row.version_id]),
    "handover": lambda row: reverse("desk:conversation", args=[row.conversation_id]),
    "cancellation": lambda row: reverse("memberships:exit", args=[row.pk]),
    "asking": lambda row: reverse("memberships:exit", args=[row.cancellation_id]),
    "offershown": lambda row: reverse("memberships:exit", args=[row.cancellation_id]),
    "charge": lambda row: (
        reverse("memberships:exit", args=[row.cancellation_id])
        if row.cancellation_id
        else refs.address(f"membership:{row.membership_id}")
    ),
}
