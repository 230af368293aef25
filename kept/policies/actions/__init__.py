"""Publishing policies, telling them, and the one way in which a term may be held against a customer."""

from kept.policies.actions.apply import apply_term
from kept.policies.actions.check import NoSuchAnswer, answer_check
from kept.policies.actions.forgetting import forget
from kept.policies.actions.manuscript import (
    begin_manuscript,
    drop_manuscript,
    keep_manuscript,
    publish_manuscript,
)
from kept.policies.actions.publish import (
    CheckDraft,
    Draft,
    NameTaken,
    NotPublishable,
    TermDraft,
    publish,
    write,
)
from kept.policies.actions.recall import recall
from kept.policies.actions.tell import GradeOnlyRises, Telling, raise_grade, tell

__all__ = [
    "CheckDraft",
    "Draft",
    "GradeOnlyRises",
    "NameTaken",
    "NoSuchAnswer",
    "NotPublishable",
    "Telling",
    "TermDraft",
    "answer_check",
    "apply_term",
    "begin_manuscript",
    "drop_manuscript",
    "forget",
    "keep_manuscript",
    "publish",
    "publish_manuscript",
    "raise_grade",
    "recall",
    "tell",
    "write",
]
