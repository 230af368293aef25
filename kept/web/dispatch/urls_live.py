"""Addresses of the day as it goes: what is about to break, trucks lost or late, and a better order."""

from __future__ import annotations

from django.urls import path

from kept.web.dispatch import views_live, views_mishap, views_reorder

urlpatterns = [
    path("", views_live.show_today, name="today"),
    path("stops/<int:stop_id>/warning", views_live.create_warning, name="create_warning"),
    path("stops/<int:stop_id>/call", views_live.create_call, name="create_call"),
    path("mishap", views_mishap.show_mishap, name="mishap"),
    path("mishap/writing", views_mishap.create_mishap, name="create_mishap"),
    path("order", views_reorder.show_order, name="order"),
    path("depots/<int:depot_id>/order", views_reorder.create_order, name="create_order"),
    path("trucks/<int:vehicle_id>/return", views_mishap.create_return, name="create_return"),
    path("stops/<int:stop_id>/window", views_live.create_move, name="create_window"),
]
