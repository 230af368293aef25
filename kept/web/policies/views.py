"""Writing a policy: begun from a starter or from what stands, kept while it is typed, then published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.base.refusals import NotFound
from kept.business.rules import Right
from kept.policies import actions, queries, starters
from kept.web.desk.names import Names
from kept.web.desk.requests import StaffRequest, needs, wants_part
from kept.web.policies import typed as sheets
from kept.web.policies.forms import WritingForm
from kept.web.policies.preview import papers
from kept.web.policies.say import language_name

if TYPE_CHECKING:
    from kept.policies.models import Manuscript


@require_GET
@needs(Right.WRITE_POLICIES)
def show_starters(request: StaffRequest) -> HttpResponse:
    page = {
        "starters": starters.starters(request.user.location.currency),
        "versions": queries.current_versions(),
        "drafts": queries.manuscripts_for(request.user),
    }
    return render(request, "policies/starters.html", page)


@require_POST
@needs(Right.WRITE_POLICIES)
def create_draft(request: StaffRequest) -> HttpResponse:
    """A new policy, from a starter or from an empty sheet."""
    key, location = request.POST.get("starter", ""), request.user.location
    typed: dict[str, Any] = {}
    if key:
        try:
            starter = starters.starter(key, location.currency)
        except KeyError as unknown:
            raise NotFound(_("There is no such policy to begin with.")) from unknown
        typed = sheets.of_starter(starter, location.languages)
    draft = actions.begin_manuscript(typed, by=request.user.actor, now=timezone.now())
    return redirect("policies:draft", draft.pk)


@require_POST
@needs(Right.WRITE_POLICIES)
def create_next(request: StaffRequest, slug: str) -> HttpResponse:
    """The next version of a policy, from the one that stands; or what was begun before."""
    policy = queries.get_policy_for(request.user, slug)
    typed = sheets.of_version(queries.current_version(slug))
    draft = actions.begin_manuscript(typed, policy=policy, by=request.user.actor, now=timezone.now())
    return redirect("policies:draft", draft.pk)


@require_GET
@needs(Right.WRITE_POLICIES)
def show_draft(request: StaffRequest, draft_id: int) -> HttpResponse:
    draft = queries.get_manuscript_for(request.user, draft_id)
    return _sheet(request, draft, _form(request, draft, initial=draft.typed))


@require_POST
@needs(Right.WRITE_POLICIES)
def save_draft(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Keep what is typed, right or wrong; answered with how it looks. ``add`` brings another language."""
    draft = _keep(request, draft_id)
    if not wants_part(request):
        messages.success(request, _("What you typed is kept. It is told to nobody before you publish it."))
        return redirect("policies:draft", draft.pk)
    return render(request, "policies/_preview.html", _preview(request, draft))


@require_POST
@needs(Right.WRITE_POLICIES)
def create_version(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Publish. What is wrong is said beside its field, and what was typed stays."""
    draft = _keep(request, draft_id)
    form = _form(request, draft, data=draft.typed)
    if not form.is_valid():
        return _sheet(request, draft, form, status=422)
    slug = form.cleaned_data.get("slug", "")
    try:
        version = actions.publish_manuscript(
            draft,
            slug,
            form.draft(),
            location=request.user.location,
            by=request.user.actor,
            now=timezone.now(),
        )
    except actions.NameTaken as refused:
        form.add_error("slug", refused.words)
        return _sheet(request, draft, form, status=422)
    except actions.NotPublishable as refused:
        form.add_error(None, refused.words)
        return _sheet(request, draft, form, status=422)
    messages.success(request, _("Published as version %(number)s.") % {"number": version.number})
    return redirect("desk:policy", version.pk)


@require_POST
@needs(Right.WRITE_POLICIES)
def drop_draft(request: StaffRequest, draft_id: int) -> HttpResponse:
    actions.drop_manuscript(queries.get_manuscript_for(request.user, draft_id))
    messages.success(request, _("Dropped. What is published stays as it is."))
    return redirect("desk:policies")


def _keep(request: StaffRequest, draft_id: int) -> Manuscript:
    draft = queries.get_manuscript_for(request.user, draft_id)
    fields = _form(request, draft).fields
    typed: dict[str, Any] = {name: request.POST[name] for name in fields if name in request.POST}
    typed["occasions"] = request.POST.getlist("occasions")
    more = request.POST.get("add", "")
    if more in dict(settings.LANGUAGES):
        typed.setdefault(f"words_{more}", "")
    return actions.keep_manuscript(draft, typed, by=request.user.actor, now=timezone.now())


def _form(request: StaffRequest, draft: Manuscript, **given: Any) -> WritingForm:
    location = request.user.location
    return WritingForm(
        languages=_languages(location.languages, draft.typed),
        currency=location.currency,
        stands=draft.policy_id is not None,
        **given,
    )


def _languages(spoken: list[str], typed: Mapping[str, Any]) -> dict[str, str]:
    """The languages of the place, and those in which something was typed besides, by their own names."""
    written = [name.removeprefix("words_") for name in typed if name.startswith("words_")]
    return {each: language_name(each) for each in dict.fromkeys([*spoken, *written])}


def _sheet(request: StaffRequest, draft: Manuscript, form: WritingForm, status: int = 200) -> HttpResponse:
    more = {code: language_name(code) for code, _name in settings.LANGUAGES}
    page = {
        "draft": draft,
        "form": form,
        "more": {code: name for code, name in more.items() if code not in form.languages},
        "current": queries.versions_of(draft.policy).first() if draft.policy else None,
        "names": Names(),
        **_preview(request, draft),
    }
    return render(request, "policies/draft.html", page, status=status)


def _preview(request: StaffRequest, draft: Manuscript) -> dict[str, Any]:
    """How it looks so far; what is not right yet is left out."""
    form = _form(request, draft, data=draft.typed)
    form.is_valid()
    return {
        "draft": draft,
        "papers": papers(form, location=request.user.location, now=timezone.now()),
    }
