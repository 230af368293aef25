"""What a shop could try with a restored backup, and what an honest one meets after it."""

from __future__ import annotations

from kept.ledger import examples
from kept.ledger.examples import HOUR, MONDAY, sofa_shop, wording
from kept.ledger.tests.attacks import CASES, OURS, Held, case, honest, old_receipt, rewritten

__all__ = ["CASES"]


@case
def a_restore_that_was_said_aloud() -> Held:
    book = sofa_shop()
    lost = book.receipt(5, at=MONDAY + 74 * HOUR, name="lost")
    book.restore(5, MONDAY + 80 * HOUR)
    book.record("rating.given", at=MONDAY + 81 * HOUR, by="customer:3", stars=2)
    new = book.receipt(1, 5, at=MONDAY + 82 * HOUR, words=[wording()], name="new")
    return Held((lost, new), pinned=(OURS,))


@case
def a_rewriting_presented_as_a_restore() -> Held:
    book = sofa_shop()
    lost = book.receipt(3, at=MONDAY + 74 * HOUR, words=[wording()], name="lost")
    again = book.entries[3:]
    book.restore(3, MONDAY + 80 * HOUR)
    for each in again:
        book.record(each.kind, at=each.at, **{**(each.payload or {}), "by": "staff:9"})
    new = book.receipt(3, at=MONDAY + 82 * HOUR, words=[wording()], name="new")
    return Held((lost, new), frozenset({"rewritten_as_restore"}), pinned=(OURS,))


@case
def a_restore_that_does_not_reach_far_enough() -> Held:
    book = sofa_shop()
    held = book.receipt(6, at=MONDAY + 74 * HOUR, name="held")
    book.checkpoints.pop()
    book.restore(5, MONDAY + 80 * HOUR)
    new = book.receipt(1, at=MONDAY + 82 * HOUR, words=[wording()], name="new")
    return Held((held, new), frozenset({"fork_hides"}), pinned=(OURS,))


@case
def a_restore_that_keeps_what_never_was() -> Held:
    old, _ = old_receipt()
    book = rewritten(by="staff:9")
    book.publish(MONDAY + 74 * HOUR)
    book.restore(6, MONDAY + 80 * HOUR)
    new = book.receipt(1, at=MONDAY + 82 * HOUR, words=[wording()], name="new")
    return Held((old, new), frozenset({"two_entries", "parts_differ"}), pinned=(OURS,))


@case
def a_restore_notice_that_nobody_signed() -> Held:
    book = sofa_shop()
    book.publish(MONDAY + 74 * HOUR)
    book.restore(5, MONDAY + 80 * HOUR)
    book.forks[0] = book.forks[0].replace("The disk broke.", "The disk burned.")
    return Held((honest(book, after=82),), frozenset({"fork_broken"}))


@case
def an_old_paper_and_a_list_that_goes_on_under_the_next_key() -> Held:
    old, _ = old_receipt()
    book = sofa_shop()
    book.rotate(MONDAY + 74 * HOUR)
    book.publish(MONDAY + 75 * HOUR)
    return Held((old,), witness=tuple(book.checkpoints))


@case
def a_restore_that_only_the_list_of_checkpoints_tells() -> Held:
    book = sofa_shop()
    old = book.receipt(6, at=MONDAY + 74 * HOUR, name="old")
    book.restore(5, MONDAY + 80 * HOUR)
    for after in (81, 82):
        book.record("rating.given", at=MONDAY + after * HOUR, by="customer:3", stars=2)
        book.publish(MONDAY + after * HOUR)
    return Held((old,), witness=(*book.checkpoints[:-2], *book.forks, *book.checkpoints[-2:]))


@case
def a_shop_that_goes_on_working_before_it_owns_up_to_a_restore() -> Held:
    book = sofa_shop()
    lost = book.receipt(5, at=MONDAY + 74 * HOUR, name="lost")
    book.restore(5, MONDAY + 80 * HOUR)
    number = book.record("rating.given", at=MONDAY + 77 * HOUR, by="customer:3", stars=2)
    return Held((lost, book.receipt(number, at=MONDAY + 82 * HOUR, name="new")))


@case
def a_restore_after_a_restore() -> Held:
    book = sofa_shop()
    first = book.receipt(6, at=MONDAY + 74 * HOUR, name="first")
    book.restore(5, MONDAY + 76 * HOUR)
    book.record("rating.given", at=MONDAY + 77 * HOUR, by="customer:3", stars=2)
    second = book.receipt(5, at=MONDAY + 78 * HOUR, name="second")
    book.restore(3, MONDAY + 80 * HOUR)
    for after in (81, 82, 83):
        book.record("rating.given", at=MONDAY + after * HOUR, by="customer:3", stars=after)
    third = book.receipt(1, 5, at=MONDAY + 84 * HOUR, name="third")
    return Held((first, second, third))


@case
def an_entry_rewritten_within_what_a_restore_kept() -> Held:
    book = sofa_shop()
    seen = book.checkpoints[1]
    book.publish(MONDAY + 74 * HOUR)
    book.restore(5, MONDAY + 80 * HOUR)
    old = book.entries[0]
    book.entries[0] = examples.entry(0, old.kind, old.at, {"by": "staff:9"}, bytes(32))
    for after in range(81, 90):
        book.record("rating.given", at=MONDAY + after * HOUR, by="customer:3", stars=2)
    new = book.receipt(12, at=MONDAY + 90 * HOUR, earlier=[seen])
    return Held((new,), frozenset({"rewritten"}))
