"""Every attack on the ledger is found by what customers hold, and no honest paper is accused."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from kept.ledger.examples import HOUR, MONDAY, Book, entry, signer, sofa_shop, wording
from kept.ledger.rules import reading
from kept.ledger.rules.proofs import Entry, Ledger, Receipt
from kept.ledger.rules.verify import Outcome, Verdict, verify
from kept.ledger.tests.attacks import NOW, OURS, Held, line_up, rewritten
from kept.ledger.tests.restores import CASES


def verdict(held: Held) -> Verdict:
    """As customers do it: from the files."""
    files = [reading.read(each.write(), each.name) for each in held.files]
    return verify(*files, now=NOW, pinned=held.pinned, witness=held.witness)


def wrong(verdict: Verdict) -> set[str]:
    return {each.code for each in verdict.of(Outcome.WRONG)}


def whole(book: Book) -> Ledger:
    """The ledger as a file, and read again."""
    made = reading.opened(io.BytesIO(b"".join(book.ledger().write())), "ledger")
    assert isinstance(made, Ledger)
    return made


@pytest.mark.parametrize("build", CASES.values(), ids=[name.replace("_", " ") for name in CASES])
def test_what_a_customer_holds_finds_it(build: Callable[[], Held]) -> None:
    held = build()

    found = verdict(held)

    assert wrong(found) == held.wrong
    assert found.ok is (not held.wrong)


def test_what_is_found_is_named_by_its_entry_and_its_file() -> None:
    held = CASES["the_ledger_rewritten_and_signed_with_the_true_key"]()

    (found,) = [each for each in verdict(held).findings if each.code == "two_entries"]

    assert (found.where, found.facts["number"], found.facts["other"]) == ("new", 1, "old")
    assert found.words == "Entry 1 reads one way here and another way in old: the ledger was rewritten."


def removed(entries: list[Entry]) -> list[Entry]:
    return entries[:2] + entries[3:]


def reordered(entries: list[Entry]) -> list[Entry]:
    return [*entries[:1], entries[2], entries[1], *entries[3:]]


def inserted(entries: list[Entry]) -> list[Entry]:
    false = entry(0, "policy.told", MONDAY + HOUR, {"by": "staff:2", "words": wording().sha256}, bytes(32))
    return [*entries[:2], false, *entries[2:]]


def back_dated(entries: list[Entry]) -> list[Entry]:
    return [*entries[:3], replace(entries[3], at=MONDAY), *entries[4:]]


def edited(entries: list[Entry]) -> list[Entry]:
    false = entry(1, entries[1].kind, entries[1].at, {"by": "staff:9"}, bytes(32))
    return [entries[0], false, *entries[2:]]


@pytest.mark.parametrize("attack", [removed, reordered, inserted, back_dated, edited])
def test_a_bent_ledger_does_not_fit_what_was_published(attack: Callable[[list[Entry]], list[Entry]]) -> None:
    book = sofa_shop()

    found = verify(whole(line_up(book, attack(book.entries))), now=NOW, pinned=[OURS])

    assert "root_differs" in wrong(found)
    assert not found.ok


@pytest.mark.parametrize("attack", [removed, reordered, inserted, back_dated, edited])
def test_a_bent_ledger_signed_anew_does_not_fit_what_a_customer_holds(
    attack: Callable[[list[Entry]], list[Entry]],
) -> None:
    book = sofa_shop()
    receipt = book.receipt(1, at=MONDAY + 74 * HOUR, words=[wording()])
    bent = line_up(book, attack(book.entries))
    bent.checkpoints.clear()
    bent.publish(MONDAY + 75 * HOUR)

    alone, beside = (verify(whole(bent), *held, now=NOW, pinned=[OURS]) for held in ([], [receipt]))

    assert wrong(alone) == set()
    assert {"root_differs", "cut_back"} & wrong(beside)


def test_a_changed_payload_in_the_ledger_is_named() -> None:
    book = sofa_shop()
    book.publish(MONDAY + 74 * HOUR)
    book.entries[1] = replace(book.entries[1], payload={"by": "staff:9"})

    found = verify(whole(book), now=NOW, pinned=[OURS])

    assert [(each.code, each.facts["number"]) for each in found.of(Outcome.WRONG)] == [("payload_changed", 1)]


def test_a_ledger_whose_lines_are_not_numbered_one_by_one_is_named() -> None:
    book = sofa_shop()
    del book.entries[2]

    found = verify(whole(book), now=NOW, pinned=[OURS])

    assert {"number_wrong", "root_differs"} <= wrong(found)


def test_a_ledger_cut_back_without_a_word_is_found() -> None:
    book = sofa_shop()
    held = book.receipt(1, at=MONDAY + 74 * HOUR, words=[wording()])
    del book.entries[5:]
    book.checkpoints.pop()

    found = verify(whole(book), held, now=NOW, pinned=[OURS])

    assert "cut_back" in wrong(found)


def test_a_ledger_cut_back_by_a_restore_that_was_said_aloud_is_explained() -> None:
    book = sofa_shop()
    lost = book.receipt(6, at=MONDAY + 74 * HOUR, name="lost")
    book.restore(5, MONDAY + 80 * HOUR)
    book.record("rating.given", at=MONDAY + 81 * HOUR, by="customer:3", stars=2)
    book.publish(MONDAY + 82 * HOUR)

    found = verify(whole(book), lost, now=NOW, pinned=[OURS])

    assert wrong(found) == set()
    assert {"restored", "entry_lost", "ledger_whole"} <= found.codes()


def test_entries_added_after_a_restore_with_times_from_before_it_are_listed() -> None:
    book = sofa_shop()
    book.publish(MONDAY + 74 * HOUR)
    book.restore(5, MONDAY + 80 * HOUR)
    book.record("policy.told", at=MONDAY + 60 * HOUR, by="staff:2", words=wording().sha256)
    book.publish(MONDAY + 82 * HOUR)

    found = verify(whole(book), now=NOW, pinned=[OURS])

    assert [each.facts["number"] for each in found.findings if each.code == "older_than_restore"] == [5]


def test_a_restore_whose_beginning_is_not_what_was_kept_is_found() -> None:
    book = sofa_shop()
    book.publish(MONDAY + 74 * HOUR)
    book.restore(5, MONDAY + 80 * HOUR)
    bent = rewritten(book=book, by="staff:9")
    bent.publish(MONDAY + 82 * HOUR)

    found = verify(whole(bent), now=NOW, pinned=[OURS])

    assert wrong(found) == {"root_differs", "fork_hides"}


def test_what_was_written_down_later_is_listed_by_its_number() -> None:
    book = sofa_shop()
    number = book.record("policy.told", at=MONDAY + HOUR, by="staff:2", words=wording().sha256)
    book.publish(MONDAY + 80 * HOUR)

    found = verify(whole(book), now=NOW, pinned=[OURS])

    assert [each.facts["number"] for each in found.of(Outcome.WRONG)] == [number]
    assert wrong(found) == {"written_later"}


def test_two_shops_under_one_name_are_not_taken_for_one() -> None:
    ours, theirs = sofa_shop(), sofa_shop()
    theirs.signers = [signer(9)]
    papers = [
        book.receipt(1, at=MONDAY + 74 * HOUR, words=[wording()], name=name)
        for name, book in (("ours", ours), ("theirs", theirs))
    ]

    found = verify(*papers, now=NOW)

    assert {each.where for each in found.of(Outcome.WRONG)} == {"theirs"}


def test_papers_of_two_honest_shops_can_be_checked_together() -> None:
    beds = Book(origin="beds.example/ledger", signers=[signer(1, "beds.example/ledger")])
    beds.record("policy.told", at=MONDAY, by="staff:1", words=wording().sha256)
    papers: list[Receipt] = [
        sofa_shop().receipt(1, at=MONDAY + 74 * HOUR, words=[wording()]),
        beds.receipt(0, at=MONDAY + 74 * HOUR, words=[wording()]),
    ]

    assert verify(*papers, now=NOW).ok


def test_entries_put_in_after_the_newest_checkpoint_are_not_taken_for_the_ledgers() -> None:
    book = sofa_shop()
    book.publish(MONDAY + 74 * HOUR)
    book.record("policy.told", at=MONDAY + 75 * HOUR, by="nobody", words=wording().sha256)

    assert wrong(verify(whole(book), now=NOW, pinned=[OURS])) == {"unsealed"}


def test_a_made_up_ledger_under_a_true_key_without_a_checkpoint_is_not_verified() -> None:
    made_up = Book()
    made_up.record("policy.told", at=MONDAY, by="nobody", words=wording().sha256)

    assert not verify(whole(made_up), now=NOW, pinned=[OURS]).ok


def test_a_ledger_exported_before_a_restore_is_held_against_its_own_time() -> None:
    book = sofa_shop()
    book.publish(MONDAY + 74 * HOUR)
    before = whole(book)
    book.restore(5, MONDAY + 80 * HOUR)
    for after in (81, 82, 83):
        book.record("rating.given", at=MONDAY + after * HOUR, by="customer:3", stars=after)
    new = book.receipt(5, at=MONDAY + 84 * HOUR)

    assert verify(before, new, now=NOW, pinned=[OURS]).ok


def test_a_ledger_restored_twice_is_whole_although_the_first_restore_kept_more() -> None:
    book = sofa_shop()
    book.publish(MONDAY + 74 * HOUR)
    book.restore(5, MONDAY + 76 * HOUR)
    book.publish(MONDAY + 77 * HOUR)
    book.restore(3, MONDAY + 80 * HOUR)
    for after in (81, 82, 83):
        book.record("rating.given", at=MONDAY + after * HOUR, by="customer:3", stars=after)
    book.publish(MONDAY + 84 * HOUR)

    assert verify(whole(book), now=NOW, pinned=[OURS]).ok


def test_a_telling_written_after_a_restore_for_a_day_before_it_is_named_on_the_receipt() -> None:
    book = sofa_shop()
    book.publish(MONDAY + 74 * HOUR)
    book.restore(5, MONDAY + 80 * HOUR)
    number = book.record("policy.told", at=MONDAY + 60 * HOUR, by="staff:2", words=wording().sha256)

    found = verify(book.receipt(number, at=MONDAY + 82 * HOUR, words=[wording()]), now=NOW, pinned=[OURS])

    assert "older_than_restore" in found.codes()
