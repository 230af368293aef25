"""Joining on the public page."""
