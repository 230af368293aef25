"""The strip on a conversation in a real browser: seen calmly, opened in one press, without barriers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from kept.business.examples import House
from kept.business.examples import house as open_house
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation, Message
from kept.customers.examples import nora as nora_feldman
from kept.policies import examples as policies
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

NOW = MORNING + timedelta(hours=6)
pytestmark = pytest.mark.browser


@pytest.fixture
def house(served: str) -> Iterator[House]:
    found = open_house(now=MORNING - timedelta(days=60))
    with time_machine.travel(NOW):
        yield found


@pytest.fixture
def mail(house: House) -> Conversation:
    nora = nora_feldman(now=MORNING - timedelta(days=7))
    delivery = policies.delivery(house.location, now=MORNING - timedelta(days=50))
    promise = examples.promise_window(house, nora)
    examples.tell_twice(delivery, nora, house, booked_at=promise.made_at)
    examples.arrive(promise, MORNING + timedelta(hours=5), by=house.driver)
    talk = conversations.start(nora, channel=Channel.EMAIL, subject="My sofa", by=nora.actor, now=NOW)
    text = "Hello,\n\nthe driver came an hour after the window. He was also very rude to my mother.\n\nNora"
    words = conversations.Words(text=text, direction=Message.Direction.IN, said_at=NOW)
    conversations.add_message(talk, words, by=nora.actor, now=NOW)
    return talk


def come_in(
    visitor: Visitor, house: House, talk: Conversation, *, size: tuple[int, int], scheme: str
) -> Page:
    client = Client()
    client.force_login(house.representative, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = visitor.open("/no-such-page/for-the-cookie", size=size, scheme=scheme)
    visitor.complaints.clear()  # that page is not there, on purpose
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": visitor.address}])
    page.goto(visitor.address + reverse("desk:conversation", args=[talk.pk]))
    expect(page.get_by_role("heading", name="This sounds like a complaint")).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark")]
)
def test_the_strip_is_readable_and_without_barriers(
    visitor: Visitor, house: House, mail: Conversation, size: tuple[int, int], scheme: str
) -> None:
    page = come_in(visitor, house, mail, size=size, scheme=scheme)

    if folder := os.environ.get("KEPT_TEST_SCREENS"):
        page.screenshot(path=Path(folder) / f"noticed-{size[0]}-{scheme}.png", full_page=True)
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)


def test_one_press_opens_the_complaint_without_what_was_unticked(
    visitor: Visitor, house: House, mail: Conversation
) -> None:
    page = come_in(visitor, house, mail, size=DESKTOP, scheme="light")

    page.get_by_role("checkbox", name="rude to my mother").uncheck()
    page.get_by_role("button", name="Open it and look at the evidence").click()

    expect(page).to_have_url(visitor.address + reverse("complaints:complaint", args=[1]))
    assert [claim.kind for claim in Complaint.objects.get().claims.all()] == ["delivery.late"]


def test_no_complaint_takes_the_strip_away_by_the_keyboard_too(
    visitor: Visitor, house: House, mail: Conversation
) -> None:
    page = come_in(visitor, house, mail, size=DESKTOP, scheme="light")

    page.get_by_role("button", name="Not a complaint").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="This sounds like a complaint")).to_have_count(0)
    assert not Complaint.objects.exists()
