"""The page and the worker of one phone send the same tap at the same moment: it counts once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from threading import Barrier
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from kept.business.examples import House, house
from kept.customers.examples import nora
from kept.deliveries import actions
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Arrival, Proof, RawTap, Stop
from kept.deliveries.queries import get_depot
from kept.deliveries.rules import LocalWindow
from kept.ledger.queries import entries_about
from kept.web.tests.cast import come_in

BOOKED = datetime(2026, 3, 2, 14, tzinfo=UTC)
TAPPED = datetime(2026, 3, 3, 16, 40, tzinfo=UTC)
MORNING = LocalWindow(date(2026, 3, 3), time(8), time(12))
TIMES = 4


@pytest.fixture
def store(fresh_database: None) -> Iterator[House]:
    found = house(now=BOOKED)
    van("Van 1", one_depot(found, now=BOOKED), found, now=BOOKED)
    with time_machine.travel(TAPPED, tick=False):
        yield found


def test_the_same_taps_sent_at_once_count_once(store: House) -> None:
    stop = _stop(store)
    phones = [come_in(Client(), store.driver) for _ in range(TIMES)]
    arrived, photo = str(uuid4()), str(uuid4())
    start = Barrier(TIMES)

    def send(phone: Client) -> list[str]:
        try:
            start.wait(timeout=20)
            return [_send(phone, store, stop, "arrived", arrived), _send(phone, store, stop, "photo", photo)]
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as threads:
        became = list(threads.map(send, phones))

    assert became == [["taken", "taken"]] * TIMES
    assert (RawTap.objects.count(), Proof.objects.count()) == (2, 1)
    arrival = Arrival.objects.get(stop=stop)
    assert [entry.kind for entry in entries_about(f"arrival:{arrival.pk}")] == ["arrival.marked"]


def _stop(store: House) -> Stop:
    delivery = sofa(nora(now=BOOKED), store, number="101", now=BOOKED)
    found = actions.book(delivery, MORNING, by=store.representative.actor, now=BOOKED)
    actions.publish(get_depot(), MORNING.day, by=store.dispatcher.actor, now=BOOKED)
    return found


def _send(phone: Client, store: House, stop: Stop, what: str, key: str) -> str:
    at = TAPPED.isoformat()
    tap = {"what": what, "stop": stop.pk, "delivery": stop.delivery_id, "at": at, "sent_at": at}
    sent: dict[str, object] = {"key": key, "by": str(store.driver.pk), "tap": json.dumps(tap)}
    if what == "photo":
        sent["picture"] = SimpleUploadedFile("picture", b"\xff\xd8\xff a door")
    outcome: str = phone.post(reverse("driver:create_tap"), sent).json()["outcome"]
    return outcome
