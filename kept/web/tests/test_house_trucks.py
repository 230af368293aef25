"""Depots and trucks in the house's pages: what is changed, and what is shown before it breaks a promise."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.business.examples import House, house
from kept.business.models import Location, Staff
from kept.customers.examples import nora
from kept.deliveries import actions, queries
from kept.deliveries.examples import Fleet, fleet, sofa
from kept.deliveries.models import Depot, Shift, Stop, Vehicle
from kept.deliveries.rules import LocalWindow

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
MORNING = LocalWindow(date(2026, 3, 3), time(8), time(12))
DEPOT = {
    "name": "Queens",
    "place": "40.728, -73.795",
    "windows": "8:00-12:00, 12:00-16:00",
    "closes_minutes": "600",
    "window_buffer_minutes": "10",
    "shift_buffer_minutes": "15",
}
TRUCK = {
    "name": "Van 1",
    "litres": "12000",
    "kilograms": "900",
    "skills": "crane, Two-person",
    "loads": "2",
    "loading_minutes": "20",
    "break_minutes": "30",
    "break_span": "11:30-13:30",
    **{f"day_{number}": "7:30-20:30" for number in range(5)},
}
PAGES = ["house:depots", "house:depot", "house:truck", "house:retirement"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_monday() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def store() -> House:
    return house(now=NOW)


@pytest.fixture
def vans(store: House) -> Fleet:
    return fleet(store, now=NOW)


def come_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def booked(store: House) -> Stop:
    delivery = sofa(nora(now=NOW), store, number="101", now=NOW)
    return actions.book(delivery, MORNING, by=store.representative.actor, now=NOW)


def address(name: str, vans: Fleet) -> str:
    about = {"house:depot": vans.depot.pk, "house:depots": None}.get(name, vans.van.pk)
    return reverse(name, args=[about] if about else [])


def test_a_second_depot_is_opened_and_its_trucks_are_added_there(store: House, vans: Fleet) -> None:
    manager = come_in(store.manager)

    opened = manager.post(reverse("house:depots"), DEPOT)
    queens = Depot.objects.get(name="Queens")
    truck = {"name": "Van Q", "litres": 9000, "starts": "07:30", "ends": "20:00", "home": queens.pk}
    manager.post(reverse("house:trucks"), truck)

    assert opened.status_code == 302
    assert [str(each) for each in queens.windows.all()] == ["08:00–12:00", "12:00–16:00"]
    assert (queens.closes_minutes, queens.window_buffer_minutes, queens.shift_buffer_minutes) == (600, 10, 15)
    assert Vehicle.objects.get(name="Van Q").depot == queens
    assert "Queens" in manager.get(reverse("house:show")).content.decode()


def test_a_depot_is_changed_and_the_page_shows_it_as_it_stands(store: House, vans: Fleet) -> None:
    manager, page = come_in(store.manager), reverse("house:depot", args=[vans.depot.pk])

    answer = manager.post(page, DEPOT | {"name": "Brooklyn North"})

    vans.depot.refresh_from_db()
    assert (answer.status_code, vans.depot.name) == (302, "Brooklyn North")
    shown = manager.get(page).content.decode()
    assert "08:00-12:00, 12:00-16:00" in shown and "40.728, -73.795" in shown


def test_what_a_truck_holds_can_and_drives_is_changed_in_one_page(store: House, vans: Fleet) -> None:
    manager, page = come_in(store.manager), reverse("house:truck", args=[vans.van.pk])

    answer = manager.post(page, TRUCK | {"driver_0": str(store.driver.pk)})

    vans.van.refresh_from_db()
    assert answer.status_code == 302
    assert (vans.van.kilograms, vans.van.skills, vans.van.loads) == (900, ["crane", "two-person"], 2)
    week = Shift.objects.filter(vehicle=vans.van).order_by("weekday")
    assert [(each.weekday, each.driver) for each in week][:2] == [(0, store.driver), (1, None)]
    assert (len(week), week[0].break_minutes, week[0].break_from) == (5, 30, time(11, 30))
    shown = manager.get(page).content.decode()
    assert "11:30-13:30" in shown and "crane, two-person" in shown


def test_a_change_that_would_break_a_promise_is_shown_and_made_only_when_ticked(
    store: House, vans: Fleet
) -> None:
    stop, manager = booked(store), come_in(store.manager)
    page = reverse("house:truck", args=[stop.vehicle_id])
    never_on_tuesday = TRUCK | {"name": stop.vehicle.name, "day_1": ""}

    shown = manager.post(page, never_on_tuesday)
    standing = Shift.objects.filter(vehicle=stop.vehicle, weekday=1).exists()
    made = manager.post(page, never_on_tuesday | {"despite": "on"})

    assert shown.status_code == 422
    assert "Tue 3 Mar: No truck would drive to" in shown.content.decode()
    assert "Nothing was changed yet" in shown.content.decode()
    assert standing
    assert made.status_code == 302
    assert not Shift.objects.filter(vehicle=stop.vehicle, weekday=1).exists()


def test_a_day_is_closed_only_knowingly_while_visits_are_promised_on_it(store: House, vans: Fleet) -> None:
    booked(store)
    owner, page = come_in(store.owner), reverse("house:location")
    reached = {"name": "Hollis", "mail_address": "desk@hollis.example", "day_0": "9:00-18:00"}
    closed = reached | {"closed_on": "2026-03-03"}

    shown = owner.post(page, closed)
    open_still = Location.objects.get().closed_on
    another_day = owner.post(page, reached | {"closed_on": "2026-03-05"})
    made = owner.post(page, closed | {"despite": "on"})

    assert "Tue 3 Mar: 1 visit is promised." in shown.content.decode()
    assert (shown.status_code, open_still) == (422, [])
    assert (another_day.status_code, made.status_code) == (302, 302)
    assert Location.objects.get().closed_on == ["2026-03-03"]


def test_a_truck_is_retired_unless_it_has_stops_ahead(store: House, vans: Fleet) -> None:
    stop, manager = booked(store), come_in(store.manager)
    other = vans.second_van if stop.vehicle == vans.van else vans.van

    refused = manager.post(reverse("house:retirement", args=[stop.vehicle_id]))
    manager.post(reverse("house:retirement", args=[other.pk]))

    assert refused.status_code == 409
    assert "1 stop ahead" in refused.content.decode()
    assert list(queries.vehicles()) == [stop.vehicle]
    assert manager.get(reverse("house:truck", args=[other.pk])).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_0": "20:00-7:00"},
        {"day_0": "all day"},
        {"litres": "0"},
        {"loads": "0"},
        {"skills": "two person"},
        {"break_span": ""},
        {"driver_0": "99999"},
        {"name": "Van 2"},
    ],
    ids=lambda wrong: " ".join(wrong),
)
def test_what_makes_no_sense_of_a_truck_changes_nothing(
    store: House, vans: Fleet, wrong: dict[str, str]
) -> None:
    before = Vehicle.objects.order_by("pk").values().first(), list(Shift.objects.order_by("pk").values())

    answer = come_in(store.manager).post(reverse("house:truck", args=[vans.van.pk]), TRUCK | wrong)

    after = Vehicle.objects.order_by("pk").values().first(), list(Shift.objects.order_by("pk").values())
    assert (answer.status_code, after) == (422, before)


@pytest.mark.parametrize(
    "wrong",
    [{"place": "Brooklyn"}, {"place": "95, 10"}, {"windows": "all day"}, {"windows": ""}, {"name": ""}],
)
def test_what_makes_no_sense_of_a_depot_changes_nothing(
    store: House, vans: Fleet, wrong: dict[str, str]
) -> None:
    answer = come_in(store.manager).post(reverse("house:depot", args=[vans.depot.pk]), DEPOT | wrong)

    assert answer.status_code == 422
    assert Depot.objects.get().name == "Brooklyn"


@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 200), ("owner", 200), ("dispatcher", 403), ("representative", 403), ("driver", 403)],
)
def test_only_who_keeps_the_house_changes_its_trucks(
    store: House, vans: Fleet, who: str, status: int
) -> None:
    client = come_in(getattr(store, who))

    seen = {client.get(address(name, vans)).status_code for name in PAGES[:3]}
    done = {client.post(address(name, vans), {}).status_code for name in PAGES}

    assert seen == {status}
    assert (403 in done) is (status == 403)


def test_a_stranger_is_sent_to_the_log_in(client: Client, vans: Fleet) -> None:
    log_in = reverse("account_login")

    answers = [client.post(address(name, vans), {}).headers["Location"] for name in PAGES]

    assert all(answer.startswith(log_in) for answer in answers)
