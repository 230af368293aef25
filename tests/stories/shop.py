"""A shop in a real browser: whoever works there at a page of their own, at a time that stands still."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from kept.business.examples import House, house
from kept.business.models import Staff
from kept.desk import enclose, reply
from kept.outbox.models import Outgoing
from kept.web.tests.cast import come_in
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor
from tests.stories.hers import Mailbox, on_another_machine

NEW_YORK = ZoneInfo("America/New_York")
FRIDAY, MONDAY, THURSDAY = date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 5)


@dataclass(frozen=True)
class Shop:
    """The house, its clock, and a chair before its desk for everybody who works there."""

    house: House
    clock: time_machine.Traveller
    visitor: Visitor

    def it_is(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Move everybody's clock there."""
        at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK)
        self.clock.move_to(at)
        return at

    def sits_down(self, staff: Staff, path: str, *, size: tuple[int, int] = DESKTOP) -> Page:
        """Somebody who works here opens a page."""
        page = self.visitor.open("/account/login/", size=size)
        self._log_in(page.context, staff)
        page.goto(path)
        return page

    def drives(self, staff: Staff) -> Page:
        """A driver's phone, without scripts: with them it writes down its own time, which is today's."""
        phone = self.visitor.browser.new_context(java_script_enabled=False, base_url=self.visitor.address)
        self._log_in(phone, staff)
        page = phone.new_page()
        page.goto("/driver/")
        return page

    def _log_in(self, browser: BrowserContext, staff: Staff) -> None:
        cookie = come_in(Client(), staff).cookies["sessionid"].value
        browser.add_cookies([{"name": "sessionid", "value": cookie, "url": self.visitor.address}])

    def customer_opens(self, path: str) -> Page:
        """A customer opens a link from our mail on their phone. There is no log-in."""
        return self.visitor.open(path, size=PHONE)

    def mails_are_taken(self, at: datetime) -> str:
        """The receiving servers take what has been sent. Returns the words of the newest mail."""
        for mail in Outgoing.objects.filter(state="queued").order_by("pk"):
            reply.accepted(enclose.complete(mail, now=at), response="250 ok", now=at)
        return Outgoing.objects.latest("pk").text


@pytest.fixture
def shop(visitor: Visitor) -> Iterator[Shop]:
    opened = datetime(2022, 1, 3, 9, tzinfo=NEW_YORK)
    found = house(now=opened)
    with time_machine.travel(opened, tick=False) as clock:
        yield Shop(found, clock, visitor)


def link_in(mail: str, path: str) -> str:
    """The customer's own page, as the mail names it."""
    found = re.search(rf"https?://[^/\s]+(/{path}/\S+)", mail)
    assert found is not None, mail
    return found[1]


def phones(shop: Shop, who: str) -> Page:
    """The phone rings: Ruth finds them by name, and the call is being written down."""
    page = shop.sits_down(shop.house.representative, f"/desk/call?q={who}")
    page.get_by_role("button", name=who).first.click()
    expect(page.get_by_text("Before the first word")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


def says(page: Page, *sentences: str) -> None:
    """Each line by Enter."""
    for sentence in sentences:
        page.get_by_label("What is being said").fill(sentence)
        page.keyboard.press("Enter")
        expect(page.locator(".event-in").last).to_contain_text(sentence)


def opens_what_was_noticed(page: Page, *claims: str) -> None:
    """The strip names what they complain of, in this order; one press opens it with its evidence."""
    strip = page.locator(".noticed", has_text="This sounds like a complaint")
    expect(strip.locator(".noticed-claim strong")).to_have_text([f"{claim}:" for claim in claims])
    page.wait_for_load_state("networkidle")
    strip.get_by_role("button", name="Open it and look at the evidence").click()
    expect(page.locator(".claim")).to_have_count(len(claims))


def claim(page: Page, words: str) -> Locator:
    return page.locator(".claim", has=page.get_by_role("heading", name=words, exact=True))


def slot(claim: Locator, words: str) -> Locator:
    """One piece of evidence that decides a claim, by its name on the page."""
    return claim.locator(".evidence-slot", has=claim.page.get_by_text(words, exact=True))


def gap(page: Page, which: str) -> str:
    return page.locator(".gap", has_text=which).inner_text().split()[-1]


def an_offer_is_written_down(shop: Shop, what: str, *, conversation: str) -> Page:
    """The manager showed somebody who wants to leave something else, before they were let go."""
    page = shop.sits_down(shop.house.manager, conversation)
    page.locator("#exit").get_by_role("link", name="End of").click()
    page.get_by_text("Write down that an offer was made").click()
    page.get_by_label("What was offered").fill(what)
    page.locator("#offers").get_by_role("button", name="Write it down").click()
    expect(page.locator("#offers")).to_contain_text("before they were let go")
    return page


def the_letter_leaves(page: Page, hers: Mailbox) -> str:
    """Sent by the person, taken by a real mail server. Returns its words, as she reads them."""
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_text("they may answer until")).to_be_visible()
    letter = hers.receives(timezone.now())[-1]
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def what_we_found(own: Page, words: str) -> Locator:
    """On the customer's own page: what stands under one claim."""
    return own.locator("section", has=own.get_by_role("heading", name=words, exact=True))


def she_can_check_it_without_us(hers: Mailbox) -> None:
    """What came with the letter holds on a machine without our database."""
    checked = on_another_machine("verify", *hers.files(".kept.json"), folder=hers.folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
