"""A request from somebody who works here, and the right that a page asks for before it does anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.queries import require
from kept.business.rules import Right

if TYPE_CHECKING:
    from kept.business.models import Staff

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """The log-in comes first (kept.web.security.StaffOnly), so the user is one of the staff."""

    user: Staff


View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def needs(*rights: Right) -> Callable[[View[P]], View[P]]:
    """Refuse, in words, whoever lacks one of these rights, before the view reads anything."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            for right in rights:
                require(request.user, right)
            return view(request, *args, **kwargs)

        return checked

    return wrap


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page, rather than a browser for the page."""
    return bool(request.headers.get("HX-Request"))


def fresh_page(request: HttpRequest, address: str) -> HttpResponse:
    """Go to a page anew, also where htmx asked and would put only a part of it into the old one."""
    if not wants_part(request):
        return redirect(address)
    answer = HttpResponse(status=204)
    answer.headers["HX-Redirect"] = address
    return answer


def posted_number(request: HttpRequest, name: str) -> int:
    """The number of a row that a form named. Raises NotFound for what is none."""
    text = request.POST.get(name, "")
    if not text.isdecimal():
        raise NotFound(_("The page did not say which one was meant. Please reload it and try again."))
    return int(text)
