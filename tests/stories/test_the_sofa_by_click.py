"""The sofa and its twin, in a real browser: every step is a click or a key of the person whose step it is."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from playwright.sync_api import Page, expect

from kept.base.actors import SOFTWARE
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.deliveries.examples import sofa
from kept.deliveries.rules import LocalWindow
from kept.desk import book
from kept.policies import actions as policies
from kept.policies.models import Version
from tests.stories.shop import MONDAY, THURSDAY, Shop, gap, link_in, phones, says, shop
from tests.stories.sofa import policy, the_morning_is_booked, the_sofa_is_bought, the_truck_comes

__all__ = ["policy", "shop"]

SHOUTED = (
    "This is bad customer service.",
    "I will never shop with you people again.",
    "This is not how you run a business.",
    "I'll tell all my friends not to shop here.",
)
pytestmark = pytest.mark.browser


def tuesday_morning_is_taken(shop: Shop) -> None:
    """Four long visits, two for each van."""
    now = shop.it_is(MONDAY, 10)
    for number in ("801", "802", "803", "804"):
        other = sofa(person(f"Guest {number}", now=now), shop.house, number=number, minutes=200, now=now)
        morning = LocalWindow(MONDAY + timedelta(days=1), time(8), time(12))
        book.book(other, morning, by=shop.house.representative.actor, now=now)


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

    the_morning_is_booked(page)

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
    page.get_by_text("Promise something else").click()
    page.get_by_label("What we do").fill("We bring the footstool for nothing")
    page.get_by_label("By which day").fill("2026-03-12")
    page.locator("details", has=page.locator("#remedy-words")).get_by_role("button").click()
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
