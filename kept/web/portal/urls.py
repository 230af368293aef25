"""Addresses of the customer's pages. Each carries its signed, expiring token; none needs an account."""

from __future__ import annotations

from django.urls import path

from kept.web.portal import views

app_name = "portal"

urlpatterns = [
    path("window/<str:token>", views.show_window, name="window"),
    path("window/<str:token>/choice", views.create_choice, name="create_choice"),
    path("promise/<str:token>", views.show_promise, name="promise"),
    path("promise/<str:token>/release", views.create_release, name="create_release"),
]
