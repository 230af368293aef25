"""Joining, up to the letter: which plan, who, and the terms each told by itself. Nothing binds here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kept.business.queries import get_location
from kept.desk import contract as contracts
from kept.desk import sign_up
from kept.memberships import queries
from kept.web.joining import begun
from kept.web.joining.forms import WhoForm
from kept.web.limits import too_often
from kept.web.security import open_to_all

if TYPE_CHECKING:
    from kept.memberships.models import Plan

MOST_LETTERS, WITHIN = 30, timedelta(hours=1)  # from one network


@open_to_all
@never_cache
@require_GET
def list_plans(request: HttpRequest) -> HttpResponse:
    return render(request, "joining/plans.html", {"plans": queries.plans(), "location": get_location()})


@open_to_all
@never_cache
@require_GET
def show_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The first step: what is taken in addition, and who."""
    plan = queries.get_plan(plan_id)
    spoken = translation.get_language() or ""
    form = WhoForm(plan=plan, languages=sign_up.languages(), initial={"language": spoken[:2]})
    return _who(request, plan, form)


@open_to_all
@never_cache
@require_POST
def show_terms(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The second step: plan, price, terms and fees, apart from everything else. Writes nothing."""
    plan = queries.get_plan(plan_id)
    form = WhoForm(request.POST, plan=plan, languages=sign_up.languages())
    if not form.is_valid():
        return _who(request, plan, form, status=422)
    return _terms(request, form, now=timezone.now())


@open_to_all
@never_cache
@require_POST
def create_letter(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The terms are ticked: the contract goes to the mailbox. The answer tells nobody who is known here."""
    plan, now = queries.get_plan(plan_id), timezone.now()
    form = WhoForm(request.POST, plan=plan, languages=sign_up.languages())
    if not form.is_valid():
        return _who(request, plan, form, status=422)
    if too_often(request, "join", most=MOST_LETTERS, within=WITHIN):
        return too_many(request)
    language = form.cleaned_data["language"]
    choice = sign_up.Choice(plan, form.taken, language, began_at=begun.read(request, now=now))
    with translation.override(language):
        try:
            sign_up.ask(
                form.asker,
                choice,
                mark=request.POST.get("mark", ""),
                ticked=request.POST.getlist("ticked"),
                now=now,
            )
        except (contracts.OtherWords, contracts.NotTicked) as again:
            return _terms(request, form, now=now, again=again.words)
    answer = redirect("joining:letter")
    answer["Location"] += f"?language={language}"
    return answer


@open_to_all
@never_cache
@require_GET
def show_letter(request: HttpRequest) -> HttpResponse:
    """The same words for everybody: a letter is on its way, if it was not the fourth within a day."""
    asked = request.GET.get("language", "")
    language = asked if asked in sign_up.languages() else translation.get_language() or "en"
    with translation.override(language):
        return render(request, "joining/letter.html", {"location": get_location()})


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "joining/too_many.html", {"location": get_location()}, status=429)


def _who(request: HttpRequest, plan: Plan, form: WhoForm, *, status: int = 200) -> HttpResponse:
    shown = {
        "plan": plan,
        "form": form,
        "fields": [form[name] for name in ("name", "email", "phone")],
        "many_languages": len(sign_up.languages()) > 1,
        "chosen": request.POST.getlist("add_ons"),
        "location": plan.location,
    }
    return render(request, "joining/who.html", shown, status=status)


def _terms(request: HttpRequest, form: WhoForm, *, now: datetime, again: str = "") -> HttpResponse:
    language = form.cleaned_data["language"]
    contract = contracts.of(form.plan, form.taken, language=language, now=now)
    shown = {
        "contract": contract,
        "again": again,
        "ticked": request.POST.getlist("ticked"),
        "typed": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "began": begun.mark(request, now=now),
        "email": form.asker.email,
        "location": form.plan.location,
    }
    with translation.override(language):
        return render(request, "joining/terms.html", shown, status=422 if again else 200)
