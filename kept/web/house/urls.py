"""Addresses of the house: /house/."""

from __future__ import annotations

from django.urls import path

from kept.web.house import views, views_change, views_trucks

app_name = "house"
urlpatterns = [
    path("", views.show, name="show"),
    path("open/<str:token>/", views.found, name="found"),
    path("staff/", views.create_staff, name="staff"),
    path("staff/<int:staff_id>/", views_change.show_staff, name="person"),
    path("staff/<int:staff_id>/password/", views_change.create_password, name="password"),
    path("staff/<int:staff_id>/end/", views_change.create_end, name="end"),
    path("location/", views_change.change_location, name="location"),
    path("trucks/", views.create_truck, name="trucks"),
    path("trucks/<int:vehicle_id>/", views_trucks.change_truck, name="truck"),
    path("trucks/<int:vehicle_id>/retirement/", views_trucks.create_retirement, name="retirement"),
    path("depots/", views_trucks.create_depot, name="depots"),
    path("depots/<int:depot_id>/", views_trucks.change_depot, name="depot"),
    path("plans/", views.create_plan, name="plans"),
]
