"""The driver's phone without network, in a real browser: nothing that was tapped is ever lost."""

from __future__ import annotations

import shutil
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Route, expect

from conftest import QUIET
from kept.business.examples import House
from kept.business.models import Staff
from kept.deliveries import actions
from kept.deliveries.actions import Tap
from kept.deliveries.models import Arrival, RawTap, VehicleDay, Visit
from kept.deliveries.rules import LocalWindow
from kept.desk import arrive
from kept.web.tests.conftest import PHONE, barriers, is_wider_than_the_window
from kept.web.tests.driver_phone import Phone, next_stop, phone
from kept.web.tests.test_driver_browser import TUESDAY, store

__all__ = ["phone", "store"]

pytestmark = pytest.mark.browser


def test_a_tap_without_network_is_shown_at_once_and_counts_from_when_it_was_made(phone: Phone) -> None:
    stop, page = next_stop(), phone.page
    phone.lose_network()
    tapped_at = timezone.now()
    phone.press("Arrived")
    expect(page.get_by_text("Kept on this phone, will be sent.").first).to_be_visible()
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.locator("[data-part=next] .stop-there")).to_be_visible()
    expect(page.get_by_text("Kept on this phone: 1.")).to_be_visible()
    expect(page.locator("#phone")).to_contain_text("No network.")
    assert not Arrival.objects.filter(stop=stop).exists()

    phone.find_network()

    expect(page.locator("#phone")).to_have_text("")
    arrival = Arrival.objects.get(stop=stop)
    assert abs(arrival.at - tapped_at) < timedelta(seconds=1.5)
    assert arrival.recorded_at - arrival.at > timedelta(seconds=2)
    stop.promise.refresh_from_db()
    assert stop.promise.outcome == "kept"


def test_a_whole_stop_without_network_leads_on_to_the_next_one(phone: Phone) -> None:
    stop, page = next_stop(), phone.page
    phone.lose_network()
    phone.press("Arrived")
    page.locator("[data-part=next]").get_by_text("Add a word").click()
    page.locator("[data-part=next] textarea").fill("left with the porter")
    phone.press("Delivered")

    done = page.locator("[data-part=done]").get_by_text(stop.delivery.customer.name).first
    expect(done).to_be_visible()
    expect(page.locator("[data-part=next]").get_by_role("button", name="Arrived")).to_be_visible()
    phone.find_network()
    expect(page.locator("#phone")).to_have_text("")

    visit = Visit.objects.get(stop=stop)
    assert (visit.result, visit.note) == ("delivered", "left with the porter")


def test_a_browser_that_was_closed_sends_what_it_kept_once_it_is_opened_again(
    chromium: Browser, served: str, store: House, tmp_path: Path
) -> None:
    stop = next_stop()
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

    def started() -> Phone:
        window = {"width": PHONE[0], "height": PHONE[1]}
        context = chromium.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=found,
            args=QUIET,
            viewport=window,  # type: ignore[arg-type]
        )
        return Phone(context, served)

    first = started()
    try:
        first.log_in(store.driver)
        page = first.open()
        refused = {"permission": {"name": "background-sync"}, "setting": "denied", "origin": served}
        first.context.new_cdp_session(page).send("Browser.setPermission", refused)  # as other browsers
        first.lose_network()
        tapped_at = timezone.now()
        first.press("Arrived")
        expect(first.page.get_by_text("Kept on this phone: 1.")).to_be_visible()
    finally:
        first.context.close()
    assert not Arrival.objects.filter(stop=stop).exists()

    second = started()
    try:
        second.open()
        expect(second.page.locator("[data-part=next] .stop-there")).to_be_visible()
        expect(second.page.locator("#phone")).to_have_text("")
    finally:
        second.context.close()
    assert abs(Arrival.objects.get(stop=stop).at - tapped_at) < timedelta(seconds=2)


def test_an_answer_that_never_came_makes_the_tap_come_twice_and_count_once(phone: Phone) -> None:
    stop, page, came = next_stop(), phone.page, []

    def lose_the_answer(route: Route) -> None:
        came.append(route.fetch().status)
        route.abort()

    phone.context.route("**/driver/taps", lose_the_answer)
    phone.press("Arrived")
    expect(page.get_by_text("No network.")).to_be_visible()
    assert set(came) == {200}
    phone.context.unroute("**/driver/taps")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#phone")).to_have_text("")
    assert Arrival.objects.filter(stop=stop).count() == 1
    assert RawTap.objects.count() == 1


