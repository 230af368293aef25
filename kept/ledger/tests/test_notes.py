"""Notes are those of C2SP: the published vector of Go's sumdb/note, and what we refuse to read."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from kept.ledger.rules import notes

# golang.org/x/mod/sumdb/note, note_test.go.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
SIGNED = f"{TEXT}\n— PeterNeumann {SIGNATURE}\n"

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ORIGIN = "sofas.example/ledger"
OURS = notes.Signer(ORIGIN, bytes(range(32)))
NEXT = notes.Signer(ORIGIN, bytes(range(1, 33)))
ROOT = bytes(range(32))


def test_the_published_key_signs_the_published_note() -> None:
    signer = notes.Signer("PeterNeumann", SEED)

    assert signer.vkey == VKEY
    assert signer.sign(TEXT) == SIGNED
    assert notes.opened(SIGNED, [VKEY]) == TEXT


def test_no_part_of_a_key_is_a_key() -> None:
    for start in range(len(VKEY)):
        for end in range(start + 1, len(VKEY) + 1):
            if end - start < len(VKEY):
                with pytest.raises(notes.Malformed):
                    notes.Vkey.parse(VKEY[start:end])


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", id="too long"
        ),
        pytest.param("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", id="another kind"),
        pytest.param("Peter Neumann" + VKEY.removeprefix("PeterNeumann"), id="a space in the name"),
        pytest.param(VKEY.replace("c74f20a3", "C74F20A3"), id="the id in capitals"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(notes.Malformed):
        notes.Vkey.parse(key)


def test_a_changed_text_is_not_signed() -> None:
    with pytest.raises(notes.NotSigned, match="does not fit"):
        notes.opened(SIGNED.replace("answer", "Answer"), [VKEY])


def test_a_note_of_a_stranger_is_not_signed() -> None:
    with pytest.raises(notes.NotSigned, match="known here"):
        notes.opened(SIGNED, [OURS.vkey])
    with pytest.raises(notes.NotSigned, match="known here"):
        notes.opened(SIGNED, [])


def test_signatures_of_strangers_are_passed_over() -> None:
    note = notes.signed("hello\n", notes.Signer("stranger", SEED), OURS)

    assert notes.opened(note, [OURS.vkey]) == "hello\n"


def test_one_bad_signature_of_a_known_key_spoils_the_note() -> None:
    good, bad = OURS.sign("hello\n"), NEXT.sign("hullo\n")
    note = good + bad.rpartition("\n\n")[2]

    assert notes.opened(note, [OURS.vkey]) == "hello\n"
    with pytest.raises(notes.NotSigned):
        notes.opened(note, [OURS.vkey, NEXT.vkey])


def test_a_text_may_hold_empty_lines() -> None:
    assert notes.opened(OURS.sign("one\n\ntwo\n"), [OURS.vkey]) == "one\n\ntwo\n"


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(TEXT, id="no signature"),
        pytest.param(TEXT + "\n", id="no signature after the empty line"),
        pytest.param(SIGNED.removesuffix("\n"), id="cut short"),
        pytest.param(SIGNED.replace("—", "-"), id="an ASCII dash"),
        pytest.param(SIGNED.replace("x08go", "x08g*"), id="not base64"),
        pytest.param(SIGNED.replace("then", "then\t"), id="a control character"),
        pytest.param(SIGNED.replace("\n", "\r\n"), id="another end of line"),
        pytest.param("x" * 70_000 + SIGNED, id="too long"),
        pytest.param(TEXT + "\n" + SIGNED.rpartition("\n\n")[2] * 101, id="too many signatures"),
        pytest.param(TEXT + "\n— PeterNeumann x08g\n", id="a signature without one"),
        pytest.param("\ud800\n\n— a x08go/ZJ\n", id="half a character"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(notes.Malformed):
        notes.opened(note, [VKEY])


def test_a_checkpoint_reads_as_it_was_written() -> None:
    made = notes.Checkpoint(ORIGIN, 12, ROOT, NOW)

    assert made.text() == (
        "sofas.example/ledger\n12\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\ntime 2026-11-21T10:00:00Z\n"
    )
    assert notes.Checkpoint.parse(made.text()) == made


def test_a_checkpoint_never_claims_to_be_older_than_it_is() -> None:
    made = notes.Checkpoint(ORIGIN, 12, ROOT, NOW + timedelta(microseconds=1))

    assert made.at == NOW + timedelta(seconds=1)


def written(**wrong: str) -> str:
    said = {
        "origin": ORIGIN,
        "size": "12",
        "root": base64.b64encode(ROOT).decode(),
        "at": "2026-11-21T10:00:00Z",
    }
    said |= wrong
    return f"{said['origin']}\n{said['size']}\n{said['root']}\ntime {said['at']}\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(written(origin=""), id="no origin"),
        pytest.param(written(origin="a b"), id="a space in the origin"),
        pytest.param(written(size="012"), id="a leading zero"),
        pytest.param(written(size="-1"), id="below nothing"),
        pytest.param(written(size="1" * 17), id="too large to count"),
        pytest.param(written(size="1٣"), id="digits of another script"),
        pytest.param(written(root="AAEC"), id="a short root"),
        pytest.param(written(root="x"), id="no root"),
        pytest.param(written(at="2026-02-30T10:00:00Z"), id="a day on no calendar"),
        pytest.param(written(at="2026-11-21T10:00:00+00:00"), id="a time written otherwise"),
        pytest.param(written(at="yesterday"), id="no time"),
        pytest.param(written() + "more\n", id="another line"),
        pytest.param(written().removesuffix("\n"), id="cut short"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(notes.Malformed):
        notes.Checkpoint.parse(text)


def test_a_handover_is_signed_by_both_keys() -> None:
    note = notes.handover(ORIGIN, OURS, NEXT, NOW)

    for signer in (OURS, NEXT):
        read = notes.Handover.parse(notes.opened(note, [signer.vkey]))
        assert (read.origin, str(read.old), str(read.new), read.at) == (ORIGIN, OURS.vkey, NEXT.vkey, NOW)


def test_a_fork_notice_reads_as_it_was_written() -> None:
    made = notes.Fork(
        ORIGIN,
        notes.Tree(12, ROOT, NOW),
        notes.Tree(9, ROOT[::-1]),
        NOW + timedelta(hours=1),
        "the disk died",
    )

    assert notes.Fork.parse(notes.opened(OURS.sign(made.text()), [OURS.vkey])) == made


@pytest.mark.parametrize("because", ["", " ", "two\nlines"])
def test_a_fork_notice_says_why_in_one_line(because: str) -> None:
    with pytest.raises(notes.Malformed):
        notes.Fork(ORIGIN, notes.Tree(12, ROOT, NOW), notes.Tree(9, ROOT), NOW, because)


def test_a_restored_ledger_is_not_larger_than_the_lost_one() -> None:
    with pytest.raises(notes.Malformed):
        notes.Fork(ORIGIN, notes.Tree(12, ROOT, NOW), notes.Tree(13, ROOT), NOW, "the disk died")


def test_no_note_of_one_kind_can_be_read_as_another() -> None:
    checkpoint = notes.Checkpoint(ORIGIN, 12, ROOT, NOW).text()
    passed_on = notes.text_of(notes.handover(ORIGIN, OURS, NEXT, NOW))
    fork = notes.Fork(ORIGIN, notes.Tree(12, ROOT, NOW), notes.Tree(9, ROOT), NOW, "the disk died").text()

    for kind, own in ((notes.Checkpoint, checkpoint), (notes.Handover, passed_on), (notes.Fork, fork)):
        for text in {checkpoint, passed_on, fork} - {own}:
            with pytest.raises(notes.Malformed):
                kind.parse(text)


@pytest.mark.parametrize("sign", [0, 0x80])
@pytest.mark.parametrize("small", [bytes(32), bytes([1, *bytes(31)]), bytes([0xEC, *[0xFF] * 30, 0x7F])])
def test_a_key_with_which_anybody_could_sign_is_refused(small: bytes, sign: int) -> None:
    with pytest.raises(notes.Malformed, match="anybody could sign"):
        notes.Vkey(ORIGIN, small[:31] + bytes([small[31] | sign]))
