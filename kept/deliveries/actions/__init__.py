"""Writing deliveries: setting up, taking on, booking, planning, and what happened at the door."""

from kept.deliveries.actions.booking import (
    NoLongerFree,
    NotBookable,
    accept,
    book,
    cancel,
    reschedule,
)
from kept.deliveries.actions.closing import AlreadyDriving, cut_off, publish, reopen
from kept.deliveries.actions.forgetting import forget
from kept.deliveries.actions.mishaps import (
    NotLate,
    assign_driver_for_day,
    delay_vehicle,
    lose_vehicle,
    return_vehicle,
)
from kept.deliveries.actions.planning import WouldBreak, adopt, hold, move_stop, pin
from kept.deliveries.actions.proofs import NoProof, Seen, keep_proof
from kept.deliveries.actions.road import Tap, UnlikelyTap, finish, mark_arrival, mark_missed
from kept.deliveries.actions.searching import LONGER, calm, having_room, improve
from kept.deliveries.actions.setup import (
    Hours,
    StillPromised,
    add_vehicle,
    assign_driver,
    change_depot,
    change_vehicle,
    open_depot,
    retire_vehicle,
)
from kept.deliveries.actions.taking_on import AlreadyOnItsWay, place, serve_from, take_on
from kept.deliveries.actions.taps import lead_astray, lock_tap, refuse_tap, settle_tap, store_tap, take_tap

__all__ = [
    "LONGER",
    "AlreadyDriving",
    "AlreadyOnItsWay",
    "Hours",
    "NoLongerFree",
    "NoProof",
    "NotBookable",
    "NotLate",
    "Seen",
    "StillPromised",
    "Tap",
    "UnlikelyTap",
    "WouldBreak",
    "accept",
    "add_vehicle",
    "adopt",
    "assign_driver",
    "assign_driver_for_day",
    "book",
    "calm",
    "cancel",
    "change_depot",
    "change_vehicle",
    "cut_off",
    "delay_vehicle",
    "finish",
    "forget",
    "having_room",
    "hold",
    "improve",
    "keep_proof",
    "lead_astray",
    "lock_tap",
    "lose_vehicle",
    "mark_arrival",
    "mark_missed",
    "move_stop",
    "open_depot",
    "pin",
    "place",
    "publish",
    "refuse_tap",
    "reopen",
    "reschedule",
    "retire_vehicle",
    "return_vehicle",
    "serve_from",
    "settle_tap",
    "store_tap",
    "take_on",
    "take_tap",
]
