"""Joining, being charged and paying, and the way out: one file per part of it."""

from kept.memberships.actions.agree import (
    Agreed,
    Asker,
    ask_to_join,
    confirmed,
    forget_unconfirmed,
    letter_queued,
)
from kept.memberships.actions.forgetting import forget
from kept.memberships.actions.join import (
    Joining,
    PlanDraft,
    charge_period,
    freeze,
    join,
    make_plan,
    record_payment,
)
from kept.memberships.actions.leave import (
    Asked,
    Choice,
    ask_to_leave,
    confirm,
    show_money,
)
from kept.memberships.actions.recall import Recalled, recall
from kept.memberships.actions.settle import pay_back, receipt_queued, receipt_sent
from kept.memberships.actions.stay import show_offer, undo

__all__ = [
    "Agreed",
    "Asked",
    "Asker",
    "Choice",
    "Joining",
    "PlanDraft",
    "Recalled",
    "ask_to_join",
    "ask_to_leave",
    "charge_period",
    "confirm",
    "confirmed",
    "forget",
    "forget_unconfirmed",
    "freeze",
    "join",
    "letter_queued",
    "make_plan",
    "pay_back",
    "recall",
    "receipt_queued",
    "receipt_sent",
    "record_payment",
    "show_money",
    "show_offer",
    "undo",
]
