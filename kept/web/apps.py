"""The pages: desk, portal, driver, dispatch, tour."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kept.web"
    label = "web"
