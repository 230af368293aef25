"""Keys of other programs: the owner makes one, sees it once, and revokes it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kept.business import actions, queries
from kept.business.rules import Right
from kept.web.desk.names import Names
from kept.web.desk.requests import StaffRequest, needs
from kept.web.exchange.forms import RIGHTS, ProgramForm


@require_GET
@needs(Right.MANAGE_STAFF)
def list_programs(request: StaffRequest) -> HttpResponse:
    return _page(request, form=ProgramForm())


@never_cache
@require_POST
@needs(Right.MANAGE_STAFF)
def create_program(request: StaffRequest) -> HttpResponse:
    """Make a key. It stands in this one answer, and nowhere else."""
    form = ProgramForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    software, key = actions.let_in(
        form.cleaned_data["name"], form.cleaned_data["rights"], by=request.user.actor, now=timezone.now()
    )
    return _page(request, form=ProgramForm(), made=software, key=key)


@require_POST
@needs(Right.MANAGE_STAFF)
def create_revocation(request: StaffRequest, software_id: int) -> HttpResponse:
    software = queries.get_software_for(request.user, software_id)
    actions.shut_out(software, by=request.user.actor, now=timezone.now())
    messages.success(request, _("%(name)s has no key any more.") % {"name": software.name})
    return redirect("exchange:programs")


def _page(request: StaffRequest, *, status: int = 200, **extra: Any) -> HttpResponse:
    programs = [
        (each, [RIGHTS[Right(right)] for right in each.rights]) for each in queries.software_for(request.user)
    ]
    shown = {"programs": programs, "names": Names(), **extra}
    return render(request, "exchange/programs.html", shown, status=status)
