"""Who may open a page: staff by default, strangers where a view says so; what the browser is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from kept.base.refusals import NotAllowed, NotFound, Refused
from kept.web.refusals import answer

# Everything a stranger may open. A new page that belongs here is a decision: add it by hand.
OPEN_TO_ALL = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "tour:show",
    "tour:judge",
    "tour:enter",
    "tour:parts",
    "driver:worker",  # a script
    "proofs:show",
    "proofs:download",
    "proofs:keys",
    "proofs:checkpoint",
    "house:found",  # the first day: only until somebody works here
}
# The customer's pages: each behind a signed link, or asking for one. The API: each call asks for its key.
OPEN_FOLDERS = (
    "api:",  # kept/api/tests/test_keys.py tries every call without one
    "portal:",
    "joining:",  # anybody may join
    "memberships:leave",
    "memberships:ask",
    "complaints:own",
    "ratings:rate",
    "ratings:create",
)


def pages(patterns: list[Any] | None = None, spaces: str = "") -> Iterator[tuple[str, Any]]:
    """Every page by its name, with its view."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            inner = f"{spaces}{each.namespace}:" if each.namespace else spaces
            yield from pages(each.url_patterns, inner)
        elif isinstance(each, URLPattern):
            yield f"{spaces}{each.name}", each.callback


def test_every_page_needs_a_log_in_unless_it_is_on_the_list() -> None:
    open_pages = {name for name, view in pages() if not getattr(view, "login_required", True)}

    assert {name for name in open_pages if not name.startswith(OPEN_FOLDERS)} <= OPEN_TO_ALL


@pytest.mark.django_db
def test_the_policy_allows_no_script_and_no_style_inside_a_page(client: Client) -> None:
    page = client.get("/account/login/")

    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"style=" not in page.content
    assert b"<style" not in page.content


@pytest.mark.parametrize(
    ("refused", "status"),
    [
        pytest.param(NotAllowed("Your role does not open this."), 403, id="what this person may not do"),
        pytest.param(NotFound("There is no such order."), 404, id="what is not there"),
        pytest.param(Refused("The trucks are full on Tuesday 12–16."), 409, id="what does not fit now"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False], ids=["a part", "a page"])
@pytest.mark.django_db
def test_a_refusal_is_answered_in_its_own_words(refused: Refused, status: int, htmx: bool) -> None:
    request = RequestFactory().get("/", headers={"HX-Request": "true"} if htmx else {})

    page = answer(request, refused)

    assert page.status_code == status
    assert refused.words in page.content.decode()
    assert (b"<html" in page.content) is not htmx
