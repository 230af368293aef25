"""What a receipt, a bundle or a whole ledger proves, what is wrong with it, and what stays unknown. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography import x509

from kept.ledger.rules import canonical, notes, stamps
from kept.ledger.rules.export import check_ledger
from kept.ledger.rules.history import SLACK, WITNESS, History, Point, say
from kept.ledger.rules.keyring import gather
from kept.ledger.rules.proofs import Entry, Ledger, Receipt
from kept.ledger.rules.wording import LIMITS, Finding, Findings, Outcome

__all__ = ["LIMITS", "Finding", "Outcome", "Verdict", "verify"]

# Entries that are there to name words, or a case: in any other a customer may have written a hash.
NAMES_WORDS = ("policy.published", "policy.told", "past.told", "membership.consented")
NAMES_CASE = ("complaint.decided",)


@dataclass(frozen=True)
class Verdict:
    """Everything found. ``LIMITS`` go with it, whatever it is."""

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether something is proven and nothing is wrong."""
        return bool(self.of(Outcome.PROVEN)) and not self.of(Outcome.WRONG)

    def of(self, outcome: Outcome) -> list[Finding]:
        return [each for each in self.findings if each.outcome is outcome]

    def codes(self) -> set[str]:
        return {each.code for each in self.findings}


def verify(
    *given: Receipt | Ledger,
    now: datetime,
    pinned: Sequence[str] = (),
    witness: Sequence[str] = (),
    authorities: Sequence[x509.Certificate] = (),
    hashes: Mapping[str, str] | None = None,
) -> Verdict:
    """Check these files, alone and against each other, on nobody's word.

    ``now`` is the verifying machine's clock. ``pinned`` are keys (vkeys) that the reader already holds;
    without any, the first key of a file is taken at its word and said so. ``witness`` are notes that
    somebody else kept. ``authorities`` are certificates of time-stamping authorities. ``hashes`` are those
    of the files that lie here, by name (SHA-256, hex). The entries of a Ledger are read once, and kept
    nowhere. Raises notes.Malformed for a pinned key that is none, and reading.Unreadable for an entry of a
    Ledger that cannot be read.
    """
    found = Findings()
    for origin in dict.fromkeys(each.origin for each in given):
        files = [each for each in given if each.origin == origin]
        receipts = [each for each in files if isinstance(each, Receipt)]
        ledgers = [each for each in files if isinstance(each, Ledger)]
        ours = [key for key in pinned if notes.Vkey.parse(key).name == origin]
        keys = gather(origin, [(each.name, each.keys) for each in files], ours, found, pin=bool(pinned))
        history = History(keys, now, found)
        notices = [(note, WITNESS) for note in witness if _is_of(note, origin) and not _is_checkpoint(note)]
        history.take_forks([(note, each.name) for each in files for note in each.forks] + notices)
        points = [note for note in witness if _is_of(note, origin) and _is_checkpoint(note)]
        _verify_history(receipts, ledgers, points, history)
        for receipt in receipts:
            _check_stamp(receipt, authorities, found)
            _check_files(receipt, hashes or {}, found)
    return Verdict(found.all())


def _verify_history(
    receipts: Sequence[Receipt], ledgers: Sequence[Ledger], witness: Sequence[str], history: History
) -> None:
    for note in witness:
        history.take(note, WITNESS)
    if history.foreign:
        history.found.add("witness_unknown", WITNESS, count=history.foreign)
    lives = [_take_ledger(ledger, history) for ledger in ledgers]
    points = [_take(receipt, history) for receipt in receipts]
    for receipt, point in zip(receipts, points, strict=True):
        standing = _check_entries(receipt, point, history)
        _check_texts(receipt, standing, history.found)
    history.check()
    for ledger, life in zip(ledgers, lives, strict=True):
        check_ledger(ledger, life, history)
    newest = max((point for point in points if point), key=lambda point: point.at, default=None)
    if newest and not ledgers and (count := history.unjoined(newest)):
        history.found.add("not_joined", newest.where, count=count, at=say(newest.at))


def _take_ledger(ledger: Ledger, history: History) -> int:
    """Take in its checkpoints; how many restores there had been at the newest."""
    points = [point for note in ledger.checkpoints if (point := history.take(note, ledger.name))]
    return max((history.life_at(point.at) for point in points), default=len(history.forks))


def _take(receipt: Receipt, history: History) -> Point | None:
    """Take in all checkpoints of a receipt; the one its entries stand under, if it is one of the ledger."""
    point = history.take(receipt.checkpoint, receipt.name)
    if point:
        history.found.add("signed", receipt.name, origin=receipt.origin, size=point.size, at=say(point.at))
        for earlier in receipt.earlier:
            history.grow(earlier, point, receipt.name)
    return point


