"""What is read is read strictly, what is found is said, and a long ledger is not held in memory."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.ledger.examples import HOUR, MONDAY, ORIGIN, Book, entry, signer, sofa_shop, wording
from kept.ledger.rules import merkle, notes, reading
from kept.ledger.rules import wording as said
from kept.ledger.rules.proofs import File, Key, Ledger, Receipt
from kept.ledger.rules.verify import LIMITS, Outcome, verify

NOW = MONDAY + 100 * HOUR
OURS = signer().vkey


def receipt(**more: Any) -> Receipt:
    return sofa_shop().receipt(1, at=MONDAY + 74 * HOUR, words=[wording()], **more)


def test_a_receipt_reads_as_it_was_written() -> None:
    book = sofa_shop()
    book.rotate(MONDAY + 73 * HOUR)
    book.erase(3)
    made = book.receipt(1, 3, at=MONDAY + 74 * HOUR, words=[wording()], earlier=book.checkpoints[:1])

    assert reading.read(made.write()) == made


def test_a_bundle_reads_as_it_was_written() -> None:
    made = receipt(case={"complaint": {"stars": 1, "share": 0.25}}, files=[File("invoice.pdf", "0" * 64)])

    assert made.is_bundle
    assert reading.read(made.write()) == made


def test_a_ledger_reads_as_it_was_written() -> None:
    made = sofa_shop().ledger()

    read = reading.opened(io.BytesIO(b"".join(made.write())))

    assert isinstance(read, Ledger)
    assert (read.keys, read.checkpoints, list(read.entries)) == (
        made.keys,
        made.checkpoints,
        list(made.entries),
    )


@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_a_witness_file_holds_notes_one_after_the_other(between: str) -> None:
    kept = sofa_shop().checkpoints

    assert reading.witnessed(between.join(kept).encode()) == kept


@pytest.mark.parametrize(
    ("raw", "words"), [(b"\xff", "not UTF-8"), (b"half a note\n", "note 1: has no signature")]
)
def test_what_is_no_witness_file_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(reading.Unreadable, match=words):
        reading.witnessed(raw)


def changed(path: str, value: Any) -> bytes:
    """The receipt's file with one value changed; ``...`` takes it out."""
    tree = json.loads(receipt().write())
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    spot = tree
    for step in way:
        spot = spot[step]
    if value is ...:
        del spot[last]
    else:
        spot[last] = value
    return json.dumps(tree).encode()


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("origin", ..., "origin: is missing"),
        ("origin", "a b", "origin: the name of a ledger"),
        ("origin", 7, "origin: should be text"),
        ("mood", "good", "mood: is no field"),
        ("case", {}, "case: is no field"),
        ("kept", "ledger/1", "kept: should be"),
        ("keys", [], "keys: is empty"),
        ("keys.0.vkey", "nonsense", r"keys\[0\].vkey: a key is written"),
        ("keys.0", "nonsense", r"keys\[0\]: should be an object"),
        ("checkpoint", None, "checkpoint: should be text"),
        ("entries", [], "entries: is empty"),
        ("entries", {}, "entries: should be a list"),
        ("entries.0.number", -1, r"entries\[0\].number: should be a whole number"),
        ("entries.0.number", True, r"entries\[0\].number: should be a whole number"),
        ("entries.0.number", 1.0, r"entries\[0\].number: should be a whole number"),
        ("entries.0.number", 2**53, r"entries\[0\].number: is a larger number"),
        ("entries.0.at", "2026-03-02T12:00:00Z", r"entries\[0\].at: should be an instant"),
        ("entries.0.at", "2026-03-02T12:00:00", r"entries\[0\].at: should be an instant"),
        ("entries.0.at", "2026-03-02T13:00:00+01:00", r"entries\[0\].at: should be an instant"),
        ("entries.0.at", "yesterday", r"entries\[0\].at: "),
        ("entries.0.at", "0001-01-01T00:00:00+23:59", r"entries\[0\].at: should be an instant"),
        ("entries.0.at", "9999-12-31T23:59:59+00:00", r"entries\[0\].at: should be an instant"),
        ("entries.0.salt", None, r"entries\[0\].salt: stands with the payload"),
        ("entries.0.payload", None, r"entries\[0\].salt: stands with the payload"),
        ("entries.0.salt", "00", r"entries\[0\].salt: should be 32 bytes"),
        ("entries.0.hash", "AB" * 32, r"entries\[0\].hash: should be 32 bytes"),
        ("entries.0.payload", [], r"entries\[0\].payload: should be an object"),
        ("entries.0.payload.n", float("nan"), r"entries\[0\].payload.n: is no number"),
        ("entries.0.payload.n", 10**400, r"entries\[0\].payload.n: is a larger number"),
        ("entries.0.payload.n", "\ud800", r"entries\[0\].payload.n: holds half a character"),
        ("entries.0.proof", ["AAAA"], r"entries\[0\].proof: should be"),
        ("entries.0.proof", ["?"], r"entries\[0\].proof\[0\]: it is not base64"),
        ("words.0.sha256", "x", r"words\[0\].sha256: should be 32 bytes"),
        ("words.0.version", "3", r"words\[0\].version: should be a whole number"),
        ("timestamp", "?", "timestamp: it is not base64"),
        ("forks", [""] * 101, "forks: should be at most 100"),
        ("earlier", [{}] * 1001, "earlier: should be at most 1000"),
        ("keys", [{}] * 1001, "keys: should be at most 1000"),
        ("earlier", [{}], r"earlier\[0\].checkpoint: is missing"),
    ],
)  # fmt: skip
def test_a_malformed_receipt_is_refused_with_the_path(path: str, value: Any, where: str) -> None:
    with pytest.raises(reading.Unreadable, match=where):
        reading.read(changed(path, value))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'{"kept": "receipt/1", "kept": "bundle/1"}', "kept: stands twice"),
        (b'{"a": {"b": 1, "b": 2}}', "a.b: stands twice"),
        (b"{%s}" % b",".join(b'"%d": 1' % (each % 99_999) for each in range(100_000)), "0: stands twice"),
        (b"[" * 100 + b"]" * 100, "nested deeper"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a": ' + b"9" * 5000 + b"}", "thousands of digits"),
        (b'{"a": 1e999}', "a: is no number"),
        (b'{"a": -Infinity}', "a: is no number"),
        (b'{"\\ud800": 1}', "half a character"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (b'{"a": 1}{', "not JSON"),
        (b"{" + b" " * (17 * 1024 * 1024), "larger than"),
    ],
    ids=lambda each: str(each)[:20],
)
def test_json_that_readers_could_read_differently_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(reading.Unreadable, match=words):
        reading.read(raw)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_no_changed_byte_is_ever_verified_unless_nothing_was_said_by_it(place: int, byte: int) -> None:
    honest = receipt()
    raw = bytearray(honest.write())
    raw[place % len(raw)] = byte
    try:
        read = reading.read(bytes(raw))
    except reading.Unreadable:
        return

    verdict = verify(read, now=NOW, pinned=[OURS])

    labels = [(each.policy, each.version, each.language) for each in read.words]
    relabelled = labels != [(each.policy, each.version, each.language) for each in honest.words]
    assert read == honest or relabelled or not verdict.ok


