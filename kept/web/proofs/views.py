"""The page that verifies receipts: open to all, with nowhere to send anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kept.web.proofs import page
from kept.web.security import open_to_all

# Stricter than the house: the page can reach nobody, so that what is dropped on it stays where it is.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


@open_to_all
def show(request: HttpRequest) -> HttpResponse:
    answer = render(request, "proofs/page.html", page.context())
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


@open_to_all
def download(_request: HttpRequest) -> HttpResponse:
    """The same as one file, in the reader's language, that works without us and without network."""
    answer = HttpResponse(page.whole(), content_type="text/html; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="kept-verify.html"'
    return answer