def test_a_tap_that_cannot_be_right_says_why_until_the_driver_has_read_it(phone: Phone, store: House) -> None:
    stop, page = next_stop(), phone.page
    phone.lose_network()
    phone.press("Delivered")
    expect(page.get_by_text("Kept on this phone: 1.")).to_be_visible()
    by, now = store.dispatcher.actor, timezone.now()
    arrive.finish(stop, "nobody_there", Tap(now, source="dispatch"), by=by, now=now)
    actions.book(stop.delivery, LocalWindow(TUESDAY + timedelta(days=2), time(8), time(12)), by=by, now=now)

    phone.find_network()

    why = page.get_by_text("A new window was promised since. Ask the dispatcher.")
    expect(why).to_be_visible()
    row = page.locator("[data-part=done] [data-row-end]", has_text="Nobody there 11:40")
    expect(row).to_be_visible()  # as the desk has it
    page.reload()
    expect(why).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="I have read this").click()
    expect(why).to_have_count(0)
    assert Visit.objects.get(stop=stop).result == "nobody_there"


def test_a_tap_for_a_stop_that_another_driver_has_now_is_the_dispatchers_to_look_at(
    phone: Phone, store: House, served: str
) -> None:
    stop, page = next_stop(), phone.page
    phone.lose_network()
    tapped_at = timezone.now()
    phone.press("Arrived")
    expect(page.get_by_text("Kept on this phone: 1.")).to_be_visible()
    VehicleDay.objects.create(plan=stop.plan, vehicle=stop.vehicle, driver=other_driver(store))

    phone.find_network()

    expect(page.get_by_text("The dispatcher was told what you tapped.")).to_be_visible()
    assert not Arrival.objects.filter(stop=stop).exists()
    phone.log_in(store.dispatcher)
    page.goto(f"{served}/driver/taps/loose")
    assert barriers(page) == []
    page.get_by_role("button", name="It was so: write it down").click()
    expect(page.get_by_text("Nothing to look at")).to_be_visible()
    arrival = Arrival.objects.get(stop=stop)
    assert abs(arrival.at - tapped_at) < timedelta(seconds=1.5)
    assert (arrival.by, arrival.source) == (str(store.dispatcher.actor), "dispatch")


def test_what_one_driver_tapped_is_never_sent_as_another_ones(phone: Phone, store: House) -> None:
    stop, page = next_stop(), phone.page
    phone.lose_network()
    phone.press("Arrived")
    expect(page.get_by_text("Kept on this phone: 1.")).to_be_visible()
    phone.log_in(other_driver(store))
    phone.find_network()
    page.goto(f"{phone.address}/driver/")
    expect(page.get_by_text(f"Kept on this phone for {store.driver.name}: 1.")).to_be_visible()
    page.wait_for_timeout(500)
    assert not RawTap.objects.exists()

    phone.log_in(store.driver)
    page.goto(f"{phone.address}/driver/")

    expect(page.locator("[data-part=next] .stop-there")).to_be_visible()
    expect(page.locator("#phone")).to_have_text("")
    assert Arrival.objects.get(stop=stop).by == str(store.driver.actor)


def test_who_was_logged_out_meanwhile_is_told_and_loses_nothing(phone: Phone, store: House) -> None:
    stop, page = next_stop(), phone.page
    phone.context.clear_cookies()

    phone.press("Arrived")

    expect(page.get_by_text("You are logged out. Nothing is lost: 1 kept")).to_be_visible()
    assert barriers(page) == []
    assert page.locator("#phone").get_by_role("link", name="Log in").get_attribute("href")
    phone.log_in(store.driver)
    page.goto(f"{phone.address}/driver/")
    expect(page.locator("#phone")).to_have_text("")
    assert Arrival.objects.filter(stop=stop).exists()


def test_logging_out_takes_the_page_from_the_phone(phone: Phone) -> None:
    page = phone.page

    page.get_by_role("button", name="Log out").click()

    page.wait_for_url("**/account/**")
    page.goto(f"{phone.address}/driver/who")
    assert page.evaluate("caches.has('driver')") is False


def test_logging_out_on_another_page_takes_it_as_well(phone: Phone) -> None:
    page = phone.page
    page.goto(f"{phone.address}/driver/stops/{next_stop().pk}")

    page.get_by_role("button", name="Log out").click()

    page.wait_for_url("**/account/**")
    page.goto(f"{phone.address}/driver/who")
    assert page.evaluate("caches.has('driver')") is False


def test_who_is_not_logged_in_any_more_leaves_no_page_to_whoever_has_the_phone_next(phone: Phone) -> None:
    page = phone.page
    phone.context.clear_cookies()

    page.goto(f"{phone.address}/driver/")

    page.wait_for_url("**/account/**")
    assert page.evaluate("async () => !(await caches.match('/driver/', { ignoreVary: true }))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way_without_network(phone: Phone, scheme: str) -> None:
    page = phone.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
    phone.lose_network()
    phone.press("Arrived")
    expect(page.get_by_text("Kept on this phone: 1.")).to_be_visible()

    assert barriers(page) == []
    assert not is_wider_than_the_window(page)


def other_driver(store: House) -> Staff:
    other = store.second_representative
    other.role = "driver"
    other.save()
    return other
