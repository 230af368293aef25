"""A truck is behind: another order of its stops that keeps more promises, seen first and then driven."""

from __future__ import annotations

import pytest

from kept.base.refusals import NotAllowed
from kept.business.examples import House
from kept.customers.examples import nora, person
from kept.deliveries import actions as deliveries
from kept.deliveries import live
from kept.deliveries.actions import Tap
from kept.deliveries.examples import WINDOWS, van
from kept.deliveries.models import DayPlan, Delivery, Depot, State, Stop
from kept.deliveries.routing.plan import Held
from kept.desk import arrive, mishap, reorder
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, MINUTE, NOW
from kept.ledger.actions import ref
from kept.ledger.queries import entries_about, payload_of

pytestmark = pytest.mark.django_db
TEN = EIGHT + 120 * MINUTE
LATE = TEN + 5 * MINUTE  # two hours' work come next, and the half hour behind it would begin after noon


@pytest.fixture
def store() -> House:
    return late.store()


@pytest.fixture
def stops(store: House) -> list[Stop]:
    """The truck came to its first door at ten; two hours at Bo's come next, then Nora's half hour."""
    return behind(store, bo=120, noras=30)


def behind(store: House, *, bo: int, noras: int) -> list[Stop]:
    found = [
        late.booked(person("First Guest", now=NOW), store, number="100", minutes=30),
        late.booked(person("Bo", now=NOW), store, minutes=bo, number="101"),
        late.booked(nora(now=NOW), store, minutes=noras, number="102"),
    ]
    for sequence, stop in enumerate(found, 100):
        Stop.objects.filter(pk=stop.pk).update(sequence=sequence)
    late.publish()
    arrive.arrive(found[0], Tap(TEN), by=store.driver.actor, now=TEN)
    return found


def look(store: House) -> list[reorder.Offer]:
    return reorder.look(store.dispatcher, now=LATE)


def confirm(offer: reorder.Offer, store: House) -> None:
    reorder.confirm(offer.depot, offer.order, version=offer.version, staff=store.dispatcher, now=LATE)


def driven() -> list[str]:
    return list(Stop.objects.order_by("sequence").values_list("delivery__customer__name", flat=True))


def in_danger() -> int:
    return len(live.today(Depot.objects.get(), now=LATE).in_danger)


def test_a_better_order_is_seen_before_anything_is_written(store: House, stops: list[Stop]) -> None:
    (offer,) = look(store)

    assert [(each.stop.pk, each.is_saved, each.is_later) for each in offer.trucks["Van 1"]] == [
        (stops[2].pk, True, False),
        (stops[1].pk, False, True),
    ]
    assert driven() == ["First Guest", "Bo", "Nora Feldman"]
    assert DayPlan.objects.get().version == offer.version


def test_confirmed_the_truck_drives_it_and_the_promise_is_kept(store: House, stops: list[Stop]) -> None:
    assert in_danger() == 1

    confirm(look(store)[0], store)

    assert driven() == ["First Guest", "Nora Feldman", "Bo"]
    assert in_danger() == 0
    (entry,) = entries_about(ref(DayPlan.objects.get())).filter(kind="day.rearranged")
    assert (payload_of(entry) or {})["because"] == "reordered"
    assert look(store) == []


def test_pressed_twice_it_is_once(store: House, stops: list[Stop]) -> None:
    (offer,) = look(store)

    confirm(offer, store)
    confirm(offer, store)

    assert entries_about(ref(DayPlan.objects.get())).filter(kind="day.rearranged").count() == 1


def test_a_day_that_changed_meanwhile_is_looked_at_again(store: House, stops: list[Stop]) -> None:
    (offer,) = look(store)
    deliveries.pin(stops[2], True, by=store.dispatcher.actor, now=LATE)

    with pytest.raises(mishap.DayChanged):
        confirm(offer, store)

    assert driven() == ["First Guest", "Bo", "Nora Feldman"]


