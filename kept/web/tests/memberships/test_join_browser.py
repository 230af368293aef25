"""Joining at the counter in a real browser: the terms on a page of their own; and what came from the past."""

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

from kept.base.actors import SOFTWARE
from kept.business import examples as people
from kept.business.examples import House
from kept.customers.models import Customer
from kept.desk import past
from kept.desk.tests.test_past import PAPERS, TABLES
from kept.memberships import examples
from kept.memberships.models import Membership
from kept.policies.models import Disclosure
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

NOW = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("America/New_York"))
pytestmark = pytest.mark.browser


@pytest.fixture
def house(served: str) -> Iterator[House]:
    found = people.house(now=NOW - timedelta(days=2000))
    examples.gym(found.location, now=NOW - timedelta(days=1900))
    tables = {name: text.encode() for name, text in TABLES.items()}
    past.take(tables, PAPERS, by=SOFTWARE, now=NOW - timedelta(days=1))
    with time_machine.travel(NOW):
        yield found


def come_in(visitor: Visitor, house: House, address: str, *, size: tuple[int, int], scheme: str) -> Page:
    client = Client()
    client.force_login(house.manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = visitor.open("/no-such-page/for-the-cookie", size=size, scheme=scheme)
    visitor.complaints.clear()  # that page is not there, on purpose
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": visitor.address}])
    page.goto(address)
    return page


def look(page: Page, name: str) -> None:
    """No barrier, nothing cut off; a picture for whoever looks (KEPT_TEST_SCREENS names the folder)."""
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    if folder := os.environ.get("KEPT_TEST_SCREENS"):
        page.screenshot(path=Path(folder) / f"counter-{name}.png", full_page=True)


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_at_the_counter_the_terms_stand_on_a_page_of_their_own(
    visitor: Visitor, house: House, size: tuple[int, int], scheme: str
) -> None:
    mark = f"{size[0]}-{scheme}"
    lena = Customer.objects.get(name="Lena Vogt")
    page = come_in(visitor, house, f"/desk/customers/{lena.pk}/joining", size=size, scheme=scheme)
    page.get_by_label("Training sessions, in addition").check()
    look(page, f"1-plan-{mark}")
    page.get_by_role("button", name="On to the terms").click()
    expect(page.get_by_role("heading", name="The terms")).to_be_visible()
    assert page.locator("input[type=checkbox]:checked").count() == 0
    look(page, f"2-terms-{mark}")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="They join").click()
    expect(page.get_by_text("at the counter")).to_be_visible()
    look(page, f"3-member-{mark}")

    assert Membership.objects.latest("pk").consent.handed_over


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_what_was_imported_is_marked_and_its_paper_is_a_file(
    visitor: Visitor, house: House, size: tuple[int, int], scheme: str
) -> None:
    mark = f"{size[0]}-{scheme}"
    telling = Disclosure.objects.exclude(paper=None)[0]
    page = come_in(visitor, house, f"/desk/customers/{telling.customer_id}", size=size, scheme=scheme)
    expect(page.get_by_text("imported, unsealed before").first).to_be_visible()
    look(page, f"past-customer-{mark}")
    page.goto("/house/past")
    look(page, f"past-list-{mark}")
    page.goto(f"/desk/memberships/{Membership.objects.get().pk}")
    look(page, f"past-member-{mark}")
    page.goto(f"/desk/tellings/{telling.pk}")
    look(page, f"past-telling-{mark}")

    with page.expect_download() as download:
        page.get_by_role("link", name="Its signed paper").click()

    assert download.value.suggested_filename == "contract 1.pdf"
