"""The sofa whose complaint is split, the one that nobody recorded, and the one that was shouted about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.customers.models import Customer
from kept.memberships import actions as memberships
from kept.memberships import examples as gyms
from kept.policies import examples as cards
from kept.policies.models import Version
from tests.stories.hers import Mailbox
from tests.stories.shop import (
    THURSDAY,
    Shop,
    an_offer_is_written_down,
    claim,
    gap,
    link_in,
    opens_what_was_noticed,
    phones,
    says,
    she_can_check_it_without_us,
    shop,
    slot,
    the_letter_leaves,
    what_we_found,
)
from tests.stories.sofa import policy, the_sofa_is_told_and_booked, the_truck_comes

__all__ = ["policy", "shop"]

pytestmark = pytest.mark.browser


def a_care_plan_is_sold_with_it(shop: Shop) -> None:
    """Nine dollars a month for cleaning and repairs: a membership, which she may leave when she likes."""
    nora = Customer.objects.get(name="Nora Feldman")
    sold_at = shop.it_is(THURSDAY, 6) - timedelta(days=4)
    contract = cards.leaving(shop.house.location, now=sold_at - timedelta(days=90))
    care = memberships.PlanDraft("Sofa care", Money.of("9.00", "USD"))
    plan = memberships.make_plan(care, location=shop.house.location, by=SOFTWARE, now=sold_at)
    joining = memberships.Joining(nora, plan, joined_at=sold_at, steps=gyms.JOINING, contract=contract)
    memberships.join(joining, by=SOFTWARE, now=sold_at)


def test_the_care_plan_that_was_pushed_is_judged_apart_from_the_truck(
    shop: Shop, policy: Version, hers: Mailbox
) -> None:
    the_sofa_is_told_and_booked(shop)
    a_care_plan_is_sold_with_it(shop)
    the_truck_comes(shop, 11, 40)

    # She asks to leave the plan; the money stands there, and then a colleague makes her an offer.
    shop.it_is(THURSDAY, 12, 10)
    page = phones(shop, "Nora Feldman")
    says(page, "Please cancel my care plan.")
    expect(page.get_by_role("heading", name="They ask to leave")).to_be_visible()
    page.locator("#exit").get_by_role("button", name="End Sofa care").click()
    expect(page.get_by_role("button", name="Confirm: end Sofa care")).to_be_visible()
    shop.it_is(THURSDAY, 12, 12)
    an_offer_is_written_down(shop, "half a year for nothing", conversation=page.url)
    shop.it_is(THURSDAY, 12, 15)
    page.get_by_role("button", name="Confirm: end Sofa care").click()
    expect(page.locator("#exit")).to_contain_text("End of Sofa care")
    hers.receives(shop.it_is(THURSDAY, 12, 15))

    # What she says of both is noticed, each by itself.
    shop.it_is(THURSDAY, 12, 20)
    says(page, "I asked to leave and your manager pushed another plan on me. And the truck came late.")
    opens_what_was_noticed(page, "Pressed to stay", "The delivery came late")

    # An offer before the confirmation is against the house code; the truck is judged on its own.
    pressed, late = claim(page, "Pressed to stay"), claim(page, "The delivery came late")
    expect(pressed.locator(".claim-verdict")).to_contain_text("A rule was broken")
    expect(pressed).to_contain_text("we showed an offer (half a year for nothing).")
    expect(slot(pressed, "Offers shown")).to_contain_text("half a year for nothing")
    expect(late.locator(".claim-verdict")).to_contain_text("Expectation gap")
    expect(slot(late, "When the truck came")).to_contain_text("11:40")

    page.get_by_role("button", name="Confirm: A rule was broken").click()
    page.get_by_role("button", name="Confirm: Expectation gap").click()
    expect(page.locator(".tag", has_text="Split")).to_be_visible()
    words = the_letter_leaves(page, hers)

    own = shop.customer_opens(link_in(words, "complaint"))
    expect(what_we_found(own, "Pressed to stay")).to_contain_text("We broke a rule of our own house.")
    expect(what_we_found(own, "The delivery came late")).to_contain_text("We kept our promise")
    she_can_check_it_without_us(hers)


def test_an_arrival_that_nobody_recorded_counts_for_her(shop: Shop, policy: Version, hers: Mailbox) -> None:
    the_sofa_is_told_and_booked(shop)

    # The driver's phone lay at home: the sofa came, and no arrival is on record.
    shop.it_is(THURSDAY, 14, 30)
    page = phones(shop, "Nora Feldman")
    says(page, "The sofa was delivered late.")
    opens_what_was_noticed(page, "The delivery came late")

    late = claim(page, "The delivery came late")
    expect(late.locator(".claim-verdict")).to_contain_text("No evidence")
    expect(late).to_contain_text("The record was ours to keep, so the doubt goes to the customer.")
    expect(slot(late, "When the truck came")).to_contain_text("We should have kept this")
    page.get_by_role("button", name="Confirm: No evidence").click()

    # She is helped as if we had been late, and the letter says why.
    page.locator(".rung").first.get_by_role("button", name="Promise it").click()
    expect(page.locator("#mended ~ .complaint-line")).to_be_visible()
    words = the_letter_leaves(page, hers)
    assert "you have the benefit of the doubt" in words

    own = shop.customer_opens(link_in(words, "complaint"))
    expect(what_we_found(own, "The delivery came late")).to_contain_text("the benefit of the doubt")
    expect(own.get_by_role("heading", name="What we do now")).to_be_visible()
    she_can_check_it_without_us(hers)


def what_is_found(page: Page) -> tuple[str, list[str], list[str]]:
    """The verdict, its reasons, and the three gaps."""
    late = claim(page, "The delivery came late")
    verdict = late.locator(".claim-verdict strong").inner_text()
    reasons = late.locator(".claim-reasons li").all_inner_texts()
    return verdict, reasons, [gap(page, which) for which in ("Service", "Disclosure", "Expectation")]


def test_shouting_moves_no_verdict_and_is_answered_by_a_rule(shop: Shop, policy: Version) -> None:
    the_sofa_is_told_and_booked(shop)
    the_truck_comes(shop, 13)
    shop.it_is(THURSDAY, 13, 10)
    page = phones(shop, "Nora Feldman")
    says(page, "The truck came late.")
    opens_what_was_noticed(page, "The delivery came late")
    calm = what_is_found(page)
    assert calm[0] == "We failed"

    # The same, shouted and with insults: word for word what was found before.
    shop.it_is(THURSDAY, 13, 40)
    page = phones(shop, "Nora Feldman")
    says(page, "THE TRUCK CAME LATE, YOU STUPID IDIOTS!!!")
    conversation = page.url
    opens_what_was_noticed(page, "The delivery came late")
    assert what_is_found(page) == calm

    # Whoever heard it notes it with one key and hands over by the rule.
    page.goto(conversation)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Alt+x")
    expect(page.get_by_text("You need not go on with this.")).to_be_visible()
    page.keyboard.press("Alt+v")
    expect(page.get_by_text("Handed over by the rule. It counts against nobody.")).to_be_visible()

    # The manager sees what people bore, and no customer.
    load = shop.sits_down(shop.house.manager, "/desk/load")
    ruth = load.locator("tbody", has_text="Ruth Alvarez")
    expect(ruth.get_by_role("row", name="this week").get_by_role("cell").nth(2)).to_have_text("1")
    expect(load.get_by_text("Nora Feldman")).to_have_count(0)