def test_every_sentence_takes_the_facts_that_it_is_given() -> None:
    for code, (_outcome, words) in said.SENTENCES.items():
        assert words.endswith((".", "{key}")), code
    assert len(LIMITS) == 5


def test_the_verdict_says_what_is_proven_and_what_is_not() -> None:
    verdict = verify(receipt(), now=NOW)

    assert verdict.ok
    assert verdict.codes() == {"signed", "entry_stands", "payload_kept", "words_kept", "key_unpinned"}
    assert "not later than 2026-03-05 13:00:00 UTC" in verdict.of(Outcome.PROVEN)[0].words


def test_an_erased_payload_leaves_the_proof_and_says_what_is_unknown() -> None:
    book = sofa_shop()
    book.erase(1)

    verdict = verify(book.receipt(1, at=MONDAY + 74 * HOUR, words=[wording()]), now=NOW, pinned=[OURS])

    assert verdict.ok
    assert {"entry_stands", "payload_erased", "words_unknown"} <= verdict.codes()


def test_a_case_is_proven_only_where_an_entry_names_it() -> None:
    assert "case_unsealed" in verify(receipt(case={"stars": 1}), now=NOW).codes()


def test_a_receipt_is_verified_in_less_than_five_milliseconds() -> None:
    held = receipt()
    fastest = min(timed(lambda: verify(held, now=NOW, pinned=[OURS])) for _ in range(20))

    assert fastest < 0.005


def timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def long_ledger(size: int) -> Iterator[bytes]:
    """A ledger of many entries, line by line, with a checkpoint every thousand; nothing of it is kept."""
    grown, checkpoints = merkle.Frontier(), []
    for number in range(size):
        grown.append(one_of_many(number).leaf_hash)
        if grown.size % 1000 == 0:
            point = notes.Checkpoint(ORIGIN, grown.size, grown.root(), MONDAY + timedelta(seconds=number))
            checkpoints.append(signer().sign(point.text()))
    yield from Ledger(
        ORIGIN, (Key(OURS),), tuple(checkpoints), (one_of_many(number) for number in range(size))
    ).write()


def one_of_many(number: int) -> Any:
    return entry(number, "note", MONDAY + timedelta(seconds=number), {"by": "clock"}, bytes(32))


def test_a_long_ledger_is_verified_without_holding_it(tmp_path: Any) -> None:
    def most_held(size: int) -> int:
        path = tmp_path / f"{size}.jsonl"
        with path.open("wb") as written:
            written.writelines(long_ledger(size))
        tracemalloc.start()
        with path.open("rb") as stream:
            verdict = verify(reading.opened(stream), now=NOW, pinned=[OURS])
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert verdict.ok
        assert "ledger_whole" in verdict.codes()
        return most

    assert most_held(8_000) < most_held(2_000) + 200_000


def test_of_many_findings_of_a_kind_some_are_named_and_the_others_counted() -> None:
    book = Book()
    for _ in range(70):
        book.record("note", at=MONDAY, by="clock")
    book.publish(MONDAY + HOUR)
    for _ in range(70):
        book.record("note", at=MONDAY, by="clock")
    book.publish(MONDAY + 2 * HOUR)

    verdict = verify(book.ledger(), now=NOW, pinned=[OURS])

    assert len(verdict.of(Outcome.WRONG)) == said.MOST
    assert [each.facts["count"] for each in verdict.findings if each.code == "more"] == [20]


def test_a_ledger_that_nothing_was_published_about_proves_nothing_yet() -> None:
    book = sofa_shop()
    book.checkpoints.clear()

    verdict = verify(book.ledger(), now=NOW, pinned=[OURS])

    assert verdict.codes() == {"key_pinned", "no_checkpoint"}


def test_entries_after_the_newest_checkpoint_are_counted() -> None:
    (found,) = [each for each in verify(sofa_shop().ledger(), now=NOW).findings if each.code == "unsealed"]

    assert found.facts["count"] == 2
