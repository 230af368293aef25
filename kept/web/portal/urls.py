"""Addresses of the customer's pages. Each carries its signed, expiring token; none needs an account."""

from __future__ import annotations

from django.urls import path

from kept.web.portal import views, views_told, views_track, views_window

app_name = "portal"

urlpatterns = [
    path("window/<str:token>", views_window.show_window, name="window"),
    path("window/<str:token>/choice", views_window.create_choice, name="create_choice"),
    path("window/<str:token>/wish", views_window.create_wish, name="create_wish"),
    path("window/<str:token>/call", views_window.create_call, name="create_call"),
    path("window/<str:token>/answer", views_window.answer_question, name="answer_question"),
    path("window/<str:token>/calendar.ics", views_window.download_calendar, name="calendar"),
    path("track/<str:token>", views_track.show_track, name="track"),
    path("track/<str:token>/proofs/<int:proof_id>", views_track.show_proof, name="track_proof"),
    path("promise/<str:token>", views.show_promise, name="promise"),
    path("promise/<str:token>/release", views.create_release, name="create_release"),
    path("told/<str:token>", views_told.show_told, name="told"),
    path("told/<str:token>/opening", views_told.create_opening, name="create_opening"),
    path("told/<str:token>/reading", views_told.create_reading, name="create_reading"),
    path("told/<str:token>/answer", views_told.create_answer, name="create_answer"),
    path("told/<str:token>/receipt", views_told.create_receipt, name="create_receipt"),
    path("told/<str:token>/papers/<int:paper_id>", views_told.download_paper, name="paper"),
    path("told/<str:token>/invoices/<int:invoice_id>", views_told.download_invoice, name="invoice"),
]
