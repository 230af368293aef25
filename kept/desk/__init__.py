"""Moves that span contexts: a few functions, no tables, no decisions."""
