"""What the conversation page shows, read in a fixed number of queries: the heart of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from kept.business import queries as business
from kept.business.rules import Right
from kept.complaints import blind as blinds
from kept.complaints import brief as briefs
from kept.complaints import looks
from kept.complaints import queries as complaints
from kept.complaints.known import Brings
from kept.conversations import queries as conversations
from kept.customers import queries as customers
from kept.deliveries import queries as deliveries
from kept.desk import call, insult, timeline
from kept.memberships import queries as memberships
from kept.orders import queries as orders
from kept.policies import queries as policies
from kept.promises import queries as promises
from kept.web import times
from kept.web.desk import brief_rows, lines
from kept.web.desk.choices import choices
from kept.web.desk.names import Names

if TYPE_CHECKING:
    from kept.business.models import Staff
    from kept.conversations.models import Conversation
    from kept.customers.models import Customer
    from kept.policies.models import Disclosure, Version, Wording

MOST_PROMISES = 300
ENDED_SHOWN = 4
EVENTS_SHOWN = 40
ORDERS_SHOWN = 3
COMPLAINTS_SHOWN = 3
WORDS_READ = 3  # messages; what was said before them was answered
KEYS = "123456789"
PANELS = (("memberships:panel", Right.READ_MEMBERSHIPS),)


@dataclass(frozen=True)
class Card:
    """A policy to read out: its words in the customer's language, and when this customer was told them."""

    key: str
    version: Version
    wording: Wording
    told: Sequence[Disclosure]
    due_on: frozenset[str]

    @property
    def concerns_them(self) -> bool:
        """They were told it, or something of theirs will rest on it."""
        return bool(self.told or self.due_on)

    @property
    def due_now(self) -> bool:
        """Something of theirs rests on it, and they were not told these words on that occasion."""
        told_on = {telling.occasion for telling in self.of_this_version}
        return bool(self.due_on) and not told_on & self.due_on

    @property
    def of_this_version(self) -> Sequence[Disclosure]:
        return [telling for telling in self.told if telling.version_id == self.version.pk]


def blind_mails(staff: Staff, found: Iterable[Conversation]) -> set[int]:
    """Of the mails whose first words stand beside these, those that tell a blind reviewer the verdict."""
    mails = {each.snippet_outgoing for each in found} - {None}  # type: ignore[attr-defined]  # it is annotated
    return mails & blinds.mails_hidden_from(staff) if mails else set()


def _blind_letters(staff: Staff, events: Iterable[timeline.Event]) -> set[int]:
    mails = {event.row.outgoing_id for event in events if event.kind == "message"} - {None}
    return mails & blinds.mails_hidden_from(staff) if mails else set()


def build(staff: Staff, conversation: Conversation, *, now: datetime) -> dict[str, Any]:
    """The whole page for this person. Raises NotAllowed for who may not read customers."""
    customer = customers.canonical(conversation.customer)
    promised = blinds.open_to(staff, promises.promises_to(customer)[:MOST_PROMISES])
    told = list(policies.told_to(customer))
    wishes = list(promises.wishes_of(customer))
    expected = [each for each in promises.expectations_of(customer) if each.source != "wish"]
    shown = lines.shown(promised, now=now)
    draft = conversations.draft_of(conversation, staff)
    location = business.get_location()
    cards = _cards(staff, customer, told)
    events = timeline.timeline(conversation, timeline.Records(promised, told, wishes, expected))
    brings = Brings(_their_words(conversation, events), since=conversation.opened_at)
    brief = briefs.get_brief_for(staff, customer, now=now, location=location, brings=brings)
    complained = list(complaints.complaints_of(customer)[:COMPLAINTS_SHOWN])
    blind = looks.blind_to(staff, (each.pk for each in complained))
    return {
        "conversation": conversation,
        "seen": seen(conversation),
        "customer": customer,
        "live": call.is_live(conversation),
        "brief": brief,
        "brief_rows": brief_rows.rows(brief),
        "earlier": events[:-EVENTS_SHOWN],
        "events": events[-EVENTS_SHOWN:],
        "lines": {each.promise.pk: each for each in shown},
        "owed": sorted((each for each in shown if each.is_open), key=lambda each: each.promise.until),
        "ended": [each for each in shown if not each.is_open][:ENDED_SHOWN],
        "ended_more": max(0, sum(not each.is_open for each in shown) - ENDED_SHOWN),
        "told": told,
        "every_card": cards,
        "cards": [card for card in cards if card.concerns_them],
        "other_cards": [card for card in cards if not card.concerns_them],
        "wishes": wishes,
        "expected": expected,
        "orders": list(orders.orders_of(customer)[: ORDERS_SHOWN + 1])
        if staff.may(Right.READ_ORDERS)
        else [],
        "orders_shown": ORDERS_SHOWN,
        "complaints": complained,
        "blind": blind,
        "blind_mails": _blind_letters(staff, events),
        "email": customers.email_of(customer),
        "draft": draft,
        "draft_text": draft.text if draft else "",
        "choices": choices(location.calendar, now=now),
        "colleagues": business.who_may(Right.READ_CONVERSATIONS, but=staff),
        "off": _off(location.zone, now),
        "teams": business.teams(),
        "names": Names(),
        "now": now,
        "panels": _panels(staff, conversation),
    } | _rights(staff, conversation, now)