def _check_entries(receipt: Receipt, point: Point | None, history: History) -> list[Entry]:
    """The entries that stand under the checkpoint and do not say anything but what was sealed."""
    found, standing = history.found, list[Entry]()
    life = history.life_at(point.at) if point else 0
    line = history.line(life) if point else None
    for entry in receipt.entries:
        where, number, at = receipt.name, entry.number, say(entry.at)
        if (genuine := entry.says_what_was_sealed()) is None:
            found.add("payload_erased", where, number=number)
        elif not genuine:
            found.add("payload_changed", where, number=number)
        if point is None or line is None:
            continue
        if not history.prove(entry, point, where):
            found.add("entry_absent", where, number=number)
            continue
        found.add(
            "entry_stands", where, number=number, kind=entry.kind, at=at,
            origin=receipt.origin, checkpoint=say(point.at),
        )  # fmt: skip
        if genuine is not False:
            standing.append(entry)
        if genuine:
            found.add("payload_kept", where, number=number, hash=entry.hash)
        if entry.at > point.at + SLACK:
            found.add("after_checkpoint", where, number=number, at=at, checkpoint=say(point.at))
        before = line.before(number)
        if before and entry.at < before - SLACK:
            found.add("written_later", where, number=number, at=at, checkpoint=say(before))
        if fork := history.restored_after(entry, life):
            found.add("older_than_restore", where, number=number, at=at, restored=say(fork.at))
        if fork := history.lost_in(number, point.at):
            found.add("entry_lost", where, number=number, at=say(fork.at))
    return standing


def _check_texts(receipt: Receipt, standing: Sequence[Entry], found: Findings) -> None:
    """The words, the case: whether an entry that stands, and is there to say so, names their hash."""
    telling = [entry for entry in standing if entry.kind in NAMES_WORDS]
    named, is_erased = _named(telling), any(entry.payload is None for entry in telling)
    for words in receipt.words:
        facts = {"title": words.title}
        if words.hashed() != words.sha256:
            found.add("words_changed", receipt.name, **facts)
        elif words.sha256 in named:
            number = named[words.sha256]
            found.add("words_kept", receipt.name, **facts, number=number, sha256=words.sha256)
        else:
            found.add("words_unknown" if is_erased else "words_unnamed", receipt.name, **facts)
    if receipt.case is not None:
        deciding = _named([entry for entry in standing if entry.kind in NAMES_CASE])
        hashed = sha256(canonical(receipt.case)).hexdigest()
        if hashed in deciding:
            found.add("case_kept", receipt.name, number=deciding[hashed])
        else:
            found.add("case_unsealed", receipt.name, origin=receipt.origin)


def _check_stamp(receipt: Receipt, authorities: Sequence[x509.Certificate], found: Findings) -> None:
    if receipt.timestamp is None:
        return
    if not authorities:
        found.add("stamp_unchecked", receipt.name)
        return
    try:
        authority, at = stamps.check(receipt.timestamp, receipt.checkpoint, authorities)
        said = notes.Checkpoint.parse(notes.text_of(receipt.checkpoint)).at
    except ValueError as flaw:
        found.add("stamp_wrong", receipt.name, flaw=str(flaw))
        return
    if at < said - SLACK:
        found.add("stamp_wrong", receipt.name, flaw="it is older than the checkpoint says of itself")
    else:
        found.add("stamped", receipt.name, authority=authority, at=say(at))


def _check_files(receipt: Receipt, hashes: Mapping[str, str], found: Findings) -> None:
    for file in receipt.files:
        here = hashes.get(file.name)
        code = "file_absent" if here is None else "file_kept" if here == file.sha256 else "file_changed"
        found.add(code, receipt.name, file=file.name)


def _named(entries: Sequence[Entry]) -> dict[str, int]:
    """Every text that a payload holds, with the number of the first entry that does."""
    return {text: entry.number for entry in reversed(entries) for text in _texts(entry.payload)}


def _texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from _texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _texts(value)


def _is_of(note: str, origin: str) -> bool:
    """Whether a witness's note claims to be a checkpoint or a notice of this ledger: others are not ours."""
    lines = note.split("\n", 2)
    return lines[0] == origin and (lines[1] == "fork" or _is_checkpoint(note))


def _is_checkpoint(note: str) -> bool:
    second = note.split("\n", 2)[1]
    return second.isascii() and second.isdigit()
