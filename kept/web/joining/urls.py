"""Addresses of joining: open to all up to the letter, behind the letter's link after it."""

from __future__ import annotations

from django.urls import path

from kept.desk.sign_up import PATH
from kept.web.joining import views, views_yes

app_name = "joining"
PLAN = f"{PATH}/<int:plan_id>"
YES = f"{PATH}/yes/<str:token>"

urlpatterns = [
    path(PATH, views.list_plans, name="plans"),
    path(f"{PATH}/letter", views.show_letter, name="letter"),
    path(PLAN, views.show_plan, name="plan"),
    path(f"{PLAN}/terms", views.show_terms, name="terms"),
    path(f"{PLAN}/letters", views.create_letter, name="create_letter"),
    path(YES, views_yes.show_yes, name="yes"),
    path(f"{YES}/membership", views_yes.create_membership, name="create_membership"),
    path(f"{YES}/letters", views_yes.create_letter, name="create_letter_again"),
]
