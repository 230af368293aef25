"""Saying where an address lies: suggestions, and a person who confirms one."""
