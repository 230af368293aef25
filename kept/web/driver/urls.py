"""Addresses of the driver's pages, and of the taps that a dispatcher looks at."""

from __future__ import annotations

from django.urls import path

from kept.web.driver import views, views_taps

app_name = "driver"
urlpatterns = [
    path("", views.show_route, name="route"),
    path("stops/<int:stop_id>", views.show_stop, name="stop"),
    path("stops/<int:stop_id>/arrival", views.create_arrival, name="create_arrival"),
    path("stops/<int:stop_id>/visit", views.create_visit, name="create_visit"),
    path("worker.js", views_taps.show_worker, name="worker"),
    path("who", views_taps.show_who, name="who"),
    path("taps", views_taps.create_tap, name="create_tap"),
    path("taps/loose", views_taps.list_taps, name="taps"),
    path("taps/<int:tap_id>/taking", views_taps.create_taking, name="create_taking"),
    path("taps/<int:tap_id>/settling", views_taps.create_settling, name="create_settling"),
    path("proofs/<int:proof_id>", views_taps.show_proof, name="proof"),
]
