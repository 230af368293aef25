"""What is to be sent, to whom, over what; its state."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "kept.outbox"
    label = "outbox"
