"""What we owe one customer: made, due, kept, broken, released, replaced."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "kept.promises"
    label = "promises"
