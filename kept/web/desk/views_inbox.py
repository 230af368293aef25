"""The inbox: the piles with their counts, live calls on top, the promise due soonest beside each row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from kept.business.rules import Right
from kept.complaints import blind
from kept.conversations import queries
from kept.conversations.queries import Box
from kept.outbox import queries as outbox
from kept.promises import queries as promises
from kept.web.desk import lines
from kept.web.desk.page import blind_mails
from kept.web.desk.requests import StaffRequest, needs, wants_part

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from kept.business.models import Staff
    from kept.conversations.models import Conversation

ROWS = 50
IN_SIGHT = timedelta(days=400)

PILES: dict[Box, tuple[Lazy, Lazy, Lazy]] = {  # its name; empty: what that means, and what to do next
    Box.OPEN: (
        _("Open"),
        _("Nobody is waiting"),
        _("New mail appears here by itself. When the phone rings, press n and log the call."),
    ),
    Box.MINE: (
        _("Mine"),
        _("Nothing is yours"),
        _("Open a conversation that belongs to nobody and press a to take it."),
    ),
    Box.UNASSIGNED: (
        _("Nobody’s"),
        _("Everything belongs to somebody"),
        _("What comes in next stands here until somebody takes it."),
    ),
    Box.WAITING: (
        _("Waiting"),
        _("Nobody keeps us waiting"),
        _("A conversation stands here while it is the customer’s turn, and comes back with their word."),
    ),
    Box.CLOSED: (
        _("Closed"),
        _("Nothing is closed yet"),
        _("What was settled stands here, and can be reopened."),
    ),
}


@dataclass(frozen=True)
class Row:
    """A conversation, and the promise to its customer that is due soonest."""

    conversation: Conversation
    soonest: lines.Shown | None


@needs(Right.READ_CONVERSATIONS)
def show_inbox(request: StaffRequest) -> HttpResponse:
    """A pile, or what was searched for. htmx fetches the same list that the page includes."""
    now = timezone.now()
    words = request.GET.get("q", "").strip()
    box = Box(request.GET["box"]) if request.GET.get("box") in list(Box) else Box.OPEN
    found = _found(request, words) if words else queries.inbox_for(request.user, box)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    live = [] if words else list(_live_calls(request))
    name, empty, empty_words = PILES[box]
    shown = {
        "box": box,
        "box_name": name,
        "empty": empty,
        "empty_words": empty_words,
        "words": words,
        "page": page,
        "rows": _rows(request.user, page, live, now=now),
        "live": _rows(request.user, live, [], now=now),
        "blind_mails": blind_mails(request.user, page),
        "piles": _piles(request, box, words),
        "troubled": outbox.troubled_for(request.user).count(),
        "now": now,
    }
    return render(request, "desk/_inbox_rows.html" if wants_part(request) else "desk/inbox.html", shown)


def _found(request: StaffRequest, words: str) -> QuerySet[Conversation]:
    return queries.search_for(request.user, words, but_mails=blind.mails_hidden_from(request.user))


def _live_calls(request: StaffRequest) -> Iterable[Conversation]:
    """Calls that are going on, and so belong on top of every pile."""
    return queries.inbox_for(request.user, Box.OPEN).filter(channel="phone", ended_at=None)


def _rows(
    staff: Staff,
    found: Iterable[Conversation] | Page[Conversation],
    live: Iterable[Conversation],
    *,
    now: datetime,
) -> list[Row]:
    """Rows in their order, each with its soonest promise, found for all of them in one query."""
    on_top = {call.pk for call in live}
    wanted = [conversation for conversation in found if conversation.pk not in on_top]
    open_promises = (
        promises.due_between(now - IN_SIGHT, now + IN_SIGHT)
        .open()
        .filter(customer__in=[conversation.customer_id for conversation in wanted])
        .select_related("location")
        .prefetch_related("facts")
    )
    soonest: dict[int, lines.Shown] = {}
    for shown in lines.shown(blind.open_to(staff, open_promises), now=now) if wanted else []:
        soonest.setdefault(shown.promise.customer_id, shown)
    return [Row(conversation, soonest.get(conversation.customer_id)) for conversation in wanted]


def _piles(request: StaffRequest, box: Box, words: str) -> list[dict[str, object]]:
    counts = queries.counts_for(request.user)
    return [
        {"box": pile, "name": PILES[pile][0], "count": counts[pile.value], "here": pile is box and not words}
        for pile in Box
    ]
