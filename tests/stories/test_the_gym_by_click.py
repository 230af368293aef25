"""The gym that let go, in a real browser: every step is a click or a key of the person whose step it is."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from kept.channels.email.examples import letter
from kept.channels.email.take import take
from kept.customers.examples import person, theo
from kept.memberships import examples as gyms
from kept.memberships.models import OfferShown
from tests.stories.hers import Mailbox
from tests.stories.shop import (
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

__all__ = ["shop"]

pytestmark = pytest.mark.browser


def ends_the_sessions_in_two_clicks(page: Page) -> None:
    membership = page.locator("#exit")

    membership.get_by_role("button", name="End Training sessions").click()

    # Before anything is confirmed the money stands there, and nothing is offered instead.
    expect(membership).to_contain_text("Fee$0")
    expect(membership).to_contain_text("Paid back$54.20 by Fri 27 Mar")
    assert not re.search("offer|discount|instead|pause|freeze", membership.inner_text(), re.IGNORECASE)
    expect(membership.get_by_role("button", name="Confirm: end Training sessions")).to_be_in_viewport()

    membership.get_by_role("button", name="Confirm: end Training sessions").click()

    expect(page.locator("#owed")).to_contain_text("Refund by Fri 27 Mar")
    assert not OfferShown.objects.exists()


def rates_with_five_stars(shop: Shop, mail: str) -> None:
    page = shop.customer_opens(link_in(mail, "rate"))
    page.get_by_role("button", name="Very good").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_the_gym_that_let_go_by_phone(shop: Shop) -> None:
    tuesday = shop.it_is(date(2026, 3, 17), 11)
    member = theo(now=tuesday - timedelta(days=3 * 365))
    gyms.three_years(gyms.gym(shop.house.location, now=tuesday - timedelta(days=1400)), member, now=tuesday)

    # He phones, braced for a fight. The brief says: three years, and nothing went wrong.
    page = phones(shop, "Theo Marsh")
    expect(page.locator("#brief")).to_contain_text("Nothing of ours went wrong so far.")
    expect(page.locator("#brief")).to_contain_text("Mar 2023")
    says(page, "I want to stop my sessions. My last gym kept me for an hour.")

    # What he went through elsewhere is kept in his words, as what he expects.
    page.get_by_text("They expect, or went through").click()
    page.get_by_placeholder("My last gym kept me for an hour").fill("My last gym kept me for an hour")
    page.get_by_label("About whom").select_option("elsewhere")
    page.get_by_label("Against what we promise").select_option("worse")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#expected")).to_contain_text("kept me for an hour")

    ends_the_sessions_in_two_clicks(page)

    # The receipt leaves at once; the call is over, and settled by the person who answered.
    mail = shop.mails_are_taken(tuesday + timedelta(seconds=40))
    page.reload()
    expect(page.locator("#owed")).to_contain_text("Receipt")
    page.get_by_role("button", name="End, settled").click()
    expect(page.locator("#head")).to_contain_text("closed")

    # He gives five stars on a page of ours. He had expected worse.
    rates_with_five_stars(shop, mail)
    page.goto(f"/desk/customers/{member.pk}")
    page.get_by_role("link", name="5 stars of 5").click()
    expect(page.get_by_text("exceeded")).to_be_visible()
    assert [gap(page, which) for which in ("Service", "Disclosure", "What remains")] == ["0", "0", "0"]
    page.goto("/desk/complaints")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()


def test_the_gym_that_let_go_by_mail(shop: Shop) -> None:
    tuesday = shop.it_is(date(2026, 3, 17), 11)
    member = theo(now=tuesday - timedelta(days=3 * 365))
    gyms.three_years(gyms.gym(shop.house.location, now=tuesday - timedelta(days=1400)), member, now=tuesday)

    # He writes a real mail; it stands in the inbox.
    take(letter("theo.marsh@mail.example", "Please cancel my training sessions."), now=tuesday)
    page = shop.sits_down(shop.house.representative, "/desk/")
    page.get_by_role("link", name="Theo Marsh").first.click()

    ends_the_sessions_in_two_clicks(page)

    # The receipt is the answer to his letter.
    mail = shop.mails_are_taken(tuesday + timedelta(seconds=40))
    assert "It is done." in mail
    page.reload()
    expect(page.locator("#timeline")).to_contain_text("taken by their server")


# Story 2: the gym that would not let go cannot pass unseen


def ivy_was_told_once_of_the_fee(shop: Shop, *, now: datetime) -> None:
    signed_at = now - timedelta(days=120)
    gym = gyms.gym(shop.house.location, now=now - timedelta(days=1400))
    ivy = person("Ivy Sandoval", now=signed_at)
    gyms.told_once(gym.contract, ivy, at=signed_at - timedelta(hours=1))
    gyms.member(gym, ivy, joined_at=signed_at, now=now)


def is_passed_on(page: Page) -> None:
    page.get_by_text("Hand over").first.click()
    page.get_by_label("To whom").select_option(label="Maya Lindqvist")
    page.get_by_label("Why").fill("let the manager try")
    page.locator(".drop-form").get_by_role("button", name="Hand over").click()
    expect(page.locator("#timeline")).to_contain_text("let the manager try")


def test_a_fee_told_once_is_not_chargeable_and_every_obstacle_is_counted(shop: Shop) -> None:
    ivy_was_told_once_of_the_fee(shop, now=shop.it_is(date(2026, 3, 17), 11))

    page = phones(shop, "Ivy Sandoval")
    page.get_by_role("button", name="End everything").click()
    expect(page.locator("#exit")).to_contain_text("$49 not chargeable")
    expect(page.locator("#exit")).to_contain_text("is told twice in writing, and one written telling counts")

    # She is passed on to the manager, who tries to sell her something cheaper. Both are written down.
    is_passed_on(page)
    manager = an_offer_is_written_down(shop, "a cheaper plan", conversation=page.url)

    # She is let go all the same, without the fee, and the scorecard leads to what was done to her.
    page.get_by_role("button", name="Confirm: end").click()
    expect(page.locator("#owed")).to_contain_text("Refund")
    manager.goto("/desk/scorecards")
    manager.get_by_role("link", name="Everybody who was let go").click()
    figures = manager.locator("dl.facts")
    expect(figures).to_contain_text("Passed on while they wanted to leave1")
    expect(figures).to_contain_text("Offers made before they were let go1")
    expect(figures).to_contain_text("1 stopped")


# Stories 3 and 4: the sofa and its window


def test_the_gym_that_would_not_let_go_answers_for_each_obstacle(shop: Shop, hers: Mailbox) -> None:
    ivy_was_told_once_of_the_fee(shop, now=shop.it_is(date(2026, 3, 17), 11))

    # She asks to leave. She is passed on, and the manager offers her a cheaper plan; nobody confirms it.
    page = phones(shop, "Ivy Sandoval")
    says(page, "Please cancel everything.")
    page.get_by_role("button", name="End everything").click()
    expect(page.locator("#exit")).to_contain_text("$49 not chargeable")
    shop.it_is(date(2026, 3, 17), 11, 20)
    is_passed_on(page)
    an_offer_is_written_down(shop, "a cheaper plan", conversation=page.url)

    # An hour later she says what was done to her: three claims, each with its own evidence.
    shop.it_is(date(2026, 3, 17), 12)
    says(
        page,
        "You refused to cancel my membership.",
        "I asked to leave and your manager pushed a cheaper plan on me.",
        "And you want a cancellation fee that I was never told about.",
    )
    opens_what_was_noticed(page, "The cancellation was refused", "Pressed to stay", "The fee is disputed")

    refused, pressed = claim(page, "The cancellation was refused"), claim(page, "Pressed to stay")
    fee = claim(page, "The fee is disputed")
    expect(refused.locator(".claim-verdict")).to_contain_text("A rule was broken")
    expect(refused).to_contain_text("it was not confirmed by Tue 17 Mar 2026, 12:00.")
    expect(slot(refused, "Hand-overs").get_by_role("link")).not_to_have_count(0)
    expect(pressed.locator(".claim-verdict")).to_contain_text("A rule was broken")
    expect(slot(pressed, "Offers shown")).to_contain_text("a cheaper plan")
    expect(slot(fee, "What they were told")).to_contain_text("How you leave, version 1")
    expect(slot(fee, "The attempt to hold the term")).to_contain_text("stopped")

    # She is let go all the same, as of her first asking; each claim is decided, and the letter leaves.
    for judged in (refused, pressed, fee):
        judged.get_by_role("button", name="Confirm: A rule was broken").click()
        expect(judged.locator(".claim-verdict")).to_contain_text("decided by Ruth Alvarez")
    rung = page.locator(".rung", has_text="An end on the day you first asked")
    rung.get_by_role("button", name="Promise it").click()
    expect(page.locator(".complaint-line", has_text="An end on the day you first asked")).to_be_visible()
    words = the_letter_leaves(page, hers)
    assert "Leaving is confirmed without offers" in words

    own = shop.customer_opens(link_in(words, "complaint"))
    expect(what_we_found(own, "The fee is disputed")).to_contain_text("We broke a rule of our own house.")
    expect(own.get_by_text("An end on the day you first asked")).to_be_visible()
    she_can_check_it_without_us(hers)
