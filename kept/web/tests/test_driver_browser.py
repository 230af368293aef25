"""The driver's phone and the dispatcher's screen, in a real browser: readable, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Page

from kept.business.examples import House, house
from kept.business.models import Staff
from kept.customers.examples import person
from kept.deliveries import actions
from kept.deliveries.actions import Tap
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Stop
from kept.deliveries.queries import get_depot
from kept.deliveries.rules import LocalWindow
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
ON_THE_ROAD = datetime(2026, 3, 3, 16, 40, tzinfo=UTC)  # Tuesday 11:40 in New York
TUESDAY = date(2026, 3, 3)
STOPS = (
    ("Nora Feldman", 8),
    ("Sam Whitaker", 8),
    ("Maximiliane von und zu Hohenstein-Wertheimer", 12),
    ("Theo Marsh", 16),
)

pytestmark = pytest.mark.browser


@pytest.fixture
def store(served: str) -> Iterator[House]:
    """Four stops on Tuesday; the first is done, and it is 11:40."""
    found = house(now=NOW)
    van("Van 1", one_depot(found, now=NOW), found, now=NOW)
    for n, (name, opens) in enumerate(STOPS):
        place = (40.68 + n / 100, -73.94 - n / 150)
        delivery = sofa(person(name, now=NOW), found, number=f"{n + 1}01", place=place, now=NOW)
        window = LocalWindow(TUESDAY, time(opens), time(opens + 4))
        actions.book(delivery, window, by=found.representative.actor, now=NOW)
    actions.publish(get_depot(), TUESDAY, by=found.dispatcher.actor, now=NOW)
    first = Stop.objects.in_order().first()
    assert first is not None
    earlier = ON_THE_ROAD.replace(hour=14)
    actions.finish(first, "delivered", Tap(earlier), by=found.driver.actor, now=earlier)
    with time_machine.travel(ON_THE_ROAD):
        yield found


def open_as(staff: Staff, visitor: Visitor, address: str, *, size: tuple[int, int], scheme: str) -> Page:
    """Open a page as somebody who is logged in."""
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = visitor.open("/no-such-page/for-the-cookie", size=size, scheme=scheme)
    visitor.complaints.clear()  # that page is not there, on purpose
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": visitor.address}])
    page.goto(address)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("address", ["/driver/", "/dispatch/"])
def test_nothing_stands_in_anybodys_way(
    store: House, visitor: Visitor, address: str, size: tuple[int, int], scheme: str
) -> None:
    who = store.driver if address == "/driver/" else store.dispatcher

    page = open_as(who, visitor, address, size=size, scheme=scheme)

    assert barriers(page) == []
    assert not is_wider_than_the_window(page)


def test_every_target_on_the_drivers_phone_is_large_enough_for_gloves(store: House, visitor: Visitor) -> None:
    page = open_as(store.driver, visitor, "/driver/", size=PHONE, scheme="light")

    sizes = {
        target.inner_text(): target.bounding_box()
        for target in page.locator("main a, main button, main summary").all()
        if target.is_visible()
    }

    small = {words for words, box in sizes.items() if box and (box["height"] < 44 or box["width"] < 44)}
    assert len(sizes) >= 8
    assert small == set()


def test_the_taps_work_without_a_script(store: House, visitor: Visitor) -> None:
    context = visitor.browser.new_context(java_script_enabled=False, base_url=visitor.address)
    client = Client()
    client.force_login(store.driver, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": visitor.address}])
    page = context.new_page()
    waiting = Stop.objects.in_order().filter(arrival=None)[0]

    page.goto("/driver/")
    page.get_by_role("button", name="Arrived").click()
    page.get_by_role("button", name="Delivered").click()

    assert f"{waiting.delivery.customer.name}: Delivered. Written down." in page.content()
    waiting.promise.refresh_from_db()
    assert waiting.promise.outcome == "kept"
