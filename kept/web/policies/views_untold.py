"""What is due to be told and was not: the list, and its two ways of telling it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kept.business.rules import Right
from kept.desk import untold
from kept.desk.untold import Where
from kept.policies.queries import wording_in
from kept.web.desk.requests import StaffRequest, needs

MOST_SHOWN = 100  # of each kind; a longer list is worked off from its top
SECTIONS = (
    (
        Where.DUE,
        gettext_lazy("Due now"),
        gettext_lazy("The occasion came, and they were not told. So it binds nobody."),
    ),
    (
        Where.AHEAD,
        gettext_lazy("Once more before it binds"),
        gettext_lazy("They were told, but not yet so that it counts. Say it again when you schedule."),
    ),
    (
        Where.LATE,
        gettext_lazy("Bound untold"),
        gettext_lazy("It cannot be held against them. Told now, it counts for what binds them next."),
    ),
)


@require_GET
@needs(Right.READ_POLICIES, Right.READ_CUSTOMERS)
def list_untold(request: StaffRequest) -> HttpResponse:
    rows = untold.due_and_untold(now=timezone.now())
    sections = []
    for where, title, what in SECTIONS:
        mine = [row for row in rows if row.where == where]
        shown = [(row, wording_in(row.version, row.customer.language)) for row in mine[:MOST_SHOWN]]
        sections.append({"title": title, "what": what, "count": len(mine), "rows": shown})
    page = {
        "sections": [section for section in sections if section["rows"]],
        "most": MOST_SHOWN,
        "may_tell": request.user.may(Right.WRITE_CONVERSATIONS),
    }
    return render(request, "policies/untold.html", page)


@require_POST
@needs(Right.WRITE_CONVERSATIONS, Right.READ_CUSTOMERS)
def create_mail(request: StaffRequest) -> HttpResponse:
    """Their words leave by mail, with the way to say that they were read."""
    row = untold.find(request.POST.get("row", ""), now=timezone.now())
    untold.by_mail(row, by=request.user.actor, now=timezone.now())
    messages.success(request, _("It is on its way to %(name)s.") % {"name": row.customer.name})
    return redirect("policies:untold")


@require_POST
@needs(Right.WRITE_CONVERSATIONS, Right.READ_CUSTOMERS)
def create_reading(request: StaffRequest) -> HttpResponse:
    """It was read out to them just now, by whoever presses the button."""
    row = untold.find(request.POST.get("row", ""), now=timezone.now())
    untold.read_out(row, by=request.user.actor, now=timezone.now())
    messages.success(request, _("Noted: %(name)s was told by you, just now.") % {"name": row.customer.name})
    return redirect("policies:untold")
