"""A button pressed twice, as people in a hurry press it, sends once."""

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
