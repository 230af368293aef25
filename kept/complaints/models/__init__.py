"""Complaints with their claims, what was found and decided on each, remedies, letters, and ratings."""

from kept.complaints.models.deciding import Finding, Review, SecondLook, SteppedBack, Verdict
from kept.complaints.models.hearing import Hearing
from kept.complaints.models.mending import Letter, Remedy, WrongWord
from kept.complaints.models.rating import Rating
from kept.complaints.models.saying import Answer, Claim, Complaint, Reliance, Reopening

__all__ = [
    "Answer",
    "Claim",
    "Complaint",
    "Finding",
    "Hearing",
    "Letter",
    "Rating",
    "Reliance",
    "Remedy",
    "Reopening",
    "Review",
    "SecondLook",
    "SteppedBack",
    "Verdict",
    "WrongWord",
]
