"""Addresses of what was imported, and of its papers by their hash."""

from __future__ import annotations

from django.urls import path

from kept.web.past import views

app_name = "past"

urlpatterns = [
    path("house/past", views.list_imports, name="list"),
    path("desk/papers/<str:sha256>", views.download_paper, name="paper"),
]
