"""Addresses of the pages on which somebody says where an address lies."""

from __future__ import annotations

from django.urls import path

from kept.web.addresses import views

app_name = "addresses"

urlpatterns = [
    path("deliveries/<int:delivery_id>/place", views.show_place, name="place"),
    path("deliveries/<int:delivery_id>/place/suggestions", views.list_suggestions, name="suggestions"),
    path("deliveries/<int:delivery_id>/place/confirmed", views.create_place, name="create_place"),
]
