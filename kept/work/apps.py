"""Background work on both databases: tasks leased, run, and finished once."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "kept.work"
    label = "work"
