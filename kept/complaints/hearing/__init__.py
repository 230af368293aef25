"""From words to claims: what a message complains of, each claim with its sentence and what made it."""

from kept.complaints.hearing.hear import Complaining, Proposed, claims, complains

__all__ = ["Complaining", "Proposed", "claims", "complains"]
