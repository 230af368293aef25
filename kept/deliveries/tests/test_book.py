"""Booking, moving and cancelling a window: the promise and its place in a route stand or fall together."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kept.business.examples import House
from kept.customers.examples import nora, person, sam, theo
from kept.deliveries import actions, plans, queries
from kept.deliveries.examples import Fleet, one_depot, sofa, van
from kept.deliveries.models import DayPlan, State, Stop
from kept.deliveries.routing import checker
from kept.deliveries.rules import LocalWindow, Reason
from kept.ledger.queries import entries_about
from kept.promises.models import Outcome, Promise, Wish
from kept.promises.queries import promises_about

TUESDAY, WEDNESDAY = date(2026, 3, 3), date(2026, 3, 4)
MORNING, NOON, EVENING = (
    LocalWindow(TUESDAY, time(8), time(12)),
    LocalWindow(TUESDAY, time(12), time(16)),
    LocalWindow(TUESDAY, time(16), time(20)),
)
NEXT_MORNING = LocalWindow(WEDNESDAY, time(8), time(12))


def every_promise_stands(days: list[date]) -> bool:
    depot = queries.get_depot()
    return all(checker.faults(plan, depot.travel) == [] for plan in plans.load(depot, days).values())


def test_a_booked_window_is_a_promise_with_both_ends_in_utc(store: House, vans: Fleet, now: datetime) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)

    stop = actions.book(delivery, MORNING, by=store.representative.actor, now=now)

    delivery.refresh_from_db()
    assert delivery.state == State.SCHEDULED
    assert delivery.promise == stop.promise
    assert stop.promise.starts_at == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert stop.promise.until == datetime(2026, 3, 3, 17, tzinfo=UTC)
    assert stop.promise.words == "We come on Tue 3 Mar between 08:00 and 12:00."
    assert stop.window == MORNING
    assert stop.promise.accepted_at is None
    assert [entry.kind for entry in entries_about(f"delivery:{delivery.pk}")] == [
        "delivery.taken_on",
        "delivery.booked",
    ]


def test_each_booking_raises_the_days_version_by_one(store: House, vans: Fleet, now: datetime) -> None:
    for number, customer in (("101", nora(now=now)), ("102", sam(now=now))):
        delivery = sofa(customer, store, number=number, now=now)
        actions.book(delivery, MORNING, by=store.representative.actor, now=now)

    assert DayPlan.objects.get(on=TUESDAY).version == 2


def test_the_same_delivery_is_not_booked_twice(store: House, vans: Fleet, now: datetime) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)
    actions.book(delivery, MORNING, by=store.representative.actor, now=now)

    with pytest.raises(actions.NotBookable, match="scheduled"):
        actions.book(delivery, NOON, by=store.representative.actor, now=now)


def test_a_stop_goes_between_its_neighbours_and_the_order_of_driving_is_kept(
    store: House, now: datetime
) -> None:
    van("Van 1", one_depot(store, now=now), store, now=now)
    wanted = [("101", EVENING), ("102", MORNING), ("103", NOON), ("104", MORNING)]
    for number, window in wanted:
        delivery = sofa(person(f"Customer {number}", now=now), store, number=number, now=now)
        actions.book(delivery, window, by=store.representative.actor, now=now)

    stops = Stop.objects.in_order().values_list("opens", "sequence")

    assert [(opens.hour, sequence) for opens, sequence in stops] == [(8, 0), (8, 1), (12, 2), (16, 3)]
    assert every_promise_stands([TUESDAY])


def test_a_full_window_is_refused_with_the_next_best_and_nothing_is_written(
    store: House, now: datetime
) -> None:
    van("Van 1", one_depot(store, now=now), store, now=now)
    for number in ("101", "102"):
        delivery = sofa(person(number, now=now), store, number=number, minutes=200, now=now)
        actions.book(delivery, MORNING, by=store.representative.actor, now=now)
    late = sofa(theo(now=now), store, number="103", minutes=60, now=now)

    with pytest.raises(actions.NoLongerFree) as refused:
        actions.book(late, MORNING, by=store.representative.actor, now=now)

    assert refused.value.why == Reason.FULL
    assert refused.value.words.startswith("The trucks are full on Tue 3 Mar, 8–12. Tue 3 Mar, 12–16 is free")
    assert not promises_about(f"delivery:{late.pk}").exists()
    assert DayPlan.objects.get(on=TUESDAY).version == 2


@pytest.mark.parametrize(
    ("window", "why"),
    [
        pytest.param(LocalWindow(date(2026, 3, 2), time(12), time(16)), Reason.TOO_LATE, id="today"),
        pytest.param(LocalWindow(TUESDAY, time(9), time(10)), Reason.NOT_OFFERED, id="an hour of one's own"),
        pytest.param(LocalWindow(date(2026, 3, 8), time(8), time(12)), Reason.NO_TRUCK, id="on a Sunday"),
    ],
)
def test_a_window_that_we_do_not_offer_cannot_be_booked(
    store: House, vans: Fleet, now: datetime, window: LocalWindow, why: Reason
) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)

    with pytest.raises(actions.NoLongerFree) as refused:
        actions.book(delivery, window, by=store.representative.actor, now=now)

    assert refused.value.why == why


def test_an_address_without_a_place_cannot_be_booked(store: House, vans: Fleet, now: datetime) -> None:
    delivery = sofa(nora(now=now), store, number="101", place=None, now=now)

    with pytest.raises(queries.NotPlaced):
        actions.book(delivery, MORNING, by=store.representative.actor, now=now)


def test_rescheduling_replaces_the_promise_and_says_at_whose_wish(
    store: House, vans: Fleet, now: datetime
) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)
    old = actions.book(delivery, MORNING, by=store.representative.actor, now=now).promise

    stop = actions.reschedule(
        delivery, NEXT_MORNING, wish=Wish.CUSTOMER, by=store.representative.actor, now=now
    )

    old.refresh_from_db()
    assert (old.outcome, old.wish) == (Outcome.REPLACED, Wish.CUSTOMER)
    assert stop.promise.replaces == old
    assert [str(plan.on) for plan in DayPlan.objects.filter(stops__delivery=delivery)] == ["2026-03-04"]
    assert every_promise_stands([TUESDAY, WEDNESDAY])


def test_a_booked_delivery_is_quoted_as_if_its_own_place_were_free(store: House, now: datetime) -> None:
    van("Van 1", one_depot(store, now=now), store, hours=(time(8), time(13)), now=now)
    delivery = sofa(nora(now=now), store, number="101", minutes=200, now=now)
    actions.book(delivery, MORNING, by=store.representative.actor, now=now)

    quote = queries.quote(delivery, now=now)

    assert quote.find(MORNING) is not None


@pytest.mark.parametrize("wish", list(Wish))
def test_moving_to_the_window_that_stands_replaces_nothing(
    store: House, vans: Fleet, wish: Wish, now: datetime
) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)
    stop = actions.book(delivery, MORNING, by=store.representative.actor, now=now)

    again = actions.reschedule(delivery, MORNING, wish=wish, by=store.representative.actor, now=now)

    promise = Promise.objects.get()
    assert again == stop
    assert (promise.settled_at, promise.accepted_at) == (None, now if wish == Wish.CUSTOMER else None)


def test_a_move_that_does_not_fit_leaves_the_old_window_as_it_was(store: House, now: datetime) -> None:
    van("Van 1", one_depot(store, now=now), store, now=now)
    for number in ("101", "102"):
        first = sofa(person(number, now=now), store, number=number, minutes=200, now=now)
        actions.book(first, NEXT_MORNING, by=store.representative.actor, now=now)
    delivery = sofa(nora(now=now), store, number="103", minutes=60, now=now)
    stop = actions.book(delivery, MORNING, by=store.representative.actor, now=now)

    with pytest.raises(actions.NoLongerFree):
        actions.reschedule(delivery, NEXT_MORNING, wish=Wish.CUSTOMER, by=store.representative.actor, now=now)

    stop.promise.refresh_from_db()
    assert stop.promise.settled_at is None
    assert Stop.objects.get(pk=stop.pk).window == MORNING


def test_cancelling_releases_the_promise_and_frees_the_place(
    store: House, vans: Fleet, now: datetime
) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)
    promise = actions.book(delivery, MORNING, by=store.representative.actor, now=now).promise

    actions.cancel(delivery, reason="found another sofa", by=store.representative.actor, now=now)

    promise.refresh_from_db()
    assert (promise.outcome, promise.wish, promise.because) == ("released", "customer", "found another sofa")
    assert not Stop.objects.filter(delivery=delivery).exists()
    with pytest.raises(actions.NotBookable, match="cancelled"):
        actions.cancel(delivery, reason="", by=store.representative.actor, now=now)


def test_a_window_chosen_by_the_customer_is_accepted_when_it_is_made(
    store: House, vans: Fleet, now: datetime
) -> None:
    customer = nora(now=now)
    delivery = sofa(customer, store, number="101", now=now)

    stop = actions.book(delivery, MORNING, accepted_at=now, by=customer.actor, now=now)

    assert stop.promise.accepted_at == now


def test_accepting_twice_is_once(store: House, vans: Fleet, now: datetime) -> None:
    customer = nora(now=now)
    delivery = sofa(customer, store, number="101", now=now)
    with pytest.raises(actions.NotBookable, match="No window"):
        actions.accept(delivery, by=customer.actor, now=now)
    actions.book(delivery, MORNING, by=store.representative.actor, now=now)

    actions.accept(delivery, by=customer.actor, now=now)
    again = actions.accept(delivery, by=customer.actor, now=now + timedelta(hours=1))

    assert again.accepted_at == now


def test_a_whole_day_filled_by_wishes_breaks_no_promise(store: House, vans: Fleet, now: datetime) -> None:
    refused = 0
    for n in range(40):
        place = (40.62 + (n * 37 % 40) / 300, -73.99 + (n * 17 % 40) / 300)
        delivery = sofa(
            person(f"Guest {n}", now=now), store, number=f"2{n:02}", place=place, litres=400, now=now
        )
        try:
            actions.book(delivery, (MORNING, NOON, EVENING)[n % 3], by=store.representative.actor, now=now)
        except actions.NoLongerFree:
            refused += 1

    assert every_promise_stands([TUESDAY])
    assert Stop.objects.filter(plan__on=TUESDAY).count() == 40 - refused
    assert Stop.objects.count() > 20
