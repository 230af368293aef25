"""Addresses of the API. They need a key and no log-in, so the pages' log-in stays out of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path

from kept.api.v1 import api

patterns, app_name, namespace = api.urls


def _without_log_in(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        pattern.callback = login_not_required(pattern.callback)
    return pattern


urlpatterns = [
    path("v1/", ([_without_log_in(each) for each in patterns], app_name, namespace)),
]
