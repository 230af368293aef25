"""Kept: what was promised, what was told, and what then happened."""

__version__ = "0.1.0"
