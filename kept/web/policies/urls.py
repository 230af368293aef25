"""Addresses beneath /desk/: writing policies, and what is due to be told."""

from __future__ import annotations

from django.urls import path

from kept.web.policies import views, views_untold

app_name = "policies"
DRAFT = "policies/drafts/<int:draft_id>"

urlpatterns = [
    path("policies/new", views.show_starters, name="starters"),
    path("policies/drafts", views.create_draft, name="create_draft"),
    path("policies/named/<slug:slug>/drafts", views.create_next, name="create_next"),
    path(DRAFT, views.show_draft, name="draft"),
    path(f"{DRAFT}/typing", views.save_draft, name="save_draft"),
    path(f"{DRAFT}/version", views.create_version, name="create_version"),
    path(f"{DRAFT}/dropping", views.drop_draft, name="drop_draft"),
    path("policies/untold", views_untold.list_untold, name="untold"),
    path("policies/untold/mails", views_untold.create_mail, name="create_mail"),
    path("policies/untold/readings", views_untold.create_reading, name="create_reading"),
]
