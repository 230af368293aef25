"""The customer's page of what they were told and promised. Opening it changes nothing; only buttons do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_POST

from kept.base.refusals import NotFound
from kept.desk import told
from kept.web.desk import lines
from kept.web.portal import links
from kept.web.security import by_link, download

if TYPE_CHECKING:
    from kept.customers.models import Customer


@by_link
def show_told(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, token, _customer(token))


@require_POST
@by_link
def create_opening(request: HttpRequest, token: str) -> HttpResponse:
    """They want to see the words: shown by a step that only a person takes (A3)."""
    told.opened(_customer(token), _version(request), now=timezone.now())
    return _back(token, request)


@require_POST
@by_link
def create_reading(request: HttpRequest, token: str) -> HttpResponse:
    """They have read the words, and say so (A4)."""
    told.acknowledged(_customer(token), _version(request), now=timezone.now())
    return _back(token, request)


@require_POST
@by_link
def create_answer(request: HttpRequest, token: str) -> HttpResponse:
    """They answer the question about the words (A5 when rightly). Another answer shows the words again."""
    customer, choice = _customer(token), request.POST.get("choice", "")
    try:
        with override(customer.language):
            told.answered(
                customer,
                _version(request),
                int(choice) if choice.isdecimal() else -1,
                now=timezone.now(),
            )
    except told.AnsweredOtherwise as refused:
        return _page(request, token, customer, 422, problem=refused.words)
    return _back(token, request)


@require_POST
@by_link
def create_receipt(_request: HttpRequest, token: str) -> HttpResponse:
    """One receipt of everything, sealed now. By a button, since sealing writes."""
    customer = _customer(token)
    with override(customer.language):
        file = told.receipt(customer, now=timezone.now())
    return download(file.name, file.content)


@by_link
def download_paper(_request: HttpRequest, token: str, paper_id: int) -> HttpResponse:
    file = told.paper(_customer(token), paper_id)
    return download(file.name, file.content)


@by_link
def download_invoice(_request: HttpRequest, token: str, invoice_id: int) -> HttpResponse:
    file = told.invoice(_customer(token), invoice_id)
    return download(file.name, file.content)


def _customer(token: str) -> Customer:
    return told.open_link(token, now=timezone.now())


def _version(request: HttpRequest) -> int:
    """The version that a button named. Raises NotFound for none."""
    number = request.POST.get("version", "")
    if not (number.isdecimal() and len(number) < 19):
        raise NotFound(str(told.NOT_TOLD))
    return int(number)


def _back(token: str, request: HttpRequest) -> HttpResponse:
    """To the same words on the same page."""
    answer = redirect("portal:told", token)
    answer.headers["Location"] += f"#words-{_version(request)}"
    return answer


def _page(
    request: HttpRequest, token: str, customer: Customer, status: int = 200, problem: str = ""
) -> HttpResponse:
    now = timezone.now()
    with override(customer.language):
        page = told.read(customer, now=now)
        shown = lines.shown(page.promises, now=now)
        context = {
            "token": token,
            "page": page,
            "location": page.location,
            "zone": page.location.zone,
            "owed": [(each, links.other_window(each.promise, now=now)) for each in shown if each.is_open],
            "ended": [each for each in shown if not each.is_open],
            "problem": problem,
            "now": now,
        }
        return render(request, "portal/told.html", context, status=status)
