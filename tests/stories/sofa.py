"""The sofa of the stories by click: bought, told, booked for Thursday 8–12, brought, and complained of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from kept.base.actors import SOFTWARE
from kept.deliveries.examples import fleet
from kept.desk import sell
from kept.orders.examples import SOFA_CSV
from kept.policies import examples as cards
from kept.policies.models import Version
from tests.stories.shop import FRIDAY, MONDAY, THURSDAY, Shop, phones


@pytest.fixture
def policy(shop: Shop) -> Version:
    opened = shop.it_is(date(2025, 6, 2), 9)
    fleet(shop.house, now=opened)
    return cards.delivery(shop.house.location, now=opened)


def the_sofa_is_bought(shop: Shop) -> None:
    """The order comes in by CSV; its confirmation carries the policy, and their server takes it."""
    friday = shop.it_is(FRIDAY, 15, 40)
    sell.take_orders(SOFA_CSV.encode(), by=SOFTWARE, now=friday)
    shop.mails_are_taken(friday + timedelta(seconds=9))


def the_morning_is_booked(page: Page) -> None:
    """The card lies open; it is read out, and one key logs the second telling. Then 8–12 is booked."""
    expect(page.locator("#told .card-words")).to_be_visible()
    page.keyboard.press("Alt+1")
    expect(page.locator("#told")).to_contain_text("said, by our own note")
    page.get_by_text("Every window, with the reason").click()
    page.locator("button[value='2026-03-05 08:00-12:00']").last.click()
    expect(page.locator("#owed")).to_contain_text("Delivery Thu 5 Mar, 8–12")
    page.get_by_role("button", name="End, settled").click()
    expect(page.locator("#head")).to_contain_text("closed")


def the_sofa_is_told_and_booked(shop: Shop) -> None:
    """Told with the confirmation and once more by phone, and promised for Thursday 8–12."""
    the_sofa_is_bought(shop)
    shop.it_is(MONDAY, 10, 58)
    the_morning_is_booked(phones(shop, "Nora Feldman"))


def the_truck_comes(shop: Shop, hour: int, minute: int = 0) -> None:
    """The dispatcher publishes the day, and the driver taps on his phone."""
    shop.it_is(THURSDAY, 7)
    board = shop.sits_down(shop.house.dispatcher, f"/dispatch/?day={THURSDAY}")
    board.get_by_role("button", name="Publish").click()
    expect(board.get_by_text("The drivers see it since")).to_be_visible()
    shop.it_is(THURSDAY, hour, minute)
    phone = shop.drives(shop.house.driver)
    phone.get_by_role("button", name="Arrived").click()
    phone.get_by_role("button", name="Delivered").click()
    expect(phone.get_by_text("Written down.")).to_be_visible()
