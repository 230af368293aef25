"""A stop put elsewhere by hand: tried before, done after, taken back; and never at another promise's cost."""

from __future__ import annotations

import pytest
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kept.base.actors import SOFTWARE
from kept.deliveries import actions
from kept.deliveries.models import Depot, Shift, Stop, Vehicle
from kept.deliveries.routing.plan import Held
from kept.web.tests.dispatch.conftest import MONDAY, TUESDAY, Tuesday

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def on_one(there: Tuesday) -> Tuesday:
    """All four stops on Van 1: Nora, Sam, Lena, Theo."""
    for position, name in enumerate(("Nora Feldman", "Sam Whitaker", "Lena Hartmann", "Theo Marsh")):
        stop = there.stop(name)
        put = there.fleet.van
        actions.move_stop(stop, vehicle=put, position=position, by=SOFTWARE, now=MONDAY)
        actions.pin(stop, False, by=SOFTWARE, now=MONDAY)
    return there


def between(vehicle: Vehicle, after: Stop | None = None, before: Stop | None = None) -> dict[str, str | int]:
    return {
        "vehicle": vehicle.pk,
        "after": after.pk if after else "",
        "before": before.pk if before else "",
    }


def move(client: Client, stop: Stop, to: dict[str, str | int], **more: str) -> HttpResponse:
    address = reverse("dispatch:create_move", args=[stop.pk])
    return client.post(address, to | more, headers=HTMX)  # type: ignore[return-value]  # it is one, patched


def test_what_a_move_would_do_is_said_before_it_is_done(dispatcher: Client, on_one: Tuesday) -> None:
    nora = on_one.stop("Nora Feldman")

    answer = dispatcher.get(reverse("dispatch:try", args=[nora.pk]), between(on_one.fleet.second_van)).json()

    assert answer["fits"] is True
    assert "min of driving, there at 8:00" in answer["words"]
    assert on_one.on("Van 1") == ["Nora Feldman", "Sam Whitaker", "Lena Hartmann", "Theo Marsh"]


def test_what_does_not_fit_is_said_with_the_true_reason(dispatcher: Client, on_one: Tuesday) -> None:
    nora, theo = on_one.stop("Nora Feldman"), on_one.stop("Theo Marsh")

    answer = dispatcher.get(
        reverse("dispatch:try", args=[nora.pk]), between(on_one.fleet.van, after=theo)
    ).json()

    assert answer["fits"] is False
    assert "Van 1 would be at Nora Feldman at" in answer["words"] and "we promised 12:00" in answer["words"]


def test_a_stop_goes_to_another_truck_and_the_day_comes_back_with_the_way_to_undo_it(
    dispatcher: Client, on_one: Tuesday
) -> None:
    sam = on_one.stop("Sam Whitaker")

    answer = move(dispatcher, sam, between(on_one.fleet.second_van))

    page = answer.content.decode()
    assert on_one.on("Van 2") == ["Sam Whitaker"]
    assert page.lstrip().startswith('<div id="day"')
    assert "Sam Whitaker goes with Van 2 now:" in page and "Take it back" in page
    assert "pinned to this truck" in page


def test_a_move_that_is_taken_back_leaves_the_day_as_it_was(dispatcher: Client, on_one: Tuesday) -> None:
    sam, nora, lena = (on_one.stop(name) for name in ("Sam Whitaker", "Nora Feldman", "Lena Hartmann"))
    before = on_one.on("Van 1")
    move(dispatcher, sam, between(on_one.fleet.second_van))

    answer = move(dispatcher, sam, between(on_one.fleet.van, nora, lena), undo="yes", unpin="yes")

    assert "The stop is back where it was." in answer.content.decode()
    assert on_one.on("Van 1") == before and on_one.on("Van 2") == []
    assert not on_one.stop("Sam Whitaker").pinned


def test_a_move_is_taken_back_although_the_route_was_improved_meanwhile(
    dispatcher: Client, on_one: Tuesday
) -> None:
    sam, nora, lena = (on_one.stop(name) for name in ("Sam Whitaker", "Nora Feldman", "Lena Hartmann"))
    move(dispatcher, sam, between(on_one.fleet.second_van))
    actions.move_stop(lena, vehicle=on_one.fleet.van, position=2, by=SOFTWARE, now=MONDAY)

    answer = move(dispatcher, sam, between(on_one.fleet.van, nora, lena), undo="yes", unpin="yes")

    assert answer.status_code == 200
    assert "Sam Whitaker" in on_one.on("Van 1")


def test_a_place_that_is_gone_is_said_while_a_stop_is_held_over_it(
    dispatcher: Client, on_one: Tuesday
) -> None:
    sam, nora, lena, theo = (
        on_one.stop(n) for n in ("Sam Whitaker", "Nora Feldman", "Lena Hartmann", "Theo Marsh")
    )
    gone = between(on_one.fleet.van, nora, theo)

    answer = dispatcher.get(reverse("dispatch:try", args=[sam.pk]), gone).json()

    assert answer == {
        "fits": False,
        "words": "This route has changed meanwhile. Nothing was moved; this is the day as it stands now.",
    }
    assert lena.vehicle == on_one.fleet.van


