"""A driver's phone in a real browser, which can lose its network, its log-in and its browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from kept.business.examples import House
from kept.business.models import Staff
from kept.deliveries.models import Stop
from kept.web.tests.conftest import PHONE

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Phone:
    """A phone that can lose its network, its log-in and its browser."""

    context: BrowserContext
    address: str
    errors: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.context.pages[-1]

    @property
    def says(self) -> str:
        return self.page.locator("#phone").inner_text()

    def log_in(self, staff: Staff) -> None:
        client = Client()
        client.force_login(staff, backend=BACKEND)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}
        long = {"expires": timezone.now().timestamp() + 400 * 86_400}  # the phone's own year is another one
        self.context.add_cookies([cookie | long])  # type: ignore[list-item]  # a dictionary of these keys

    def open(self) -> Page:
        """The page, once all of it is kept on the phone."""
        page = self.page if self.context.pages else self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{self.address}/driver/")
        page.wait_for_selector("#route[data-kept=whole]", state="attached")
        return page

    def press(self, name: str) -> None:
        self.page.locator("[data-part=next]").get_by_role("button", name=name).click()

    def lose_network(self) -> None:
        self.context.set_offline(True)

    def find_network(self) -> None:
        self.context.set_offline(False)


@pytest.fixture
def phone(chromium: Browser, served: str, store: House) -> Iterator[Phone]:
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, base_url=served)
    phone = Phone(context, served)
    try:
        phone.log_in(store.driver)
        phone.open()
        yield phone
    finally:
        context.close()
    assert phone.errors == []


def next_stop() -> Stop:
    found = Stop.objects.in_order().filter(arrival=None).first()
    assert found is not None
    return found
