"""Addresses of the page that verifies."""

from __future__ import annotations

from django.urls import path

from kept.web.proofs import views

app_name = "proofs"
urlpatterns = [
    path("", views.show, name="show"),
    path("page.html", views.download, name="download"),
]
