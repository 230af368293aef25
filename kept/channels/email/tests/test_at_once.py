"""Mail that several workers take at the same moment is taken once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar

from django.db import connection

from kept.business.examples import house
from kept.channels.email.examples import letter
from kept.channels.email.take import take
from kept.channels.email.tasks import send
from kept.channels.email.transports import Envelope
from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer, Identity
from kept.desk.receive import Outcome, Taken
from kept.outbox.actions import queue

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
WORKERS = 4
T = TypeVar("T")


def at_once(work: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of it at the same moment, each over a database connection of its own."""
    start = Barrier(len(work))

    def one(call: Callable[[], T]) -> T:
        try:
            start.wait(timeout=20)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def test_one_mail_taken_by_several_workers_at_once_is_taken_once(fresh_database: None) -> None:
    house(now=NOW)
    raw = letter("Nora <nora@mail.example>", "When do you come?", mail_id="n1@mail.example")

    outcomes = [one.outcome for one in at_once([lambda: take(raw, now=NOW)] * WORKERS)]

    assert sorted(outcomes) == [Outcome.DUPLICATE] * (WORKERS - 1) + [Outcome.NEW]
    assert Message.objects.count() == Conversation.objects.count() == 1


def test_the_first_letters_of_one_sender_taken_at_once_make_one_customer(fresh_database: None) -> None:
    house(now=NOW)
    letters = [letter("Nora <nora@mail.example>", f"Letter {number}") for number in range(WORKERS)]

    def taking(raw: bytes) -> Callable[[], Taken]:
        return lambda: take(raw, now=NOW)

    taken = at_once([taking(raw) for raw in letters])

    assert {one.customer.pk for one in taken if one.customer} == {Customer.objects.get().pk}
    assert Identity.objects.count() == 1
    assert Message.objects.count() == WORKERS


def test_one_mail_sent_by_several_workers_at_once_is_sent_once(fresh_database: None) -> None:
    manager = house(now=NOW).manager
    outgoing = queue(to="a@b.example", subject="x", text="x", by=manager.actor, now=NOW)
    sent: list[Envelope] = []

    def transport(envelope: Envelope) -> str:
        sent.append(envelope)
        return "250 OK"

    taken = at_once([lambda: send(outgoing.pk, transport, clock=lambda: NOW)] * WORKERS)

    assert sorted(taken) == [False] * (WORKERS - 1) + [True]
    assert len(sent) == 1
