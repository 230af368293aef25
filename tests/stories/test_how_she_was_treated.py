"""Words that hurt: the records say that they were said, and only a person says what they were."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from kept.channels.email.examples import letter
from kept.channels.email.take import take
from kept.customers.examples import nora
from tests.stories.hers import Mailbox
from tests.stories.shop import (
    Shop,
    claim,
    link_in,
    opens_what_was_noticed,
    she_can_check_it_without_us,
    shop,
    slot,
    the_letter_leaves,
    what_we_found,
)

__all__ = ["shop"]

pytestmark = pytest.mark.browser

CURT = "Read your own mails. I am not your secretary."


def test_a_rude_reply_is_judged_by_a_person_and_an_apology_has_a_name(shop: Shop, hers: Mailbox) -> None:
    monday = shop.it_is(date(2026, 3, 2), 10)
    nora(now=monday - timedelta(days=30))
    take(letter("nora.feldman@mail.example", "On which day does my sofa come?"), now=monday)
    page = shop.sits_down(shop.house.second_representative, "/desk/")
    page.get_by_role("link", name="Nora Feldman").first.click()
    page.get_by_label("Your answer").fill(CURT)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#timeline")).to_contain_text(CURT)
    hers.receives(monday + timedelta(seconds=30))

    # She writes back; the strip proposes what she says, and one press opens it.
    tuesday = shop.it_is(date(2026, 3, 3), 9)
    take(letter("nora.feldman@mail.example", "Your colleague was rude to me."), now=tuesday)
    page = shop.sits_down(shop.house.representative, "/desk/")
    page.get_by_role("link", name="Nora Feldman").first.click()
    opens_what_was_noticed(page, "Somebody was rude")

    # The machine gives no verdict on manners; every word stands there to be read.
    rude = claim(page, "Somebody was rude")
    expect(rude.locator(".claim-verdict")).to_contain_text("A person has to judge this")
    expect(rude.get_by_role("button", name=re.compile("^Confirm"))).to_have_count(0)
    expect(slot(rude, "What was said and written").get_by_role("link")).not_to_have_count(0)
    expect(page.get_by_text("It can leave once every claim is decided.")).to_be_visible()

    rude.get_by_label("Verdict").select_option(label="Conduct")
    rude.get_by_label("Why; the customer may read it").fill("Nobody who asks us for a day is answered so.")
    rude.get_by_role("button", name="Decide").click()
    expect(rude.locator(".claim-verdict")).to_contain_text("Conduct decided by Ruth Alvarez")

    # The apology is a promise, and it has the name of who wrote the words.
    expect(page.locator(".rung", has_text="An apology by name")).to_be_visible()
    page.get_by_text("Promise something else").click()
    page.get_by_label("What we do").fill("an apology in writing from Ben Okafor")
    page.get_by_label("By which day").fill("2026-03-05")
    page.locator("details", has=page.locator("#remedy-words")).get_by_role("button").click()
    words = the_letter_leaves(page, hers)
    assert "you receive an apology in writing from Ben Okafor." in words

    own = shop.customer_opens(link_in(words, "complaint"))
    expect(what_we_found(own, "Somebody was rude")).to_contain_text("You were not treated as you should be.")
    expect(own.get_by_text("Nobody who asks us for a day is answered so.")).to_be_visible()
    expect(own.get_by_text("for a person to judge")).to_have_count(0)
    she_can_check_it_without_us(hers)
