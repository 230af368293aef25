"""How the API says no: one shape for every error, with the words and a code that does not change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from kept.api.keys import TooOften
from kept.base.refusals import NotAllowed, NotFound, Refused
from kept.text.tables import BadTable

STATUS = {NotAllowed.code: 403, NotFound.code: 404, TooOften.code: 429}
OTHERWISE = 409  # the thing asked for does not fit how matters stand now


class Problem(Schema):
    """Why not. ``code`` does not change; ``words`` are for people; ``lines`` name each part that is wrong."""

    code: str
    words: str
    lines: list[str] = []


NOS: dict[frozenset[int], type[Problem]] = {frozenset({400, 401, 403, 404, 409, 413, 422, 429}): Problem}
"""Every no that any address may answer, for its declared responses."""


def register(api: NinjaAPI) -> None:
    """Turn whatever may be said no with into a Problem. Anything else is our fault, and stays raised."""

    def say(request: HttpRequest, status: int, problem: Problem) -> HttpResponse:
        answer = api.create_response(request, problem, status=status)
        if status == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
        if status == 429:
            answer.headers["Retry-After"] = "60"
        return answer

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, no: Refused) -> HttpResponse:
        lines = no.lines if isinstance(no, BadTable) else []
        return say(
            request, STATUS.get(no.code, OTHERWISE), Problem(code=no.code, words=no.words, lines=lines)
        )

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
        lines = [_line(each) for each in wrong.errors]
        return say(request, 422, Problem(code="invalid", words="\n".join(lines), lines=lines))

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, _wrong: AuthenticationError) -> HttpResponse:
        words = "Send a key that was not revoked: Authorization: Bearer kept_…"
        return say(request, 401, Problem(code="no_key", words=words))

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, wrong: HttpError) -> HttpResponse:
        words = "The body is no JSON that can be kept, in UTF-8." if wrong.status_code == 400 else str(wrong)
        return say(request, wrong.status_code, Problem(code="unreadable", words=words))

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, _wrong: RequestDataTooBig) -> HttpResponse:
        return say(request, 413, Problem(code="too_large", words="This is more than 5 MB: send it in parts."))


def _line(wrong: dict[str, Any]) -> str:
    """``body.orders.0.number: Field required``; the value itself is not repeated."""
    where = ".".join(str(part) for part in wrong["loc"] if part not in ("body", "query", "path"))
    return f"{where}: {wrong['msg']}"
