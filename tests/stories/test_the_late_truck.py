"""A truck falls behind: its customer hears it from us first, waits or chooses, and gets what was told."""

from __future__ import annotations

from datetime import datetime

import pytest

from kept.business.examples import House
from kept.conversations.models import Matter
from kept.customers.examples import nora
from kept.deliveries import actions as deliveries
from kept.deliveries.actions import Tap
from kept.deliveries.models import Depot, Stop
from kept.desk import about_to_break, arrive, book, make_good, warn
from kept.desk.tests import late
from kept.desk.tests.late import FIRST_DOOR, MINUTE, NOW, WARNED, WEDNESDAY
from kept.outbox.models import Outgoing
from kept.promises.models import Promise

pytestmark = pytest.mark.django_db
LATE = FIRST_DOOR + 85 * MINUTE  # half past twelve: half an hour after the window


@pytest.fixture
def store() -> House:
    return late.store()


@pytest.fixture
def stop(store: House) -> Stop:
    return late.late_for(nora(now=NOW), store)


def board(store: House, *, at: datetime) -> about_to_break.Board:
    return about_to_break.board_for(store.dispatcher, now=at)


def refunds() -> list[str]:
    return [str(promise.amount) for promise in Promise.objects.filter(kind="refund")]


def test_she_hears_it_from_us_waits_and_gets_what_she_was_told(store: House, stop: Stop) -> None:
    [waiting] = board(store, at=WARNED).to_tell
    assert waiting.stop == stop and waiting.seen.until > WARNED  # her window is not over yet

    warn.by_mail(waiting.stop, waiting.seen, staff=store.dispatcher, now=WARNED)

    mail = Outgoing.objects.get(subject__startswith="Your delivery today: we will probably be late")
    assert mail.queued_at < stop.promise.until  # before she could ask
    assert "$30 comes back to you" in mail.text
    assert refunds() == []  # nothing is missed yet
    assert board(store, at=WARNED).to_tell == []

    arrive.arrive(stop, Tap(LATE), by=store.driver.actor, now=LATE)
    arrive.finish(stop, "delivered", Tap(LATE), by=store.driver.actor, now=LATE)
    make_good.after_silence(now=LATE + MINUTE)

    assert refunds() == ["30.00 USD"]  # once, whoever comes by
    after = board(store, at=LATE)
    assert (after.to_tell, after.told) == ([], [])
    assert not Matter.objects.exists()  # she never had to ask for anything


def test_she_takes_another_day_instead_and_both_windows_count(store: House, stop: Stop) -> None:
    [waiting] = board(store, at=WARNED).to_tell
    warn.by_mail(waiting.stop, waiting.seen, staff=store.dispatcher, now=WARNED)

    book.choose(stop.delivery, WEDNESDAY, now=WARNED + MINUTE)

    assert board(store, at=WARNED + MINUTE).told == []
    assert refunds() == ["30.00 USD"]
    old, new = Promise.objects.filter(kind="delivery_window", customer=stop.promise.customer).order_by("pk")
    assert (old.outcome, old.wish, new.replaces, new.accepted_at) == (
        "replaced", "ours", old, WARNED + MINUTE,
    )  # fmt: skip


def test_a_lost_truck_leaves_nobody_waiting_in_the_dark(store: House, stop: Stop) -> None:
    depot = Depot.objects.get()
    deliveries.lose_vehicle(
        depot, stop.plan.on, stop.vehicle, from_at=WARNED, because="", by=store.dispatcher.actor, now=WARNED
    )

    [waiting] = board(store, at=WARNED).to_tell

    assert waiting.seen.earliest is None
    assert "cannot drive today" in "\n".join(warn.letter(stop, waiting.seen, now=WARNED))