def test_a_move_that_would_break_a_promise_is_refused_and_nothing_is_moved(
    dispatcher: Client, on_one: Tuesday
) -> None:
    nora, theo = on_one.stop("Nora Feldman"), on_one.stop("Theo Marsh")

    answer = move(dispatcher, nora, between(on_one.fleet.van, after=theo))

    assert answer.status_code == 409
    assert "A promise would be broken." in answer.content.decode()
    assert on_one.on("Van 1")[0] == "Nora Feldman"


def test_a_place_that_somebody_changed_meanwhile_is_answered_with_the_day_as_it_stands(
    dispatcher: Client, on_one: Tuesday
) -> None:
    nora, sam, lena, theo = (on_one.stop(n) for n in on_one.on("Van 1"))
    actions.move_stop(theo, vehicle=on_one.fleet.second_van, position=0, by=SOFTWARE, now=MONDAY)

    answer = move(dispatcher, sam, between(on_one.fleet.van, lena, theo))

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#day"
    assert "This route has changed meanwhile. Nothing was moved" in answer.content.decode()
    assert on_one.on("Van 1") == [nora.delivery.customer.name, "Sam Whitaker", "Lena Hartmann"]


def test_a_change_elsewhere_in_the_day_does_not_disturb_a_move(dispatcher: Client, on_one: Tuesday) -> None:
    nora, sam, lena, theo = (on_one.stop(n) for n in on_one.on("Van 1"))
    actions.move_stop(theo, vehicle=on_one.fleet.second_van, position=0, by=SOFTWARE, now=MONDAY)

    answer = move(dispatcher, sam, between(on_one.fleet.van, None, nora))

    assert answer.status_code == 200
    assert on_one.on("Van 1") == ["Sam Whitaker", "Nora Feldman", "Lena Hartmann"]
    assert lena.promise.settled_at is None


def test_a_held_route_refuses_in_words(dispatcher: Client, on_one: Tuesday) -> None:
    sam = on_one.stop("Sam Whitaker")
    actions.hold(on_one.fleet.depot, TUESDAY, on_one.fleet.van, Held.ALL, by=SOFTWARE, now=MONDAY)

    answer = move(dispatcher, sam, between(on_one.fleet.second_van))

    assert answer.status_code == 409
    assert "This route is held." in answer.content.decode()


def test_a_stop_leaves_a_truck_that_does_not_drive_any_more(dispatcher: Client, on_one: Tuesday) -> None:
    sam = on_one.stop("Sam Whitaker")
    Shift.objects.filter(vehicle=on_one.fleet.van).delete()
    Depot.objects.update(version=F("version") + 1)

    places = dispatcher.get(reverse("dispatch:places", args=[sam.pk]), headers=HTMX).content.decode()
    answer = move(dispatcher, sam, between(on_one.fleet.second_van))

    assert "Put it here" in places
    assert answer.status_code == 200 and "Take it back" not in answer.content.decode()
    assert on_one.on("Van 2") == ["Sam Whitaker"]
    assert "Nobody drives this truck on this day" in answer.content.decode()


def test_every_truck_says_its_best_place_or_why_it_cannot(dispatcher: Client, on_one: Tuesday) -> None:
    sam = on_one.stop("Sam Whitaker")
    on_one.fleet.second_van.litres = 10
    on_one.fleet.second_van.save(update_fields=["litres"])
    on_one.fleet.depot.version = 5
    on_one.fleet.depot.save(update_fields=["version"])

    part = dispatcher.get(reverse("dispatch:places", args=[sam.pk]), headers=HTMX).content.decode()
    whole = dispatcher.get(reverse("dispatch:places", args=[sam.pk])).content.decode()

    assert "Its best place" in part and "min of driving" in part
    assert "It has no room left for that." in part
    assert "Back to the board" in whole and "Back to the board" not in part


def test_the_best_place_that_is_offered_can_be_taken(dispatcher: Client, on_one: Tuesday) -> None:
    sam = on_one.stop("Sam Whitaker")

    answer = move(dispatcher, sam, between(on_one.fleet.second_van))

    assert answer.status_code == 200
    assert on_one.stop("Sam Whitaker").vehicle.name == "Van 2"


def test_a_stop_is_pinned_and_let_go_again(dispatcher: Client, on_one: Tuesday) -> None:
    sam = on_one.stop("Sam Whitaker")
    address = reverse("dispatch:create_pin", args=[sam.pk])

    pinned = dispatcher.post(address, {"pinned": "yes"}, headers=HTMX).content.decode()
    freed = dispatcher.post(address, {"pinned": ""}, headers=HTMX).content.decode()

    assert "Sam Whitaker stays on Van 1" in pinned and "visit-pin" in pinned
    assert "may go with another truck" in freed and "visit-pin" not in freed


@pytest.mark.parametrize(
    "sent", [{}, {"vehicle": "x"}, {"vehicle": "999"}, {"vehicle": "1", "after": "-3"}], ids=str
)
def test_a_form_that_names_no_place_moves_nothing(
    dispatcher: Client, on_one: Tuesday, sent: dict[str, str | int]
) -> None:
    before = on_one.on("Van 1")

    answer = move(dispatcher, on_one.stop("Sam Whitaker"), sent)

    assert answer.status_code == 404
    assert on_one.on("Van 1") == before
