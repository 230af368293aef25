"""Addresses of the scorecards: the six, their rows, perception, policies, reports, and their files."""

from __future__ import annotations

from django.urls import path

from kept.web.scorecards import views, views_files, views_perception, views_reports

app_name = "scorecards"

urlpatterns = [
    path("desk/scorecards", views.show_scorecard, name="show"),
    path("desk/scorecards/figures.csv", views_files.download_figures, name="figures_file"),
    path("desk/scorecards/perception", views_perception.show_perception, name="perception"),
    path("desk/scorecards/perception.csv", views_perception.download_perception, name="perception_file"),
    path("desk/scorecards/perception/<slug:corner>", views_perception.show_corner, name="corner"),
    path("desk/scorecards/policies/<slug:slug>", views_perception.show_policy, name="policy"),
    path("desk/scorecards/policies/<slug:slug>/told/<slug:medium>", views_perception.show_told, name="told"),
    path("desk/scorecards/reports", views_reports.list_reports, name="reports"),
    path("desk/scorecards/reports/<int:report_id>", views_reports.download_report, name="report"),
    path("desk/scorecards/<slug:name>", views.show_rows, name="rows"),
    path("desk/scorecards/<slug:name>.csv", views_files.download_rows, name="rows_file"),
    path("desk/tallies/<slug:name>", views.show_tally, name="tally"),
]
