"""Addresses of ratings: the customer's page under a signed link, and one rating at the desk."""

from __future__ import annotations

from django.urls import path

from kept.desk.rate import PATH
from kept.web.ratings import views

app_name = "ratings"

urlpatterns = [
    path("desk/ratings/<int:rating_id>", views.show_rating, name="rating"),
    path(f"{PATH}/<str:token>", views.show_rate, name="rate"),
    path(f"{PATH}/<str:token>/stars", views.create_rating, name="create"),
]
