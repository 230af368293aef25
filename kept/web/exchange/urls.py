"""Addresses of files that come in and go out, and of the keys of other programs."""

from __future__ import annotations

from django.urls import path

from kept.web.exchange import views_files, views_keys

app_name = "exchange"

urlpatterns = [
    path("house/files", views_files.show_files, name="files"),
    path("house/files/orders", views_files.create_orders, name="create_orders"),
    path("house/files/arrivals", views_files.create_arrivals, name="create_arrivals"),
    path(
        "dispatch/depots/<int:depot_id>/<str:on>/routes.csv", views_files.download_routes, name="routes_csv"
    ),
    path("house/programs", views_keys.list_programs, name="programs"),
    path("house/programs/new", views_keys.create_program, name="create_program"),
    path("house/programs/<int:software_id>/revoked", views_keys.create_revocation, name="create_revocation"),
]
