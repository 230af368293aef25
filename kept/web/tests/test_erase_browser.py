"""Erasing a person in a real browser: read first, ticked, done, and said on their page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kept.business.examples import PASSWORD
from kept.desk.tests.life import Life, lived
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = pytest.mark.browser


@pytest.fixture
def life(served: str) -> Life:
    life = lived()
    life.house.manager.set_password(PASSWORD)
    life.house.manager.save()
    return life


def log_in(visitor: Visitor, path: str, email: str, size: tuple[int, int], scheme: str) -> Page:
    page = visitor.open(f"/account/login/?next={path}", size=size, scheme=scheme)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Erase this person").wait_for()
    return page


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["at the desk", "on a phone, in the dark"]
)
def test_a_manager_reads_what_goes_ticks_it_and_erases(
    visitor: Visitor, life: Life, size: tuple[int, int], scheme: str
) -> None:
    path = f"/desk/customers/{life.customer.pk}/erasing"

    page = log_in(visitor, path, life.house.manager.email, size, scheme)
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    page.get_by_label("I know that nobody can undo this.").check()
    page.get_by_role("button", name="Erase this person now").click()

    expect(page.get_by_role("heading", name="An erased person")).to_be_visible()
    expect(page.get_by_text("They asked for it")).to_be_visible()
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
