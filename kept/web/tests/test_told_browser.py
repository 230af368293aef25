"""The customer's page of what they were told, in a real browser: on a phone, in the dark, by its buttons."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from kept.customers.models import Customer
from kept.desk import told
from kept.policies.models import Disclosure
from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = pytest.mark.browser


@pytest.fixture
def page_of_nora(demo: None) -> str:
    return urlsplit(told.link(Customer.objects.get(name="Nora Feldman"), now=timezone.now())).path


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_barrier_and_is_not_cut_off(
    visitor: Visitor, page_of_nora: str, size: tuple[int, int], scheme: str
) -> None:
    page = visitor.open(page_of_nora, size=size, scheme=scheme)
    page.get_by_role("button", name="Show me the words").first.click()

    assert barriers(page) == []
    assert not is_wider_than_the_window(page)


def test_the_words_are_shown_read_and_proven_by_three_buttons(visitor: Visitor, page_of_nora: str) -> None:
    page = visitor.open(page_of_nora, size=PHONE)

    page.get_by_role("button", name="Show me the words").first.click()
    page.get_by_role("button", name="I have read this").first.click()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download the receipt").click()

    assert page.get_by_text("You told us that you have read this.").first.is_visible()
    assert downloaded.value.suggested_filename.endswith(".kept.json")
    assert Disclosure.objects.filter(customer__name="Nora Feldman", grade=4).count() == 1
