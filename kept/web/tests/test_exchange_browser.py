"""A key, a file and a place in a real browser: no barrier, nothing cut off, and the chosen file stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from kept.business.examples import PASSWORD
from kept.business.models import Staff
from kept.deliveries.examples import sofa
from kept.deliveries.models import Delivery
from kept.orders.examples import SOFA_CSV
from kept.web.tests.cast import NOW, Cast, cast
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["at the desk", "on a phone, in the dark"]
)


@pytest.fixture
def there(served: str) -> Cast:
    return cast()


def log_in(visitor: Visitor, staff: Staff, path: str, size: tuple[int, int], scheme: str) -> Page:
    staff.set_password(PASSWORD)
    staff.save()
    page = visitor.open(f"/account/login/?next={path}", size=size, scheme=scheme)
    page.get_by_label("Email").fill(staff.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")
    page.locator("main h1").wait_for()
    return page


def check(page: Page) -> None:
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)


@SIZES
def test_the_owner_makes_a_key_sees_it_once_and_revokes_it(
    visitor: Visitor, there: Cast, size: tuple[int, int], scheme: str
) -> None:
    page = log_in(visitor, there.house.owner, "/house/programs", size, scheme)
    check(page)

    page.get_by_label("Name of the program").fill("The web shop with a rather long name, in two languages")
    page.get_by_label("enter orders").check()
    page.get_by_label("read windows and book them").check()
    page.get_by_role("button", name="Make a key").click()

    expect(page.locator(".key")).to_contain_text("kept_")
    check(page)
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("has no key any more")).to_be_visible()
    expect(page.locator(".key")).to_have_count(0)
    check(page)


@SIZES
def test_a_file_is_checked_first_and_then_taken(
    visitor: Visitor, there: Cast, size: tuple[int, int], scheme: str, tmp_path: Path
) -> None:
    good, bad = tmp_path / "orders.csv", tmp_path / "bad.csv"
    good.write_text(SOFA_CSV)
    bad.write_text(SOFA_CSV + "H-2,never,Sam,,,,Main St,,,Sofa,1,1\n" * 70)
    page = log_in(visitor, there.house.dispatcher, "/house/files", size, scheme)

    page.locator("#orders-file").set_input_files(bad)
    page.get_by_role("button", name="Only check it").first.click()
    expect(page.get_by_text("and 50 more")).to_be_visible()
    check(page)
    assert "422" in visitor.complaints.pop()  # the browser notes it; the page said what is wrong
    page.locator("#orders-file").set_input_files(good)
    page.get_by_role("button", name="Only check it").first.click()
    expect(page.get_by_text("1 new order would come")).to_be_visible()
    page.get_by_role("button", name="Take it").first.click()

    expect(page.get_by_text("Taken: 1 new order.")).to_be_visible()
    check(page)


@SIZES
def test_an_address_is_looked_up_and_a_person_confirms_it(
    visitor: Visitor, there: Cast, size: tuple[int, int], scheme: str, tmp_path: Path, settings: Settings
) -> None:
    settings.ADDRESS_FILE = tmp_path / "places.csv"
    settings.ADDRESS_FILE.write_text('address,lat,lon\n"10500 Bedford Avenue, Brooklyn",40.6892,-73.9551\n')
    unplaced = sofa(there.nora, there.house, number="10500", place=None, now=NOW)
    page = log_in(visitor, there.representative, f"/desk/deliveries/{unplaced.pk}/place", size, scheme)

    expect(page.get_by_text("Nothing is taken until you choose.")).to_be_visible()
    check(page)
    page.get_by_role("button", name="It is here").click()

    expect(page.get_by_role("heading", name="It has its place now")).to_be_visible()
    check(page)
    assert Delivery.objects.get(pk=unplaced.pk).latitude == 40.6892
