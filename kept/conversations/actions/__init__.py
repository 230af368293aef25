"""Writing conversations, matters, and what came in: the only code that does."""

from kept.conversations.actions.forgetting import forget
from kept.conversations.actions.insults import (
    MOMENT,
    AlreadyAnswered,
    StillTheirs,
    come_back,
    end_by_rule,
    hand_over_by_rule,
    note_insult,
    take_a_moment,
)
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
    "MOMENT",
    "AlreadyAnswered",
    "AlreadyClosed",
    "NoReason",
    "NotClosed",
    "NothingSaid",
    "NowhereToGo",
    "Pass",
    "StillTheirs",
    "Subject",
    "Words",
    "add_message",
    "assign",
    "close",
    "come_back",
    "empty",
    "end_by_rule",
    "end_call",
    "forget",
    "give_outcome",
    "hand_over",
    "hand_over_by_rule",
    "keep_draft",
    "note",
    "note_insult",
    "reopen",
    "settle",
    "start",
    "store_raw",
    "take_a_moment",
    "touch",
    "wait",
]
