"""What is decided about a whole day or truck: cut off, published, opened again, held, driven, improved."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from kept.base.actors import SOFTWARE
from kept.business.rules import Role
from kept.deliveries import actions, queries
from kept.deliveries.models import DayPlan, VehicleDay
from kept.web.tests.dispatch.conftest import BOARD, MONDAY, TUESDAY, Tuesday
from kept.work.models import Job

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def address(name: str, there: Tuesday, *more: object) -> str:
    return reverse(f"dispatch:{name}", args=[there.fleet.depot.pk, TUESDAY.isoformat(), *more])


def plan(there: Tuesday) -> DayPlan:
    return queries.day_of(there.fleet.depot, TUESDAY)


def test_the_board_says_until_when_a_day_is_open_and_what_the_buttons_do(
    dispatcher: Client, there: Tuesday
) -> None:
    page = dispatcher.get(BOARD).content.decode()

    assert "Open for bookings" in page and "Then it is published by itself" in page
    assert "Cut off: nothing new is booked on this day" in page
    assert "Publish: cuts off as well, and each driver sees their route." in page


def test_publishing_says_which_truck_nobody_drives(dispatcher: Client, there: Tuesday) -> None:
    vehicle = there.stop("Nora Feldman").vehicle
    actions.assign_driver(vehicle, None, by=SOFTWARE, now=MONDAY)

    published = dispatcher.post(address("create_publishing", there), headers=HTMX).content.decode()

    assert f"Nobody drives {vehicle.name} yet: name a driver." in published
    assert published.count("Nobody drives") == published.count("Nobody drives it yet") + 1


def test_a_day_is_cut_off_published_and_opened_again(dispatcher: Client, there: Tuesday) -> None:
    cut_off = dispatcher.post(address("create_cut_off", there), headers=HTMX).content.decode()
    published = dispatcher.post(address("create_publishing", there), headers=HTMX).content.decode()
    opened = dispatcher.post(address("create_reopening", there), headers=HTMX).content.decode()

    assert "<strong>Cut off</strong>" in cut_off
    assert "<strong>Published</strong>" in published and "The drivers see their routes now." in published
    assert "<strong>Open for bookings</strong>" in opened
    assert plan(there).cut_off_at is None


def test_a_day_that_is_being_driven_is_not_opened_again(dispatcher: Client, there: Tuesday) -> None:
    ten = datetime(2026, 3, 3, 15, tzinfo=UTC)
    actions.publish(there.fleet.depot, TUESDAY, by=SOFTWARE, now=MONDAY)
    actions.mark_arrival(there.stop("Nora Feldman"), actions.Tap(ten), by=SOFTWARE, now=ten)

    answer = dispatcher.post(address("create_reopening", there))

    assert answer.status_code == 409
    assert "This day is being driven already." in answer.content.decode()
    assert plan(there).published_at is not None


@pytest.mark.parametrize(
    ("held", "said"),
    [("order", "Van 1 keeps its order."), ("all", "nothing moves."), ("", "may change again.")],
)
def test_a_route_is_held_as_its_dispatcher_says(
    dispatcher: Client, there: Tuesday, held: str, said: str
) -> None:
    answer = dispatcher.post(address("create_hold", there, there.fleet.van.pk), {"held": held}, headers=HTMX)

    assert said in answer.content.decode()
    assert VehicleDay.objects.get(vehicle=there.fleet.van).held == held


def test_somebody_else_drives_on_one_day_and_the_shifts_driver_again(
    dispatcher: Client, there: Tuesday
) -> None:
    other = there.house.second_representative
    other.role = Role.DRIVER
    other.save(update_fields=["role"])
    where = address("create_driver", there, there.fleet.van.pk)

    named = dispatcher.post(where, {"driver": other.pk}, headers=HTMX).content.decode()
    back = dispatcher.post(where, {"driver": ""}, headers=HTMX).content.decode()

    assert f"{other.name} drives Van 1 on this day." in named
    assert "Whoever has the shift drives Van 1." in back
    assert VehicleDay.objects.get(vehicle=there.fleet.van).driver is None


def test_nobody_who_is_no_driver_is_given_a_truck(dispatcher: Client, there: Tuesday) -> None:
    answer = dispatcher.post(
        address("create_driver", there, there.fleet.van.pk), {"driver": there.house.owner.pk}
    )

    assert answer.status_code == 404
    assert not VehicleDay.objects.filter(driver__isnull=False).exists()


def test_a_longer_look_goes_on_by_itself_and_comes_back_with_what_it_saved(
    dispatcher: Client, there: Tuesday
) -> None:
    waiting = dispatcher.post(address("create_improvement", there), headers=HTMX).content.decode()
    job = Job.objects.latest("pk")
    ask = address("improvement", there, job.pk) + f"?version={plan(there).version - 1}&driving=99999"

    still = dispatcher.get(ask, headers=HTMX)
    Job.objects.filter(pk=job.pk).update(outcome="done", finished_at=MONDAY, returned=True)
    done = dispatcher.get(ask, headers=HTMX)

    assert "Looking for less driving" in waiting and f"/improvement/{job.pk}?version=" in waiting
    assert "Looking for less driving" in still.content.decode()
    assert done["HX-Retarget"] == "#day"
    assert "minutes of driving. Nobody&#x27;s window moved." in done.content.decode()


def test_a_look_that_found_nothing_says_so(dispatcher: Client, there: Tuesday) -> None:
    dispatcher.post(address("create_improvement", there), headers=HTMX)
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(outcome="done", finished_at=MONDAY, returned=False)

    answer = dispatcher.get(address("improvement", there, job.pk), headers=HTMX)

    assert "No shorter way was found. The day stays as it is." in answer.content.decode()


def test_the_sheet_says_what_a_driver_needs_on_paper(dispatcher: Client, there: Tuesday) -> None:
    page = dispatcher.get(address("sheets", there)).content.decode()

    for part in (
        "Nora Feldman",
        "100 Bedford Avenue, Brooklyn",
        "8–12",
        "1 × Sofa",
        "25 min",
        "1,800 l",
    ):
        assert part in page, part
    assert page.count('class="segno"') == 4  # a code a stop, which opens it on the driver's phone
    assert "style=" not in page


def test_a_sheet_of_one_truck_has_no_stop_of_another(dispatcher: Client, there: Tuesday) -> None:
    vans = {there.stop(name).vehicle.pk for name in ("Nora Feldman", "Sam Whitaker", "Lena Hartmann")}
    only = there.fleet.second_van if vans == {there.fleet.van.pk} else there.fleet.van

    page = dispatcher.get(address("sheets", there), {"truck": only.pk}).content.decode()

    for name in ("Nora Feldman", "Sam Whitaker", "Lena Hartmann", "Theo Marsh"):
        assert (name in page) == (there.stop(name).vehicle.pk == only.pk)


@pytest.mark.parametrize("on", ["2026-13-01", "tomorrow"])
def test_a_day_that_is_none_is_not_found(dispatcher: Client, there: Tuesday, on: str) -> None:
    assert dispatcher.post(f"/dispatch/depots/{there.fleet.depot.pk}/{on}/cut-off").status_code == 404
    assert dispatcher.post("/dispatch/depots/99/2026-03-03/cut-off").status_code == 404
