"""The day of a delivery in a real browser: one tap tells, the customer's page asks by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from kept.business.examples import PASSWORD, House
from kept.customers.examples import nora, person
from kept.deliveries.actions import Tap
from kept.deliveries.models import Stop
from kept.desk import arrive, track
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, FIRST_DOOR, MINUTE, NOW, WARNED
from kept.outbox.models import Outgoing
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = pytest.mark.browser
LONG = "Wilhelmina Featherstonehaugh-Montgomery von der Heide"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WARNED) as traveller:
        yield traveller


@pytest.fixture
def store(served: str, clock: time_machine.Traveller) -> House:
    return late.store(password=PASSWORD)


@pytest.fixture
def stop(store: House) -> Stop:
    return late.late_for(nora(now=NOW), store)


def log_in(visitor: Visitor, path: str, *, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
    page = visitor.open(f"/account/login/?next={path}", size=size, scheme=scheme)
    page.get_by_label("Email").fill("dario@hollis.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")
    return page


def followed(stop: Stop) -> str:
    return reverse("portal:track", args=[track.token(stop.delivery, now=NOW)])


def test_one_tap_on_the_board_tells_the_customer(visitor: Visitor, stop: Stop) -> None:
    page = log_in(visitor, "/dispatch/today/", size=PHONE)

    page.get_by_role("button", name="Tell them now, by mail").click()

    expect(page.get_by_text("Everybody who waits in vain was told.")).to_be_visible()
    assert Outgoing.objects.filter(subject__startswith="Your delivery today").count() == 1


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_the_board_and_the_mishap_have_no_barrier_and_are_not_cut_off(
    visitor: Visitor, store: House, size: tuple[int, int], scheme: str
) -> None:
    stop = late.late_for(person(LONG, now=NOW, phone="+1 212 555 0143"), store)
    page = log_in(visitor, "/dispatch/today/", size=size, scheme=scheme)
    page.get_by_text("On the phone they take another window").click()
    found = {"board": (barriers(page), is_wider_than_the_window(page))}

    page.goto(f"/dispatch/today/mishap?vehicle={stop.vehicle_id}&what=0")
    found["mishap"] = (barriers(page), is_wider_than_the_window(page))

    assert found == {"board": ([], False), "mishap": ([], False)}


def test_the_board_asks_by_itself_and_leaves_open_what_is_open(
    visitor: Visitor, stop: Stop, clock: time_machine.Traveller
) -> None:
    page = log_in(visitor, "/dispatch/today/")
    page.get_by_text("On the phone they take another window").click()
    page.wait_for_load_state("load")

    clock.shift(7 * 60)
    page.evaluate(
        "htmx.ajax('GET', location.pathname, {target: '#in-danger', select: '#in-danger', swap: 'outerHTML'})"
    )

    expect(page.get_by_text("as of 11:13")).to_be_visible()
    assert page.get_by_role("button", name="Wed 4 Mar, 8–12").is_visible()


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_the_customers_page_has_no_barrier_at_any_hour_of_the_day(
    visitor: Visitor, store: House, clock: time_machine.Traveller, size: tuple[int, int], scheme: str
) -> None:
    stop = late.late_for(person(LONG, now=NOW, language="de"), store)
    hours = {"before": NOW + 60 * MINUTE, "early": EIGHT, "late": WARNED, "missed": EIGHT + 1000 * MINUTE}
    found = {}
    for hour, at in hours.items():
        clock.move_to(at)
        page = visitor.open(followed(stop), size=size, scheme=scheme)
        found[hour] = (barriers(page), is_wider_than_the_window(page))
        page.close()

    assert found == dict.fromkeys(hours, ([], False))


def test_the_customers_page_follows_the_truck_by_itself(
    visitor: Visitor, store: House, stop: Stop, clock: time_machine.Traveller
) -> None:
    page = visitor.open(followed(stop), size=PHONE)
    expect(page.get_by_role("heading", name="We are probably late")).to_be_visible()
    expect(page.get_by_text("1 stop before yours.")).to_be_visible()

    came = FIRST_DOOR + 40 * MINUTE
    clock.move_to(came)
    arrive.arrive(stop, Tap(came), by=store.driver.actor, now=came)
    page.evaluate("htmx.ajax('GET', location.pathname, {target: '#track', swap: 'outerHTML'})")

    expect(page.get_by_role("heading", name="Our truck is with you")).to_be_visible()
    expect(page.get_by_text("as of 11:45")).to_be_visible()


def test_without_javascript_the_page_says_the_same(visitor: Visitor, stop: Stop) -> None:
    context = visitor.browser.new_context(java_script_enabled=False, base_url=visitor.address)
    page = context.new_page()
    page.goto(followed(stop))

    page.get_by_role("link", name="Look again").click()

    expect(page.get_by_role("heading", name="We are probably late")).to_be_visible()
