"""Answering from the desk: a message, a mail, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.business import examples as business
from kept.conversations import actions, examples, queries, tokens
from kept.conversations.actions import NothingSaid, Words
from kept.conversations.models import Conversation, Message
from kept.customers import actions as customers
from kept.customers import examples as people
from kept.desk import clock, reply, tell
from kept.desk.reply import NoAddress
from kept.outbox.models import Outgoing
from kept.policies import examples as policies
from kept.policies.models import Disclosure
from kept.policies.rules import Grade

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


@pytest.fixture
def house(db: None) -> business.House:
    return business.house(now=NOW)


@pytest.fixture
def conversation(house: business.House) -> Conversation:
    return examples.mail(people.nora(now=NOW), "When do you come?", subject="My sofa", now=NOW)


def letter(conversation: Conversation, sender: str, mail_id: str, *references: str) -> Message:
    words = Words("More", "in", NOW, from_address=sender, mail_id=mail_id, references=references)
    return actions.add_message(conversation, words, by=conversation.customer.actor, now=NOW)


def answer(
    conversation: Conversation, house: business.House, text: str = "Tuesday, 8–12.", then: str = "waiting"
) -> Outgoing:
    message = reply.reply(conversation, text, staff=house.representative, then=then, now=NOW)
    assert message.outgoing is not None
    return message.outgoing


def test_an_answer_is_a_message_and_a_mail_that_waits_to_be_sent(
    house: business.House, conversation: Conversation
) -> None:
    actions.keep_draft(conversation, "Tues", staff=house.representative, now=NOW)

    outgoing = answer(conversation, house)

    conversation.refresh_from_db()
    assert (outgoing.to_address, outgoing.text) == ("nora.feldman@mail.example", "Tuesday, 8–12.")
    assert outgoing.state == Outgoing.State.QUEUED
    assert not outgoing.automatic
    assert conversation.state == Conversation.State.WAITING
    assert conversation.assignee == house.representative
    assert queries.draft_of(conversation, house.representative) is None


def test_an_answer_carries_our_mark_and_what_it_answers(
    house: business.House, conversation: Conversation
) -> None:
    letter(conversation, "nora.feldman@mail.example", "n2@m.example", "n1@m.example")

    outgoing = answer(conversation, house)

    assert outgoing.subject == "Re: My sofa"
    assert tokens.read(outgoing.reply_to) == tokens.read(outgoing.mail_id) == conversation.pk
    assert outgoing.reply_to.endswith("@hollis.example")
    assert outgoing.in_reply_to == "n2@m.example"
    assert outgoing.references == "n1@m.example n2@m.example"


def test_an_id_that_would_break_out_of_its_header_is_left_out(
    house: business.House, conversation: Conversation
) -> None:
    letter(conversation, "nora.feldman@mail.example", 'a"b(c@m.example', "ü@x", "ok@x")

    outgoing = answer(conversation, house)

    assert (outgoing.in_reply_to, outgoing.references) == ("", "ok@x")


def test_an_answer_goes_to_the_address_they_wrote_from_while_it_is_theirs(
    house: business.House, conversation: Conversation
) -> None:
    customers.add_email(conversation.customer, "nora@work.example", now=NOW)
    letter(conversation, "nora@work.example", "w@w.example")
    to_work = answer(conversation, house).to_address

    letter(conversation, "someone@else.example", "e@e.example")

    assert to_work == "nora@work.example"
    assert answer(conversation, house).to_address == "nora.feldman@mail.example"


def test_an_answer_pressed_twice_is_sent_once_and_said_again_later_is_sent_again(
    house: business.House, conversation: Conversation
) -> None:
    staff = house.representative

    first = reply.reply(conversation, "Tuesday, 8–12.", staff=staff, now=NOW)
    again = reply.reply(conversation, "Tuesday, 8–12. ", staff=staff, now=NOW + timedelta(seconds=2))
    later = reply.reply(conversation, "Tuesday, 8–12.", staff=staff, now=NOW + timedelta(hours=1))

    assert again == first
    assert later != first
    assert Outgoing.objects.count() == 2


def test_nothing_is_sent_without_words_or_without_an_address(house: business.House) -> None:
    nobody = customers.add("No Mail", by=house.manager.actor, now=NOW)
    call = examples.call(nobody, staff=house.representative, now=NOW)

    with pytest.raises(NothingSaid):
        answer(call, house, "  ")
    with pytest.raises(NoAddress):
        answer(call, house)
    assert not Outgoing.objects.exists()
    assert not call.messages.exists()


@pytest.mark.parametrize("then", ["open", "waiting", "closed"])
def test_an_answer_leaves_the_conversation_as_it_was_asked_to(
    house: business.House, conversation: Conversation, then: str
) -> None:
    answer(conversation, house, then=then)

    conversation.refresh_from_db()
    assert conversation.state == then


def test_an_accepted_mail_puts_what_it_told_into_the_customers_hands(
    house: business.House, conversation: Conversation
) -> None:
    outgoing = answer(conversation, house)
    version = policies.delivery(house.location, now=NOW)
    told = tell.with_mail(
        version,
        outgoing,
        customer=conversation.customer,
        occasion="conversation",
        medium="email",
        about="",
        by=house.representative.actor,
        now=NOW,
    )

    reply.accepted(outgoing, response="250 OK queued as 7", now=NOW)
    reply.accepted(outgoing, response="250 OK queued as 8", now=NOW)

    told.refresh_from_db()
    assert told.grade == Grade.A2
    assert told.rises.count() == 1


def test_a_policy_put_into_an_answer_is_told_by_it_with_a_receipt(
    house: business.House, conversation: Conversation
) -> None:
    version = policies.delivery(house.location, now=NOW)

    message = reply.reply(
        conversation, "This is how we do it.", staff=house.representative, tells=[version], now=NOW
    )

    told = Disclosure.objects.get()
    assert message.text.startswith("This is how we do it.\n\nHow we deliver (version 1)\n")
    assert told.wording.words in message.text
    assert (told.occasion, told.medium, told.about) == (
        "conversation",
        "email",
        f"conversation:{conversation.pk}",
    )
    assert (told.grade, told.outgoing) == (1, message.outgoing)
    assert message.outgoing is not None
    assert message.outgoing.enclosures.get().made_from == f"receipt:disclosure:{told.pk}"


def test_the_same_answer_pressed_twice_tells_once(house: business.House, conversation: Conversation) -> None:
    version = policies.delivery(house.location, now=NOW)

    for _ in range(2):
        reply.reply(conversation, "So we do it.", staff=house.representative, tells=[version], now=NOW)

    assert Disclosure.objects.count() == 1


def test_an_answer_is_promised_in_the_language_of_whoever_wrote(house: business.House) -> None:
    house.location.reply_within_hours = 8
    house.location.save()
    lena = people.person("Lena Hartmann", language="de", now=NOW)
    theirs = examples.mail(lena, "Wann kommen Sie?", subject="Mein Sofa", now=NOW)

    owed = clock.owe_reply(theirs, now=NOW)

    assert owed is not None
    assert owed.words == "Wir antworten auf Ihren Brief"
