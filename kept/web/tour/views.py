"""The tour's pages: the two calls, and the sample page of all parts."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kept.web.context import address_of
from kept.web.security import open_to_all
from kept.web.tour import parts


@open_to_all
def show(_request: HttpRequest) -> HttpResponse:
    return redirect(address_of("desk:inbox") or address_of("account_login"))


@open_to_all
def show_parts(request: HttpRequest) -> HttpResponse:
    """Every component once. Only where nobody works for real."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "tour/parts.html", {"windows": parts.windows(), "others": parts.others()})
