"""A form as people send it: pressed twice it goes once, and what came back wrong begins where it is wrong."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kept.business.examples import PASSWORD, house
from kept.memberships.models import Plan
from kept.web.tests.conftest import Visitor

pytestmark = [pytest.mark.browser]

PRESS_TWICE = "button => { button.click(); setTimeout(() => button.click(), 15); }"


def test_a_form_whose_button_is_pressed_twice_is_sent_once_and_so_is_the_next(visitor: Visitor) -> None:
    owner = house(now=timezone.now(), password=PASSWORD).owner
    page = visitor.open("/account/login/?next=/house/")
    page.get_by_label("Email").fill(owner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")

    for name in ("Fitness", "Yoga"):
        form = page.locator("form[action$='/plans/']")
        form.evaluate("form => { form.closest('details').open = true; }")
        form.locator("[name=name]").fill(name)
        form.locator("[name=price]").fill("49")
        form.locator("button").evaluate(PRESS_TWICE)
        expect(page.get_by_text(f"{name} can be sold now.").first).to_be_visible()
        page.wait_for_load_state("networkidle")

    assert list(Plan.objects.order_by("pk").values_list("name", flat=True)) == ["Fitness", "Yoga"]


def test_a_form_that_came_back_begins_at_the_first_field_that_is_wrong(visitor: Visitor) -> None:
    owner = house(now=timezone.now(), password=PASSWORD).owner
    page = visitor.open("/account/login/?next=/house/depots/")
    page.get_by_label("Email").fill(owner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")

    page.get_by_label("Name of the depot").fill("Queens")
    page.get_by_label("Where it lies").fill("40.73, -73.80")
    page.get_by_label("Windows we offer").fill("in the morning")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Write the hours like")).to_be_visible()
    expect(page.get_by_label("Windows we offer")).to_be_focused()
    expect(page.get_by_label("Windows we offer")).to_have_value("in the morning")
    assert "422" in visitor.complaints.pop()  # the browser notes it; the page said what is wrong
