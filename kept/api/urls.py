"""Addresses of the API. They need a key and no log-in, so the pages' log-in stays out; nothing is cached."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache

from kept.api.v1 import api

patterns, application, namespace = api.urls


def _for_programs(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        pattern.callback = login_not_required(never_cache(pattern.callback))
    return pattern


urlpatterns = [
    path("v1/", ([_for_programs(each) for each in patterns], application, namespace)),
]
