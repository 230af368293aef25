"""People and their identities."""
