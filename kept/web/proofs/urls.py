"""Addresses of the page that verifies, and of what we publish: our keys, the newest checkpoint."""

from __future__ import annotations

from django.urls import path

from kept.web.proofs import views

app_name = "proofs"
urlpatterns = [
    path("", views.show, name="show"),
    path("page.html", views.download, name="download"),
    path("keys", views.show_keys, name="keys"),
    path("checkpoint", views.show_checkpoint, name="checkpoint"),
]
