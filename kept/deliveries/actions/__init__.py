"""Writing deliveries: setting up, taking on, booking, and what happened at the door."""

from kept.deliveries.actions.booking import (
    NoLongerFree,
    NotBookable,
    accept,
    book,
    cancel,
    reschedule,
)
from kept.deliveries.actions.forgetting import forget
from kept.deliveries.actions.proofs import NoProof, Seen, keep_proof
from kept.deliveries.actions.road import Tap, UnlikelyTap, finish, mark_arrival, mark_missed
from kept.deliveries.actions.setup import add_vehicle, assign_driver, open_depot
from kept.deliveries.actions.taking_on import place, take_on
from kept.deliveries.actions.taps import lead_astray, lock_tap, refuse_tap, settle_tap, store_tap, take_tap

__all__ = [
    "NoLongerFree",
    "NoProof",
    "NotBookable",
    "Seen",
    "Tap",
    "UnlikelyTap",
    "accept",
    "add_vehicle",
    "assign_driver",
    "book",
    "cancel",
    "finish",
    "forget",
    "keep_proof",
    "lead_astray",
    "lock_tap",
    "mark_arrival",
    "mark_missed",
    "open_depot",
    "place",
    "refuse_tap",
    "reschedule",
    "settle_tap",
    "store_tap",
    "take_on",
    "take_tap",
]
