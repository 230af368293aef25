"""All addresses: pages for people, and the API for other programs; nothing else answers."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("api/", include("kept.api.urls")), path("", include("kept.web.urls"))]
