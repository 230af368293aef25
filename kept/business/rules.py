"""Who may do what: the roles, the rights, and the one table that joins them."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    REPRESENTATIVE = "representative"
    DISPATCHER = "dispatcher"
    DRIVER = "driver"
    MANAGER = "manager"
    OWNER = "owner"


class Right(StrEnum):
    """What a page, a query or an action asks for before it shows or does anything."""

    READ_CONVERSATIONS = "conversations.read"
    WRITE_CONVERSATIONS = "conversations.write"
    READ_CUSTOMERS = "customers.read"
    WRITE_CUSTOMERS = "customers.write"
    ERASE_CUSTOMERS = "customers.erase"
    READ_PROMISES = "promises.read"
    MAKE_PROMISES = "promises.make"
    READ_POLICIES = "policies.read"
    WRITE_POLICIES = "policies.write"
    READ_ORDERS = "orders.read"
    IMPORT_ORDERS = "orders.import"
    BOOK_DELIVERIES = "deliveries.book"
    PLAN_DELIVERIES = "deliveries.plan"
    READ_ROUTES = "deliveries.routes"
    RECORD_ARRIVALS = "deliveries.arrivals"
    DRIVE = "deliveries.drive"
    READ_MEMBERSHIPS = "memberships.read"
    SELL_MEMBERSHIPS = "memberships.sell"
    CANCEL_MEMBERSHIPS = "memberships.cancel"
    DECIDE_COMPLAINTS = "complaints.decide"
    CONFIRM_AS_SECOND = "complaints.second"
    PAY_OUT = "money.pay_out"
    READ_LEDGER = "ledger.read"
    READ_SCORECARDS = "scorecards.read"
    MANAGE_STAFF = "staff.manage"


_AT_THE_DESK = frozenset(
    {
        Right.READ_CONVERSATIONS,
        Right.WRITE_CONVERSATIONS,
        Right.READ_CUSTOMERS,
        Right.WRITE_CUSTOMERS,
        Right.READ_PROMISES,
        Right.MAKE_PROMISES,
        Right.READ_POLICIES,
        Right.READ_ORDERS,
        Right.BOOK_DELIVERIES,
        Right.READ_MEMBERSHIPS,
        Right.SELL_MEMBERSHIPS,
        Right.CANCEL_MEMBERSHIPS,
        Right.DECIDE_COMPLAINTS,
        Right.READ_LEDGER,
    }
)

TABLE: dict[Role, frozenset[Right]] = {
    Role.REPRESENTATIVE: _AT_THE_DESK,
    Role.DISPATCHER: frozenset(
        {
            Right.READ_CONVERSATIONS,
            Right.READ_CUSTOMERS,
            Right.READ_PROMISES,
            Right.READ_POLICIES,
            Right.READ_ORDERS,
            Right.IMPORT_ORDERS,
            Right.BOOK_DELIVERIES,
            Right.PLAN_DELIVERIES,
            Right.READ_ROUTES,
            Right.RECORD_ARRIVALS,
        }
    ),
    Role.DRIVER: frozenset({Right.DRIVE}),
    Role.MANAGER: _AT_THE_DESK
    | {
        Right.ERASE_CUSTOMERS,
        Right.WRITE_POLICIES,
        Right.IMPORT_ORDERS,
        Right.PLAN_DELIVERIES,
        Right.READ_ROUTES,
        Right.RECORD_ARRIVALS,
        Right.CONFIRM_AS_SECOND,
        Right.PAY_OUT,
        Right.READ_SCORECARDS,
    },
    Role.OWNER: frozenset(Right) - {Right.DRIVE},
}

FOR_SOFTWARE = (Right.IMPORT_ORDERS, Right.BOOK_DELIVERIES, Right.READ_ROUTES, Right.RECORD_ARRIVALS)
"""All that another program may be given: it never decides, and reads no conversation."""


class Entitled(Protocol):
    """Whoever has rights: one of the staff, or a program with a key."""

    def may(self, right: Right) -> bool: ...


def may(role: str, right: Right) -> bool:
    """Whether this role has this right. An unknown role has none."""
    return role in TABLE and right in TABLE[Role(role)]
