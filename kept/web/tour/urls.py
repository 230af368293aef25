"""Addresses of the tour."""

from __future__ import annotations

from django.urls import path

from kept.web.tour import views

app_name = "tour"
urlpatterns = [
    path("", views.show, name="show"),
    path("tour/answer", views.judge, name="judge"),
    path("tour/enter", views.enter, name="enter"),
    path("tour/parts", views.show_parts, name="parts"),
]
