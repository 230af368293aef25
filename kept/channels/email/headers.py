"""What mail headers say: encoded words, addresses, ids, parameters, as senders really write them."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
import unicodedata
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from kept.desk.letters import Address
from kept.text import charsets

ENCODED_WORD = re.compile(r"=\?([^?\s]*)\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*)\?=")
LONGEST_HEADER = 100_000
MOST_ADDRESSES = 1_000
LONGEST_ID = 250
MOST_IDS = 100
# A word may begin only where none is running: tried inside each long word again, one header took minutes.
BARE_ADDRESS = re.compile(r'(?:"[^"]*"|(?<![^\s<>"(),;:])[^\s<>"(),;:]+)@[^\s<>"(),;:]+')
NAME_LETTERS = r"[\w.!#$%&'*+^`{|}~-]"
PARAMETER = re.compile(
    rf"""(?<!{NAME_LETTERS})({NAME_LETTERS}++)\s*+=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;\s]*[^;"]*))"""
)
LINE_ENDS = re.compile(r"[\r\n]+[ \t]*")


def to_bytes(text: str) -> bytes:
    """A header or payload of the standard library as the bytes it was read from. Never raises."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeError:  # surrogates that stand for no byte: the library joined two readings
        return text.encode("utf-8", "surrogatepass")


def plain(value: object) -> str:
    """A header unfolded on one line, its raw 8-bit letters read, encoded words left as they are."""
    text = charsets.decode(to_bytes(str(value)[:LONGEST_HEADER]))
    return LINE_ENDS.sub(" ", text).strip()


def words(value: object) -> str:
    """A header as people read it: unfolded, encoded words (RFC 2047) decoded, no control characters."""
    return printable(decode_words(plain(value)))


def printable(text: str) -> str:
    """Without control characters; spaces in a row stay."""
    return "".join(
        " " if letter == "\t" else letter
        for letter in text
        if unicodedata.category(letter) != "Cc" or letter == "\t"
    ).strip()


def decode_words(text: str) -> str:
    """Decode RFC 2047 words. Neighbours in one charset are joined first: mailers cut inside letters."""
    out: list[str] = []
    waiting, waiting_charset, last_end = b"", "", 0
    for found in ENCODED_WORD.finditer(text, 0, text.rfind("?=") + 2):  # past the last end none can end
        between = text[last_end : found.start()]
        charset = found[1].lower()
        if waiting_charset and (between.strip() or charset != waiting_charset):
            out.append(charsets.decode(waiting, waiting_charset))
            waiting = b""
        if between.strip() or not waiting_charset:
            out.append(between)
        waiting += _encoded(found[2], found[3])
        waiting_charset, last_end = charset or "utf-8", found.end()
    if waiting_charset:
        out.append(charsets.decode(waiting, waiting_charset))
    return "".join(out) + text[last_end:]


def _encoded(how: str, body: str) -> bytes:
    if how in "bB":
        return base64_bytes(body.encode("utf-8", "replace"))
    return quopri.decodestring(body.replace("_", "=20").encode("utf-8", "replace"), header=False)


def base64_bytes(raw: bytes) -> bytes:
    """Decode base64 as far as it goes: strange letters, padding in the middle, a torn end. Never raises."""
    out = bytearray()
    for piece in re.findall(rb"[A-Za-z0-9+/]+", re.sub(rb"[^A-Za-z0-9+/=]+", b"", raw)):
        piece = piece[: len(piece) - 1] if len(piece) % 4 == 1 else piece
        try:
            out += base64.b64decode(piece + b"=" * (-len(piece) % 4))
        except binascii.Error:
            continue
    return bytes(out)


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """A header such as ``text/plain; charset=x``: its first word in lower case, and its parameters.

    Knows RFC 2231 (``name*0*=utf-8''…``), quotes, missing semicolons and encoded words in file names.
    """
    head, _, rest = value.partition(";")
    if "=" in head and "/" not in head:
        head, rest = "", value
    plain_ones: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, quoted, bare in PARAMETER.findall(rest):
        given = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare.strip()
        section = re.fullmatch(r"([^*]+)\*(?:(\d{1,4})(\*)?)?", name)
        if section:
            is_coded = section[2] is None or bool(section[3])
            pieces.setdefault(section[1].lower(), []).append((int(section[2] or 0), is_coded, given))
        else:
            plain_ones.setdefault(name.lower(), given)
    joined = {name: _joined(parts) for name, parts in pieces.items()}
    return head.strip().lower(), {**plain_ones, **{name: text for name, text in joined.items() if text}}


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    """The sections of an RFC 2231 value in their order, percent codes read in the charset of the first."""
    charset, raw = "", b""
    for place, (_, is_coded, given) in enumerate(sorted(parts, key=lambda part: part[0])):
        if is_coded and place == 0 and given.count("'") >= 2:
            charset, _, given = given.split("'", 2)
        raw += unquote_to_bytes(given) if is_coded else given.encode("utf-8", "replace")
    return charsets.decode(raw, charset)


def addresses(value: object) -> tuple[Address, ...]:
    """The mailboxes of an address header, in order; groups are opened, comments become names."""
    found = []
    for piece in _apart(plain(value)):
        one = _mailbox(piece)
        if one.address or one.name:
            found.append(one)
        if len(found) >= MOST_ADDRESSES:
            break
    return tuple(found)


def _apart(text: str) -> list[str]:
    """Split an address list at commas and semicolons that stand outside quotes, comments and brackets."""
    pieces, piece, quoted, depth, in_angle = [], "", False, 0, False
    skip = False
    for letter in text:
        if skip:
            skip = False
        elif letter == "\\" and (quoted or depth):
            skip = True
        elif letter == '"' and not depth:
            quoted = not quoted
        elif quoted:
            pass
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth = max(0, depth - 1)
        elif depth:
            pass
        elif letter in "<>":
            in_angle = letter == "<"
        elif letter in ",;" and not in_angle:
            pieces.append(piece)
            piece = ""
            continue
        elif letter == ":" and not in_angle and "@" not in piece:
            piece = ""  # the name of a group, "Friends: a@b, c@d;"
            continue
        piece += letter
    return [*pieces, piece]


def _mailbox(piece: str) -> Address:
    comment = " ".join(re.findall(r"\(([^()]*)\)", piece))
    before, angle, after = piece.rpartition("<")
    inside, _, behind = after.partition(">")
    if angle and ">" not in behind and ("@" in inside or "@" not in piece):
        name, address = before, inside
    elif bare := BARE_ADDRESS.search(piece):
        name, address = piece[: bare.start()], bare[0]
    else:
        name, address = piece, ""
    address = re.sub(r"\s+", "", re.sub(r"^@[^:]*:", "", address.strip()))
    name = re.sub(r"\((?:[^()]*)\)", "", name).strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1]
    name = printable(decode_words(re.sub(r"\\(.)", r"\1", name).strip(' "'))) or printable(
        decode_words(comment)
    )
    return Address(name.strip("'\" ") if name != address else "", printable(decode_words(address)).lower())


def message_ids(value: object) -> tuple[str, ...]:
    """The ids of Message-ID, In-Reply-To or References, without brackets; bare words when there are none."""
    text = plain(value)
    found = [one.strip() for one in re.findall(r"<([^<>]+)>", text)] or [
        one for one in text.replace("<", " ").replace(">", " ").split() if "@" in one
    ]
    return tuple(printable(re.sub(r"\s+", "", one))[:LONGEST_ID] for one in found[-MOST_IDS:])


def date(value: object) -> datetime | None:
    """The instant that a Date header claims, in UTC; None when it says none."""
    try:
        claimed = parsedate_to_datetime(plain(value))
        return claimed.astimezone(UTC) if claimed.tzinfo else claimed.replace(tzinfo=UTC)
    except (
        ValueError,
        TypeError,
        OverflowError,
        IndexError,
    ):  # the standard library raises all four on strange dates
        return None
