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
from kept.deliveries.actions.road import Tap, UnlikelyTap, finish, mark_arrival, mark_missed
from kept.deliveries.actions.setup import add_vehicle, assign_driver, open_depot
from kept.deliveries.actions.taking_on import place, take_on

__all__ = [
    "NoLongerFree",
    "NotBookable",
    "Tap",
    "UnlikelyTap",
    "accept",
    "add_vehicle",
    "assign_driver",
    "book",
    "cancel",
    "finish",
    "forget",
    "mark_arrival",
    "mark_missed",
    "open_depot",
    "place",
    "reschedule",
    "take_on",
]
