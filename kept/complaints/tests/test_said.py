"""Whoever complains of how they were treated means words said before, often in another conversation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kept.business.examples import House
from kept.business.models import Staff
from kept.complaints import actions, evidence, queries, slots
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.complaints.said import MOST_TALKS
from kept.complaints.slots import Piece
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation
from kept.customers.examples import person
from kept.customers.models import Customer

CURT = "Read your own mails. I am not your secretary."
NOW = MORNING + timedelta(days=1)


def mailed(customer: Customer, text: str, *, answered: str = "", by: Staff, at: datetime) -> Conversation:
    talk = conversations.start(customer, channel=Channel.EMAIL, subject="Sofa", by=customer.actor, now=at)
    said = conversations.Words(text=text, direction="in", said_at=at)
    conversations.add_message(talk, said, by=customer.actor, now=at)
    if answered:
        then = at + timedelta(minutes=5)
        ours = conversations.Words(text=answered, direction="out", said_at=then)
        conversations.add_message(talk, ours, by=by.actor, now=then)
    return talk


def complains(customer: Customer, store: House, kind: str = "conduct.rude", *, now: datetime) -> Complaint:
    """In a new mail, which says nothing of the first."""
    talk = mailed(customer, "Your colleague was rude to me.", by=store.representative, at=now)
    words = actions.Said(customer, store.location, "Your colleague was rude to me.", now, talk)
    made = actions.open_complaint(words, (actions.ClaimMade(kind),), by=store.representative.actor, now=now)
    return queries.get_complaint(made.pk)


def statements(complaint: Complaint) -> list[str | None]:
    return [fact.text for fact in evidence.of_complaint(complaint).case.facts if fact.kind == "statement"]


def transcript(complaint: Complaint) -> tuple[Piece, ...]:
    (found,) = slots.of_complaint(complaint).values()
    return next(slot.pieces for slot in found if slot.name == "transcript")


def test_the_rude_words_of_yesterday_are_gathered_for_the_new_mail_of_today(
    store: House, nora: Customer
) -> None:
    talk = mailed(nora, "On which day does it come?", answered=CURT, by=store.representative, at=MORNING)

    complaint = complains(nora, store, now=NOW)

    assert CURT in statements(complaint)
    curt = next(piece for piece in transcript(complaint) if CURT in piece.words)
    assert (curt.words, curt.who) == (f"“{CURT}”", store.representative.name)
    assert (curt.at, curt.row) == (MORNING + timedelta(minutes=5), f"conversation:{talk.pk}")


def test_what_a_late_truck_is_about_is_not_what_was_said_elsewhere(store: House, nora: Customer) -> None:
    mailed(nora, "On which day does it come?", answered=CURT, by=store.representative, at=MORNING)

    assert statements(complains(nora, store, "delivery.late", now=NOW)) == []


def test_what_was_said_to_somebody_else_is_not_gathered(store: House, nora: Customer) -> None:
    other = person("Ivy Sandoval", now=MORNING)
    mailed(other, "When?", answered=CURT, by=store.representative, at=MORNING)

    complaint = complains(nora, store, now=NOW)

    assert statements(complaint) == ["Your colleague was rude to me."]


@pytest.mark.parametrize(("days", "found"), [(59, True), (61, False)])
def test_words_of_the_last_two_months_may_be_meant(
    store: House, nora: Customer, days: int, found: bool
) -> None:
    mailed(nora, "When?", answered=CURT, by=store.representative, at=NOW - timedelta(days=days, minutes=5))

    assert (CURT in statements(complains(nora, store, now=NOW))) is found


def test_only_the_last_talks_are_gathered_and_no_long_one_hides_another(store: House, nora: Customer) -> None:
    for day in range(MOST_TALKS + 1):
        at = MORNING - timedelta(days=day)
        mailed(nora, f"Question {day}", answered=f"Answer {day}", by=store.representative, at=at)
    long = mailed(nora, "And now", by=store.representative, at=MORNING + timedelta(hours=1))
    for n in range(60):
        line = conversations.Words(text=f"Line {n}", direction="in", said_at=NOW - timedelta(hours=1))
        conversations.add_message(long, line, by=nora.actor, now=NOW - timedelta(hours=1))

    said = statements(complains(nora, store, now=NOW))

    assert [f"Answer {day}" in said for day in range(MOST_TALKS + 1)] == [True] * MOST_TALKS + [False]


def test_a_long_line_is_called_by_its_first_words(store: House, nora: Customer) -> None:
    mailed(nora, "When?", answered="so " * 400, by=store.representative, at=MORNING)

    words = [piece.words for piece in transcript(complains(nora, store, now=NOW))]

    assert max(len(each) for each in words) < 80
    assert any(each.endswith("…”") for each in words)
