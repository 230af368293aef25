"""A button pressed twice, as people in a hurry press it, sends once."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from kept.business.examples import PASSWORD, house
from kept.conversations import actions as conversations
from kept.conversations.models import Note
from kept.customers.examples import nora
from kept.web.tests.conftest import Visitor

pytestmark = [pytest.mark.browser]

WRITE = "form => { form.querySelector('textarea').value = 'She moves house in May.'; }"
PRESS_TWICE = (
    "form => { const button = form.querySelector('[type=submit], button'); button.click(); button.click(); }"
)


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """A conversation as Ruth sees it."""
    now = timezone.now()
    house(now=now, password=PASSWORD)
    customer = nora(now=now)
    mail = conversations.start(customer, channel="email", subject="Sofa", by=customer.actor, now=now)
    page = visitor.open(f"/account/login/?next=/desk/conversations/{mail.pk}")
    page.get_by_label("Email").fill("ruth@hollis.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    return page


def test_a_note_whose_button_is_pressed_twice_is_written_once_and_the_next_one_too(page: Page) -> None:
    for written in (1, 2):
        form = page.locator("form[action$='/notes'], form[hx-post$='/notes']").first
        form.evaluate(WRITE)
        form.evaluate(PRESS_TWICE)
        page.wait_for_load_state("networkidle")

        expect(page.locator("#timeline").get_by_text("She moves house in May.")).to_have_count(written)
        assert Note.objects.count() == written
