"""The append-only record underneath: entries, and their payloads stored apart."""
