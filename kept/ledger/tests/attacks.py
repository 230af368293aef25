"""What a shop could try, seen through the papers that customers hold: for Python and for the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kept.ledger import examples
from kept.ledger.examples import HOUR, MONDAY, Book, signer, sofa_shop, wording
from kept.ledger.rules import canonical, notes, payload_hash
from kept.ledger.rules.proofs import Earlier, Entry, Receipt

NOW = MONDAY + 100 * HOUR
OURS = signer().vkey
ABSENT = frozenset({"entry_absent", "words_unnamed"})


@dataclass(frozen=True)
class Held:
    """What a customer holds, and what must be found wrong with it: nothing, if it is honest."""

    files: tuple[Receipt, ...]
    wrong: frozenset[str] = frozenset()
    pinned: tuple[str, ...] = ()
    witness: tuple[str, ...] = ()


CASES: dict[str, Callable[[], Held]] = {}


def case(build: Callable[[], Held]) -> Callable[[], Held]:
    CASES[build.__name__] = build
    return build


def honest(book: Book | None = None, *numbers: int, after: int = 74, name: str = "receipt") -> Receipt:
    book = book or sofa_shop()
    return book.receipt(*(numbers or (1,)), at=MONDAY + after * HOUR, words=[wording()], name=name)


def tampered(**changed: object) -> Receipt:
    """The receipt of entry 1 with that entry changed by hand, and its proof left as it was."""
    receipt = honest()
    return replace(receipt, entries=(replace(receipt.entries[0], **changed),))  # type: ignore[arg-type]


def rewritten(number: int = 1, *, book: Book | None = None, **facts: object) -> Book:
    """The same ledger with entry ``number`` saying something else, sealed and signed anew."""
    book = book or sofa_shop()
    old = book.entries[number]
    said = {**(old.payload or {}), **facts}
    book.entries[number] = examples.entry(number, old.kind, old.at, said, old.salt or b"")
    book.checkpoints.clear()
    return book


def old_receipt(number: int = 1) -> tuple[Receipt, str]:
    """What a customer got on Monday, and the checkpoint in its footer."""
    book = sofa_shop()
    del book.entries[5:]
    receipt = book.receipt(number, at=MONDAY + 5 * HOUR, words=[wording()], name="old")
    return receipt, receipt.checkpoint


@case
def an_honest_receipt() -> Held:
    return Held((honest(),))


@case
def an_honest_receipt_under_a_pinned_key() -> Held:
    return Held((honest(),), pinned=(OURS,))


@case
def a_receipt_joined_to_an_older_one() -> Held:
    old, checkpoint = old_receipt()
    book = sofa_shop()
    new = book.receipt(1, 6, at=MONDAY + 74 * HOUR, words=[wording()], earlier=[checkpoint], name="new")
    return Held((old, new), pinned=(OURS,), witness=(checkpoint,))


@case
def a_receipt_whose_person_was_erased() -> Held:
    book = sofa_shop()
    book.erase(1)
    return Held((honest(book),))


@case
def a_receipt_under_the_next_key_pinned_by_the_first() -> Held:
    book = sofa_shop()
    book.rotate(MONDAY + 74 * HOUR)
    return Held((honest(book, after=75),), pinned=(OURS,))


@case
def an_old_receipt_pinned_by_the_key_that_came_after() -> Held:
    old, _ = old_receipt()
    book = sofa_shop()
    book.rotate(MONDAY + 74 * HOUR)
    return Held((old, honest(book, after=75, name="new")), pinned=(signer(2).vkey,))


@case
def an_entry_was_edited() -> Held:
    changed = tampered(payload={"by": "staff:2", "subject": "disclosure:1", "words": "other"})
    return Held((changed,), frozenset({"payload_changed", "words_unnamed"}))


@case
def an_entry_was_edited_and_hashed_anew() -> Held:
    said = {"by": "staff:9", "words": wording().sha256}
    salt = bytes(32)
    changed = tampered(payload=said, salt=salt, hash=payload_hash(canonical(said), salt))
    return Held((changed,), ABSENT)


@case
def an_entry_was_back_dated_by_hand() -> Held:
    return Held((tampered(at=MONDAY - 900 * HOUR),), ABSENT)


@case
def an_entry_of_another_kind() -> Held:
    return Held((tampered(kind="policy.acknowledged"),), ABSENT)


@case
def the_salt_was_swapped() -> Held:
    return Held((tampered(salt=bytes(32)),), frozenset({"payload_changed", "words_unnamed"}))


@case
def the_words_were_swapped() -> Held:
    receipt = replace(honest(), words=(wording("We come when we come."),))
    return Held((receipt,), frozenset({"words_unnamed"}))


@case
def the_words_were_swapped_under_the_old_hash() -> Held:
    other = replace(wording(), words="We come when we come.")
    return Held((replace(honest(), words=(other,)),), frozenset({"words_changed"}))


@case
def the_proof_of_another_number() -> Held:
    book = sofa_shop()
    receipt = honest(book)
    changed = replace(receipt.entries[0], proof=book.proven(2).proof)
    return Held((replace(receipt, entries=(changed,)),), ABSENT)


@case
def another_number_on_the_same_proof() -> Held:
    return Held((tampered(number=2),), ABSENT)


@case
def a_number_beyond_the_ledger() -> Held:
    return Held((tampered(number=700),), ABSENT)


@case
def a_checkpoint_changed_by_hand() -> Held:
    receipt = honest()
    changed = replace(receipt, checkpoint=receipt.checkpoint.replace("2026-03-05", "2026-03-01"))
    return Held((changed,), frozenset({"checkpoint_unsigned", "words_unnamed"}))


@case
def the_checkpoint_of_another_ledger() -> Held:
    receipt = honest()
    other = Book(origin="beds.example/ledger", signers=[signer(1, "beds.example/ledger")])
    other.entries = sofa_shop().entries
    changed = replace(receipt, checkpoint=other.publish(MONDAY + 74 * HOUR))
    return Held((changed,), frozenset({"checkpoint_unsigned", "words_unnamed"}))


@case
def the_checkpoint_of_another_ledger_under_the_same_key() -> Held:
    other = notes.Checkpoint("beds.example/ledger", 7, bytes(32), MONDAY + 74 * HOUR)
    changed = replace(honest(), checkpoint=signer().sign(other.text()))
    return Held((changed,), frozenset({"checkpoint_elsewhere", "words_unnamed"}))


@case
def the_ledger_rewritten_and_signed_with_the_true_key() -> Held:
    old, _ = old_receipt()
    new = rewritten(by="staff:9").receipt(1, at=MONDAY + 74 * HOUR, words=[wording()], name="new")
    return Held((old, new), frozenset({"two_entries", "parts_differ"}), pinned=(OURS,))


@case
def a_neighbour_rewritten_and_signed_with_the_true_key() -> Held:
    old, _ = old_receipt(number=0)
    new = rewritten(2, words="Friday").receipt(4, at=MONDAY + 74 * HOUR, name="new")
    return Held((old, new), frozenset({"parts_differ"}), pinned=(OURS,))


@case
def the_ledger_rewritten_since_what_a_witness_kept() -> Held:
    checkpoint = sofa_shop().checkpoints[0]
    book = rewritten(by="staff:9")
    whole = book.entries[3:]
    del book.entries[3:]
    early = book.receipt(1, at=MONDAY + 2 * HOUR, words=[wording()])
    book.entries += whole
    return Held((early,), frozenset({"two_roots"}), witness=(checkpoint,))


@case
def a_neighbour_rewritten_since_what_a_witness_kept() -> Held:
    book = sofa_shop()
    del book.entries[4:]
    checkpoint = book.publish(MONDAY + 3 * HOUR)
    new = honest(rewritten(2, words="Friday"))
    return Held((new,), frozenset({"parts_differ"}), witness=(checkpoint,))


@case
def an_earlier_checkpoint_that_is_not_contained() -> Held:
    checkpoint = sofa_shop().checkpoints[0]
    book = rewritten(by="staff:9")
    new = book.receipt(1, at=MONDAY + 74 * HOUR, words=[wording()], earlier=[checkpoint])
    return Held((new,), frozenset({"rewritten"}), pinned=(OURS,))


@case
def the_ledger_rewritten_and_signed_with_another_key() -> Held:
    book = rewritten(by="staff:9")
    book.signers = [signer(9)]
    new = book.receipt(1, at=MONDAY + 74 * HOUR, words=[wording()], name="new")
    wrong = {"key_not_handed_over", "checkpoint_unsigned", "words_unnamed"}
    return Held((old_receipt()[0], new), frozenset(wrong))


@case
def signed_with_another_key_than_the_pinned_one() -> Held:
    book = sofa_shop()
    book.signers = [signer(9)]
    wrong = {"key_another", "checkpoint_unsigned", "words_unnamed"}
    return Held((honest(book),), frozenset(wrong), pinned=(OURS,))


@case
def a_handover_that_the_old_key_never_signed() -> Held:
    book = sofa_shop()
    book.rotate(MONDAY + 74 * HOUR)
    text = notes.text_of(book.handovers[1])
    book.handovers[1] = notes.signed(text, signer(9), signer(2))
    wrong = {"handover_broken", "key_not_handed_over", "checkpoint_unsigned", "words_unnamed"}
    return Held((honest(book, after=75),), frozenset(wrong))


@case
def a_key_handed_over_to_two() -> Held:
    one, other = sofa_shop(), sofa_shop()
    one.rotate(MONDAY + 74 * HOUR)
    other.rotate(MONDAY + 74 * HOUR)
    other.signers[1] = signer(9)
    other.handovers[1] = notes.handover(other.origin, signer(), signer(9), MONDAY + 74 * HOUR)
    papers = (honest(one, after=75, name="one"), honest(other, after=75, name="other"))
    return Held(papers, frozenset({"handover_twice"}), pinned=(OURS,))


@case
def a_key_used_after_it_was_handed_over() -> Held:
    book = sofa_shop()
    book.rotate(MONDAY + 74 * HOUR)
    receipt = honest(book, after=75)
    stale = signer().sign(notes.text_of(receipt.checkpoint))
    return Held((replace(receipt, checkpoint=stale),), frozenset({"key_out_of_turn"}))


@case
def the_clock_set_back() -> Held:
    book = sofa_shop()
    book.record("policy.told", at=MONDAY + HOUR, by="staff:2", words=wording().sha256)
    late = book.receipt(7, at=MONDAY + HOUR, words=[wording()], earlier=book.checkpoints[:2])
    return Held((late,), frozenset({"clock_backwards", "written_later"}))


@case
def the_clock_set_ahead() -> Held:
    return Held((honest(after=200),), frozenset({"checkpoint_future"}))


@case
def a_time_from_after_its_own_checkpoint() -> Held:
    return Held((honest(None, 6, after=50),), frozenset({"after_checkpoint", "words_unnamed"}))


@case
def a_telling_written_down_later() -> Held:
    book = sofa_shop()
    number = book.record("policy.told", at=MONDAY + HOUR, by="staff:2", words=wording().sha256)
    late = book.receipt(number, at=MONDAY + 80 * HOUR, words=[wording()], earlier=book.checkpoints[:2])
    return Held((late,), frozenset({"written_later"}))


@case
def an_earlier_checkpoint_of_nobody() -> Held:
    receipt = replace(honest(), earlier=(Earlier("no note"),))
    return Held((receipt,), frozenset({"checkpoint_unreadable"}))


@case
def a_customer_whose_complaint_is_the_hash_of_words_of_their_own() -> Held:
    own, book = wording("We pay every customer 1,000."), sofa_shop()
    number = book.record("complaint.opened", at=MONDAY + 73 * HOUR, by="customer:3", words=own.sha256)
    return Held((book.receipt(number, at=MONDAY + 74 * HOUR, words=[own]),), frozenset({"words_unnamed"}))


@case
def a_customer_who_blacks_out_a_complaint_and_adds_words() -> Held:
    book = sofa_shop()
    book.erase(6)
    receipt = book.receipt(6, at=MONDAY + 74 * HOUR, words=[wording("We pay every customer 1,000.")])
    return Held((receipt,), frozenset({"words_unnamed"}))


def line_up(book: Book, entries: list[Entry]) -> Book:
    """Put these entries in this order and number them anew."""
    book.entries = [replace(each, number=number) for number, each in enumerate(entries)]
    return book
