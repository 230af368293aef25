"""The desk in a real browser: a call logged by keyboard only, a window booked, nothing in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from kept.business.examples import PASSWORD, house
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from kept.customers import examples as people
from kept.deliveries.examples import fleet, sofa
from kept.deliveries.models import Delivery
from kept.policies.examples import delivery as delivery_policy
from kept.policies.models import Disclosure
from kept.promises.models import Expectation, Promise, WishMade
from kept.web.portal import links
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = [pytest.mark.browser]


@pytest.fixture
def sold(served: str) -> Delivery:
    """A store with two vans, and Nora's sofa, which waits for a window; Sam has written."""
    now = timezone.now()
    store = house(now=now - timedelta(days=30), password=PASSWORD)
    delivery_policy(store.location, now=now - timedelta(days=30))
    fleet(store, now=now - timedelta(days=30))
    sam = people.sam(now=now - timedelta(days=9))
    mail = conversations.start(sam, channel="email", subject="Late", by=sam.actor, now=now)
    words = conversations.Words(text="The truck was late.", direction="in", said_at=now)
    conversations.add_message(mail, words, by=sam.actor, now=now)
    return sofa(people.nora(now=now - timedelta(days=9)), store, number="10442", now=now)


def log_in(visitor: Visitor, path: str, *, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
    page = visitor.open(f"/account/login/?next={path}", size=size, scheme=scheme)
    page.get_by_label("Email").fill("ruth@hollis.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("header.side .who").wait_for()
    page.wait_for_load_state("networkidle")
    return page


def test_a_call_is_logged_by_keyboard_only(visitor: Visitor, sold: Delivery) -> None:
    page = log_in(visitor, "/desk/promises")

    page.keyboard.press("n")
    expect(page.get_by_label("Name, number or order")).to_be_focused()
    page.keyboard.type("nora")
    expect(page.get_by_role("button", name="Nora Feldman").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Before the first word")).to_be_visible()
    line = page.get_by_label("What is being said")
    expect(line).to_be_focused()
    page.keyboard.type("I want it at 9 o'clock.")
    page.keyboard.press("Enter")
    expect(page.locator("#timeline")).to_contain_text("I want it at 9 o'clock.")
    expect(line).to_have_value("")
    page.keyboard.type("Let me look.")
    page.keyboard.press("Alt+i")
    expect(page.locator(".event-out")).to_contain_text("Let me look.")
    page.keyboard.type("I'll never shop here again")
    page.keyboard.press("Enter")
    expect(page.locator(".event-in").last).to_contain_text("I'll never shop here again")
    page.keyboard.press("Alt+1")
    expect(page.locator("#told")).to_contain_text("said, by our own note")
    expect(line).to_be_focused()
    page.keyboard.press("Alt+p")
    page.keyboard.press("Enter")
    expect(page.locator("#timeline")).to_contain_text("We call back within the hour.")
    page.keyboard.press("Alt+e")
    page.keyboard.type("My last shop kept me waiting all day")
    page.keyboard.press("Enter")
    expect(page.locator("#expected")).to_contain_text("all day")
    expect(line).to_be_focused()
    page.keyboard.type("I'll tell all my friends")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#head")).to_contain_text("closed")

    logged = Conversation.objects.get(channel="phone")
    assert [(m.direction, m.text) for m in logged.messages.all()] == [
        ("in", "I want it at 9 o'clock."),
        ("out", "Let me look."),
        ("in", "I'll never shop here again"),
        ("in", "I'll tell all my friends"),
    ]
    assert logged.state == "closed"
    assert Disclosure.objects.filter(medium="spoken").count() == 1
    assert Promise.objects.get().kind == "call_back"
    assert Expectation.objects.get().what == "My last shop kept me waiting all day"


def test_who_types_faster_than_the_server_answers_loses_no_line_and_sends_none_twice(
    visitor: Visitor, sold: Delivery
) -> None:
    page = log_in(visitor, "/desk/call?q=10442")
    page.get_by_role("button", name="order 10442").click()
    expect(page.get_by_label("What is being said")).to_be_focused()

    held: list[Route] = []
    page.route("**/lines", lambda route: route.continue_() if held else held.append(route))
    for said in ("It never came.", "Nobody called."):
        page.keyboard.type(said)
        page.keyboard.press("Enter")
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")  # only now all of it had come
    page.keyboard.press("Enter")
    page.keyboard.type("I am sorry.")
    page.keyboard.press("Alt+i")
    page.keyboard.type("I wait")
    held[0].continue_()
    expect(page.locator(".event-out").last).to_contain_text("I am sorry.")
    page.keyboard.type("ed all day.")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#head")).to_contain_text("closed")
    lines = Conversation.objects.get(channel="phone").messages.values_list("direction", "text")
    assert list(lines) == [
        ("in", "It never came."),
        ("in", "Nobody called."),
        ("out", "I am sorry."),
        ("in", "I waited all day."),
    ]


def test_a_line_that_could_not_be_sent_is_back_in_its_field(visitor: Visitor, sold: Delivery) -> None:
    page = log_in(visitor, "/desk/call?q=10442")
    page.get_by_role("button", name="order 10442").click()
    line = page.get_by_label("What is being said")
    page.route("**/lines", lambda route: route.abort())

    line.fill("It never came.")
    page.keyboard.press("Enter")

    expect(page.get_by_text("No connection. Your text is kept")).to_be_visible()
    expect(line).to_have_value("It never came.")
    page.unroute("**/lines")
    page.keyboard.press("Enter")
    expect(page.locator(".event-in").last).to_contain_text("It never came.")
    visitor.complaints.clear()  # the browser notes the request that failed


def test_a_line_sent_before_the_page_has_loaded_everything_is_kept(visitor: Visitor, sold: Delivery) -> None:
    page = log_in(visitor, "/desk/call?q=10442")
    page.route("**/htmx*", lambda route: route.abort())
    page.get_by_role("button", name="order 10442").click()

    page.get_by_label("What is being said").fill("It never came.")
    page.unroute("**/htmx*")
    page.keyboard.press("Enter")

    expect(page.locator(".event-in").last).to_contain_text("It never came.")
    visitor.complaints.clear()  # the browser notes the script that never came


def test_lines_sent_before_htmx_knows_their_form_are_kept_in_order_and_the_page_stays(
    visitor: Visitor, sold: Delivery
) -> None:
    page = log_in(visitor, "/desk/call?q=10442")
    coming: list[Route] = []
    page.route("**/htmx*", lambda route: coming.append(route))
    page.get_by_role("button", name="order 10442").click(no_wait_after=True)
    line = page.get_by_label("What is being said")
    line.wait_for()
    page.evaluate("window.stayed = true")
    for words in ("It never came.", "I waited all day."):
        line.fill(words)
        page.keyboard.press("Enter")
        expect(line).to_have_value("")
    line.fill("half a sen")

    coming.pop().continue_()

    expect(page.locator(".event-in")).to_contain_text(["It never came.", "I waited all day."])
    expect(line).to_have_value("half a sen")
    assert page.evaluate("window.stayed") is True


def test_a_wished_hour_is_answered_and_a_window_booked_while_they_are_on_the_phone(
    visitor: Visitor, sold: Delivery
) -> None:
    page = log_in(visitor, "/desk/call?q=10442")
    page.get_by_role("button", name="order 10442").click()
    line = page.get_by_label("What is being said")
    line.fill("half a sen")

    expect(page.get_by_text("Where a truck fits best")).to_be_visible()
    page.keyboard.press("Alt+w")
    page.keyboard.type("nine sharp")
    page.keyboard.press("Enter")
    expect(page.locator("#orders [role=status]")).to_contain_text("is free")
    page.locator("#orders button.window").first.click()
    expect(page.locator("#owed .promise-of-window")).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("nine sharp")
    expect(line).to_have_value("half a sen")

    assert WishMade.objects.get().granted is False
    assert Promise.objects.get().kind == "delivery_window"


def test_a_draft_is_kept_while_it_is_typed_and_there_after_a_reload(visitor: Visitor, sold: Delivery) -> None:
    page = log_in(visitor, "/desk/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    page.get_by_label("Your answer").press_sequentially("Dear Sam")
    expect(page.get_by_text("Your text is kept")).to_be_visible()
    page.reload()

    expect(page.get_by_label("Your answer")).to_have_value("Dear Sam")


def test_a_refusal_is_shown_in_words_and_the_text_stays(visitor: Visitor, sold: Delivery) -> None:
    page = log_in(visitor, "/desk/call?q=nora")
    page.get_by_role("button", name="Nora Feldman").first.click()
    line = page.get_by_label("What is being said")
    call = Conversation.objects.get(channel="phone")
    conversations.end_call(call, by=call.customer.actor, now=timezone.now())

    line.fill("one more thing")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This call is over.")).to_be_visible()

    expect(line).to_have_value("one more thing")
    page.wait_for_load_state("networkidle")
    assert visitor.complaints
    assert all(
        "409" in complaint for complaint in visitor.complaints
    )  # the browser's own note of the refusal
    visitor.complaints.clear()


def test_the_customer_chooses_a_window_on_a_phone(visitor: Visitor, sold: Delivery) -> None:
    address = links.window_choice(sold, now=timezone.now()).partition("/p/")[2]
    page = visitor.open(f"/p/{address}", size=PHONE)
    assert barriers(page) == []
    assert not is_wider_than_the_window(page)

    page.locator("input[name=window]:not([disabled])").first.check(force=True)
    page.get_by_role("button", name="Choose").click()

    expect(page.get_by_role("heading", name="We come in this window")).to_be_visible()
    assert Disclosure.objects.get(medium="page").grade == 4
    assert barriers(page) == []
