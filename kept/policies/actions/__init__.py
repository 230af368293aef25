"""Publishing policies, telling them, and the one way in which a term may be held against a customer."""

from kept.policies.actions.apply import apply_term
from kept.policies.actions.publish import Draft, NotPublishable, TermDraft, publish, write
from kept.policies.actions.tell import GradeOnlyRises, Telling, raise_grade, tell

__all__ = [
    "Draft",
    "GradeOnlyRises",
    "NotPublishable",
    "Telling",
    "TermDraft",
    "apply_term",
    "publish",
    "raise_grade",
    "tell",
    "write",
]
