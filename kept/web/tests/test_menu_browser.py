"""Where to go: beside the page at a desk, in a menu on a phone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kept.business.examples import PASSWORD, house
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.browser]


def test_on_a_phone_the_menu_opens_every_place_and_at_a_desk_they_stand_beside_the_page(
    visitor: Visitor, served: str
) -> None:
    owner = house(now=timezone.now(), password=PASSWORD).owner
    page = visitor.open("/account/login/?next=/desk/", size=PHONE)
    page.get_by_label("Email").fill(owner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    house_link = page.get_by_role("link", name="The house")
    expect(house_link).to_be_hidden()

    page.get_by_role("button", name="Menu").click()
    house_link.click()

    expect(page).to_have_url(f"{served}/house/")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    expect(house_link).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
