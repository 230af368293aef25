"""Addresses of the scorecard: the six, the rows behind each, and how people were let go."""

from __future__ import annotations

from django.urls import path

from kept.web.scorecards import views

app_name = "scorecards"

urlpatterns = [
    path("desk/scorecards", views.show_scorecard, name="show"),
    path("desk/scorecards/<slug:name>", views.show_rows, name="rows"),
    path("desk/tallies/<slug:name>", views.show_tally, name="tally"),
]
