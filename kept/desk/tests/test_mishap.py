"""A truck is lost or late: seen before it is written, the others keep what they can, the rest is called."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House
from kept.customers.examples import person
from kept.deliveries import actions as deliveries
from kept.deliveries import live
from kept.deliveries.actions import Tap
from kept.deliveries.models import DayPlan, Depot, Stop, Vehicle, VehicleDay
from kept.desk import about_to_break, arrive, mishap, warn
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, MINUTE, NOW
from kept.ledger.actions import ref
from kept.ledger.queries import entries_about

pytestmark = pytest.mark.django_db
NINE = EIGHT + 60 * MINUTE


@pytest.fixture
def store() -> House:
    return late.store(vans=2)


@pytest.fixture
def stops(store: House) -> list[Stop]:
    """Three sofas on Tuesday morning, an hour at each door, all on the first van."""
    found = [late.booked(person(f"Guest {n}", now=NOW), store, number=str(n)) for n in (1, 2, 3)]
    on_one_van(found)
    late.publish()
    return found


def on_one_van(stops: list[Stop]) -> None:
    first = Vehicle.objects.get(name="Van 1")
    for sequence, stop in enumerate(stops, 100):
        Stop.objects.filter(pk=stop.pk).update(vehicle=first, sequence=sequence)


def truck(name: str = "Van 1") -> Vehicle:
    return Vehicle.objects.select_related("depot__location").get(name=name)


def lost(name: str = "Van 1") -> mishap.Mishap:
    return mishap.Mishap(truck(name), lost_at=NINE, because="The gearbox is gone.")


def confirm(found: mishap.Foreseen, store: House) -> bool:
    by = store.dispatcher
    return mishap.confirm(found.mishap, found.order, version=found.version, staff=by, now=NINE)


def test_what_it_means_is_seen_before_anything_is_written(store: House, stops: list[Stop]) -> None:
    found = mishap.foresee(lost(), now=NINE)

    assert {(each.stop.pk, each.truck) for each in found.moved} == {(stop.pk, "Van 2") for stop in stops[:3]}
    assert found.to_call == []
    assert not VehicleDay.objects.exists()
    assert DayPlan.objects.get().version == found.version


def test_confirmed_the_other_truck_brings_what_it_can(store: House, stops: list[Stop]) -> None:
    assert confirm(mishap.foresee(lost(), now=NINE), store)

    assert set(Stop.objects.values_list("vehicle__name", flat=True)) == {"Van 2"}
    assert live.today(Depot.objects.get(), now=NINE).in_danger == []
    assert "day.rearranged" in [entry.kind for entry in entries_about(ref(DayPlan.objects.get()))]


def test_what_was_brought_stays_where_it_was_brought(store: House, stops: list[Stop]) -> None:
    by = store.driver.actor
    arrive.arrive(stops[0], Tap(EIGHT), by=by, now=EIGHT)
    arrive.finish(stops[0], "delivered", Tap(EIGHT + 50 * MINUTE), by=by, now=EIGHT + 50 * MINUTE)

    assert confirm(mishap.foresee(lost(), now=NINE), store)

    where = dict(Stop.objects.values_list("pk", "vehicle__name"))
    assert where == {stops[0].pk: "Van 1", stops[1].pk: "Van 2", stops[2].pk: "Van 2"}


def test_whom_nobody_can_keep_is_called_and_stays_on_the_board_until_told(
    store: House, stops: list[Stop]
) -> None:
    noon_less_ten = EIGHT + 230 * MINUTE
    gone = mishap.Mishap(truck(), lost_at=noon_less_ten)

    found = mishap.foresee(gone, now=noon_less_ten)
    mishap.confirm(gone, found.order, version=found.version, staff=store.dispatcher, now=noon_less_ten)

    assert len(found.to_call) >= 2
    assert all(each.windows for each in found.to_call)
    board = about_to_break.board_for(store.dispatcher, now=noon_less_ten)
    assert {each.stop.pk for each in board.to_tell} >= {each.stop.pk for each in found.to_call}
    for each in board.to_tell:
        warn.by_mail(each.stop, each.seen, staff=store.dispatcher, now=noon_less_ten)
    assert about_to_break.board_for(store.dispatcher, now=noon_less_ten).to_tell == []


def test_without_another_truck_all_are_to_be_called(store: House, stops: list[Stop]) -> None:
    deliveries.lose_vehicle(
        Depot.objects.get(), stops[0].plan.on, truck("Van 2"), from_at=EIGHT, because="",
        by=store.dispatcher.actor, now=EIGHT,
    )  # fmt: skip

    found = mishap.foresee(lost(), now=NINE)
    confirm(found, store)

    assert {each.stop.pk for each in found.to_call} == {stop.pk for stop in stops}
    assert len(live.today(Depot.objects.get(), now=NINE).in_danger) == 3


def test_a_truck_two_hours_late_gives_up_what_it_cannot_make(store: House, stops: list[Stop]) -> None:
    befell = mishap.late(truck(), minutes=120, because="A flat tyre.", now=NINE)

    found = mishap.foresee(befell, now=NINE)
    repaired = confirm(found, store)

    assert befell.until == NINE + 120 * MINUTE
    assert repaired
    assert found.moved
    assert live.today(Depot.objects.get(), now=NINE).in_danger == []


def test_a_late_truck_alone_keeps_its_stops_and_they_stand_on_the_board(
    store: House, stops: list[Stop]
) -> None:
    Vehicle.objects.filter(name="Van 2").update(retired_at=NOW)
    Depot.objects.update(version=50)
    befell = mishap.late(truck(), minutes=150, because="", now=NINE)

    found = mishap.foresee(befell, now=NINE)
    confirm(found, store)

    assert found.to_call
    assert Stop.objects.filter(vehicle__name="Van 1").count() == 3
    board = about_to_break.board_for(store.dispatcher, now=NINE)
    assert {each.stop.pk for each in board.to_tell} >= {each.stop.pk for each in found.to_call}


def test_a_day_that_changed_meanwhile_is_looked_at_again(store: House, stops: list[Stop]) -> None:
    found = mishap.foresee(lost(), now=NINE)
    DayPlan.objects.update(version=found.version + 1)

    with pytest.raises(mishap.DayChanged):
        confirm(found, store)

    assert not VehicleDay.objects.exists()


def test_routes_that_name_stops_of_another_day_are_not_written(store: House, stops: list[Stop]) -> None:
    found = mishap.foresee(lost(), now=NINE)
    order = {truck("Van 2").pk: ([4711], list[int]())}

    with pytest.raises(mishap.DayChanged):
        mishap.confirm(found.mishap, order, version=found.version, staff=store.dispatcher, now=NINE)


def test_routes_that_would_drop_a_stop_are_not_written_and_the_mishap_is(
    store: House, stops: list[Stop]
) -> None:
    late_truck = mishap.late(truck(), minutes=30, because="", now=EIGHT - timedelta(hours=1))
    found = mishap.foresee(late_truck, now=EIGHT)

    empty = {truck().pk: (list[int](), list[int]())}
    repaired = mishap.confirm(late_truck, empty, version=found.version, staff=store.dispatcher, now=EIGHT)

    assert not repaired
    assert Stop.objects.filter(vehicle__name="Van 1").count() == 3
    assert VehicleDay.objects.get().late_until == late_truck.until


def test_a_truck_that_is_mended_drives_again(store: House, stops: list[Stop]) -> None:
    confirm(mishap.foresee(lost(), now=NINE), store)

    mishap.drives_again(truck(), staff=store.dispatcher, now=NINE)

    assert mishap.befallen_today(store.dispatcher, now=NINE) == []


def test_only_who_plans_may_look(store: House, stops: list[Stop]) -> None:
    with pytest.raises(NotAllowed):
        mishap.trucks_of_today(store.representative, now=NINE)
    with pytest.raises(NotFound):
        mishap.get_truck_for(store.dispatcher, 4711, now=NINE)
