"""The one place of the pages that turns a refusal into an answer: a page, or the part that htmx shows."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kept.base.refusals import NotAllowed, NotFound, Refused

STATUS = {NotAllowed.code: 403, NotFound.code: 404}
OTHERWISE = 409  # the thing asked for does not fit how matters stand now


class AnswerRefusals:
    """A ``Refused`` becomes its words with a status. Anything else is our fault, and stays raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return answer(request, exception)


def answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    status = STATUS.get(refused.code, OTHERWISE)
    template = "parts/refusal.html" if request.headers.get("HX-Request") else "refused.html"
    return render(request, template, {"words": refused.words, "status": status}, status=status)
