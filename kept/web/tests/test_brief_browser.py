"""Ten prepared contacts: whoever answers sees the deciding fact on the first screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window
from kept.web.tests.ten_contacts import Placed, clock, log_in, ten

__all__ = ["clock", "ten"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_deciding_fact_stands_on_the_first_screen(
    visitor: Visitor, ten: list[Placed], size: tuple[int, int]
) -> None:
    page = log_in(visitor, size)

    for placed in ten:
        for contact in (placed.mail, placed.call):
            page.goto(f"/desk/conversations/{contact.pk}")
            page.wait_for_load_state("networkidle")
            fact = page.locator("#brief").get_by_text(placed.contact.fact, exact=False).first
            expect(fact, placed.contact.key).to_be_in_viewport(ratio=1)
            assert not is_covered(page, placed.contact.fact), placed.contact.key
            assert not is_wider_than_the_window(page)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_brief_has_no_barrier(visitor: Visitor, ten: list[Placed], size: tuple[int, int]) -> None:
    page = log_in(visitor, size)

    for placed in ten[:2]:
        page.goto(f"/desk/conversations/{placed.call.pk}")
        assert barriers(page) == []


def is_covered(page: Page, fact: str) -> bool:
    """Whether something lies over the fact: a composer that sticks to the foot of a phone's screen."""
    return bool(
        page.locator("#brief")
        .get_by_text(fact)
        .first.evaluate(
            """(node) => {
              const box = node.getBoundingClientRect();
              const seen = document.elementFromPoint(box.left + 4, box.bottom - 4);
              return !seen || !(node.contains(seen) || seen.contains(node));
            }"""
        )
    )
