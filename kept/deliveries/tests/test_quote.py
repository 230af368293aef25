"""Quoting: the windows that can truthfully be promised now, and a true reason for every other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House
from kept.customers.examples import nora, sam, theo
from kept.deliveries import actions, board, queries, rules, words
from kept.deliveries.examples import Fleet, one_depot, sofa, van
from kept.deliveries.rules import LocalWindow, Reason
from kept.orders.queries import by_number

MONDAY, TUESDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 8)


def window(day: date, opens: int, closes: int) -> LocalWindow:
    return LocalWindow(day, time(opens), time(closes))


def test_an_empty_fortnight_is_free_but_for_today_and_sundays(
    store: House, vans: Fleet, now: datetime
) -> None:
    quote = queries.quote(sofa(nora(now=now), store, number="101", now=now), now=now)

    assert len(quote.free) == 11 * 3
    assert quote.why_not(window(MONDAY, 8, 12)) == Reason.TOO_LATE
    assert quote.why_not(window(SUNDAY, 8, 12)) == Reason.NO_TRUCK
    first = quote.free[0]
    assert first.window == window(TUESDAY, 8, 12)
    assert first.starts_at == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert first.until == datetime(2026, 3, 3, 17, tzinfo=UTC)
    assert not first.near and first.extra_minutes > 0


def test_a_quote_expires(store: House, vans: Fleet, now: datetime) -> None:
    quote = queries.quote(sofa(nora(now=now), store, number="101", now=now), now=now)

    assert not quote.expired(now + timedelta(minutes=14))
    assert quote.expired(now + timedelta(minutes=15))


def test_a_closed_day_is_refused_as_closed(store: House, vans: Fleet, now: datetime) -> None:
    store.location.closed_on = ["2026-03-03"]
    store.location.save()

    quote = queries.quote(sofa(nora(now=now), store, number="101", now=now), now=now)

    assert quote.why_not(window(TUESDAY, 8, 12)) == Reason.CLOSED
    assert words.reason(window(TUESDAY, 8, 12), Reason.CLOSED) == "We are closed on Tue 3 Mar."


@pytest.mark.parametrize(
    ("local", "open_still"),
    [
        pytest.param(time(19, 29), True, id="a minute before the trucks are loaded"),
        pytest.param(time(19, 30), False, id="when loading begins"),
        pytest.param(time(23, 59), False, id="just before midnight"),
    ],
)
def test_a_day_closes_to_booking_twelve_hours_before_its_first_shift(
    store: House, vans: Fleet, now: datetime, local: time, open_still: bool
) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)
    asked_at = datetime.combine(MONDAY, local, tzinfo=store.location.zone).astimezone(UTC)

    quote = queries.quote(delivery, now=asked_at)

    assert (quote.find(window(TUESDAY, 8, 12)) is not None) is open_still


def test_today_is_the_depots_today_when_it_is_past_midnight_elsewhere(
    store: House, vans: Fleet, now: datetime
) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)

    quote = queries.quote(delivery, now=datetime(2026, 3, 3, 2, tzinfo=UTC))  # Monday 21:00 in New York

    assert {taken.window.day for taken in quote.taken} == {MONDAY, TUESDAY, SUNDAY, date(2026, 3, 15)}


def test_an_address_that_nobody_placed_is_never_guessed(store: House, vans: Fleet, now: datetime) -> None:
    delivery = sofa(nora(now=now), store, number="101", place=None, now=now)

    with pytest.raises(queries.NotPlaced, match="We do not know yet where"):
        queries.quote(delivery, now=now)

    placed = actions.place(delivery, latitude=40.69, longitude=-73.95, by=store.dispatcher.actor, now=now)
    assert queries.quote(placed, now=now).free


def test_an_order_is_quoted_like_its_delivery(store: House, vans: Fleet, now: datetime) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)

    assert queries.quote(by_number("101"), now=now) == queries.quote(delivery, now=now)


def test_the_neighbour_of_a_booked_stop_hears_that_a_truck_is_near(
    store: House, vans: Fleet, now: datetime
) -> None:
    actions.book(
        sofa(nora(now=now), store, number="101", now=now),
        window(TUESDAY, 12, 16),
        by=store.representative.actor,
        now=now,
    )
    neighbour = sofa(sam(now=now), store, number="102", place=(40.6893, -73.9440), now=now)

    quote = queries.quote(neighbour, now=now)

    offered = quote.find(window(TUESDAY, 12, 16))
    assert offered is not None and offered.near
    assert quote.by_nearness()[0] == offered
    assert offered.extra_minutes <= 3


def test_a_wish_for_an_exact_hour_is_answered_with_why_and_with_the_window_around_it(
    store: House, vans: Fleet, now: datetime
) -> None:
    quote = queries.quote(sofa(nora(now=now), store, number="101", now=now), now=now)
    nine = datetime(2026, 3, 3, 14, tzinfo=UTC)

    answer = rules.answer_hour(quote, nine)

    assert answer.granted is None and answer.exact
    assert answer.alternatives[0].window == window(TUESDAY, 8, 12)
    assert words.answer(answer).startswith("An exact hour is not something we could promise and keep")
    assert "Tue 3 Mar, 8–12 is free" in words.answer(answer)


def test_a_full_window_is_refused_with_the_reason_and_the_nearest_free_ones(
    store: House, now: datetime
) -> None:
    van("Van 1", one_depot(store, now=now), store, hours=(time(8), time(20)), now=now)
    for number, customer in (("101", nora(now=now)), ("102", sam(now=now))):
        long = sofa(customer, store, number=number, minutes=200, now=now)
        actions.book(long, window(TUESDAY, 8, 12), by=store.representative.actor, now=now)

    quote = queries.quote(sofa(theo(now=now), store, number="103", minutes=60, now=now), now=now)
    answer = rules.answer_window(quote, window(TUESDAY, 8, 12))

    assert answer.reason == Reason.FULL
    assert words.answer(answer).startswith("The trucks are full on Tue 3 Mar, 8–12.")
    assert answer.alternatives[0].window == window(TUESDAY, 12, 16)


def test_a_window_on_the_night_of_a_clock_change_lasts_as_long_as_the_clocks_say(
    store: House, vans: Fleet, now: datetime
) -> None:
    zone = store.location.zone
    night = {
        day: LocalWindow(day, time(1), time(4)).instants(zone)
        for day in (date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 9))
    }

    lengths = [(span[1] - span[0]) / timedelta(hours=1) if span else None for span in night.values()]

    assert lengths == [2, 4, 3]


def test_a_window_that_the_spring_change_swallows_is_not_offered() -> None:
    swallowed = LocalWindow(date(2026, 3, 8), time(2, 30), time(3))

    assert swallowed.instants(ZoneInfo("America/New_York")) is None


def test_quoting_reads_the_same_number_of_rows_however_many_days_it_looks_ahead(
    store: House, vans: Fleet, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    delivery = queries.get_delivery_for(
        store.representative, sofa(nora(now=now), store, number="101", now=now).pk
    )

    with django_assert_num_queries(6):
        queries.quote(delivery, now=now, horizon_days=28)


def test_the_stranger_and_the_driver_see_no_delivery(store: House, vans: Fleet, now: datetime) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)
    stranger = store.representative
    stranger.is_active = False

    with pytest.raises(NotAllowed):
        queries.get_delivery_for(store.driver, delivery.pk)
    with pytest.raises(NotAllowed):
        queries.get_delivery_for(stranger, delivery.pk)
    with pytest.raises(NotAllowed):
        board.day_for(store.second_representative, TUESDAY, vans.depot)
    with pytest.raises(NotFound):
        queries.get_delivery_for(store.manager, delivery.pk + 1)
