"""Who sees a page, and what a browser may do with it: log-in by default, and a strict content policy."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from kept.business.queries import get_location
from kept.desk.links import LinkExpired

Answer = Callable[[HttpRequest], HttpResponse]

# No script and no style inside a page, nothing from elsewhere, nobody frames us. A view that shows a
# customer's cleaned mail in a sandboxed frame sets its own, stricter header.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


def with_pictures_from(address: str) -> str:
    """The policy of a page that also shows pictures from this address's origin, and from nowhere else."""
    parts = urlsplit(address)
    return POLICY.replace("img-src 'self'", f"img-src 'self' {parts.scheme}://{parts.netloc}")


# Marks a view that a stranger may open: the customer's pages, the tour, the log-in. All others need staff.
open_to_all = login_not_required


Page = Callable[..., HttpResponse]  # of the request, the link's token, and perhaps a number


def download(name: str, content: bytes) -> HttpResponse:
    """A file as a download, whatever it calls itself: never shown, never run, never kept by a cache."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    _name(answer, name)
    return answer


def streamed(request: HttpRequest, name: str, parts: Iterator[bytes]) -> StreamingHttpResponse:
    """The same, sent part by part as they are written. Whatever may be refused is refused before."""
    content = _one_by_one(parts) if isinstance(request, ASGIRequest) else parts
    answer = StreamingHttpResponse(content, content_type="application/octet-stream")
    _name(answer, name)
    return answer


async def _one_by_one(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Django would write all of it before it sends the first byte, where the parts come from no coroutine."""
    one_more = sync_to_async(lambda: next(parts, b""))
    while part := await one_more():
        yield part


def _name(answer: HttpResponseBase, name: str) -> None:
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"


def picture(content: bytes, content_type: str) -> HttpResponse:
    """A picture that was known by its bytes, to be seen and nothing else: no script in it ever runs."""
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def by_link(view: Page) -> Page:
    """A page for whoever holds its link; one that is too old says so, with how to reach us."""

    @open_to_all
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **rest: int) -> HttpResponse:
        try:
            answer = view(request, token, **rest)
        except LinkExpired as refused:
            page = {"words": refused.words, "location": get_location()}
            answer = render(request, "portal/expired.html", page, status=410)
        answer.headers["Referrer-Policy"] = "same-origin"  # the address is the key: no other site learns it
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return opened


class ContentSecurityPolicy:
    """Send the policy with every answer that does not carry one of its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return answer


class StaffOnly(LoginRequiredMiddleware):
    """Every page needs a log-in, unless its view is marked ``open_to_all``."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """To the log-in and back; where htmx asked for a part, the whole page goes there."""
        answer = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            page = urlsplit(request.headers.get("HX-Current-URL", "/")).path
            answer = redirect_to_login(page, self.get_login_url(view_func))
            answer.status_code = 401
            answer.headers["HX-Redirect"] = answer.url
        return answer
