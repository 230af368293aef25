"""Windows in a real browser: asked for on the phone at the desk, chosen and moved by the customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page, expect

from kept.business.examples import House, house
from kept.customers.models import Customer
from kept.deliveries.examples import sofa
from kept.deliveries.models import Delivery, Stop
from kept.desk.tests.crowded import MORNING, NOW, WEDNESDAY, hopeless, one_more, to_and_fro
from kept.policies.examples import delivery as delivery_policy
from kept.promises.models import Promise, WishMade
from kept.web.portal import links
from kept.web.tests.cast import come_in
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = [pytest.mark.browser]


@pytest.fixture
def store(served: str) -> Iterator[House]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        found = house(now=NOW - timedelta(days=9))
        delivery_policy(found.location, now=NOW - timedelta(days=9))
        yield found


def own_page(visitor: Visitor, delivery: Delivery, **how: object) -> Page:
    path = urlsplit(links.window_choice(delivery, now=NOW)).path
    return visitor.open(path, **{"size": PHONE, **how})  # type: ignore[arg-type]  # a size, a scheme


def sits_down(visitor: Visitor, store: House, path: str) -> Page:
    cookie = come_in(Client(), store.representative).cookies["sessionid"].value
    page = visitor.open("/account/login/")
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": visitor.address}])
    page.goto(path)
    return page


def test_the_desk_asks_for_a_full_window_and_books_it(visitor: Visitor, store: House) -> None:
    to_and_fro(store)
    late = one_more(store)
    page = sits_down(visitor, store, f"/desk/orders/{late.order_id}")
    page.get_by_text("Every window, with the reason").click()
    asking = page.get_by_role("button", name="They want this one Tue 3 Mar, 8–12")

    asking.click()
    expect(page.get_by_role("button", name="yes, if we rearrange: book it")).to_be_focused()
    expect(page.get_by_text("Where a truck fits best")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Move it to another window")).to_be_visible()
    assert Stop.objects.get(delivery=late).window == MORNING
    assert barriers(page) == []


def test_while_one_window_is_checked_another_can_be_booked(visitor: Visitor, store: House) -> None:
    hopeless(store)
    late = one_more(store)
    page = sits_down(visitor, store, f"/desk/orders/{late.order_id}")
    page.get_by_text("Every window, with the reason").click()
    page.route("**/wishes/window", lambda _route: None)  # an answer that does not come

    page.get_by_role("button", name="They want this one Tue 3 Mar, 8–12").click()
    expect(page.get_by_text("checking…").first).to_be_visible()
    page.locator(f"button[name=window][value='{WEDNESDAY}']").first.click()

    expect(page.get_by_text("Move it to another window")).to_be_visible()
    assert Stop.objects.get(delivery=late).window == WEDNESDAY
    page.unroute("**/wishes/window")


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light")])
def test_a_customer_asks_for_a_full_window_and_it_is_promised(
    visitor: Visitor, store: House, size: tuple[int, int], scheme: str
) -> None:
    to_and_fro(store)
    late = one_more(store)
    page = own_page(visitor, late, size=size, scheme=scheme)
    page.get_by_text("Days that are taken").click()
    assert barriers(page) == []

    page.get_by_role("button", name="Ask for it Tue 3 Mar, 8–12").click()
    expect(page.get_by_text("Yes: if we put our route in another order")).to_be_visible()
    expect(page.get_by_role("button", name="Choose Tue 3 Mar, 8–12")).to_be_in_viewport()
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    page.get_by_role("button", name="Choose Tue 3 Mar, 8–12").click()

    expect(page.get_by_role("heading", name="We come in this window")).to_be_visible()
    assert Stop.objects.get(delivery=late).window == MORNING
    assert barriers(page) == []
    with page.expect_download() as kept:
        page.get_by_role("link", name="Put it into my calendar").click()
    assert kept.value.suggested_filename == "105.ics"


def test_a_customer_hears_why_not_and_takes_what_comes_nearest(visitor: Visitor, store: House) -> None:
    hopeless(store)
    late = one_more(store)
    page = own_page(visitor, late)
    page.get_by_text("Days that are taken").click()

    page.get_by_role("button", name="Ask for it Tue 3 Mar, 8–12").click()
    expect(page.get_by_text("This comes nearest:")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Choose Wed 4 Mar, 8–12").first.click()

    expect(page.get_by_role("heading", name="We come in this window")).to_be_visible()
    assert WishMade.objects.get().granted is False


def test_a_customer_ticks_several_and_moves_it_later(visitor: Visitor, store: House) -> None:
    to_and_fro(store)
    late = one_more(store)
    page = own_page(visitor, late)

    page.locator(f"input[value='{WEDNESDAY}']").check()
    page.locator("input[value='2026-03-05 08:00-12:00']").check()
    page.get_by_role("button", name="Any of these 2 suits me").click()
    expect(page.get_by_text("You did not mind which.")).to_be_visible()
    taken = Stop.objects.get(delivery=late).window
    page.get_by_text("Another window suits me better").click()
    assert barriers(page) == []
    page.locator("input[value='2026-03-06 08:00-12:00']").check()
    page.get_by_role("button", name="Choose Fri 6 Mar, 8–12").click()

    expect(page.get_by_text("is free again for others; Fri 6 Mar, 8–12 is promised.")).to_be_visible()
    assert str(taken) != "2026-03-06 08:00-12:00"
    assert Promise.objects.filter(customer=late.customer, outcome="").count() == 1


def test_a_page_that_stood_open_for_long_says_so_and_keeps_what_is_ticked(
    visitor: Visitor, store: House
) -> None:
    to_and_fro(store)
    page = own_page(visitor, one_more(store))
    page.clock.install()
    page.reload()
    page.locator(f"input[value='{WEDNESDAY}']").check()
    page.clock.run_for("14:00")
    expect(page.get_by_text("This page is a while old.")).to_be_hidden()

    page.clock.run_for("02:00")

    expect(page.get_by_text("This page is a while old.")).to_be_visible()
    expect(page.locator(f"input[value='{WEDNESDAY}']")).to_be_checked()
    assert barriers(page) == []


def test_it_all_works_without_javascript_in_german(visitor: Visitor, store: House) -> None:
    hopeless(store)
    late = one_more(store)
    Customer.objects.filter(pk=late.customer_id).update(language="de")
    context = visitor.browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}, base_url=visitor.address
    )
    page = context.new_page()
    page.goto(urlsplit(links.window_choice(late, now=NOW)).path)

    page.get_by_text("Belegte Tage: trotzdem fragen").click()
    page.get_by_role("button", name="Danach fragen Di 3. Mär, 8–12").click()
    expect(page.get_by_text("Dies kommt am nächsten:")).to_be_visible()
    page.get_by_text("Ich brauche eine bestimmte Uhrzeit").click()
    page.get_by_label("Tag").select_option("2026-03-04")
    page.get_by_label("Uhrzeit").fill("09:00")
    page.get_by_role("button", name="Nach dieser Uhrzeit fragen").click()
    expect(page.locator(".window-answer")).to_contain_text("Uhrzeit")
    page.get_by_role("button", name="Mi 4. Mär, 8–12 wählen").first.click()

    expect(page.get_by_role("heading", name="Wir kommen in diesem Zeitfenster")).to_be_visible()
    assert Stop.objects.get(delivery=late).window == WEDNESDAY
    assert WishMade.objects.count() == 2
    context.close()


def test_who_cannot_be_found_is_called(visitor: Visitor, store: House) -> None:
    to_and_fro(store)
    lost = sofa(one_more(store).customer, store, number="140", place=None, now=NOW)
    page = own_page(visitor, lost)
    assert barriers(page) == []

    page.get_by_label("What helps us to find it?").fill("Behind the church")
    page.get_by_role("button", name="Please call me about it").click()

    expect(page.get_by_text("We call you about your address")).to_be_visible()
    assert barriers(page) == []
