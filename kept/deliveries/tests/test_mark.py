"""The driver's tap: an arrival ends the promise by itself, at midnight and at both clock changes too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House
from kept.customers.examples import nora, sam
from kept.deliveries import actions, board, queries
from kept.deliveries.actions import Tap
from kept.deliveries.examples import Fleet, one_depot, sofa, van
from kept.deliveries.models import Arrival, State, Stop, Vehicle, VehicleDay, WindowTemplate
from kept.deliveries.rules import LocalWindow
from kept.ledger.queries import entries_about, payload_of

TUESDAY = date(2026, 3, 3)
MORNING = LocalWindow(TUESDAY, time(8), time(12))
IN_TIME = datetime(2026, 3, 3, 16, 40, tzinfo=UTC)  # 11:40 in New York


@pytest.fixture
def stop(store: House, vans: Fleet, now: datetime) -> Stop:
    delivery = sofa(nora(now=now), store, number="101", now=now)
    return actions.book(delivery, MORNING, by=store.representative.actor, now=now)


def arrive(stop: Stop, at: datetime, store: House, *, now: datetime | None = None) -> Arrival:
    return actions.mark_arrival(stop, Tap(at), by=store.driver.actor, now=now or at)


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        pytest.param(datetime(2026, 3, 3, 13, tzinfo=UTC), "kept", id="at the first instant"),
        pytest.param(datetime(2026, 3, 3, 17, tzinfo=UTC), "kept", id="at the last instant"),
        pytest.param(datetime(2026, 3, 3, 17, 0, 1, tzinfo=UTC), "broken", id="a second after"),
        pytest.param(datetime(2026, 3, 3, 12, 59, 59, tzinfo=UTC), "broken", id="a second before"),
        pytest.param(datetime(2026, 3, 4, 4, 59, tzinfo=UTC), "broken", id="just before midnight"),
    ],
)
def test_the_promise_ends_by_itself_as_the_tap_says(
    store: House, stop: Stop, at: datetime, outcome: str
) -> None:
    arrival = arrive(stop, at, store)

    stop.promise.refresh_from_db()
    assert stop.promise.outcome == outcome
    assert stop.promise.facts.get().evidence == f"arrival:{arrival.pk}"
    assert [entry.kind for entry in entries_about(f"arrival:{arrival.pk}")] == ["arrival.marked"]
    stop.delivery.refresh_from_db()
    assert stop.delivery.state == State.ARRIVED


@pytest.mark.parametrize(
    ("latitude", "metres"),
    [
        pytest.param(40.6912, None, id="round the corner"),
        pytest.param(40.7892, 11_120, id="somewhere else"),
    ],
)
def test_a_tap_far_from_the_address_counts_and_the_record_says_how_far(
    store: House, stop: Stop, latitude: float, metres: int | None
) -> None:
    tap = Tap(IN_TIME, latitude=latitude, longitude=-73.9442, said_at=IN_TIME + timedelta(hours=1))

    arrival = actions.mark_arrival(stop, tap, by=store.driver.actor, now=IN_TIME)

    stop.promise.refresh_from_db()
    assert stop.promise.outcome == "kept"
    said = payload_of(entries_about(f"arrival:{arrival.pk}").get()) or {}
    assert said.get("metres_off") == metres
    assert (said["arrived_at"], said["phone_said"]) == (
        IN_TIME.isoformat(),
        (IN_TIME + timedelta(hours=1)).isoformat(),
    )


def test_two_taps_are_one_arrival_and_the_first_one_counts(store: House, stop: Stop) -> None:
    first = arrive(stop, IN_TIME, store)
    second = arrive(stop, IN_TIME + timedelta(hours=3), store)

    assert second == first
    stop.promise.refresh_from_db()
    assert stop.promise.outcome == "kept"
    assert [entry.kind for entry in entries_about(f"arrival:{first.pk}")] == [
        "arrival.marked",
        "arrival.said_again",
    ]


def test_a_tap_sent_late_counts_from_when_it_was_made(store: House, stop: Stop) -> None:
    arrive(stop, IN_TIME, store, now=IN_TIME + timedelta(hours=5))

    stop.promise.refresh_from_db()
    assert stop.promise.outcome == "kept"


@pytest.mark.parametrize(
    ("at", "sent_at", "words"),
    [
        pytest.param(IN_TIME + timedelta(seconds=1), IN_TIME, "lies in the future", id="in the future"),
        pytest.param(
            datetime(2026, 3, 3, 4, 59, tzinfo=UTC), IN_TIME, "planned for Tue", id="the day before"
        ),
        pytest.param(IN_TIME, IN_TIME + timedelta(days=4), "days old", id="days old"),
    ],
)
def test_a_tap_that_cannot_be_right_is_refused(
    store: House, stop: Stop, at: datetime, sent_at: datetime, words: str
) -> None:
    with pytest.raises(actions.UnlikelyTap, match=words):
        arrive(stop, at, store, now=sent_at)

    stop.promise.refresh_from_db()
    assert stop.promise.settled_at is None


@pytest.mark.parametrize("result", ["delivered", "nobody_there", "refused", "damaged"])
def test_whoever_ends_the_visit_has_arrived(store: House, stop: Stop, result: str) -> None:
    actions.finish(stop, result, Tap(IN_TIME), by=store.driver.actor, now=IN_TIME)

    stop.promise.refresh_from_db()
    stop.delivery.refresh_from_db()
    assert stop.promise.outcome == "kept"
    assert stop.delivery.state == result
    assert Arrival.objects.get(stop=stop).at == IN_TIME


def test_arrived_tapped_after_delivered_changes_nothing(store: House, stop: Stop) -> None:
    actions.finish(stop, "delivered", Tap(IN_TIME), by=store.driver.actor, now=IN_TIME)

    arrive(stop, IN_TIME - timedelta(minutes=5), store, now=IN_TIME + timedelta(minutes=1))

    stop.delivery.refresh_from_db()
    assert stop.delivery.state == State.DELIVERED
    assert Arrival.objects.get(stop=stop).at == IN_TIME


def test_a_visit_does_not_end_before_it_began(store: House, stop: Stop) -> None:
    arrive(stop, IN_TIME, store)

    with pytest.raises(actions.UnlikelyTap, match="before the truck was there"):
        actions.finish(
            stop, "delivered", Tap(IN_TIME - timedelta(minutes=1)), by=store.driver.actor, now=IN_TIME
        )


def test_two_taps_of_a_wrong_clock_may_lie_as_far_apart_as_the_network_puts_them(
    store: House, stop: Stop
) -> None:
    arrive(stop, IN_TIME, store)
    by, hour = store.driver.actor, timedelta(hours=1)
    nearly, far = IN_TIME - timedelta(seconds=20), IN_TIME - timedelta(minutes=2)

    with pytest.raises(actions.UnlikelyTap, match="before the truck was there"):
        actions.finish(stop, "delivered", Tap(far, said_at=far + hour), by=by, now=IN_TIME)
    visit = actions.finish(stop, "delivered", Tap(nearly, said_at=nearly + hour), by=by, now=IN_TIME)

    assert visit.at == IN_TIME


def test_a_wrong_button_can_be_corrected_and_both_taps_stay_in_the_record(store: House, stop: Stop) -> None:
    by = store.driver.actor
    actions.finish(stop, "nobody_there", Tap(IN_TIME), by=by, now=IN_TIME)
    actions.finish(stop, "nobody_there", Tap(IN_TIME), by=by, now=IN_TIME)

    visit = actions.finish(stop, "delivered", Tap(IN_TIME), by=by, now=IN_TIME)

    stop.delivery.refresh_from_db()
    assert stop.delivery.state == State.DELIVERED
    kinds = [entry.kind for entry in entries_about(f"visit:{visit.pk}")]
    assert kinds == ["visit.ended", "visit.corrected"]


def test_after_nobody_was_there_a_new_window_is_a_new_promise(
    store: House, stop: Stop, now: datetime
) -> None:
    actions.finish(stop, "nobody_there", Tap(IN_TIME), by=store.driver.actor, now=IN_TIME)

    again = actions.book(
        stop.delivery,
        LocalWindow(date(2026, 3, 5), time(8), time(12)),
        by=store.representative.actor,
        now=IN_TIME,
    )

    assert again.promise != stop.promise
    assert again.promise.replaces is None
    with pytest.raises(actions.UnlikelyTap, match="new window"):
        actions.finish(stop, "delivered", Tap(IN_TIME), by=store.driver.actor, now=IN_TIME)


def test_a_truck_that_never_came_breaks_the_promise_once_its_window_is_over(store: House, stop: Stop) -> None:
    with pytest.raises(actions.UnlikelyTap, match="not over yet"):
        actions.mark_missed(stop, by=store.dispatcher.actor, now=IN_TIME)

    after = IN_TIME + timedelta(hours=1)
    actions.mark_missed(stop, by=store.dispatcher.actor, now=after)
    actions.mark_missed(stop, by=store.dispatcher.actor, now=after)

    stop.promise.refresh_from_db()
    stop.delivery.refresh_from_db()
    assert stop.promise.outcome == "broken"
    assert stop.delivery.state == State.WAITING


def test_a_recorded_arrival_can_be_neither_changed_nor_deleted(store: House, stop: Stop) -> None:
    arrival = arrive(stop, IN_TIME, store)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Arrival.objects.filter(pk=arrival.pk).update(at=IN_TIME - timedelta(hours=1))
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Arrival.objects.filter(pk=arrival.pk).delete()


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        pytest.param(datetime(2026, 3, 8, 8, tzinfo=UTC), "kept", id="in spring four is eight UTC"),
        pytest.param(datetime(2026, 3, 8, 8, 1, tzinfo=UTC), "broken", id="in spring an hour is gone"),
        pytest.param(datetime(2026, 11, 1, 9, tzinfo=UTC), "kept", id="in autumn four is nine UTC"),
        pytest.param(datetime(2026, 11, 1, 5, tzinfo=UTC), "kept", id="in autumn the first one o'clock"),
    ],
)
def test_a_window_in_the_night_of_a_clock_change_is_kept_by_the_clock_on_the_wall(
    store: House, at: datetime, outcome: str
) -> None:
    day = at.date()
    booked_at = datetime.combine(day, time(12), tzinfo=UTC) - timedelta(days=3)
    depot = one_depot(store, now=booked_at)
    WindowTemplate.objects.create(depot=depot, opens=time(1), closes=time(4))
    actions.add_vehicle(
        Vehicle(depot=depot, name="Night van", litres=9_000),
        weekdays=[6],
        hours=(time(0, 30), time(6)),
        driver=store.driver,
        by=store.dispatcher.actor,
        now=booked_at,
    )
    delivery = sofa(nora(now=booked_at), store, number="101", now=booked_at)
    window = LocalWindow(day, time(1), time(4))
    stop = actions.book(delivery, window, by=store.representative.actor, now=booked_at)

    arrive(stop, at, store)

    stop.promise.refresh_from_db()
    assert stop.promise.outcome == outcome


def test_a_driver_sees_the_stops_of_their_own_van_today_and_nobody_elses(store: House, now: datetime) -> None:
    depot = one_depot(store, now=now)
    van("Van 1", depot, store, now=now)
    mine = actions.book(
        sofa(nora(now=now), store, number="101", now=now), MORNING, by=store.representative.actor, now=now
    )
    stranger = store.second_representative
    stranger.role = "driver"
    stranger.save()
    assert not queries.todays_stops_for(store.driver, now=IN_TIME)
    with pytest.raises(NotFound):
        queries.get_stop_for(store.driver, mine.pk)
    actions.publish(depot, TUESDAY, by=store.dispatcher.actor, now=now)

    assert list(queries.todays_stops_for(store.driver, now=IN_TIME)) == [mine]
    assert not queries.todays_stops_for(store.driver, now=now)
    assert not queries.todays_stops_for(stranger, now=IN_TIME)
    assert queries.get_stop_for(store.driver, mine.pk) == mine
    assert queries.get_stop_for(store.dispatcher, mine.pk) == mine
    with pytest.raises(NotFound):
        queries.get_stop_for(stranger, mine.pk)
    with pytest.raises(NotAllowed):
        queries.get_stop_for(store.representative, mine.pk)
    with pytest.raises(NotAllowed):
        queries.todays_stops_for(store.dispatcher, now=IN_TIME)


def test_who_drives_on_the_day_itself_outranks_who_drives_that_weekday(
    store: House, vans: Fleet, stop: Stop, now: datetime
) -> None:
    other = store.second_representative
    other.role = "driver"
    other.save()
    actions.publish(vans.depot, TUESDAY, by=store.dispatcher.actor, now=now)

    VehicleDay.objects.create(plan=stop.plan, vehicle=stop.vehicle, driver=other)

    assert list(queries.todays_stops_for(other, now=IN_TIME)) == [stop]
    assert not queries.todays_stops_for(store.driver, now=IN_TIME)


def test_the_board_shows_each_van_with_its_stops_and_when_it_can_be_there(
    store: House, vans: Fleet, stop: Stop, now: datetime
) -> None:
    other = sofa(sam(now=now), store, number="102", place=(40.6893, -73.9440), now=now)
    actions.book(other, MORNING, by=store.representative.actor, now=now)

    day = board.day_for(store.dispatcher, TUESDAY, vans.depot)

    first, second = day.tours
    assert [tour.vehicle.name for tour in day.tours] == ["Van 1", "Van 2"]
    assert len(first.stops) == 2 and second.stops == ()
    assert first.loads[0].litres == 3_600
    assert first.home_at is not None and first.shift is not None and first.home_at < first.shift[1]
