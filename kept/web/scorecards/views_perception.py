"""Perception against fact: how promises were taken, the gaps over time, and how a policy stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET

from kept.business.rules import Right
from kept.policies.queries import current_versions, wording_in
from kept.scorecards import drawings, perception, standing
from kept.scorecards.perception import Gaps, Perception
from kept.scorecards.queries.scopes import Choice
from kept.scorecards.scopes import Kind, Scope
from kept.web.complaints.rows import Opened, opened
from kept.web.desk.requests import StaffRequest, needs
from kept.web.desk.words import MEDIA
from kept.web.scorecards import asked, drawn, files, periods
from kept.web.scorecards.asked import Asked
from kept.web.scorecards.periods import Over
from kept.web.security import download

SPOKEN = "spoken"  # the complaints and ratings behind the gaps, where a corner's name would stand


@dataclass(frozen=True)
class ShownRow:
    """A promise of a corner, or what somebody said with its gaps."""

    opened: Opened
    at: object
    gaps: Gaps | None = None


@require_GET
@needs(Right.READ_SCORECARDS)
def show_perception(request: StaffRequest) -> HttpResponse:
    """Kept or broken, by how it was taken, with the kept ones that nobody spoke of; the gaps over time."""
    wanted = asked.read(request, kinds=perception.SCOPES)
    found = _found(request, wanted)
    page = {
        "asked": wanted,
        "found": found,
        "corners": drawn.corners_table(found),
        "corners_chart": drawings.corners(found),
        "gaps_chart": drawings.gaps(found.over_time, wanted.over.step),
        "steps": _steps(found, wanted),
        "silent": drawn.share(found.silent),
        "policies": _policies(wanted),
    }
    return render(request, "scorecards/perception.html", page)


@require_GET
@needs(Right.READ_SCORECARDS)
def show_corner(request: StaffRequest, corner: str) -> HttpResponse:
    """The rows of one number, a page at a time."""
    wanted = asked.read(request, kinds=perception.SCOPES)
    scope, days, number = wanted.of.scope, wanted.over.days, asked.page_number(request)
    by_ref: dict[str, Gaps] = {}
    if corner == SPOKEN:
        behind, by_ref = perception.get_spoken_for(request.user, scope, days, page=number)
    else:
        behind = perception.get_corner_for(request.user, corner, scope, days, page=number)
    addresses = opened((row.ref for row in behind.rows), to=request.user)
    page = {
        "asked": wanted,
        "title": drawn.corner_words(corner),
        "rows": [ShownRow(addresses[row.ref], row.at, by_ref.get(row.ref)) for row in behind.rows],
        "behind": behind,
        "spoken": corner == SPOKEN,
    }
    return render(request, "scorecards/corner.html", page)


@require_GET
@needs(Right.READ_SCORECARDS)
def show_policy(request: StaffRequest, slug: str) -> HttpResponse:
    """How often a policy was told, what came of it, whether it is resented, and what each new wording did."""
    found = standing.get_standing_for(request.user, slug, now=timezone.now())
    wanted = asked.read(request, kinds=perception.SCOPES, of=Scope(Kind.POLICY, found.policy.pk))
    seen = _found(request, wanted)
    page = {
        "asked": wanted,
        "found": found,
        "seen": seen,
        "ended_in_gap": drawn.share(found.ended_in_gap),
        "told": drawn.told(found),
        "changes": [drawn.change(each) for each in found.changes],
        "corners": drawn.corners_table(seen),
        "corners_chart": drawings.corners(seen),
        "gaps_chart": drawings.gaps(seen.over_time, wanted.over.step, drawn.new_wordings(found)),
        "steps": _steps(seen, wanted),
        "complaints": opened(
            (f"complaint:{number}" for number in found.complaints), to=request.user
        ).values(),
        "suggestions": drawn.suggestions(found) if found.is_resented else (),
    }
    return render(request, "scorecards/policy.html", page)


@require_GET
@needs(Right.READ_SCORECARDS)
def show_told(request: StaffRequest, slug: str, medium: str) -> HttpResponse:
    """The tellings of a policy by one medium, of the last 90 days."""
    number = asked.page_number(request)
    policy, found = standing.get_tellings_for(request.user, slug, medium, page=number, now=timezone.now())
    page = {"policy": policy, "medium": MEDIA.get(medium, medium), "found": found}
    return render(request, "scorecards/told.html", page)


@require_GET
@needs(Right.READ_SCORECARDS)
def download_perception(request: StaffRequest) -> HttpResponse:
    with override(files.LANGUAGE):
        wanted = asked.read(request, kinds=perception.SCOPES)
        content = files.perception(wanted, _found(request, wanted))
    return download(f"perception {wanted.over.code}.csv", content)


def _found(request: StaffRequest, wanted: Asked) -> Perception:
    return perception.get_perception_for(
        request.user,
        wanted.of.scope,
        wanted.over.days,
        step=wanted.over.step,
        number=wanted.over.points,
        until=min(wanted.over.last_day, wanted.today),
    )


def _policies(wanted: Asked) -> list[tuple[Choice, str]]:
    """Those one may read, each with its title in the reader's language; what has no words yet by its name."""
    language = (get_language() or "en")[:2]
    titles = {each.policy_id: wording_in(each, language).title for each in current_versions()}
    mine = [choice for choice in wanted.mine if choice.scope.kind is Kind.POLICY]
    return [(choice, titles.get(choice.scope.number, choice.name)) for choice in mine]


def _steps(found: Perception, wanted: Asked) -> list[tuple[Over, str, Gaps]]:
    """The gaps of each step in which somebody spoke, the newest first, for the table beside the chart."""
    step = wanted.over.step
    return [
        (periods.span(each.days, step), drawings.short(each.days, step), each)
        for each in reversed(found.over_time)
        if each.n
    ]
