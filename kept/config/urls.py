"""All addresses: they stand in kept.web.urls; nothing else answers."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("kept.web.urls"))]
