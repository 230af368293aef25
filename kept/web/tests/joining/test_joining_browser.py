"""Joining in a real browser, on a phone and on a desk: by click, by keyboard, in both lights, in German."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import Page, expect

from kept.business import examples as people
from kept.desk import join as desk
from kept.memberships import examples
from kept.memberships.examples import Gym
from kept.memberships.models import Membership
from kept.outbox.models import Outgoing
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

NOW = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("America/New_York"))
pytestmark = pytest.mark.browser


@pytest.fixture
def gym(served: str) -> Iterator[Gym]:
    cache.clear()
    house = people.house(now=NOW - timedelta(days=2000))
    found = examples.gym(house.location, now=NOW - timedelta(days=1900))
    with time_machine.travel(NOW):
        yield found


def look(page: Page, name: str) -> None:
    """No barrier, nothing cut off; a picture for whoever looks (KEPT_TEST_SCREENS names the folder)."""
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    if folder := os.environ.get("KEPT_TEST_SCREENS"):
        page.screenshot(path=Path(folder) / f"join-{name}.png", full_page=True)


def link_in_the_mail() -> str:
    found = re.search(r"https?://\S+/join/yes/\S+", Outgoing.objects.latest("pk").text)
    assert found is not None
    return urlsplit(found[0]).path


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_somebody_joins_by_click_and_sees_the_way_out_on_each_page(
    visitor: Visitor, gym: Gym, size: tuple[int, int], scheme: str
) -> None:
    mark = f"{size[0]}-{scheme}"
    page = visitor.open("/join", size=size, scheme=scheme)
    look(page, f"1-plans-{mark}")
    page.click("text=Fitness")
    expect(page.get_by_role("link", name="you can leave here, in two steps")).to_be_visible()
    page.get_by_label("Training sessions").check()
    page.get_by_label("Your name").fill("Lena Vogt")
    page.get_by_label("Your e-mail address").fill("lena@mail.example")
    look(page, f"2-who-{mark}")
    page.get_by_role("button", name="On to the terms").click()
    expect(page.get_by_role("heading", name="The terms")).to_be_visible()
    assert page.locator('input[name="ticked"]:checked').count() == 0
    look(page, f"3-terms-{mark}")
    for box in page.locator('input[name="ticked"]').all():
        box.check()
    page.get_by_role("button", name="Send me the contract").click()
    look(page, f"4-letter-{mark}")
    page.goto(link_in_the_mail())
    look(page, f"5-yes-{mark}")
    page.get_by_role("button", name="Yes, I join").click()
    expect(page.get_by_role("heading", name="You have joined")).to_be_visible()
    look(page, f"6-joined-{mark}")

    assert Membership.objects.get().steps.count() == 3


def test_the_browser_asks_for_each_tick_before_anything_is_sent(visitor: Visitor, gym: Gym) -> None:
    page = visitor.open(f"/join/{gym.plan.pk}", size=PHONE)
    page.get_by_label("Your name").fill("Lena Vogt")
    page.get_by_label("Your e-mail address").fill("lena@mail.example")
    page.get_by_role("button", name="On to the terms").click()

    page.locator('input[name="ticked"]').first.check()
    page.get_by_role("button", name="Send me the contract").click()

    expect(page.get_by_role("heading", name="The terms")).to_be_visible()
    assert not Outgoing.objects.exists()


def test_it_is_done_by_keyboard_alone_and_in_german(visitor: Visitor, gym: Gym) -> None:
    page = visitor.open(f"/join/{gym.plan.pk}", size=PHONE)
    page.get_by_label("Your name").focus()
    page.keyboard.type("Lena Vogt")
    page.keyboard.press("Tab")
    page.keyboard.type("lena@mail.example")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Deutsch")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="On to the terms").press("Enter")
    expect(page.get_by_role("heading", name="Die Bedingungen")).to_be_visible()
    look(page, "de-terms")

    boxes = page.locator('input[name="ticked"]')
    boxes.first.focus()
    for _each in range(boxes.count()):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sehen Sie in Ihr Postfach")).to_be_visible()
    page.goto(link_in_the_mail())
    look(page, "de-yes")
    page.get_by_role("button", name="Ja, ich trete bei").press("Enter")
    expect(page.get_by_role("heading", name="Sie sind beigetreten")).to_be_visible()

    assert Membership.objects.get().steps.count() == 1 + len(desk.STEPS)
