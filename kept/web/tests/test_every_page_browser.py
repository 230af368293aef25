"""Every page of the desk in a real browser, on the demo business: no barrier, and nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from kept.web.tests.conftest import DESKTOP, PHONE, barriers, is_wider_than_the_window

pytestmark = pytest.mark.browser

PAGES = {
    "representative": [
        "/desk/",
        "/desk/conversations/5",
        "/desk/call",
        "/desk/call?q=nora",
        "/desk/customers",
        "/desk/customers/1",
        "/desk/customers/1/joining",
        "/desk/customers/1/joining/terms?plan=1",
        "/join",
        "/join/1",
        "/desk/memberships",
        "/desk/memberships/1",
        "/desk/promises",
        "/desk/promises/1",
        "/desk/orders",
        "/desk/orders/1",
        "/desk/policies",
        "/desk/policies/1",
        "/desk/load",
        "/desk/ledger",
        "/desk/ledger?about=order:1",
        "/desk/outbox",
        "/dispatch/today/",
    ],
    "manager": [
        "/desk/customers/1/erasing",
        "/desk/complaints",
        "/desk/complaints/looks",
        "/desk/complaints/pay-out",
        "/desk/complaints/wrong-words",
        "/desk/policies/new",
        "/desk/policies/untold",
        "/desk/scorecards",
        "/desk/scorecards/kept",
        "/desk/scorecards/perception",
        "/desk/scorecards/policies/delivery",
        "/desk/scorecards/reports",
        "/desk/exits",
        "/desk/load",
        "/house/",
        "/house/trucks/1/",
        "/house/depots/",
        "/house/depots/1/",
        "/house/past",
        "/house/files",
    ],
    "dispatcher": [
        "/driver/taps/loose",
        "/dispatch/",
        "/dispatch/today/",
        "/dispatch/today/mishap",
        "/dispatch/today/order",
    ],
    "driver": ["/driver/"],
}


def opened(chromium: Browser, address: str, size: tuple[int, int], scheme: str) -> Iterator[tuple[str, Page]]:
    """Every page, by the person who works on it."""
    for role, paths in PAGES.items():
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
            base_url=address,
        )
        page = context.new_page()
        page.goto("/account/login/")
        page.click(f'button[name="role"][value="{role}"]')
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            yield path, page
        context.close()


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_no_page_has_a_barrier_or_is_cut_off(
    chromium: Browser, demo: None, served: str, size: tuple[int, int], scheme: str
) -> None:
    found = {
        path: (barriers(page), "too wide" if is_wider_than_the_window(page) else "")
        for path, page in opened(chromium, served, size, scheme)
    }

    assert {path: wrong for path, wrong in found.items() if wrong != ([], "")} == {}