def test_a_truck_that_drives_to_the_next_door_by_now_is_not_called_back(
    store: House, stops: list[Stop]
) -> None:
    (offer,) = look(store)
    by = store.driver.actor
    arrive.finish(stops[0], "delivered", Tap(LATE - MINUTE), by=by, now=LATE)
    version = DayPlan.objects.get().version

    with pytest.raises(mishap.DayChanged):
        reorder.confirm(offer.depot, offer.order, version=version, staff=store.dispatcher, now=LATE)

    assert driven() == ["First Guest", "Bo", "Nora Feldman"]
    assert look(store) == []


def test_a_promise_is_not_saved_by_breaking_another(store: House) -> None:
    behind(store, bo=120, noras=120)
    assert in_danger() == 1

    assert look(store) == []


def test_an_order_that_would_harm_somebody_is_not_written_whoever_asks(
    store: House, stops: list[Stop]
) -> None:
    (offer,) = look(store)
    confirm(offer, store)
    as_before = {truck: (sorted(keys), reloads) for truck, (keys, reloads) in offer.order.items()}

    with pytest.raises(mishap.DayChanged):
        reorder.confirm(offer.depot, as_before, version=offer.version + 1, staff=store.dispatcher, now=LATE)

    assert driven() == ["First Guest", "Nora Feldman", "Bo"]


@pytest.mark.parametrize("keys", [[], [4711]], ids=["dropped", "unknown"])
def test_stops_may_be_neither_dropped_nor_invented(store: House, stops: list[Stop], keys: list[int]) -> None:
    (offer,) = look(store)
    order = {truck: (keys, list[int]()) for truck in offer.order}

    with pytest.raises(mishap.DayChanged):
        reorder.confirm(offer.depot, order, version=offer.version, staff=store.dispatcher, now=LATE)

    assert len(driven()) == 3


def test_the_stops_of_one_depot_are_not_given_to_another(store: House, stops: list[Stop]) -> None:
    (offer,) = look(store)
    queens = Depot(location=store.location, name="Queens", latitude=40.73, longitude=-73.79)
    queens = deliveries.open_depot(queens, windows=WINDOWS, by=store.manager.actor, now=LATE)

    with pytest.raises(mishap.DayChanged):
        reorder.confirm(queens, offer.order, version=0, staff=store.dispatcher, now=LATE)

    assert [each.depot.name for each in look(store)] == ["Brooklyn"]


@pytest.mark.parametrize("held", [Held.ORDER, Held.ALL])
def test_a_route_that_is_held_stays(store: House, stops: list[Stop], held: Held) -> None:
    day = DayPlan.objects.get()
    deliveries.hold(day.depot, day.on, stops[0].vehicle, held, by=store.dispatcher.actor, now=LATE)

    assert look(store) == []


def test_what_was_made_stays_first_and_what_is_pinned_on_its_truck(store: House, stops: list[Stop]) -> None:
    van("Van 2", Depot.objects.get(), store, now=LATE)
    deliveries.pin(stops[1], True, by=store.dispatcher.actor, now=LATE)

    confirm(look(store)[0], store)

    assert driven()[0] == "First Guest"
    assert set(Stop.objects.values_list("vehicle__name", flat=True)) == {"Van 1"}


@pytest.mark.parametrize("who", ["representative", "driver"])
def test_only_who_plans_looks_and_confirms(store: House, stops: list[Stop], who: str) -> None:
    (offer,) = look(store)
    staff = getattr(store, who)

    with pytest.raises(NotAllowed):
        reorder.look(staff, now=LATE)
    with pytest.raises(NotAllowed):
        reorder.confirm(offer.depot, offer.order, version=offer.version, staff=staff, now=LATE)


def test_a_stop_that_no_truck_goes_to_any_more_is_in_nobodys_way(store: House, stops: list[Stop]) -> None:
    gone = late.booked(person("Gone", now=NOW), store, number="103")
    Stop.objects.filter(pk=gone.pk).update(sequence=103)
    Delivery.objects.filter(pk=gone.delivery_id).update(state=State.WAITING)

    confirm(look(store)[0], store)

    assert driven() == ["First Guest", "Gone", "Nora Feldman", "Bo"]
    assert in_danger() == 0
