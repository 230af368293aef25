"""Addresses of the dispatcher's pages."""

from __future__ import annotations

from django.urls import path

from kept.web.dispatch import views

app_name = "dispatch"
urlpatterns = [
    path("", views.show_board, name="board"),
    path("deliveries/<int:delivery_id>/place", views.create_place, name="create_place"),
    path("stops/<int:stop_id>/missed", views.create_missed, name="create_missed"),
]