def seen(conversation: Conversation) -> str:
    """What changes when somebody says or does something here: nothing is drawn anew without need."""
    newest = conversation.last_word_at.isoformat()
    return f"{newest} {conversation.state} {conversation.assignee_id} {conversation.ended_at}"


def _their_words(conversation: Conversation, events: Sequence[timeline.Event]) -> str:
    """What they said last in this contact, in any channel: the brief begins with what it is about."""
    theirs = [event.row.text for event in events if event.kind == "message" and event.row.direction == "in"]
    return "\n".join([conversation.subject, *theirs[-WORDS_READ:]])


def _off(zone: ZoneInfo, now: datetime) -> dict[int, str]:
    """Who has a moment off, and until when on our clocks; why stands nowhere."""
    off = conversations.off_now(now)
    return {colleague: times.clock(until.astimezone(zone)) for colleague, until in off.items()}


def _cards(staff: Staff, customer: Customer, told: Sequence[Disclosure]) -> list[Card]:
    """The cards in the order of their keys; more than nine have none. Due are those their matters rest on."""
    ahead = _occasions_ahead(staff, customer)
    found = []
    for place, version in enumerate(policies.cards_for(staff)):
        wordings = {wording.language: wording for wording in version.wordings.all()}
        wording = wordings.get(customer.language) or next(iter(wordings.values()))
        heard = [telling for telling in told if telling.version.policy_id == version.policy_id]
        key = KEYS[place] if place < len(KEYS) else ""
        found.append(
            Card(key, version, wording, heard, frozenset(ahead.intersection(version.policy.occasions)))
        )
    return found


def _occasions_ahead(staff: Staff, customer: Customer) -> set[str]:
    """Scheduling, for whoever waits for a delivery; signing and renewal, for a member."""
    ahead = set()
    if staff.may(Right.BOOK_DELIVERIES):
        mine = customers.ids_of(customer)
        ahead |= {"scheduling"} if deliveries.waiting_for(staff).filter(customer__in=mine).exists() else set()
    return ahead | ({"signing", "renewal"} if memberships.running_memberships_of(customer) else set())


def _panels(staff: Staff, conversation: Conversation) -> list[str]:
    """The addresses of what other rooms show beside a conversation, for whom they are open."""
    return [reverse(name, args=[conversation.pk]) for name, right in PANELS if staff.may(right)]


def _rights(staff: Staff, conversation: Conversation, now: datetime) -> dict[str, Any]:
    """What this person may do here, and what the rule lets them do about an insult they just noted."""
    may_write = staff.may(Right.WRITE_CONVERSATIONS)
    borne = conversations.insult_to_answer(staff, conversation, now=now) if may_write else None
    return {
        "may_write": may_write,
        "may_promise": staff.may(Right.MAKE_PROMISES),
        "may_book": staff.may(Right.BOOK_DELIVERIES),
        "may_cancel": staff.may(Right.CANCEL_MEMBERSHIPS),
        "may_decide": staff.may(Right.DECIDE_COMPLAINTS),
        "insult": borne,
        "closing_line": insult.closing_line(conversation) if borne else "",
    }
