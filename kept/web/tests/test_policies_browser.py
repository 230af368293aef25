"""Writing a policy in a real browser: the preview follows the words, Enter publishes nothing, no barrier."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from kept.business.models import Staff
from kept.policies.models import Version
from kept.web.tests.cast import cast, come_in
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = pytest.mark.browser
SHEET = re.compile(r"/desk/policies/drafts/\d+$")


def logged_in(visitor: Visitor, *, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
    """The manager of the store, logged in without typing."""
    client = come_in(Client(), Staff.objects.get(role="manager"))
    page = visitor.open("/account/login/", size=size, scheme=scheme)
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": visitor.address}])
    return page


def begun(page: Page) -> Page:
    page.goto("/desk/policies/new")
    page.locator("form.starter button").first.click()
    page.wait_for_url(SHEET)
    page.get_by_label("Short name").fill("sofas")
    return page


def test_a_policy_is_written_from_a_starter_and_published(visitor: Visitor) -> None:
    cast()
    page = begun(logged_in(visitor))
    paper = page.locator("#preview")

    page.get_by_label("Length of a window, in hours").fill("6")
    expect(paper).to_contain_text("We come within a window of 6 hours.")
    expect(paper).to_contain_text("Wir kommen in einem Zeitfenster von 6 Stunden.")
    expect(paper).to_contain_text("the words do not name this figure")
    page.get_by_label("In plain words").first.fill("We come in **6 hours**. <b>Never</b> sooner.")
    expect(paper.locator("strong").first).to_have_text("6 hours")
    expect(paper).to_contain_text("<b>Never</b> sooner.")

    page.get_by_label("Title").first.press("Enter")
    expect(page.get_by_text("What you typed is kept.")).to_be_visible()
    assert Version.objects.count() == 1

    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published as version 1.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Asked: When will the truck come?")


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_no_page_has_a_barrier_or_is_cut_off(visitor: Visitor, size: tuple[int, int], scheme: str) -> None:
    there = cast()
    page = begun(logged_in(visitor, size=size, scheme=scheme))
    page.get_by_label("Short name").fill("two words")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found = {"refused": (barriers(page), is_wider_than_the_window(page))}
    visitor.complaints.clear()  # the browser notes that the sheet was answered with 422

    for path in ("/desk/policies", "/desk/policies/new", "/desk/policies/untold"):
        page.goto(path)
        found[path] = (barriers(page), is_wider_than_the_window(page))
    page.goto(f"/desk/policies/{there.policy.pk}?since=1")
    found["compared"] = (barriers(page), is_wider_than_the_window(page))

    assert {path: wrong for path, wrong in found.items() if wrong != ([], False)} == {}
