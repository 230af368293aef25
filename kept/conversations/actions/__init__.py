"""Writing conversations, matters, and what came in: the only code that does."""

from kept.conversations.actions.forgetting import forget
from kept.conversations.actions.matters import Subject, settle, touch
from kept.conversations.actions.messages import NothingSaid, Words, add_message, keep_draft, note
from kept.conversations.actions.raw import empty, give_outcome, store_raw
from kept.conversations.actions.states import (
    AlreadyClosed,
    NoReason,
    NotClosed,
    NowhereToGo,
    Pass,
    assign,
    close,
    end_call,
    hand_over,
    reopen,
    start,
    wait,
)

__all__ = [
    "AlreadyClosed",
    "NoReason",
    "NotClosed",
    "NothingSaid",
    "NowhereToGo",
    "Pass",
    "Subject",
    "Words",
    "add_message",
    "assign",
    "close",
    "empty",
    "end_call",
    "forget",
    "give_outcome",
    "hand_over",
    "keep_draft",
    "note",
    "reopen",
    "settle",
    "start",
    "store_raw",
    "touch",
    "wait",
]
