"""Complaints, the rating page and the scorecard in a real browser: readable, reachable, without barriers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from kept.base.money import Money
from kept.business.examples import House
from kept.business.examples import house as open_house
from kept.business.models import Staff
from kept.complaints import actions, examples
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer
from kept.desk import call, complain, rate
from kept.policies import examples as policies
from kept.scorecards.actions import recount as count_again
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

NOW = MORNING + timedelta(hours=6)
EACH_SIZE = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
EACH_SCHEME = pytest.mark.parametrize("scheme", ["light", "dark"])

pytestmark = pytest.mark.browser


@pytest.fixture
def house(served: str) -> Iterator[House]:
    found = open_house(now=MORNING - timedelta(days=60))
    with time_machine.travel(NOW):
        yield found


@pytest.fixture
def nora(house: House) -> Customer:
    return nora_feldman(now=MORNING - timedelta(days=7))


@pytest.fixture
def complaint(house: House, nora: Customer) -> Complaint:
    """The twin: an hour late, told twice, two stars, the credit promised."""
    delivery = policies.delivery(house.location, now=MORNING - timedelta(days=50))
    promise = examples.promise_window(house, nora)
    examples.tell_twice(delivery, nora, house, booked_at=promise.made_at)
    examples.arrive(promise, MORNING + timedelta(hours=5), by=house.driver)
    phone = call.start(nora, staff=house.representative, now=NOW - timedelta(minutes=3))
    call.said(phone, examples.WORDS, staff=house.representative, now=NOW - timedelta(minutes=2))
    opened = complain.open_from(
        phone, (complain.Heard("delivery.late"),), stars=2, staff=house.representative, now=NOW
    )
    credit = actions.Mending("30.00 USD back", NOW + timedelta(days=10), "refund", Money.of(30, "USD"))
    actions.promise_remedy(opened, credit, by=house.representative.actor, now=NOW)
    complain.propose(opened, staff=house.representative, now=NOW)
    return opened


def come_in(visitor: Visitor, staff: Staff, address: str, *, size: tuple[int, int], scheme: str) -> Page:
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = visitor.open("/no-such-page/for-the-cookie", size=size, scheme=scheme)
    visitor.complaints.clear()  # that page is not there, on purpose
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": visitor.address}])
    page.goto(address)
    return page


def keep(page: Page, name: str) -> None:
    """A picture for whoever looks at it (KEPT_TEST_SCREENS names the folder)."""
    if folder := os.environ.get("KEPT_TEST_SCREENS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@EACH_SIZE
@EACH_SCHEME
def test_a_complaint_is_decided_and_its_letter_sent(
    visitor: Visitor, house: House, complaint: Complaint, size: tuple[int, int], scheme: str
) -> None:
    address = reverse("complaints:complaint", args=[complaint.pk])
    page = come_in(visitor, house.representative, address, size=size, scheme=scheme)
    expect(page.get_by_text("proposed by the desk")).to_be_visible()
    keep(page, f"complaint-{size[0]}-{scheme}")

    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    page.get_by_role("button", name="Confirm: We failed").click()
    expect(page.get_by_text("decided by Ruth Alvarez")).to_be_visible()
    page.get_by_role("button", name="Send the letter").click()

    expect(page.get_by_text("they may answer until")).to_be_visible()
    keep(page, f"complaint-sent-{size[0]}-{scheme}")
    assert barriers(page) == []


@EACH_SIZE
def test_the_form_for_a_new_complaint_shows_what_was_promised(
    visitor: Visitor, house: House, complaint: Complaint, size: tuple[int, int]
) -> None:
    address = reverse("complaints:new", args=[complaint.conversation_id])
    page = come_in(visitor, house.representative, address, size=size, scheme="light")

    expect(page.get_by_role("checkbox").first).to_be_visible()
    keep(page, f"new-{size[0]}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)


@EACH_SIZE
@EACH_SCHEME
def test_five_buttons_at_arms_length_and_a_thank_you(
    visitor: Visitor, house: House, nora: Customer, size: tuple[int, int], scheme: str
) -> None:
    page = visitor.open(f"/{rate.PATH}/{rate.token(nora, 'delivery:1', now=NOW)}", size=size, scheme=scheme)
    keep(page, f"rate-{size[0]}-{scheme}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)

    page.get_by_role("button", name="Very good").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert barriers(page) == []


@EACH_SIZE
@EACH_SCHEME
def test_the_scorecard_opens_its_rows(
    visitor: Visitor, house: House, complaint: Complaint, size: tuple[int, int], scheme: str
) -> None:
    count_again(now=timezone.now())
    page = come_in(visitor, house.manager, reverse("scorecards:show"), size=size, scheme=scheme)
    keep(page, f"scorecard-{size[0]}-{scheme}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)

    page.get_by_role("link", name="75.0").click()

    expect(page.get_by_role("rowheader", name="Sum of all 1: 75.0 %")).to_be_visible()
    keep(page, f"rows-{size[0]}-{scheme}")
    assert barriers(page) == []


@EACH_SIZE
def test_the_customers_own_page(
    visitor: Visitor, house: House, complaint: Complaint, size: tuple[int, int]
) -> None:
    standing = complaint.claims.get().standing
    assert standing is not None
    actions.confirm(standing, by=house.representative.actor, now=NOW)
    complain.send_letter(complaint.letters.get(), staff=house.representative, now=NOW)

    page = visitor.open(complain.link(complaint, now=NOW).partition("8040")[2], size=size)

    expect(page.get_by_role("heading", name="What became of your complaint")).to_be_visible()
    keep(page, f"own-{size[0]}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
