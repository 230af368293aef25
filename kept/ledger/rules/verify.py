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
from kept.ledger.rules.history import SLACK, History, Point, say
from kept.ledger.rules.keyring import gather
from kept.ledger.rules.proofs import Entry, Ledger, Receipt, Words
from kept.ledger.rules.wording import LIMITS, Finding, Findings, Outcome

__all__ = ["LIMITS", "Finding", "Outcome", "Verdict", "verify"]


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
        history.take_forks([(note, each.name) for each in files for note in each.forks])
        _verify_history(receipts, ledgers, [note for note in witness if _is_of(note, origin)], history)
        for receipt in receipts:
            _check_stamp(receipt, authorities, found)
            _check_files(receipt, hashes or {}, found)
    return Verdict(found.all())


def _verify_history(
    receipts: Sequence[Receipt], ledgers: Sequence[Ledger], witness: Sequence[str], history: History
) -> None:
    for note in witness:
        history.take(note, "witness")
    for ledger in ledgers:
        for note in ledger.checkpoints:
            history.take(note, ledger.name)
    points = [_take(receipt, history) for receipt in receipts]
    for receipt, point in zip(receipts, points, strict=True):
        standing = _check_entries(receipt, point, history)
        _check_texts(receipt, standing, history.found)
    history.check()
    for ledger in ledgers:
        check_ledger(ledger, history)
    newest = max((point for point in points if point), key=lambda point: point.at, default=None)
    if newest and not ledgers and (count := history.unjoined(newest)):
        history.found.add("not_joined", newest.where, count=count, at=say(newest.at))


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
    line = history.line(history.life_at(point.at)) if point else None
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
        if fork := history.lost_in(number, point.at):
            found.add("entry_lost", where, number=number, at=say(fork.at))
    return standing


def _check_texts(receipt: Receipt, standing: Sequence[Entry], found: Findings) -> None:
    """The words, the case: whether an entry that stands names their hash."""
    for words in receipt.words:
        _check_words(words, standing, found, receipt.name)
    if receipt.case is not None:
        entry = _naming(sha256(canonical(receipt.case)).hexdigest(), standing)
        if entry:
            found.add("case_kept", receipt.name, number=entry.number)
        else:
            found.add("case_unsealed", receipt.name, origin=receipt.origin)


def _check_words(words: Words, standing: Sequence[Entry], found: Findings, where: str) -> None:
    entry = _naming(words.sha256, standing)
    if words.hashed() != words.sha256:
        found.add("words_changed", where, title=words.title)
    elif entry:
        found.add("words_kept", where, title=words.title, number=entry.number, sha256=words.sha256)
    elif any(entry.payload is None for entry in standing):
        found.add("words_unknown", where, title=words.title)
    else:
        found.add("words_unnamed", where, title=words.title)


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


def _naming(hashed: str, entries: Sequence[Entry]) -> Entry | None:
    """The entry whose payload names this hash, in whatever field."""
    return next((entry for entry in entries if hashed in _texts(entry.payload)), None)


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
    """Whether a witness's note claims to be a checkpoint of this ledger: the others are not our business."""
    lines = note.split("\n", 2)
    return lines[0] == origin and lines[1].isdecimal()
