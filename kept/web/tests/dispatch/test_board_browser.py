"""The board in a real browser: a stop dragged by mouse, finger and keys; a map of use without pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from kept.base.actors import SOFTWARE
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.deliveries import actions
from kept.deliveries.examples import sofa
from kept.deliveries.models import Vehicle
from kept.web.tests.cast import BACKEND
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window
from kept.web.tests.dispatch.conftest import BOARD, MONDAY, Tuesday, tuesday

pytestmark = pytest.mark.browser


@pytest.fixture
def there(served: str) -> Iterator[Tuesday]:
    """All four stops are on Van 1: Nora, Sam, Lena, Theo. One delivery lies nobody knows where."""
    found = tuesday()
    for position, name in enumerate(("Nora Feldman", "Sam Whitaker", "Lena Hartmann", "Theo Marsh")):
        stop = found.stop(name)
        actions.move_stop(stop, vehicle=found.fleet.van, position=position, by=SOFTWARE, now=MONDAY)
    someone = person("Maximiliane von und zu Hohenstein-Wertheimer-Schillingsfürst", now=MONDAY)
    sofa(someone, found.house, number="900", place=None, now=MONDAY)
    with time_machine.travel(MONDAY):
        yield found


def open_board(
    there: Tuesday, visitor: Visitor, *, size: tuple[int, int] = DESKTOP, scheme: str = "light", **more: Any
) -> Page:
    client = Client()
    client.force_login(there.house.dispatcher, backend=BACKEND)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visitor.address}
    context = visitor.browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
        base_url=visitor.address,
        **more,
    )
    context.add_cookies([cookie])  # type: ignore[list-item]  # a dict of the right keys
    page = context.new_page()
    page.on("console", visitor._listen)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    page.goto(BOARD)
    return page


def box(page: Page, there: Tuesday, name: str) -> Locator:
    return page.locator(f'.visit[data-stop="{there.stop(name).pk}"] .visit-box')


def drag(page: Page, there: Tuesday, name: str, van: int, x: float) -> None:
    """Lift a stop on the line and hold it over the line of a truck, ``x`` pixels from the window's edge."""
    start = box(page, there, name).bounding_box()
    line = page.locator(f'.line-day[data-truck="{van}"]').bounding_box()
    assert start and line
    page.mouse.move(start["x"] + 4, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(x, line["y"] + 30, steps=4)


def refused_once(visitor: Visitor) -> None:
    """The browser notes an answer of 409; that one is expected, and nothing else."""
    assert all("409" in complaint for complaint in visitor.complaints), visitor.complaints
    visitor.complaints.clear()


def test_a_stop_is_dragged_to_another_truck_and_taken_back(there: Tuesday, visitor: Visitor) -> None:
    page = open_board(there, visitor)
    start = box(page, there, "Sam Whitaker").bounding_box()
    assert start

    drag(page, there, "Sam Whitaker", there.fleet.second_van.pk, start["x"])
    expect(page.locator("#moving")).to_contain_text("Van 2, place 1: ")
    expect(page.locator("#moving")).to_contain_text("min of driving, there at")
    page.mouse.up()

    expect(page.locator("#messages")).to_contain_text("Sam Whitaker goes with Van 2 now")
    assert there.on("Van 2") == ["Sam Whitaker"]
    page.keyboard.press("z")
    expect(page.locator("#messages")).to_contain_text("The stop is back where it was.")
    assert there.on("Van 1")[1] == "Sam Whitaker"


def test_a_place_that_does_not_fit_gives_the_stop_back_with_the_reason(
    there: Tuesday, visitor: Visitor
) -> None:
    page = open_board(there, visitor)
    last = box(page, there, "Theo Marsh").bounding_box()
    assert last

    drag(page, there, "Nora Feldman", there.fleet.van.pk, last["x"] + last["width"] + 20)
    expect(page.locator("#moving")).to_contain_text("and we promised 12:00")
    page.mouse.up()

    expect(page.locator("#messages .refusal")).to_contain_text("Van 1 would be at Nora Feldman")
    expect(page.locator("#moving")).to_be_hidden()
    assert there.on("Van 1")[0] == "Nora Feldman"


def test_a_stop_is_moved_by_keys_alone(there: Tuesday, visitor: Visitor) -> None:
    page = open_board(there, visitor)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#moving")).to_contain_text("Sam Whitaker. Van 2, place 1: ")
    page.keyboard.press("Enter")

    expect(page.locator("#messages")).to_contain_text("Sam Whitaker goes with Van 2 now")
    assert there.on("Van 2") == ["Sam Whitaker"]
    expect(page.locator(".stop[data-name='Sam Whitaker']:focus-within")).to_be_visible()


def test_escape_puts_a_stop_back(there: Tuesday, visitor: Visitor) -> None:
    page = open_board(there, visitor)
    before = there.on("Van 1")

    page.locator(f"#stop-{there.stop('Sam Whitaker').pk} [data-handle]").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")

    expect(page.locator("#moving")).to_be_hidden()
    expect(page.locator(".is-moving")).to_have_count(0)
    assert there.on("Van 1") == before


def test_a_finger_drags_a_stop_in_the_list(there: Tuesday, visitor: Visitor) -> None:
    page = open_board(there, visitor, size=PHONE, has_touch=True)
    page.locator("#truck-2 summary").scroll_into_view_if_needed()
    handle = page.locator(f"#stop-{there.stop('Theo Marsh').pk} [data-handle]").bounding_box()
    other = page.locator(
        f"details.truck[data-truck='{there.fleet.second_van.pk}'] .truck-head"
    ).bounding_box()
    assert handle and other
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = handle["x"] + 10, handle["y"] + 10
    touch("touchStart", x, y)
    for step in range(1, 6):
        touch("touchMove", x, y + (other["y"] + 10 - y) * step / 5)
    expect(page.locator("#moving")).to_contain_text("Van 2, place 1: ")
    touch("touchEnd", 0, 0)

    expect(page.locator("#messages")).to_contain_text("Theo Marsh goes with Van 2 now")


def test_a_day_that_changed_meanwhile_comes_back_as_it_stands(there: Tuesday, visitor: Visitor) -> None:
    page = open_board(there, visitor)
    page.locator(f"#stop-{there.stop('Sam Whitaker').pk} [data-handle]").press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#moving")).to_contain_text("Van 2, place 1: ")
    theirs = there.stop("Theo Marsh")
    actions.move_stop(theirs, vehicle=there.fleet.second_van, position=0, by=SOFTWARE, now=MONDAY)

    page.keyboard.press("Enter")

    expect(page.locator("#messages")).to_contain_text("This route has changed meanwhile.")
    expect(page.locator(f'.line-day[data-truck="{there.fleet.second_van.pk}"] .visit')).to_have_count(1)
    refused_once(visitor)


def test_the_map_needs_nothing_from_elsewhere_and_leads_to_the_list(there: Tuesday, visitor: Visitor) -> None:
    asked: list[str] = []
    page = open_board(there, visitor)
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    lena = there.stop("Lena Hartmann").pk

    expect(page.locator(".map-dot")).to_have_count(4)
    expect(page.locator(".map-route")).to_have_count(1)
    expect(page.locator(".map .leaflet-control-scale-line")).to_be_visible()
    page.locator(f'.map-dot[data-stop="{lena}"]').click()

    expect(page.locator(f"#stop-{lena}")).to_have_attribute("aria-current", "true")
    expect(page.locator(f'.visit[data-stop="{lena}"]')).to_have_attribute("aria-current", "true")
    expect(page.locator("#looked-at")).to_contain_text("Lena Hartmann")
    assert [url for url in asked if not url.startswith(visitor.address)] == []


def test_what_somebody_called_a_truck_or_a_customer_is_text_on_the_map(
    there: Tuesday, visitor: Visitor
) -> None:
    hostile = '<img src=x onerror="document.title=1">'
    Vehicle.objects.filter(name="Van 1").update(name=hostile)
    Customer.objects.filter(name="Sam Whitaker").update(name=f'">{hostile}')
    page = open_board(there, visitor)

    page.locator(".map-route").dispatch_event("mouseover")

    expect(page.locator(".leaflet-tooltip")).to_have_text(f"1 · {hostile}")
    assert page.locator("#day img[src=x], .map img[src=x]").count() == 0


def test_a_place_is_clicked_on_the_map_and_set_by_a_person(there: Tuesday, visitor: Visitor) -> None:
    page = open_board(there, visitor)
    field = page.locator(".board-place input[name=place]")

    page.get_by_role("button", name="Click it on the map").click()
    page.locator("#map").click(position={"x": 60, "y": 200})

    assert field.input_value().startswith("40.")
    page.locator("#map").click(position={"x": 90, "y": 210})
    page.get_by_role("button", name="Set the place").click()
    expect(page.locator("#messages")).to_contain_text("has its place now.")
    expect(page.locator(".map-pin")).to_have_count(0)


def test_without_a_script_a_stop_is_moved_by_a_page_of_its_places(there: Tuesday, visitor: Visitor) -> None:
    page = open_board(there, visitor, java_script_enabled=False)

    page.locator(f"#stop-{there.stop('Sam Whitaker').pk} .stop-tools a").click()
    page.get_by_role("button", name="Put it here").click()  # Van 1 is where it stands

    assert "Sam Whitaker goes with Van 2 now" in page.content()
    assert there.on("Van 2") == ["Sam Whitaker"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_stands_in_anybodys_way(
    there: Tuesday, visitor: Visitor, size: tuple[int, int], scheme: str
) -> None:
    page = open_board(there, visitor, size=size, scheme=scheme)
    page.locator(".stop-tools a").first.click()
    page.locator(".places-table").wait_for()

    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    page.goto(f"/dispatch/depots/{there.fleet.depot.pk}/2026-03-03/sheets")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)


def test_every_target_on_a_phone_is_large_enough(there: Tuesday, visitor: Visitor) -> None:
    page = open_board(there, visitor, size=PHONE)

    targets = page.locator("#day button, #day .button, #day summary, #day select").all()
    boxes = [(each.inner_text(), each.bounding_box()) for each in targets if each.is_visible()]

    assert len(boxes) >= 8
    assert [words for words, found in boxes if found and (found["height"] < 44 or found["width"] < 44)] == []
