"""The inbox, the search, and the stranger who must see nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House
from kept.business.models import Staff
from kept.conversations import actions, examples, queries
from kept.conversations.models import Attachment
from kept.conversations.queries import Box
from kept.conversations.tests.conftest import NOW
from kept.customers import actions as customers
from kept.customers.models import Customer
from kept.outbox.actions import File


def test_the_inbox_shows_the_newest_customer_word_first(
    house: House, nora: Customer, sam: Customer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    silent = examples.call(sam, staff=house.representative, now=NOW)
    first = examples.mail(nora, "I wrote first", now=NOW)
    second = examples.mail(sam, "I wrote second", now=NOW + timedelta(minutes=1))
    examples.add(first, "I wrote again", now=NOW + timedelta(minutes=2))

    with django_assert_num_queries(1):
        seen = list(queries.inbox_for(house.representative))
        rows = [(one.pk, one.customer.name, getattr(one, "snippet", "")) for one in seen]  # an annotation

    assert rows == [
        (first.pk, "Nora Feldman", "I wrote again"),
        (second.pk, "Sam Whitaker", "I wrote second"),
        (silent.pk, "Sam Whitaker", None),
    ]


def test_each_pile_of_the_inbox_holds_its_own(
    house: House, nora: Customer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mine, free, waits, closed = (examples.mail(nora, "x", now=NOW) for _ in range(4))
    actions.assign(mine, house.representative, by=house.representative.actor, now=NOW)
    actions.wait(waits, by=house.representative.actor, now=NOW)
    actions.close(closed, by=house.representative.actor, now=NOW)

    piles = {box: [one.pk for one in queries.inbox_for(house.representative, box)] for box in Box}

    assert piles[Box.MINE] == [mine.pk]
    assert piles[Box.UNASSIGNED] == [free.pk]
    assert sorted(piles[Box.OPEN]) == [mine.pk, free.pk]
    assert (piles[Box.WAITING], piles[Box.CLOSED]) == ([waits.pk], [closed.pk])
    with django_assert_num_queries(1):
        counts = queries.counts_for(house.representative)
    assert counts == {"open": 2, "mine": 1, "unassigned": 1, "waiting": 1, "closed": 1}


@pytest.mark.parametrize(
    "words",
    [
        "grüße",
        "GRUSSE",
        "Sofá",
        "nine sharp",
        "ｓｏｆａ",
        "feldman sofa",
        "told twice",
        "nora.feldman@mail",
        "GRÜẞE",
    ],
)
def test_words_are_found_whatever_their_case_and_accents(house: House, nora: Customer, words: str) -> None:
    conversation = examples.mail(nora, "Grüße, I want the sofa at nine sharp", now=NOW)
    mail = actions.Words(text="more", direction="in", said_at=NOW, from_address="nora.feldman@mail.example")
    actions.add_message(conversation, mail, by=nora.actor, now=NOW)
    actions.note(conversation, "Was told twice", by=house.representative.actor, now=NOW)
    examples.mail(nora, "something else", subject="Other", now=NOW)

    assert list(queries.search_for(house.representative, words)) == [conversation]


@pytest.mark.parametrize("words", ["", "  ", "%", "_", "sofa chair", "\\", "' OR 1=1 --"])
def test_words_that_stand_nowhere_find_nothing(house: House, nora: Customer, words: str) -> None:
    examples.mail(nora, "the sofa", now=NOW)

    assert not queries.search_for(house.representative, words)


READS: dict[str, Callable[[Staff, Any], object]] = {
    "a conversation": lambda staff, one: queries.get_conversation_for(staff, one.pk),
    "an inbox": lambda staff, one: queries.inbox_for(staff),
    "the counts": lambda staff, one: queries.counts_for(staff),
    "a search": lambda staff, one: queries.search_for(staff, "sofa"),
    "a customer's conversations": lambda staff, one: queries.of_customer_for(staff, one.customer),
    "a file": lambda staff, one: queries.get_attachment_for(staff, 1),
}


@pytest.mark.parametrize("read", READS)
def test_who_may_not_read_conversations_sees_nothing(house: House, nora: Customer, read: str) -> None:
    conversation = examples.mail(nora, "the sofa", now=NOW)

    with pytest.raises(NotAllowed):
        READS[read](house.driver, conversation)
    house.representative.is_active = False
    with pytest.raises(NotAllowed):
        READS[read](house.representative, conversation)


def test_who_may_only_read_may_not_write(house: House, nora: Customer) -> None:
    conversation = examples.mail(nora, "x", now=NOW)

    assert queries.get_conversation_for(house.dispatcher, conversation.pk) == conversation
    with pytest.raises(NotAllowed):
        queries.get_conversation_to_write_for(house.dispatcher, conversation.pk)


def test_a_customer_sees_their_own_conversation_and_nobody_elses(
    house: House, nora: Customer, sam: Customer
) -> None:
    conversation = examples.mail(nora, "x", now=NOW)

    assert queries.get_conversation_of(nora, conversation.pk) == conversation
    with pytest.raises(NotFound):
        queries.get_conversation_of(sam, conversation.pk)
    customers.merge(sam, nora, by=house.manager.actor, now=NOW)
    assert queries.get_conversation_of(sam, conversation.pk) == conversation


def test_what_is_not_there_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        queries.get_conversation_for(house.manager, 10**9)
    with pytest.raises(NotFound):
        queries.get_attachment_for(house.manager, 10**9)


def test_a_file_is_read_by_whoever_may_read_the_conversation(house: House, nora: Customer) -> None:
    conversation = examples.mail(nora, "x", now=NOW)
    words = actions.Words(
        text="see", direction="in", said_at=NOW, files=[File("a.png", "image/png", b"\x89PNG")]
    )
    message = actions.add_message(conversation, words, by=nora.actor, now=NOW)

    attachment = Attachment.objects.get(message=message)

    assert bytes(queries.get_attachment_for(house.representative, attachment.pk).content) == b"\x89PNG"
