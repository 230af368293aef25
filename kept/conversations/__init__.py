"""Conversations, matters, messages, notes, hand-overs, search."""
