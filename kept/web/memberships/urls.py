"""Addresses of memberships: at the desk, and the customer's own way out under a signed link."""

from __future__ import annotations

from django.urls import path

from kept.desk.exit import PATH
from kept.web.memberships import views_desk, views_join, views_leave, views_members

app_name = "memberships"
EXIT = "desk/exits/<int:exit_id>"
LEAVE = f"{PATH}/<str:token>"

urlpatterns = [
    path("desk/conversations/<int:conversation_id>/exit", views_desk.show_panel, name="panel"),
    path("desk/conversations/<int:conversation_id>/exit/money", views_desk.create_money, name="create_money"),
    path("desk/exits", views_desk.list_exits, name="exits"),
    path(EXIT, views_desk.show_exit, name="exit"),
    path(f"{EXIT}/confirmation", views_desk.create_confirmation, name="create_confirmation"),
    path(f"{EXIT}/undoing", views_desk.create_undoing, name="create_undoing"),
    path(f"{EXIT}/receipt", views_desk.create_receipt, name="create_receipt"),
    path(f"{EXIT}/payments", views_desk.create_payment, name="create_payment"),
    path(f"{EXIT}/offers", views_desk.create_offer, name="create_offer"),
    path(PATH, views_leave.show_ask, name="ask"),
    path(LEAVE, views_leave.show_leave, name="leave"),
    path(f"{LEAVE}/money", views_leave.create_money, name="leave_money"),
    path(f"{LEAVE}/confirmation", views_leave.create_confirmation, name="leave_confirmation"),
    path(f"{LEAVE}/undoing", views_leave.create_undoing, name="leave_undoing"),
    path("desk/memberships", views_members.list_members, name="members"),
    path("desk/memberships/<int:membership_id>", views_members.show_member, name="member"),
    path("desk/memberships/<int:membership_id>/charges", views_members.create_charge, name="create_charge"),
    path("desk/charges/<int:charge_id>/payments", views_members.create_paid, name="create_paid"),
    path("desk/joiners", views_join.create_joiner, name="create_joiner"),
    path("desk/customers/<int:customer_id>/joining", views_join.show_join, name="join"),
    path("desk/customers/<int:customer_id>/joining/terms", views_join.show_terms, name="join_terms"),
    path(
        "desk/customers/<int:customer_id>/joining/contract.pdf", views_join.download_to_sign, name="to_sign"
    ),
    path("desk/memberships/<int:membership_id>/contract.pdf", views_join.download_contract, name="contract"),
    path(
        "desk/customers/<int:customer_id>/memberships", views_join.create_membership, name="create_membership"
    ),
]
