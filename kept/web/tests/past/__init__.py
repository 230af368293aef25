"""What was imported, and its papers."""
