"""The founding stories in a real browser: every step is a click or a key of the person whose step it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from kept.base.actors import SOFTWARE
from kept.business.examples import House, house
from kept.business.models import Staff
from kept.channels.email.examples import letter
from kept.channels.email.take import take
from kept.customers.examples import person, theo
from kept.customers.models import Customer
from kept.deliveries.examples import fleet, sofa
from kept.deliveries.rules import LocalWindow
from kept.desk import book, enclose, reply, sell
from kept.memberships import examples as gyms
from kept.memberships.models import OfferShown
from kept.orders.examples import SOFA_CSV
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies import examples as cards
from kept.policies.models import Version
from kept.web.tests.cast import come_in
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor

NEW_YORK = ZoneInfo("America/New_York")
FRIDAY, MONDAY, THURSDAY = date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 5)
SHOUTED = (
    "This is bad customer service.",
    "I will never shop with you people again.",
    "This is not how you run a business.",
    "I'll tell all my friends not to shop here.",
)
pytestmark = pytest.mark.browser


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
    for sentence in sentences:
        page.get_by_label("What is being said").fill(sentence)
        page.keyboard.press("Enter")
        expect(page.locator(".event-in").last).to_contain_text(sentence)


# Story 1: the gym that let go


def ends_the_sessions_in_two_clicks(page: Page) -> None:
    membership = page.locator("#exit")

    membership.get_by_role("button", name="End Training sessions").click()

    # Before anything is confirmed the money stands there, and nothing is offered instead.
    expect(membership).to_contain_text("Fee$0.00")
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


def test_a_fee_told_once_is_not_chargeable_and_every_obstacle_is_counted(shop: Shop) -> None:
    tuesday = shop.it_is(date(2026, 3, 17), 11)
    signed_at = tuesday - timedelta(days=120)
    gym = gyms.gym(shop.house.location, now=tuesday - timedelta(days=1400))
    ivy = person("Ivy Sandoval", now=signed_at)
    gyms.told_once(gym.contract, ivy, at=signed_at - timedelta(hours=1))
    gyms.member(gym, ivy, joined_at=signed_at, now=tuesday)

    page = phones(shop, "Ivy Sandoval")
    page.get_by_role("button", name="End everything").click()
    expect(page.locator("#exit")).to_contain_text("$49.00 not chargeable")
    expect(page.locator("#exit")).to_contain_text("is told twice in writing, and one written telling counts")

    # She is passed on to the manager, who tries to sell her something cheaper. Both are written down.
    page.get_by_text("Hand over").first.click()
    page.get_by_label("To whom").select_option(label="Maya Lindqvist")
    page.get_by_label("Why").fill("let the manager try")
    page.locator(".drop-form").get_by_role("button", name="Hand over").click()
    expect(page.locator("#timeline")).to_contain_text("let the manager try")
    manager = shop.sits_down(shop.house.manager, "/desk/exits/1")
    manager.get_by_text("Write down that an offer was made").click()
    manager.get_by_label("What was offered").fill("a cheaper plan")
    manager.locator("#offers").get_by_role("button", name="Write it down").click()
    expect(manager.locator("#offers")).to_contain_text("before they were let go")

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
