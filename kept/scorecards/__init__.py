"""The six characteristics, counted from records."""
