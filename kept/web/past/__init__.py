"""The past: what was imported, and its papers."""
