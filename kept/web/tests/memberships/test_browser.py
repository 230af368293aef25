"""The way out in a real browser: beside the conversation by two clicks, and on a customer's phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Page, expect

from kept.business import examples as people
from kept.business.examples import House
from kept.conversations.models import Conversation
from kept.customers import examples as customers
from kept.desk import call
from kept.desk import exit as leaving
from kept.memberships import examples
from kept.memberships.models import Cancellation, Membership
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

NOW = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("America/New_York"))
EACH_SIZE = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
EACH_SCHEME = pytest.mark.parametrize("scheme", ["light", "dark"])

pytestmark = pytest.mark.browser


@pytest.fixture
def house(served: str) -> Iterator[House]:
    found = people.house(now=NOW - timedelta(days=2000))
    with time_machine.travel(NOW):
        yield found


@pytest.fixture
def membership(house: House) -> Membership:
    """Four months old, with a fee that was told once: the page says why it is not charged."""
    theo = customers.theo(now=NOW - timedelta(days=1200))
    gym = examples.gym(house.location, now=NOW - timedelta(days=1900))
    signed_at = NOW - timedelta(days=120)
    examples.told_once(gym.contract, theo, at=signed_at - timedelta(hours=1))
    return examples.member(gym, theo, joined_at=signed_at, now=NOW)


@pytest.fixture
def phone(house: House, membership: Membership) -> Conversation:
    return call.start(membership.customer, staff=house.representative, now=NOW)


def come_in(visitor: Visitor, house: House, address: str, *, size: tuple[int, int], scheme: str) -> Page:
    client = Client()
    client.force_login(house.representative, backend="allauth.account.auth_backends.AuthenticationBackend")
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
def test_beside_the_conversation_two_clicks_end_it(
    visitor: Visitor, house: House, phone: Conversation, size: tuple[int, int], scheme: str
) -> None:
    page = come_in(visitor, house, f"/desk/conversations/{phone.pk}", size=size, scheme=scheme)
    end = page.get_by_role("button", name="End Training sessions")
    expect(end).to_be_visible()
    name = f"{size[0]}-{scheme}"

    end.click()
    confirm = page.get_by_role("button", name="Confirm: end Training sessions")
    expect(confirm).to_be_visible()
    expect(page.get_by_text("not chargeable")).to_be_visible()
    keep(page, f"money-{name}")
    found = barriers(page)
    confirm.click()

    expect(page.get_by_role("heading", name="End of Training sessions: today")).to_be_visible()
    keep(page, f"done-{name}")
    assert found == []
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    row = Cancellation.objects.get()
    assert row.confirmed_at is not None
    page.goto(f"/desk/exits/{row.pk}")
    keep(page, f"record-{name}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    page.goto("/desk/exits")
    keep(page, f"figures-{name}")
    assert barriers(page) == []


@EACH_SIZE
@EACH_SCHEME
def test_on_their_own_phone_two_taps_end_it(
    visitor: Visitor, membership: Membership, size: tuple[int, int], scheme: str
) -> None:
    address = f"/{leaving.PATH}/{leaving.token(membership, now=NOW)}"
    page = visitor.open(address, size=size, scheme=scheme)
    name = f"{size[0]}-{scheme}"
    keep(page, f"leave-1-{name}")
    found = barriers(page)

    page.get_by_role("button", name="End everything").click()
    keep(page, f"leave-2-{name}")
    found += barriers(page)
    page.get_by_role("button", name="now").click()

    expect(page.get_by_role("heading", name=": today")).to_be_visible()
    keep(page, f"leave-3-{name}")
    assert found + barriers(page) == []
    assert not is_wider_than_the_window(page)


@EACH_SIZE
@EACH_SCHEME
def test_whoever_has_no_link_asks_for_it(
    visitor: Visitor, membership: Membership, size: tuple[int, int], scheme: str
) -> None:
    page = visitor.open(f"/{leaving.PATH}", size=size, scheme=scheme)
    keep(page, f"ask-{size[0]}-{scheme}")
    found = barriers(page)

    page.get_by_label("Your e-mail address").fill("theo.marsh@mail.example")
    page.get_by_role("button", name="Send me the link").click()

    expect(page.get_by_text("a letter with your link is on its way")).to_be_visible()
    assert found + barriers(page) == []
    assert not is_wider_than_the_window(page)
