"""The board of a day: every truck with its stops, what was promised, what it costs, and what waits."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from kept.base.actors import SOFTWARE
from kept.customers.examples import person
from kept.deliveries import actions
from kept.deliveries.examples import sofa
from kept.deliveries.models import Depot, Shift, Vehicle
from kept.deliveries.rules import LocalWindow
from kept.ledger.models import Entry
from kept.web.tests.dispatch.conftest import BOARD, MONDAY, TUESDAY, Tuesday

pytestmark = pytest.mark.django_db
QUERIES = 19


def read(client: Client, address: str = BOARD) -> str:
    return client.get(address).content.decode()


def test_the_board_shows_trucks_promises_and_what_each_stop_costs(dispatcher: Client, there: Tuesday) -> None:
    page = read(dispatcher)

    assert "Van 1" in page and "Van 2" in page and "Nora Feldman" in page
    assert "min driving when booked" in page and "min drive to it" in page
    assert "of 12,000 litres" in page
    assert "style=" not in page and "<script>" not in page


def test_a_day_is_read_in_the_same_number_of_questions_for_four_stops_and_for_eight(
    dispatcher: Client, there: Tuesday, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(QUERIES):
        dispatcher.get(BOARD)
    for n in range(4):
        more = sofa(person(f"Guest {n}", now=MONDAY), there.house, number=f"20{n}", now=MONDAY)
        window = LocalWindow(TUESDAY, time(16), time(20))
        actions.book(more, window, by=there.house.representative.actor, now=MONDAY)

    with django_assert_num_queries(QUERIES):
        dispatcher.get(BOARD)


def test_the_line_of_time_shows_windows_visits_drives_the_break_and_what_is_kept_free(
    dispatcher: Client, there: Tuesday
) -> None:
    Shift.objects.update(break_minutes=30, break_from=time(11), break_until=time(14))
    Depot.objects.update(window_buffer_minutes=10, shift_buffer_minutes=15, version=7)

    page = read(dispatcher)

    for part in ("line-shift", "line-drive", "line-wait", "line-rest", "line-kept-free", "window-kept-free"):
        assert f'class="{part}"' in page, part
    assert page.count('class="visit-box"') == 4


@pytest.mark.parametrize("asked", ["2026-13-99", "", "<script>"])
def test_a_day_that_cannot_be_read_is_today(dispatcher: Client, there: Tuesday, asked: str) -> None:
    page = dispatcher.get("/dispatch/", {"day": asked})

    assert page.status_code == 200
    assert "Trucks, <time" in page.content.decode() and "today</time>" in page.content.decode()


def test_a_sunday_has_no_trucks_and_says_so(dispatcher: Client, there: Tuesday) -> None:
    assert "No truck drives on this day" in read(dispatcher, "/dispatch/?day=2026-03-08")


def test_a_closed_day_with_promises_says_that_they_have_to_move(dispatcher: Client, there: Tuesday) -> None:
    there.house.location.closed_on = [TUESDAY.isoformat()]
    there.house.location.save(update_fields=["closed_on"])

    page = read(dispatcher)

    assert "We are closed on this day, and promises stand on it." in page
    assert "Nobody drives this truck on this day" in page and "Nora Feldman" in page


def test_a_truck_without_a_shift_keeps_its_stops_on_the_board(dispatcher: Client, there: Tuesday) -> None:
    Shift.objects.filter(weekday=TUESDAY.weekday()).delete()
    Depot.objects.update(version=8)

    page = read(dispatcher)

    assert "Nobody drives this truck on this day, and it has promises to keep." in page
    assert page.count('class="visit-box"') == 4


def test_a_promise_that_was_kept_and_one_that_broke_say_so(dispatcher: Client, there: Tuesday) -> None:
    nora, sam = there.stop("Nora Feldman"), there.stop("Sam Whitaker")
    ten, evening = datetime(2026, 3, 3, 15, tzinfo=UTC), datetime(2026, 3, 3, 22, tzinfo=UTC)
    actions.publish(there.fleet.depot, TUESDAY, by=SOFTWARE, now=MONDAY)
    actions.finish(nora, "delivered", actions.Tap(ten), by=SOFTWARE, now=ten)
    actions.mark_missed(sam, by=SOFTWARE, now=evening)

    with time_machine.travel(evening, tick=False):
        page = read(dispatcher)

    assert f'<g class="visit visit-kept" data-stop="{nora.pk}"' in page  # and is not movable
    assert f'<g class="visit visit-broken" data-stop="{sam.pk}"' in page
    assert "arrived 10:00" in page and "did not happen" in page


def test_today_each_stop_says_when_it_is_expected_and_what_becomes_of_its_promise(
    dispatcher: Client, there: Tuesday
) -> None:
    ten, noon = datetime(2026, 3, 3, 15, tzinfo=UTC), datetime(2026, 3, 3, 17, tzinfo=UTC)
    actions.publish(there.fleet.depot, TUESDAY, by=SOFTWARE, now=MONDAY)
    actions.mark_arrival(there.stop("Nora Feldman"), actions.Tap(ten), by=SOFTWARE, now=ten)

    with time_machine.travel(noon, tick=False):
        page = read(dispatcher)

    assert "Will be kept" in page and "Will break" in page
    assert 'class="visit-expected"' in page and 'class="line-now"' in page
    assert "Lost or late" in page and "Open again" not in page


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-08", 23), ("2026-11-01", 25)], ids=["spring forward", "fall back"]
)
def test_the_days_of_both_clock_changes_are_drawn_rightly(
    dispatcher: Client, there: Tuesday, day: str, hours: int
) -> None:
    Shift.objects.filter(weekday=0).update(weekday=6, starts=time(0, 1), ends=time(23, 59))
    Depot.objects.update(version=9)

    page = read(dispatcher, f"/dispatch/?day={day}")

    assert page.count('class="line-hour"') == (hours - 1) * 2  # every full hour but midnight, on two trucks


def test_what_waits_stands_at_the_side_and_what_nobody_can_place_stands_first(
    dispatcher: Client, there: Tuesday
) -> None:
    placed = sofa(person("Placed Already", now=MONDAY), there.house, number="301", now=MONDAY)
    sofa(person("Zoe Nowhere", now=MONDAY), there.house, number="302", place=None, now=MONDAY)

    page = read(dispatcher)

    assert "2 deliveries wait for a window" in page
    assert page.index("Zoe Nowhere") < page.index("Placed Already")
    assert reverse("desk:windows", args=[placed.order_id]) in page


def test_a_place_set_by_hand_lets_windows_be_quoted(dispatcher: Client, there: Tuesday) -> None:
    waiting = sofa(person("Zoe Nowhere", now=MONDAY), there.house, number="302", place=None, now=MONDAY)
    address = reverse("dispatch:create_place", args=[waiting.pk])

    wrong = dispatcher.post(address, {"place": "somewhere in Brooklyn", "back": "9999-12-31"})
    right = dispatcher.post(address, {"place": "40.6892, -73.9442", "back": "2026-03-03"})

    assert wrong.status_code == 422 and "We cannot read that as a place" in wrong.content.decode()
    assert right.status_code == 302 and "day=2026-03-03" in right["Location"]
    waiting.refresh_from_db()
    assert (waiting.latitude, waiting.longitude) == (40.6892, -73.9442)
    assert waiting.placed_by == f"staff:{there.house.dispatcher.pk}"


def test_an_address_is_looked_up_in_our_own_table_and_set_by_a_person(
    dispatcher: Client, there: Tuesday, settings: Settings, tmp_path: Path
) -> None:
    waiting = sofa(person("Zoe Nowhere", now=MONDAY), there.house, number="302", place=None, now=MONDAY)
    settings.ADDRESS_FILE = tmp_path / "places.csv"
    settings.ADDRESS_FILE.write_text(f'address,latitude,longitude\n"{waiting.address}",40.7001,-73.9002\n')

    found = dispatcher.get(reverse("dispatch:suggestions", args=[waiting.pk])).content.decode()
    sent = {"place": "40.7001, -73.9002", "source": "file"}
    dispatcher.post(reverse("dispatch:create_place", args=[waiting.pk]), sent)

    assert 'data-suggested="40.700100, -73.900200" data-source="file"' in found and waiting.address in found
    waiting.refresh_from_db()
    assert waiting.longitude == -73.9002
    placed = Entry.objects.filter(kind="delivery.placed").latest("pk")
    assert b'"source":"file"' in bytes(placed.payload.body)


def test_a_truck_that_never_came_is_said_by_the_dispatcher(dispatcher: Client, there: Tuesday) -> None:
    stop = there.stop("Nora Feldman")
    with time_machine.travel(datetime(2026, 3, 3, 18, tzinfo=UTC), tick=False):
        assert "No truck came" in read(dispatcher)

        answer = dispatcher.post(reverse("dispatch:create_missed", args=[stop.pk]))

        assert "day=2026-03-03" in answer["Location"]
    stop.promise.refresh_from_db()
    assert stop.promise.outcome == "broken"


def test_a_second_depot_has_a_board_of_its_own(dispatcher: Client, there: Tuesday) -> None:
    other = Depot(location=there.house.location, name="Queens", latitude=40.74, longitude=-73.8)
    actions.open_depot(other, windows=[(time(8), time(12))], by=SOFTWARE, now=MONDAY)
    actions.add_vehicle(
        Vehicle(depot=other, name="Queens 1", litres=9_000), weekdays=range(6), hours=(time(8), time(18)),
        by=SOFTWARE, now=MONDAY,
    )  # fmt: skip

    brooklyn = read(dispatcher, f"{BOARD}&depot={there.fleet.depot.pk}")
    queens = read(dispatcher, f"{BOARD}&depot={other.pk}")

    assert "Nora Feldman" in brooklyn and "Queens 1" not in brooklyn
    assert "Queens 1" in queens and "Nora Feldman" not in queens
    assert '<select id="depot"' in queens


def test_the_page_asks_whether_the_day_has_changed_and_gets_nothing_while_it_has_not(
    dispatcher: Client, there: Tuesday
) -> None:
    version = there.stop("Nora Feldman").plan.version

    same = dispatcher.get(f"{BOARD}&since={version}", headers={"HX-Request": "true"})
    newer = dispatcher.get(f"{BOARD}&since={version - 1}", headers={"HX-Request": "true"})

    assert same.status_code == 204
    assert newer.status_code == 200 and newer.content.decode().lstrip().startswith('<div id="day"')


def test_no_picture_of_the_land_is_fetched_unless_the_operator_names_an_address(
    dispatcher: Client, there: Tuesday, settings: Settings
) -> None:
    plain = dispatcher.get(BOARD)
    settings.MAP_TILES = "https://tiles.example.com/{z}/{x}/{y}.png"
    settings.MAP_ATTRIBUTION = "© the <surveyors>"

    with_land = dispatcher.get(BOARD)

    assert "img-src 'self';" in plain["Content-Security-Policy"] and 'data-tiles=""' in plain.content.decode()
    assert "img-src 'self' https://tiles.example.com;" in with_land["Content-Security-Policy"]
    assert 'data-attribution="© the &lt;surveyors&gt;"' in with_land.content.decode()
