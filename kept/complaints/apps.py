"""Claims, evidence, verdicts, remedies, ratings, and the brief."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "kept.complaints"
    label = "complaints"
