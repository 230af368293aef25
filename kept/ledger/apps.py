"""The append-only record underneath: entries, and their payloads stored apart."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kept.ledger"
    label = "ledger"
