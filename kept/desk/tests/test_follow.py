"""The mail on the morning of a delivery: once, in their language, with an address, on a published day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kept.base.calendars import local_instant
from kept.base.refusals import NotFound
from kept.business.examples import House, house
from kept.customers import actions as customers
from kept.customers.examples import nora, person
from kept.deliveries.actions import Tap
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import DayPlan, Stop
from kept.deliveries.rules import LocalWindow
from kept.desk import arrive, book, erase, links, track
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, MINUTE, NOW
from kept.outbox.models import Outgoing

pytestmark = pytest.mark.django_db
SIX = EIGHT - 120 * MINUTE
MIDNIGHT = datetime(2026, 3, 3, 5, tzinfo=UTC)


@pytest.fixture
def store() -> House:
    return late.store()


@pytest.fixture
def stop(store: House) -> Stop:
    return late.booked(nora(now=NOW), store)


def mails() -> list[Outgoing]:
    return list(Outgoing.objects.filter(mail_id__startswith="today."))


def test_on_the_morning_of_a_published_day_they_are_told_when_and_where_to_follow_it(stop: Stop) -> None:
    late.publish()

    track.tell_today(now=SIX)

    [mail] = mails()
    assert mail.subject == "Your delivery today, 8–12"
    assert "today we bring your order 101, between 08:00 and 12:00." in mail.text
    assert "As it looks now: 8:00–" in mail.text
    assert "/p/track/" in mail.text
    assert "$30 comes back to you" in mail.text
    assert mail.automatic


def test_twice_is_once(stop: Stop) -> None:
    late.publish()

    track.tell_today(now=SIX)
    track.tell_today(now=SIX + 5 * MINUTE)

    assert len(mails()) == 1


def test_they_read_it_in_german(store: House) -> None:
    late.booked(person("Lena Hartmann", now=NOW, language="de"), store)
    late.publish()

    track.tell_today(now=SIX)

    [mail] = mails()
    assert mail.subject == "Ihre Lieferung heute, 8–12"
    assert "heute bringen wir Ihre Bestellung 101, zwischen 08:00 und 12:00 Uhr." in mail.text


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(MIDNIGHT - MINUTE, id="before midnight"),
        pytest.param(MIDNIGHT, id="at midnight"),
        pytest.param(SIX - timedelta(seconds=1), id="a second before six"),
        pytest.param(EIGHT + 240 * MINUTE, id="when the window is over"),
        pytest.param(MIDNIGHT + timedelta(days=1), id="at the next midnight"),
    ],
)
def test_nobody_is_written_to_at_an_hour_that_helps_nobody(stop: Stop, at: datetime) -> None:
    late.publish()

    assert track.tell_today(now=at) == []


def test_a_day_that_nobody_published_is_not_announced(stop: Stop) -> None:
    assert track.tell_today(now=SIX) == []


def test_a_day_published_late_in_the_morning_is_announced_then(stop: Stop) -> None:
    late.publish()

    assert len(track.tell_today(now=EIGHT + 60 * MINUTE)) == 1


def test_who_has_no_address_and_who_was_visited_is_not_written_to(store: House, stop: Stop) -> None:
    late.booked(customers.add("No Mail", by=store.manager.actor, now=NOW), store, number="102")
    late.publish()
    arrive.arrive(stop, Tap(EIGHT), by=store.driver.actor, now=EIGHT)

    assert track.tell_today(now=EIGHT) == []


def test_a_house_without_a_truck_tells_nobody() -> None:
    house(now=NOW)

    assert track.tell_today(now=SIX) == []


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)], ids=["spring", "autumn"])
def test_when_the_clocks_change_six_is_six_on_their_wall(day: date) -> None:
    store = house(now=NOW)
    van("Van 1", one_depot(store, now=NOW), store, weekdays=range(7), now=NOW)
    booked_at = local_instant(day - timedelta(days=2), time(10), store.location.zone)
    delivery = sofa(nora(now=booked_at), store, number="1", now=booked_at)
    window = LocalWindow(day, time(8), time(12))
    book.book(delivery, window, by=store.representative.actor, now=booked_at)
    DayPlan.objects.update(published_at=booked_at, published_by="staff:1")
    six = local_instant(day, time(6), store.location.zone)

    before, then = track.tell_today(now=six - MINUTE), track.tell_today(now=six)

    assert (len(before), len(then)) == (0, 1)


def test_a_link_opens_one_delivery_until_a_month_after_its_window(store: House, stop: Stop) -> None:
    token = track.token(stop.delivery, now=NOW)

    assert track.open_link(token, now=NOW + timedelta(days=30)) == stop.delivery
    with pytest.raises(links.LinkExpired):
        track.open_link(token, now=EIGHT + timedelta(days=31))
    with pytest.raises(NotFound):
        track.open_link(token + "x", now=NOW)
    with pytest.raises(NotFound):
        track.open_link(links.sign({"order": "1"}, salt=track.SALT, until=EIGHT), now=NOW)


def test_the_link_of_somebody_who_was_erased_opens_nothing(store: House, stop: Stop) -> None:
    token = track.token(stop.delivery, now=NOW)
    book.cancel(stop.delivery, reason="no more", by=store.manager.actor, now=NOW)
    erase.person(stop.delivery.customer, because="asked", by=store.manager.actor, now=NOW)

    with pytest.raises(links.LinkExpired):
        track.open_link(token, now=NOW)


def test_the_words_on_the_page_are_those_that_they_were_told(store: House, stop: Stop) -> None:
    followed = track.follow(stop.delivery, now=NOW)

    assert [wording.title for wording in followed.wordings] == ["How we deliver"]
