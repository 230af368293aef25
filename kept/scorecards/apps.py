"""The six characteristics, counted from records."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "kept.scorecards"
    label = "scorecards"
