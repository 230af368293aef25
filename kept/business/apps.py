"""Who we are: the location, its calendar, teams, staff, roles and permissions."""

from django.apps import AppConfig


class BusinessConfig(AppConfig):
    name = "kept.business"
    label = "business"
