"""Background work on both databases: what is queued is leased, run, and finished once."""
