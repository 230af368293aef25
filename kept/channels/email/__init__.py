"""Mail: bytes to letters, and outbox rows to SMTP."""
