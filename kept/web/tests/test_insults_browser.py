"""Insulted on the phone or by mail, by keyboard alone: noted, ended or handed over by rule, and off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window
from kept.web.tests.ten_contacts import Placed, clock, log_in, ten

__all__ = ["clock", "ten"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_call_is_ended_by_the_rule_with_two_keys(
    visitor: Visitor, ten: list[Placed], size: tuple[int, int]
) -> None:
    page = log_in(visitor, size)
    page.goto(f"/desk/conversations/{ten[0].call.pk}")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("Alt+x")
    expect(page.get_by_text("You need not go on with this.")).to_be_in_viewport()
    assert barriers(page) == []
    page.keyboard.press("Alt+q")

    expect(page.get_by_text("Ended by the rule. It counts against nobody.")).to_be_visible()
    expect(page.locator(".event-out").last).to_contain_text("I am ending this call now.")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_mail_is_handed_over_by_the_rule_and_then_ten_minutes_are_theirs(
    visitor: Visitor, ten: list[Placed], size: tuple[int, int]
) -> None:
    page = log_in(visitor, size)
    page.goto(f"/desk/conversations/{ten[1].mail.pk}")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("x")
    expect(page.get_by_text("You need not go on with this.")).to_be_in_viewport()
    page.keyboard.press("v")
    expect(page.get_by_text("Handed over by the rule. It counts against nobody.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("z")

    expect(page.get_by_text("You are off until 12:10")).to_be_visible()
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    page.get_by_role("button", name="I am back").click()
    expect(page.get_by_text("You are off until")).to_have_count(0)


def test_on_a_phone_the_whole_form_of_a_hand_over_is_in_sight(visitor: Visitor, ten: list[Placed]) -> None:
    page = log_in(visitor, PHONE)
    page.goto(f"/desk/conversations/{ten[3].mail.pk}")
    page.wait_for_load_state("networkidle")

    page.locator("summary", has_text="Hand over").click()

    box = page.get_by_label("To whom").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
