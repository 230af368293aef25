"""Addresses of the house: /house/."""

from __future__ import annotations

from django.urls import path

from kept.web.house import views

app_name = "house"
urlpatterns = [
    path("", views.show, name="show"),
    path("open/<str:token>/", views.found, name="found"),
    path("staff/", views.create_staff, name="staff"),
    path("policies/", views.create_version, name="policies"),
    path("trucks/", views.create_truck, name="trucks"),
    path("plans/", views.create_plan, name="plans"),
]
