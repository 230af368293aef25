"""The sofa and its twin, in a real browser: every step is a click or a key of the person whose step it is."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from kept.base.actors import SOFTWARE
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.deliveries.examples import fleet, sofa
from kept.deliveries.rules import LocalWindow
from kept.desk import book, sell
from kept.orders.examples import SOFA_CSV
from kept.policies import actions as policies
from kept.policies import examples as cards
from kept.policies.models import Version
from tests.stories.shop import FRIDAY, MONDAY, THURSDAY, Shop, link_in, phones, says, shop

__all__ = ["shop"]

SHOUTED = (
    "This is bad customer service.",
    "I will never shop with you people again.",
    "This is not how you run a business.",
    "I'll tell all my friends not to shop here.",
)
pytestmark = pytest.mark.browser


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


def tuesday_morning_is_taken(shop: Shop) -> None:
    """Four long visits, two for each van."""
    now = shop.it_is(MONDAY, 10)
    for number in ("801", "802", "803", "804"):
        other = sofa(person(f"Guest {number}", now=now), shop.house, number=number, minutes=200, now=now)
        morning = LocalWindow(MONDAY + timedelta(days=1), time(8), time(12))
        book.book(other, morning, by=shop.house.representative.actor, now=now)


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


def she_shouts(shop: Shop, hour: int, minute: int) -> Page:
    """The four sentences by phone; the complaint is opened from them, at once."""
    shop.it_is(THURSDAY, hour, minute)
    page = phones(shop, "Nora Feldman")
    says(page, *SHOUTED)
    expect(page.get_by_role("link", name="Open a complaint")).to_be_in_viewport()
    page.get_by_role("link", name="Open a complaint").click()
    expect(page.get_by_label("Their words")).to_have_value("\n".join(SHOUTED))
    page.get_by_label("What they say").select_option(label="The delivery came late")
    page.get_by_label("Stars").select_option("1")
    page.get_by_role("button", name="Open it and look at the evidence").click()
    expect(page.get_by_text("proposed by the desk")).to_be_visible()
    return page


def gap(page: Page, which: str) -> str:
    return page.locator(".gap", has_text=which).inner_text().split()[-1]


def test_the_sofa_that_came_in_its_window(shop: Shop, policy: Version) -> None:
    the_sofa_is_bought(shop)
    tuesday_morning_is_taken(shop)

    # By phone she wishes Tuesday. The trucks are asked for another order of their stops: none helps.
    shop.it_is(MONDAY, 10, 58)
    page = phones(shop, "Nora Feldman")
    says(page, "Can you come on Tuesday morning?")
    page.get_by_text("Every window, with the reason").click()
    page.get_by_role("button", name="They want this one Tue 3 Mar, 8–12").click()
    expect(page.locator("#orders")).to_contain_text("The trucks are full on Tue 3 Mar, 8–12. This comes")

    # Then nine o'clock. The desk says why an hour is no promise, and what is free.
    says(page, "Thursday then. Nine o'clock, please.")
    page.keyboard.press("Alt+w")
    page.get_by_placeholder("9 o’clock sharp").fill("nine o'clock")
    page.get_by_label("Day", exact=True).fill("2026-03-05")
    page.get_by_role("button", name="Answer it").click()
    answer = page.locator("#orders [role=status]")
    expect(answer).to_contain_text("An exact hour is not something we could promise")
    expect(answer).to_contain_text("Thu 5 Mar, 8–12 is free")

    # The card lies open; it is read out, and one key logs the second telling. Then 8–12 is booked.
    expect(page.locator("#told .card-words")).to_be_visible()
    page.keyboard.press("Alt+1")
    expect(page.locator("#told")).to_contain_text("said, by our own note")
    page.get_by_text("Every window, with the reason").click()
    page.locator("button[value='2026-03-05 08:00-12:00']").last.click()
    expect(page.locator("#owed")).to_contain_text("Delivery Thu 5 Mar, 8–12")
    page.get_by_role("button", name="End, settled").click()
    expect(page.locator("#head")).to_contain_text("closed")

    the_truck_comes(shop, 11, 40)

    # It came in its window. She shouts all the same, and the desk proposes what the record shows.
    page = she_shouts(shop, 12, 10)
    claim = page.locator(".claim")
    expect(claim).to_contain_text("Expectation gap")
    expect(claim).to_contain_text("and arrived on Thu 5 Mar 2026, 11:40: the promise was kept.")
    assert [gap(page, which) for which in ("Service", "Disclosure", "Expectation")] == ["0", "0", "1"]
    expect(page.get_by_text("missed", exact=True)).to_be_visible()

    # Every reason opens its row.
    claim.get_by_role("link", name="telling").first.click()
    expect(page.get_by_text("We deliver within a 4-hour window").first).to_be_visible()
    page.go_back()

    # A person decides, and the letter leaves.
    expect(page.locator("#letter-text")).to_have_value(re.compile("We kept our promise"))
    page.get_by_role("button", name="Confirm: Expectation gap").click()
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_text("they may answer until")).to_be_visible()


def test_the_twin_whose_truck_was_an_hour_late(shop: Shop, policy: Version) -> None:
    the_sofa_is_bought(shop)

    # This time the small page goes out, and she chooses on her own phone.
    monday = shop.it_is(MONDAY, 10, 58)
    page = phones(shop, "Nora Feldman")
    page.get_by_role("button", name="Mail them the page to choose").click()
    expect(page.locator("#orders")).to_contain_text("The page is on its way")
    own = shop.customer_opens(link_in(shop.mails_are_taken(monday), "p/window"))
    expect(own.get_by_text("We deliver within a 4-hour window")).to_be_visible()
    own.locator("input[value='2026-03-05 08:00-12:00']").check(force=True)
    own.get_by_role("button", name="Choose Thu 5 Mar, 8–12").click()
    expect(own.get_by_role("heading", name="We come in this window")).to_be_visible()

    the_truck_comes(shop, 13)

    # The same words, and now she is right: a quarter of the promise was lost, and we make it good.
    page = she_shouts(shop, 13, 10)
    expect(page.locator(".claim")).to_contain_text("We failed")
    expect(page.locator(".claim")).to_contain_text("60 minutes too late")
    assert gap(page, "Service") == "0.25"  # the kept score is 0.75
    expect(page.locator("#letter-text")).to_have_value(re.compile("We did not keep our promise"))
    page.get_by_text("Promise something").click()
    page.get_by_label("What we do").fill("We bring the footstool for nothing")
    page.get_by_label("By which day").fill("2026-03-12")
    page.get_by_role("button", name="Promise it").click()
    expect(page.locator(".complaint-line", has_text="footstool")).to_contain_text("Remedy by Thu 12 Mar")


def test_the_policy_nobody_was_told(shop: Shop, policy: Version) -> None:
    # It stands on the web site only: no confirmation carries it, no page shows it, nobody reads the card.
    policy.policy.occasions = []
    policy.policy.save()
    the_sofa_is_bought(shop)
    monday = shop.it_is(MONDAY, 10, 58)
    page = phones(shop, "Nora Feldman")
    site = policies.Telling(occasion="on_request", medium="web_site", at=monday, grade=0, language="en")
    policies.tell(policy, customer=Customer.objects.get(), telling=site, by=SOFTWARE, now=monday)
    page.get_by_text("Every window, with the reason").click()
    page.locator("button[value='2026-03-05 08:00-12:00']").last.click()
    expect(page.locator("#owed")).to_contain_text("Delivery Thu 5 Mar, 8–12")

    the_truck_comes(shop, 11, 40)

    page = she_shouts(shop, 12, 10)
    expect(page.locator(".claim")).to_contain_text("Not told")
    assert gap(page, "Disclosure") == "1"
