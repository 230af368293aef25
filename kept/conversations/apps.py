"""Conversations, matters, messages, notes, hand-overs, search."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "kept.conversations"
    label = "conversations"
