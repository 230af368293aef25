"""Money and words of ours: what is to be paid out, as a page and a file, and what our wrong words cost us."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kept.base.refusals import Refused
from kept.business.rules import Right
from kept.complaints import actions, wrong_words
from kept.desk import pay_out
from kept.web.complaints.forms import MessageForm
from kept.web.desk.requests import StaffRequest, needs

if TYPE_CHECKING:
    from kept.conversations.models import Message

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet knows a cell that it would run


@require_GET
@needs(Right.PAY_OUT)
def list_owing(request: StaffRequest) -> HttpResponse:
    """What we promised to pay and have not, the earliest day first."""
    now = timezone.now()
    page = {"to_pay": pay_out.owing_for(request.user, now=now), "now": now}
    return render(request, "complaints/pay_out.html", page)


@require_GET
@needs(Right.PAY_OUT)
def download_owing(request: StaffRequest) -> HttpResponse:
    """The same sums as a file for the bank or the till: a line each. What waits for a look is not in it."""
    now = timezone.now()
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="to-pay-out.csv"'
    table = csv.writer(answer)
    table.writerow(["promise", "by", "customer", "for", "amount", "currency"])
    for each in pay_out.owing_for(request.user, now=now).owing:
        promise = each.promise
        words = [_plain(promise.customer.name), _plain(promise.words)]
        table.writerow([promise.pk, each.by.isoformat(), *words, each.rest.major, each.rest.currency])
    return answer


@require_POST
@needs(Right.PAY_OUT)
def create_payment(request: StaffRequest, promise_id: int) -> HttpResponse:
    """It has gone out: the whole rest, now."""
    pay_out.paid(promise_id, staff=request.user, now=timezone.now())
    return redirect("complaints:pay_out")


@require_GET
@needs(Right.READ_SCORECARDS)
def list_wrong_words(request: StaffRequest) -> HttpResponse:
    """By topic what was said wrongly and what honouring it cost: no names."""
    return render(request, "complaints/wrong_words.html", {"topics": wrong_words.by_topic_for(request.user)})


@require_GET
@needs(Right.MAKE_PROMISES)
def show_honour(request: StaffRequest, message_id: int) -> HttpResponse:
    message = wrong_words.get_message_for(request.user, message_id)
    return _honour(request, message, _form(request, {"words": " ".join(message.text.split())[:400]}))


@require_POST
@needs(Right.MAKE_PROMISES)
def create_honour(request: StaffRequest, message_id: int) -> HttpResponse:
    """What we said binds us: it becomes a promise, and the loss is ours."""
    message = wrong_words.get_message_for(request.user, message_id)
    form = _form(request)
    if not form.is_valid():
        return _honour(request, message, form, status=422)
    try:
        actions.honour_message(message, form.said, form.loss, by=request.user.actor, now=timezone.now())
    except Refused as refused:
        form.add_error("words", refused.words)
        return _honour(request, message, form, status=409)
    return redirect("desk:conversation", message.conversation_id)


def _form(request: StaffRequest, initial: dict[str, str] | None = None) -> MessageForm:
    location = request.user.location
    posted = None if initial is not None else request.POST
    return MessageForm(posted, initial=initial, zone=location.zone, currency=location.currency)


def _honour(request: StaffRequest, message: Message, form: MessageForm, *, status: int = 200) -> HttpResponse:
    page = {"message": message, "form": form, "currency": request.user.location.currency}
    return render(request, "complaints/honour.html", page, status=status)


def _plain(words: str) -> str:
    """Words that a spreadsheet reads as words and never runs."""
    return f"'{words}" if words.startswith(FORMULA) else words
