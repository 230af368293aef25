"""Who is a member, what was charged, and what was paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kept.business.rules import Right
from kept.desk import exit as leaving
from kept.memberships import actions, queries
from kept.web.desk.names import Names
from kept.web.desk.requests import StaffRequest, needs
from kept.web.memberships import page
from kept.web.memberships.forms_join import JoinerForm, PaidForm

if TYPE_CHECKING:
    from kept.memberships.models import Charge, Membership

ON_A_PAGE = 100


@needs(Right.READ_MEMBERSHIPS)
def list_members(request: StaffRequest) -> HttpResponse:
    """Every membership, the latest first, and where somebody new begins."""
    return members_page(request)


def members_page(request: StaffRequest, *, form: JoinerForm | None = None, status: int = 200) -> HttpResponse:
    found, now = Paginator(queries.members_for(request.user), ON_A_PAGE), timezone.now()
    shown = {
        "members": found.get_page(request.GET.get("page")),
        "form": form or JoinerForm(),
        "has_plans": queries.plans().exists(),
        "waiting": queries.sign_ups_for(request.user, now=now)[:ON_A_PAGE],
        "may_sell": request.user.may(Right.SELL_MEMBERSHIPS),
        "now": now,
    }
    return render(request, "memberships/members.html", shown, status=status)


@needs(Right.READ_MEMBERSHIPS)
def show_member(request: StaffRequest, membership_id: int) -> HttpResponse:
    return _page(request, queries.get_membership_for(request.user, membership_id))


@require_POST
@needs(Right.SELL_MEMBERSHIPS)
def create_charge(request: StaffRequest, membership_id: int) -> HttpResponse:
    """Charge the period that follows; the days named in the form are the days shown."""
    membership = queries.get_membership_for(request.user, membership_id)
    span = queries.next_period(membership)
    if request.POST.get("starts_on") == span.starts_on.isoformat():  # else it was pressed twice
        actions.charge_period(
            membership, span.starts_on, span.ends_on, by=request.user.actor, now=timezone.now()
        )
    return redirect("memberships:member", membership.pk)


@require_POST
@needs(Right.SELL_MEMBERSHIPS)
def create_paid(request: StaffRequest, charge_id: int) -> HttpResponse:
    """The member paid this charge, in full."""
    charge, now = queries.get_charge_for(request.user, charge_id), timezone.now()
    form = PaidForm(request.POST, zone=charge.membership.location.zone, now=now)
    if not form.is_valid():
        return _page(request, charge.membership, wrong=charge, form=form)
    reference = form.cleaned_data["reference"]
    actions.record_payment(charge, at=form.paid_at, reference=reference, by=request.user.actor, now=now)
    return redirect("memberships:member", charge.membership_id)


def _page(
    request: StaffRequest,
    membership: Membership,
    *,
    wrong: Charge | None = None,
    form: PaidForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    shown = {
        "member": page.show(membership, now=now),
        "customer": membership.customer,
        "consent": queries.consent_to(membership),
        "zone": membership.location.zone,
        "charges": queries.charges_of(membership),
        "next": queries.next_period(membership),
        "way_out": leaving.way_out(membership, now=now),
        "wrong": wrong,
        "form": form,
        "may_sell": request.user.may(Right.SELL_MEMBERSHIPS),
        "names": Names(),
        "now": now,
    }
    return render(request, "memberships/member.html", shown, status=422 if form is not None else 200)
