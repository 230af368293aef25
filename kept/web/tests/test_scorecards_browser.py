"""The scorecards in a real browser: no barrier, nothing cut off, a number opens its rows, and it prints."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = pytest.mark.browser

PAGES = (
    "/desk/scorecards?over=90d",
    "/desk/scorecards/kept?over=90d",
    "/desk/scorecards/fair?over=2020-01",
    "/desk/scorecards/perception?over=90d",
    "/desk/scorecards/perception/spoken?over=90d",
    "/desk/scorecards/policies/delivery",
    "/desk/scorecards/reports",
)


def manager(visitor: Visitor, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
    page = visitor.open("/account/login/", size=size, scheme=scheme)
    page.click('button[name="role"][value="manager"]')
    return page


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_or_is_cut_off(
    demo: None, visitor: Visitor, size: tuple[int, int], scheme: str
) -> None:
    page = manager(visitor, size, scheme)

    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = (barriers(page), is_wider_than_the_window(page))

    assert {path: wrong for path, wrong in found.items() if wrong != ([], False)} == {}


def test_whose_figures_and_which_days_are_chosen_and_stay_in_the_address(
    demo: None, visitor: Visitor
) -> None:
    page = manager(visitor)
    page.goto("/desk/scorecards")

    page.get_by_label("Of", exact=True).select_option(label="Ruth Alvarez")
    page.get_by_label("Over", exact=True).select_option(label="Last 90 days")
    page.get_by_role("button", name="Show").click()

    expect(page.locator(".score-of")).to_contain_text("Ruth Alvarez · Last 90 days")
    assert re.search(r"of=person:\d+&over=90d|of=person%3A\d+&over=90d", page.url)
    page.reload()
    expect(page.get_by_label("Of", exact=True)).to_have_value(re.compile(r"person:\d+"))


def test_a_number_of_the_corners_opens_its_promises(demo: None, visitor: Visitor) -> None:
    page = manager(visitor)
    page.goto("/desk/scorecards/perception?over=90d")
    link = page.get_by_role("link", name=re.compile(r"^Broken, not pleased: "))
    number = int(link.inner_text())

    link.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Broken, not pleased")
    assert page.locator("tbody tr").count() == number > 0


def test_a_page_prints_in_ink_on_paper_without_its_buttons(demo: None, visitor: Visitor) -> None:
    page = manager(visitor, scheme="dark")
    page.goto("/desk/scorecards/perception?over=90d")

    page.emulate_media(media="print", color_scheme="light")

    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.get_by_role("heading", name="Perception against fact")).to_be_visible()
    assert page.locator(".chart").count() == 2
