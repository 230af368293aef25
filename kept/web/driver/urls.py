"""Addresses of the driver's pages."""

from __future__ import annotations

from django.urls import path

from kept.web.driver import views

app_name = "driver"
urlpatterns = [
    path("", views.show_route, name="route"),
    path("stops/<int:stop_id>", views.show_stop, name="stop"),
    path("stops/<int:stop_id>/arrival", views.create_arrival, name="create_arrival"),
    path("stops/<int:stop_id>/visit", views.create_visit, name="create_visit"),
]
