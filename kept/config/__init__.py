"""Settings, addresses, and the one list of timed work."""
