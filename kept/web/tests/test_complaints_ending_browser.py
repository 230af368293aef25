"""By click: a rung of the ladder, a later day, what is paid out, and a blind second look, phone and desk."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kept.business.examples import House
from kept.complaints import actions
from kept.complaints.models import Complaint, SecondLook
from kept.conversations import actions as conversations
from kept.desk import complain
from kept.promises.models import Promise
from kept.web.tests.conftest import Visitor, barriers, is_wider_than_the_window
from kept.web.tests.test_complaints_browser import (
    EACH_SCHEME,
    EACH_SIZE,
    NOW,
    come_in,
    complaint,
    house,
    keep,
    nora,
)

__all__ = ["complaint", "house", "nora"]

pytestmark = pytest.mark.browser


@EACH_SIZE
@EACH_SCHEME
def test_a_rung_is_promised_by_one_press_and_a_later_day_is_named(
    visitor: Visitor, house: House, complaint: Complaint, size: tuple[int, int], scheme: str
) -> None:
    address = reverse("complaints:complaint", args=[complaint.pk])
    page = come_in(visitor, house.manager, address, size=size, scheme=scheme)
    rung = page.locator(".rung", has_text="The fee back")
    rung.get_by_label("USD").fill("12.50")
    rung.get_by_role("button", name="Promise it").click()
    expect(page.get_by_role("link", name="The fee back: $12.50")).to_be_visible()
    page.get_by_text("We do not make it by then").click()
    page.get_by_label("The answer comes by").fill("2026-04-30")
    page.get_by_label("Why; the customer reads it").fill("We wait for the carrier.")
    page.get_by_role("button", name="Put it off, and tell them").click()

    expect(page.get_by_text("30 Apr").first).to_be_visible()
    keep(page, f"rung-{size[0]}-{scheme}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)


@EACH_SIZE
def test_what_is_promised_is_paid_by_one_press(
    visitor: Visitor, house: House, complaint: Complaint, size: tuple[int, int]
) -> None:
    page = come_in(visitor, house.manager, reverse("complaints:pay_out"), size=size, scheme="light")
    keep(page, f"pay-out-{size[0]}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    page.get_by_role("button", name="Paid").click()

    expect(page.get_by_text("Nothing is owed.")).to_be_visible()
    assert Promise.objects.get(kind="refund").outcome == "kept"


@EACH_SIZE
@EACH_SCHEME
def test_a_second_look_is_given_and_then_the_first_verdict_is_seen(
    visitor: Visitor, house: House, complaint: Complaint, size: tuple[int, int], scheme: str
) -> None:
    verdict = complaint.claims.get().standing
    assert verdict is not None
    actions.confirm(verdict, by=house.representative.actor, now=NOW)
    SecondLook.objects.get_or_create(verdict=verdict, defaults={"chosen_at": NOW})
    address = reverse("complaints:look", args=[complaint.pk])
    page = come_in(visitor, house.manager, address, size=size, scheme=scheme)
    keep(page, f"look-{size[0]}-{scheme}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)

    page.get_by_label("Your verdict").select_option("service_failure")
    page.get_by_role("button", name="This is my verdict").click()

    expect(page.get_by_text("decided by Ruth Alvarez")).to_be_visible()


@EACH_SIZE
@EACH_SCHEME
def test_a_line_of_ours_is_honoured_and_its_cost_listed(
    visitor: Visitor, house: House, complaint: Complaint, size: tuple[int, int], scheme: str
) -> None:
    assert complaint.conversation is not None
    said = conversations.Words("You get 50 dollars back.", "out", said_at=NOW)
    line = conversations.add_message(complaint.conversation, said, by=house.manager.actor, now=NOW)
    address = reverse("complaints:honour_message", args=[line.pk])
    page = come_in(visitor, house.manager, address, size=size, scheme=scheme)
    page.get_by_label("It holds until the end of").fill("2026-03-20")
    page.get_by_label("What honouring it costs us").fill("50")
    page.get_by_label("This sum goes to the customer").check()
    keep(page, f"honour-{size[0]}-{scheme}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)

    page.get_by_role("button", name="Honour it").click()
    page.goto(reverse("complaints:wrong_words"))

    expect(page.get_by_text("You get 50 dollars back.")).to_be_visible()
    keep(page, f"wrong-words-{size[0]}-{scheme}")
    assert barriers(page) == []


@EACH_SIZE
def test_their_own_page_in_german_says_by_when_we_answer(
    visitor: Visitor, house: House, complaint: Complaint, size: tuple[int, int]
) -> None:
    type(complaint.customer).objects.update(language="de")
    address = complain.link(complaint, now=NOW).partition("/complaint/")[2]
    page = visitor.open(f"/complaint/{address}", size=size, scheme="light")

    expect(page.get_by_text("Wir sehen es uns an", exact=False)).to_be_visible()
    keep(page, f"own-german-{size[0]}")
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
