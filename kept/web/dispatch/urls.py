"""Addresses of the dispatcher's pages."""

from __future__ import annotations

from django.urls import include, path

from kept.web.dispatch import views, views_days, views_improving, views_moves, views_sheets

app_name = "dispatch"
DAY = "depots/<int:depot_id>/<str:on>"
urlpatterns = [
    path("", views.show_board, name="board"),
    path("today/", include("kept.web.dispatch.urls_live")),
    path("deliveries/<int:delivery_id>/place", views.create_place, name="create_place"),
    path("deliveries/<int:delivery_id>/suggestions", views.show_suggestions, name="suggestions"),
    path("stops/<int:stop_id>/missed", views.create_missed, name="create_missed"),
    path("stops/<int:stop_id>/try", views_moves.show_try, name="try"),
    path("stops/<int:stop_id>/places", views_moves.show_places, name="places"),
    path("stops/<int:stop_id>/move", views_moves.create_move, name="create_move"),
    path("stops/<int:stop_id>/pin", views_moves.create_pin, name="create_pin"),
    path(f"{DAY}/sheets", views_sheets.show_sheets, name="sheets"),
    path(f"{DAY}/cut-off", views_days.create_cut_off, name="create_cut_off"),
    path(f"{DAY}/publishing", views_days.create_publishing, name="create_publishing"),
    path(f"{DAY}/reopening", views_days.create_reopening, name="create_reopening"),
    path(f"{DAY}/improvement", views_improving.create_improvement, name="create_improvement"),
    path(f"{DAY}/improvement/<str:job>", views_improving.show_improvement, name="improvement"),
    path(f"{DAY}/trucks/<int:vehicle_id>/hold", views_days.create_hold, name="create_hold"),
    path(f"{DAY}/trucks/<int:vehicle_id>/driver", views_days.create_driver, name="create_driver"),
]
