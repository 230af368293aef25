"""The customer follows their delivery: at each hour the truth as we know it, and nothing of anybody else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.customers.examples import nora, person
from kept.deliveries import actions as deliveries
from kept.deliveries.actions import Tap
from kept.deliveries.models import DayPlan, Shift, Stop
from kept.desk import arrive, book, track, warn
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, MINUTE, NOW, WARNED, look
from kept.outbox.models import Outgoing
from kept.promises import actions as promises

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 60
MONDAY = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def store() -> House:
    return late.store()


@pytest.fixture
def stop(store: House) -> Stop:
    return late.booked(nora(now=NOW), store)


def address(stop: Stop) -> str:
    return reverse("portal:track", args=[track.token(stop.delivery, now=NOW)])


def page(stop: Stop) -> str:
    answer = Client().get(address(stop))
    assert answer.status_code == 200
    return answer.content.decode()


def came(stop: Stop, store: House, at: datetime, result: str = "") -> None:
    by = store.driver.actor
    arrive.arrive(stop, Tap(at), by=by, now=at)
    if result:
        arrive.finish(stop, result, Tap(at + 20 * MINUTE), by=by, now=at + 20 * MINUTE)


def test_before_the_day_stand_the_window_our_words_and_the_way_to_move_it(stop: Stop) -> None:
    shown = page(stop)

    assert "We come in this window" in shown and "tomorrow 8–12" in shown
    assert "How we deliver" in shown and "you get $30 back within 10 days" in shown
    assert "/p/window/" in shown and "Choose another window" in shown
    assert "hx-get" not in shown  # nothing changes by the minute yet


def test_on_the_day_before_anybody_published_only_the_window_stands(
    stop: Stop, clock: time_machine.Traveller
) -> None:
    clock.move_to(EIGHT)

    shown = page(stop)

    assert "As soon as our trucks leave" in shown
    assert "We now expect" not in shown


def test_once_published_they_see_a_range_and_that_they_are_next(
    stop: Stop, clock: time_machine.Traveller
) -> None:
    late.publish()
    clock.move_to(EIGHT)

    shown = page(stop)

    assert "We are on our way" in shown and "You are next." in shown
    assert "We now expect to be with you <strong>8:00–8:" in shown
    assert 'hx-trigger="every 30s"' in shown and "as of" in shown
    assert "style=" not in shown and "<script>" not in shown


def test_they_know_how_many_stops_come_first_and_nothing_of_whose(
    store: House, clock: time_machine.Traveller
) -> None:
    stop = late.late_for(nora(now=NOW), store)
    clock.move_to(WARNED)

    shown = page(stop)

    assert "1 stop before yours." in shown
    assert "First Guest" not in shown and "100 Bedford" not in shown and "Van 1" not in shown


def test_a_late_truck_says_so_with_why_and_what_they_get(store: House, clock: time_machine.Traveller) -> None:
    stop = late.late_for(nora(now=NOW), store)
    clock.move_to(WARNED)

    shown = page(stop)

    assert "We are probably late" in shown
    assert "our truck is 3 h 5 min behind" in shown and "We are sorry." in shown
    assert "$30 comes back to you within 10 days" in shown
    assert "Choose another window" not in shown  # the truck is loaded: they call us
    warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)
    assert "Choose another window" in page(stop)  # we failed them: their choice is open


def test_a_truck_that_is_out_is_said_before_they_ask(stop: Stop, clock: time_machine.Traveller) -> None:
    late.publish()
    Shift.objects.all().delete()
    clock.move_to(EIGHT)
    type(stop.plan.depot).objects.update(version=99)

    shown = page(stop)

    assert "Our truck cannot come as promised" in shown
    assert "cannot drive today" in shown


def test_while_the_truck_is_there_and_when_all_is_done_it_says_when(
    store: House, stop: Stop, clock: time_machine.Traveller
) -> None:
    late.publish()
    clock.move_to(EIGHT + 40 * MINUTE)
    came(stop, store, EIGHT + 12 * MINUTE)
    assert "Our truck is with you" in page(stop) and "today 8:12" in page(stop)

    arrive.finish(stop, "delivered", Tap(EIGHT + 40 * MINUTE), by=store.driver.actor, now=EIGHT + 40 * MINUTE)
    shown = page(stop)

    assert "<h1>Delivered" in " ".join(shown.split()).replace("<h1> ", "<h1>")
    assert "Delivered" in shown and "today 8:40" in shown
    assert "hx-get" not in shown
    assert "comes back to you" not in shown


def test_a_missed_window_shows_what_comes_back(
    store: House, stop: Stop, clock: time_machine.Traveller
) -> None:
    late.publish()
    noon = EIGHT + 300 * MINUTE
    clock.move_to(noon)
    came(stop, store, noon, "delivered")
    clock.move_to(noon + 30 * MINUTE)

    shown = page(stop)

    assert "of $30 paid" in shown or "$30" in shown
    assert "comes back to you" not in shown


def test_a_day_on_which_nobody_came_says_so_and_offers_another(
    stop: Stop, clock: time_machine.Traveller
) -> None:
    late.publish()
    midnight = datetime(2026, 3, 4, 5, tzinfo=UTC)
    clock.move_to(midnight + MINUTE)
    promises.break_overdue(now=midnight + MINUTE)

    shown = page(stop)

    assert "We missed your window" in shown and "Choose when we come" in shown


def test_a_cancelled_delivery_says_that_it_is(store: House, stop: Stop) -> None:
    book.cancel(stop.delivery, reason="moved abroad", by=store.representative.actor, now=MONDAY)

    shown = page(stop)

    assert "This delivery is cancelled" in shown
    assert "promise-large" not in shown


def test_their_photo_is_theirs_and_nobody_elses(
    store: House, stop: Stop, clock: time_machine.Traveller
) -> None:
    late.publish()
    other = late.booked(person("Somebody Else", now=NOW), store, number="102")
    clock.move_to(EIGHT + 60 * MINUTE)
    came(stop, store, EIGHT, "delivered")
    seen = deliveries.Seen(uuid.uuid4(), "photo", PNG, EIGHT, "")
    proof = deliveries.keep_proof(stop, seen, by=store.driver.actor, now=EIGHT + 30 * MINUTE)

    def picture(of: Stop) -> int:
        token = track.token(of.delivery, now=NOW)
        return Client().get(reverse("portal:track_proof", args=[token, proof.pk])).status_code

    assert f"/proofs/{proof.pk}" in page(stop)
    assert (picture(stop), picture(other)) == (200, 404)


def test_the_page_asks_for_its_own_part_only(stop: Stop, clock: time_machine.Traveller) -> None:
    late.publish()
    clock.move_to(EIGHT)

    part = Client().get(address(stop), headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith('<div class="track"')
    assert "<html" not in part


def test_it_is_in_their_language(store: House, clock: time_machine.Traveller) -> None:
    stop = late.booked(person("Lena Hartmann", now=NOW, language="de"), store)
    late.publish()
    clock.move_to(EIGHT)

    shown = page(stop)

    assert "Wir sind unterwegs" in shown and "Sie sind als Nächstes dran." in shown
    assert '<html lang="de"' in shown


def test_a_link_that_is_too_old_says_so(stop: Stop, clock: time_machine.Traveller) -> None:
    opened = address(stop)
    clock.move_to(NOW + timedelta(days=40))

    answer = Client().get(opened)

    assert answer.status_code == 410
    assert "This link is too old" in answer.content.decode()


def test_a_stranger_with_another_link_sees_nothing(stop: Stop) -> None:
    other = reverse("portal:track", args=["eyJkZWxpdmVyeSI6MX0:1abcde:forged"])

    answer = Client().get(other)

    assert answer.status_code == 404
    assert "Nora" not in answer.content.decode()


def test_the_confirmation_leads_to_it(stop: Stop) -> None:
    mail = Outgoing.objects.get(subject__startswith="We come")

    assert "/p/track/" in mail.text


def test_looking_at_it_asks_a_fixed_number_of_questions(
    stop: Stop, clock: time_machine.Traveller, django_assert_max_num_queries: object
) -> None:
    late.publish()
    clock.move_to(EIGHT)
    assert DayPlan.objects.get().published_at is not None

    with django_assert_max_num_queries(40):  # type: ignore[operator]  # the fixture's own type is private
        page(stop)
