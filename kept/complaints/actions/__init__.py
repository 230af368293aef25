"""Everything that is done about a complaint: opened, judged, decided, answered, made good, rated."""

from kept.complaints.actions.answering import answer_once, ask_review, review
from kept.complaints.actions.closing import agree, close_without_finding, reopen, withdraw
from kept.complaints.actions.deciding import (
    confirm,
    decide_conduct,
    overrule,
    second,
    settle_waited,
)
from kept.complaints.actions.forgetting import forget
from kept.complaints.actions.hearing import answer_proposals
from kept.complaints.actions.honouring import Loss, honour, honour_message
from kept.complaints.actions.looking import NotEveryClaim, look, step_back
from kept.complaints.actions.mending import Mending, promise_remedy
from kept.complaints.actions.opening import (
    ClaimMade,
    Resting,
    Said,
    add_claim,
    change_claim,
    open_complaint,
    withdraw_claim,
)
from kept.complaints.actions.owing import put_off
from kept.complaints.actions.proposing import propose
from kept.complaints.actions.rating import rate
from kept.complaints.actions.writing import draft_letter, edit_letter, letter_left

__all__ = [
    "ClaimMade",
    "Loss",
    "Mending",
    "NotEveryClaim",
    "Resting",
    "Said",
    "add_claim",
    "agree",
    "answer_once",
    "answer_proposals",
    "ask_review",
    "change_claim",
    "close_without_finding",
    "confirm",
    "decide_conduct",
    "draft_letter",
    "edit_letter",
    "forget",
    "honour",
    "honour_message",
    "letter_left",
    "look",
    "open_complaint",
    "overrule",
    "promise_remedy",
    "propose",
    "put_off",
    "rate",
    "reopen",
    "review",
    "second",
    "settle_waited",
    "step_back",
    "withdraw",
    "withdraw_claim",
]
