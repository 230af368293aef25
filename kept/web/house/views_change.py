"""Changing a house that stands: when and how it is reached, and who works there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.business import actions, queries
from kept.business.rules import Right, Role
from kept.deliveries.actions import WouldBreak
from kept.desk import found as desk
from kept.web.context import ROLES
from kept.web.desk.requests import StaffRequest, needs
from kept.web.house.forms_change import LocationForm, PasswordForm, location_form
from kept.web.house.forms_trucks import DespiteForm

if TYPE_CHECKING:
    from kept.business.models import Staff


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_STAFF)
def change_location(request: StaffRequest) -> HttpResponse:
    location = request.user.location
    form = LocationForm(request.POST, auto_id="location_%s") if request.POST else location_form(location)
    if form.is_bound and form.is_valid():
        for name, value in form.changes.items():
            setattr(location, name, value)
        despite, by = "despite" in request.POST, request.user.actor
        try:
            desk.change_location(location, despite=despite, by=by, now=timezone.now())
        except ValidationError as wrong:
            form.add_error(None, wrong)
        except WouldBreak as refused:
            shown = {"form": form, "breaks": refused.faults, "despite": DespiteForm()}
            return render(request, "house/location.html", shown, status=422)
        else:
            messages.success(request, _("Changed. It counts from now."))
            return redirect("house:show")
    return render(request, "house/location.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@needs(Right.MANAGE_STAFF)
def show_staff(request: StaffRequest, staff_id: int) -> HttpResponse:
    return _person(request, queries.get_staff(staff_id))


@require_POST
@needs(Right.MANAGE_STAFF)
def create_password(request: StaffRequest, staff_id: int) -> HttpResponse:
    """A forgotten password is set anew, by the owner."""
    staff, form = queries.get_staff(staff_id), PasswordForm(request.POST)
    if not form.is_valid():
        return _person(request, staff, form=form)
    actions.set_password(staff, form.cleaned_data["password"], by=request.user.actor, now=timezone.now())
    messages.success(request, _("%(name)s logs in with the new password now.") % {"name": staff.name})
    return redirect("house:show")


@require_POST
@needs(Right.MANAGE_STAFF)
def create_end(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Somebody does not work here any more."""
    staff = actions.end_work(queries.get_staff(staff_id), by=request.user.actor, now=timezone.now())
    messages.success(request, _("%(name)s cannot log in any more.") % {"name": staff.name})
    return redirect("house:show")


def _person(request: StaffRequest, staff: Staff, *, form: PasswordForm | None = None) -> HttpResponse:
    shown = {"person": staff, "role": ROLES[Role(staff.role)], "form": form or PasswordForm()}
    return render(request, "house/person.html", shown, status=422 if form is not None else 200)
