"""Background work on both databases: tasks leased, run, and finished once."""
