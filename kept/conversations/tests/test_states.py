"""A conversation is opened, assigned, handed over, waits, is closed and reopened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.refusals import Refused
from kept.business.examples import House
from kept.conversations import actions, examples
from kept.conversations.actions import Pass, Subject
from kept.conversations.models import Conversation, HandOver
from kept.conversations.tests.conftest import NOW
from kept.customers.models import Customer
from kept.ledger.models import Entry


def test_who_answers_the_phone_has_the_conversation(house: House, nora: Customer) -> None:
    conversation = examples.call(nora, staff=house.representative, said="I want nine sharp", now=NOW)

    assert conversation.assignee == house.representative
    assert conversation.ended_at is None


def test_a_hand_over_is_a_row_with_its_reason_and_an_entry_in_the_ledger(
    house: House, nora: Customer
) -> None:
    conversation = examples.call(nora, staff=house.representative, now=NOW)
    team = house.dispatcher.team

    handed = actions.hand_over(
        conversation,
        Pass("Only the road can say", to_staff=house.dispatcher, to_team=team),
        by=house.representative.actor,
        now=NOW,
    )

    conversation.refresh_from_db()
    assert (handed.from_staff, handed.to_staff) == (house.representative, house.dispatcher)
    assert conversation.assignee == house.dispatcher
    assert list(conversation.teams.all()) == [team]
    assert Entry.objects.filter(kind="conversation.handed_over").count() == 1


def test_a_hand_over_to_a_team_leaves_it_for_whoever_takes_it(house: House, nora: Customer) -> None:
    conversation = examples.call(nora, staff=house.representative, now=NOW)

    actions.hand_over(
        conversation, Pass("Road", to_team=house.dispatcher.team), by=house.representative.actor, now=NOW
    )

    conversation.refresh_from_db()
    assert conversation.assignee is None


def test_nothing_is_handed_over_without_a_reason_or_to_nobody(house: House) -> None:
    with pytest.raises(Refused, match="why"):
        Pass("  ", to_staff=house.manager)
    with pytest.raises(Refused, match="colleague or a team"):
        Pass("because")
    house.manager.is_active = False
    with pytest.raises(Refused, match="does not work here"):
        Pass("because", to_staff=house.manager)


def test_a_closed_conversation_is_not_handed_over_and_not_closed_twice(house: House, nora: Customer) -> None:
    conversation = examples.mail(nora, "x", now=NOW)
    actions.close(conversation, by=house.representative.actor, now=NOW)

    with pytest.raises(actions.AlreadyClosed):
        actions.hand_over(
            conversation, Pass("x", to_staff=house.manager), by=house.representative.actor, now=NOW
        )
    with pytest.raises(actions.AlreadyClosed):
        actions.close(conversation, by=house.representative.actor, now=NOW)
    with pytest.raises(actions.AlreadyClosed):
        actions.wait(conversation, by=house.representative.actor, now=NOW)
    assert not HandOver.objects.exists()


def test_closing_settles_its_matters_unless_they_are_not(house: House, nora: Customer) -> None:
    conversation = examples.mail(nora, "x", now=NOW)
    matter = actions.touch(conversation, Subject("question"), by=nora.actor, now=NOW)
    assert matter is not None

    actions.close(conversation, settles=False, by=house.representative.actor, now=NOW)
    matter.refresh_from_db()
    still_open = matter.settled_at
    actions.reopen(conversation, by=house.representative.actor, now=NOW)
    actions.close(conversation, by=house.representative.actor, now=NOW)

    matter.refresh_from_db()
    assert still_open is None
    assert matter.settled_by == str(house.representative.actor)


def test_a_customers_word_brings_back_what_waited_or_was_closed(house: House, nora: Customer) -> None:
    conversation = examples.mail(nora, "x", now=NOW)
    actions.close(conversation, by=house.representative.actor, now=NOW)

    examples.add(conversation, "It is still broken", now=NOW + timedelta(days=30))

    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.OPEN
    assert (conversation.closed_at, conversation.closed_by) == (None, "")


def test_an_open_conversation_cannot_be_reopened(house: House, nora: Customer) -> None:
    with pytest.raises(actions.NotClosed):
        actions.reopen(examples.mail(nora, "x", now=NOW), by=house.representative.actor, now=NOW)


def test_a_word_from_the_future_is_written_down_as_said_now(nora: Customer) -> None:
    conversation = examples.mail(nora, "x", now=NOW)
    words = actions.Words(text="y", direction="in", said_at=NOW + timedelta(days=300))

    assert actions.add_message(conversation, words, by=nora.actor, now=NOW).at == NOW


def test_mail_that_comes_out_of_order_leaves_the_newest_word_the_newest(nora: Customer) -> None:
    conversation = examples.mail(nora, "second", now=NOW)

    earlier = actions.Words(text="first", direction="in", said_at=NOW - timedelta(hours=2))
    actions.add_message(conversation, earlier, by=nora.actor, now=NOW)

    conversation.refresh_from_db()
    assert conversation.last_customer_word_at == NOW
    assert [message.text for message in conversation.messages.all()] == ["first", "second"]


def test_notes_and_drafts_are_kept_and_an_empty_one_is_not(house: House, nora: Customer) -> None:
    conversation = examples.mail(nora, "x", now=NOW)

    actions.keep_draft(conversation, "Dear Nora", staff=house.representative, now=NOW)
    actions.keep_draft(conversation, "Dear Nora, we", staff=house.representative, now=NOW)
    actions.note(conversation, "She was told twice", by=house.representative.actor, now=NOW)

    assert [draft.text for draft in conversation.drafts.all()] == ["Dear Nora, we"]
    assert [note.text for note in conversation.notes.all()] == ["She was told twice"]
    with pytest.raises(actions.NothingSaid):
        actions.note(conversation, " ", by=house.representative.actor, now=NOW)
    actions.keep_draft(conversation, "", staff=house.representative, now=NOW)
    assert not conversation.drafts.exists()
