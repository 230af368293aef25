"""A longer look for less driving: it goes on by itself, and comes back with its result."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from kept.base.refusals import NotFound
from kept.business.rules import Right
from kept.deliveries import board
from kept.deliveries.tasks import improve_longer
from kept.web.desk.requests import StaffRequest, needs, wants_part
from kept.web.dispatch import page
from kept.web.dispatch.views_days import day_named

NOTHING = gettext_lazy("No shorter way was found. The day stays as it is.")
SOON = 0  # before the looks of the night: somebody waits for it


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_improvement(request: StaffRequest, depot_id: int, on: str) -> HttpResponse:
    """Have somebody look longer; the page asks for the result, and may be left meanwhile."""
    depot, day = day_named(depot_id, on)
    before = board.day_for(request.user, day, depot)
    job = improve_longer.using(priority=SOON).enqueue(depot.pk, day.isoformat())
    address = reverse("dispatch:improvement", args=[depot.pk, on, job.id])
    asked = f"{address}?version={before.plan.version}&driving={before.driving_seconds}"
    if not wants_part(request):
        return redirect(page.address_of(depot, day))
    return render(request, "dispatch/_looking.html", {"address": asked})


@require_GET
@needs(Right.PLAN_DELIVERIES)
def show_improvement(request: StaffRequest, depot_id: int, on: str, job: str) -> HttpResponse:
    """What came of it: asked again while it goes on, and the day as it stands then."""
    depot, day = day_named(depot_id, on)
    try:
        found = improve_longer.get_result(job)
    except TaskResultDoesNotExist:
        raise NotFound(_("Nobody looks for a shorter day any more. Please ask again.")) from None
    if not found.is_finished:
        return render(request, "dispatch/_looking.html", {"address": request.get_full_path()})
    better = found.status == TaskResultStatus.SUCCESSFUL and bool(found.return_value)
    words = _saved(request, board.day_for(request.user, day, depot)) if better else NOTHING
    answer = page.show(request, depot, day, said=page.Said(str(words)))
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#day", "outerHTML"
    return answer


def _saved(request: StaffRequest, day: board.Day) -> str:
    """How much was saved, unless somebody else has changed the day as well."""
    began = request.GET.get("version", ""), request.GET.get("driving", "")
    if not all(each.isdecimal() for each in began) or day.plan.version != int(began[0]) + 1:
        return _("A shorter way was found. Nobody's window moved.")
    minutes = (int(began[1]) - day.driving_seconds) // 60
    said = ngettext(
        "Saved %(n)d minute of driving. Nobody's window moved.",
        "Saved %(n)d minutes of driving. Nobody's window moved.",
        minutes,
    )
    return said % {"n": minutes}
