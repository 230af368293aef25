"""Texts signed with Ed25519 keys that have a name: C2SP signed-note, as the sum database of Go writes it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LARGEST = 64 * 1024  # characters of a note
MOST_SIGNATURES = 100
ED25519 = b"\x01"
_DASH = "\N{EM DASH} "
# Keys of small order, without their sign bit (as libsodium lists them): one signature fits every text.
_ANYBODYS = frozenset(
    bytes.fromhex(each)
    for each in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)


class Malformed(ValueError):  # noqa: N818  # what is wrong with the text, not with us
    """Text that is no note, key, checkpoint, handover or fork notice; the words say why."""


class NotSigned(Malformed):
    """A note that none of the given keys signed, or whose signature does not fit its text."""


class Foreign(NotSigned):
    """A note that none of the given keys claims to have signed: it may be of anybody."""


@dataclass(frozen=True)
class Vkey:
    """A public key and its name, written ``name+id+key`` as in the sum database of Go."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public) != 32:
            raise Malformed("a public key has 32 bytes")
        if self.public[:31] + bytes([self.public[31] & 0x7F]) in _ANYBODYS:
            raise Malformed("with such a key anybody could sign")

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(ED25519 + self.public)}"

    @cached_property
    def id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, kind of signature and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``name+id+key``. Raises Malformed for another kind of key, or an id that is not the key's."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise Malformed("a key is written as name+id+key")
        key = from_base64(parts[2])
        if key[:1] != ED25519:
            raise Malformed("the key is not an Ed25519 key")
        read = cls(parts[0], key[1:])
        if read.id.hex() != parts[1]:
            raise Malformed("the id of the key is not that of the key")
        return read

    def accepts(self, signature: bytes, text: str) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


class Signer:
    """A private key, from its 32 bytes of seed, with the name that stands before its signatures."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = Vkey(name, self._private.public_key().public_bytes_raw())

    @property
    def vkey(self) -> str:
        return str(self.key)

    def sign(self, text: str) -> str:
        """The text as a note, with this signature. Raises Malformed for a text that no note may hold."""
        return signed(text, self)

    def line(self, text: str) -> str:
        signature = self._private.sign(text.encode())
        return f"{_DASH}{self.key.name} {to_base64(self.key.id + signature)}\n"


def signed(text: str, *signers: Signer) -> str:
    """The text as a note with all these signatures. Raises Malformed for a text that no note may hold."""
    _check_text(text)
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def opened(note: str, vkeys: Iterable[Vkey | str]) -> str:
    """The text of the note, signed by one of these keys at least.

    Signatures by other keys are passed over. Raises Malformed for what is no note, Foreign when no known
    key signed it, NotSigned when the signature of a known one does not fit.
    """
    known = {(key.name, key.id): key for key in map(_as_key, vkeys)}
    text, signatures = _parts(note)
    found = False
    for name, key_id, signature in signatures:
        key = known.get((name, key_id))
        if key is None:
            continue
        if not key.accepts(signature, text):
            raise NotSigned("the signature does not fit the text")
        found = True
    if not found:
        raise Foreign("it is not signed with a key that is known here")
    return text


def text_of(note: str) -> str:
    """The text of a note, **unchecked**: to say of whom it claims to be. Raises Malformed."""
    return _parts(note)[0]


def check_name(name: str) -> None:
    """Raises Malformed unless it can name a ledger and its key: some characters, no space, no plus."""
    if not name or "+" in name or any(char.isspace() for char in name) or has_controls(name):
        raise Malformed("the name of a ledger has no spaces and no plus")


def from_base64(text: str) -> bytes:
    """Bytes from the one way to write them (RFC 4648 §4). Raises Malformed for any other."""
    try:
        read = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise Malformed("it is not base64") from None
    if to_base64(read) != text:
        raise Malformed("it is not base64")
    return read


def to_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _parts(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    if len(note) > LARGEST:
        raise Malformed("the note is too long")
    text, blank, tail = note.rpartition("\n\n")
    text += "\n"
    _check_text(text)
    lines = tail.split("\n")
    if not blank or lines.pop() or not lines:
        raise Malformed("a note has a text, an empty line, and signatures")
    if len(lines) > MOST_SIGNATURES:
        raise Malformed("the note has too many signatures")
    return text, [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, space, written = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise Malformed("a signature stands as: dash, name, signature")
    check_name(name)
    raw = from_base64(written)
    if len(raw) < 5:
        raise Malformed("a signature is too short")
    return name, raw[:4], raw[4:]


def _as_key(key: Vkey | str) -> Vkey:
    return Vkey.parse(key) if isinstance(key, str) else key


def _check_text(text: str) -> None:
    if not text.endswith("\n") or has_controls(text.replace("\n", "")):
        raise Malformed("the text of a note ends with a newline and holds no control characters")


def has_controls(text: str) -> bool:
    return any(char < " " or "\ud800" <= char <= "\udfff" for char in text)
