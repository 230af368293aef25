"""The page that verifies receipts, open to all, with nowhere to send anything; our keys, our checkpoint."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kept.ledger import queries
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


@open_to_all
def show_keys(_request: HttpRequest) -> HttpResponse:
    """Our public keys, a line each, oldest first: to be pinned, and compared with those on paper."""
    return _text("".join(f"{key.vkey}\n" for key in queries.public_keys()))


@open_to_all
def show_checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest checkpoint as it was signed (C2SP tlog-checkpoint). Whoever keeps it is a witness."""
    newest = queries.latest_checkpoint()
    return _text(newest.note if newest else "")


def _text(words: str) -> HttpResponse:
    answer = HttpResponse(words, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
