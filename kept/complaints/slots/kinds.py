"""Which evidence decides a claim: one function per claim kind (DOMAIN §6, "deciding evidence")."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kept.complaints.fields import ClaimKind
from kept.complaints.slots import blocks, dealings
from kept.complaints.slots.blocks import decided
from kept.complaints.slots.held import About
from kept.complaints.slots.slot import Slot
from kept.promises.owed import Kind

Slots = tuple[Slot, ...]
Block = Callable[[About], Slot]

arrival = decided("arrival", Kind.DELIVERY_WINDOW)
refund = decided("refund", Kind.REFUND)
reply = decided("reply", Kind.REPLY)
remedy = decided("remedy", Kind.REMEDY)


def _fill(about: About, *needed: Block) -> Slots:
    return tuple(block(about) for block in needed)


def late(about: About) -> Slots:
    return _fill(
        about, blocks.promised, blocks.told, arrival, blocks.place, blocks.photo, blocks.signature,
        blocks.contact_attempts,
    )  # fmt: skip


def missed(about: About) -> Slots:
    return _fill(
        about, blocks.promised, arrival, blocks.visit, blocks.place, blocks.photo, blocks.contact_attempts
    )


def wished_window_refused(about: About) -> Slots:
    return _fill(about, blocks.wish, blocks.promised, blocks.told)


def not_delivered(about: About) -> Slots:
    return _fill(
        about, blocks.promised, arrival, blocks.visit, blocks.place, blocks.photo_of_handing_over,
        blocks.signature, blocks.contact_attempts,
    )  # fmt: skip


def damaged(about: About) -> Slots:
    return _fill(about, blocks.promised, arrival, blocks.inspection, blocks.photo, blocks.signature)


def cancellation_refused(about: About) -> Slots:
    return _fill(
        about, dealings.asked, dealings.hand_overs, dealings.offers, dealings.confirmed, dealings.receipt,
        blocks.promised, refund,
    )  # fmt: skip


def cancellation_ignored(about: About) -> Slots:
    return _fill(
        about, dealings.asked, dealings.confirmed, dealings.receipt, blocks.promised, dealings.charges, refund
    )


def fee_disputed(about: About) -> Slots:
    return _fill(about, blocks.told, dealings.consent, dealings.attempt, dealings.charges, dealings.payments)


def unexpected_renewal(about: About) -> Slots:
    return _fill(about, dealings.consent, blocks.told, dealings.charges, dealings.asked, dealings.payments)


def wrong_freeze(about: About) -> Slots:
    return _fill(about, dealings.freeze, blocks.promised, dealings.charges, dealings.payments)


def pressed_to_stay(about: About) -> Slots:
    return _fill(
        about, dealings.asked, dealings.offers, dealings.hand_overs, dealings.confirmed, dealings.transcript
    )


def wrong_amount(about: About) -> Slots:
    return _fill(about, dealings.invoice, blocks.promised, dealings.charges, dealings.payments, refund)


def charged_twice(about: About) -> Slots:
    return _fill(about, dealings.charges, dealings.payments, dealings.invoice, refund)


def not_agreed(about: About) -> Slots:
    return _fill(
        about,
        dealings.consent,
        blocks.told,
        dealings.attempt,
        dealings.charges,
        dealings.invoice,
        dealings.payments,
    )


def refund_late(about: About) -> Slots:
    return _fill(about, blocks.promised, refund, dealings.payments)


def rude(about: About) -> Slots:
    return _fill(about, dealings.transcript, dealings.hand_overs)


def ignored(about: About) -> Slots:
    return _fill(
        about, dealings.contact_log, dealings.transcript, blocks.promised, reply, blocks.contact_attempts,
        dealings.hand_overs,
    )  # fmt: skip


def pressured(about: About) -> Slots:
    return _fill(
        about, dealings.transcript, dealings.asked, dealings.offers, dealings.hand_overs, dealings.confirmed
    )


def wrong_information(about: About) -> Slots:
    return _fill(about, dealings.statement, dealings.transcript, blocks.told, remedy)


def not_as_described(about: About) -> Slots:
    return _fill(about, dealings.description, blocks.inspection, blocks.photo, blocks.promised, remedy)


def defective(about: About) -> Slots:
    return _fill(about, blocks.inspection, blocks.photo, dealings.description, blocks.promised, remedy)


def worn(about: About) -> Slots:
    return _fill(about, blocks.inspection, blocks.photo, dealings.description, blocks.promised)


def unreachable(about: About) -> Slots:
    return _fill(about, dealings.contact_log, blocks.promised, reply, blocks.contact_attempts)


def no_call_back(about: About) -> Slots:
    return _fill(about, blocks.promised, blocks.contact_attempts, dealings.contact_log)


SLOTS: Mapping[ClaimKind, Callable[[About], Slots]] = MappingProxyType({
    "delivery.late": late,
    "delivery.missed": missed,
    "delivery.wished_window_refused": wished_window_refused,
    "delivery.not_delivered": not_delivered,
    "delivery.damaged": damaged,
    "membership.cancellation_refused": cancellation_refused,
    "membership.cancellation_ignored": cancellation_ignored,
    "membership.fee_disputed": fee_disputed,
    "membership.unexpected_renewal": unexpected_renewal,
    "membership.wrong_freeze": wrong_freeze,
    "membership.pressured": pressed_to_stay,
    "billing.wrong_amount": wrong_amount,
    "billing.charged_twice": charged_twice,
    "billing.not_agreed": not_agreed,
    "billing.refund_late": refund_late,
    "conduct.rude": rude,
    "conduct.ignored": ignored,
    "conduct.pressured": pressured,
    "conduct.wrong_information": wrong_information,
    "product.not_as_described": not_as_described,
    "product.defective": defective,
    "product.worn": worn,
    "access.unreachable": unreachable,
    "access.no_call_back": no_call_back,
})  # fmt: skip
