"""Mail as bytes → a letter: our own layer over the standard library's MIME tree (compat32).

``email.policy.default`` raised on 38 of 579 real messages; compat32 only builds the tree, and headers,
charsets, transfer encodings and addresses are read here, leniently: no letter is lost for bad writing.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from kept.channels.email import automatic, headers
from kept.desk.letters import Address, Attachment, Letter
from kept.text import charsets
from kept.text.html import to_text

MOST_PARTS = 1_000
NOBODY = Address("", "")


class Part(Message):
    """The standard library's part (compat32: raw 8-bit bytes stand in its texts as surrogates)."""

    @property
    def content(self) -> list[Part] | str:
        """What was read: ``get_payload`` would decode it by its label, and raises on some labels."""
        return vars(self)["_payload"] or ""


def parse(raw: bytes) -> Letter:
    """Read a mail. Never raises, on any bytes; what cannot be read as MIME is kept as text."""
    raw = _without_envelope(raw)
    tree = _tree(raw)
    content = _read(tree)
    return Letter(
        sender=(headers.addresses(_first(tree, "from")) or (NOBODY,))[0],
        reply_to=_all(tree, "reply-to"),
        to=_all(tree, "to"),
        cc=_all(tree, "cc"),
        delivered_to=_all(tree, "delivered-to", "x-original-to", "envelope-to", "x-envelope-to"),
        subject=headers.words(_first(tree, "subject")),
        message_id=next(iter(headers.message_ids(_first(tree, "message-id"))), ""),
        in_reply_to=next(iter(headers.message_ids(_first(tree, "in-reply-to"))), ""),
        references=headers.message_ids(_first(tree, "references")),
        claimed_at=headers.date(_first(tree, "date")),
        text="\n".join(content.text),
        html="\n".join(content.html),
        attachments=tuple(content.attachments),
        written=automatic.written(tree),
        bounced=automatic.bounced(tree),
    )


def _without_envelope(raw: bytes) -> bytes:
    """Without blank lines and mbox line before the headers, and the spaces before their colons (RFC 822)."""
    raw = raw.lstrip(b"\r\n")
    raw = raw.partition(b"\n")[2] if re.match(rb">?From \S+ ", raw) else raw
    end = re.search(rb"\r?\n\r?\n", raw)
    head = raw[: end.start()] if end else raw
    return re.sub(rb"(?m)^([!-9;-~]{1,70})[ \t]{1,9}:", rb"\1:", head) + raw[len(head) :]


def _tree(raw: bytes) -> Part:
    """The MIME tree; a single plain part holding everything when it nests too deep to be built."""
    try:
        return message_from_bytes(raw, _class=Part)
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        # The feed parser has raised each of these on broken mail; the headers at least can be read.
        head, _, body = raw.partition(b"\n\n" if b"\n\n" in raw else b"\r\n\r\n")
        lines = [line for line in head.splitlines() if not line.lower().startswith(b"content-")]
        plain = Part()
        for line in headers.LINE_ENDS.sub("\n ", b"\n".join(lines).decode("utf-8", "surrogateescape")).split(
            "\n"
        ):
            name, colon, value = line.partition(":")
            if colon and name.strip():
                plain.add_header(name.strip(), value.strip())
        plain.set_payload(body.decode("utf-8", "surrogateescape"))
        return plain


def _first(part: Part, name: str) -> str:
    """The first non-empty header of that name, raw."""
    return next(
        (str(value) for key, value in part.raw_items() if key.lower().strip() == name and str(value).strip()),
        "",
    )


def _all(part: Part, *names: str) -> tuple[Address, ...]:
    found = [str(value) for key, value in part.raw_items() if key.lower().strip() in names]
    return tuple(one for value in found for one in headers.addresses(value))


@dataclass
class _Content:
    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class _Leaf:
    part: Part
    kind: str
    charset: str
    filename: str
    is_attached: bool
    in_alternative: bool


def _read(tree: Part) -> _Content:
    """Sort the leaves into words and attachments; HTML alone gives the text as well."""
    content = _Content()
    for number, leaf in enumerate(_leaves(tree)):
        if number >= MOST_PARTS:
            break
        if leaf.is_attached or not leaf.kind.startswith("text/"):
            content.attachments.append(_attachment(leaf))
            continue
        words = charsets.decode(_body(leaf.part), leaf.charset).replace("\r\n", "\n")
        if leaf.kind == "text/html":
            content.html.append(words)
            if not leaf.in_alternative:
                content.text.append(to_text(words))
        elif leaf.kind == "text/plain" or leaf.part is tree:
            content.text.append(words)
        else:
            content.attachments.append(_attachment(leaf))
    if not any(text.strip() for text in content.text) and content.html:
        content.text = [to_text(page) for page in content.html]
    return content


def _leaves(tree: Part) -> Iterator[_Leaf]:
    """Every part that holds something, in order, without recursion."""
    waiting: list[tuple[Part, bool]] = [(tree, False)]
    while waiting:
        part, in_alternative = waiting.pop()
        kind, given = headers.parameters(headers.plain(_first(part, "content-type")))
        if not re.fullmatch(r"[\w.+-]+/[\w.+*-]+", kind):
            kind = part.get_default_type()
        payload = part.content
        if isinstance(payload, list) and not kind.startswith("message/"):
            in_alternative = in_alternative or kind == "multipart/alternative"
            waiting.extend((child, in_alternative) for child in reversed(payload))
            continue
        if kind.startswith("multipart/"):
            kind = "text/plain"  # announced as several parts, and holds none
        disposition, placed = headers.parameters(headers.plain(_first(part, "content-disposition")))
        filename = headers.words(placed.get("filename") or given.get("name") or "")
        attached = disposition == "attachment" or (bool(filename) and disposition != "inline")
        yield _Leaf(part, kind, given.get("charset", ""), filename, attached, in_alternative)


def _attachment(leaf: _Leaf) -> Attachment:
    filename = leaf.filename.replace("\\", "/").rpartition("/")[2][:200]
    ids = headers.message_ids(_first(leaf.part, "content-id"))
    return Attachment(filename, leaf.kind, _body(leaf.part), ids[0] if ids else "")


def _body(part: Part) -> bytes:
    """The bytes of one part, its transfer encoding undone as far as it goes."""
    payload = part.content
    if isinstance(payload, list):  # a message in the message
        return b"\n".join(_as_bytes(child) for child in payload)
    raw = headers.to_bytes(payload)
    encoding = headers.plain(_first(part, "content-transfer-encoding")).lower().strip(" ;\"'").split(";")[0]
    if encoding == "base64":
        return headers.base64_bytes(raw) if headers.base64_bytes(raw[:400]) or not raw.strip() else raw
    if encoding == "quoted-printable":
        return quopri.decodestring(raw)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _uudecoded(raw)
    return raw


def _uudecoded(raw: bytes) -> bytes:
    out = bytearray()
    _, _, lines = raw.partition(b"begin ")
    for line in lines.splitlines()[1:]:
        if line.strip() == b"end":
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:  # some encoders pad the line's end (as `uu` of the standard library knew)
            length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                out += binascii.a2b_uu(line[:length])
            except binascii.Error:
                continue
    return bytes(out) or raw


def _as_bytes(message: Part) -> bytes:
    """An enclosed message, written again; only its text when the library cannot write what it read."""
    try:
        return message.as_bytes(unixfrom=False)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return headers.to_bytes(message.content) if isinstance(message.content, str) else b""
