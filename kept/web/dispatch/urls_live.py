"""Addresses of the day as it goes: what is about to break, and trucks that are lost or late."""

from __future__ import annotations

from django.urls import path

from kept.web.dispatch import views_live

urlpatterns = [
    path("", views_live.show_today, name="today"),
    path("stops/<int:stop_id>/warning", views_live.create_warning, name="create_warning"),
    path("stops/<int:stop_id>/call", views_live.create_call, name="create_call"),
    path("stops/<int:stop_id>/window", views_live.create_move, name="create_window"),
]
