"""Which letters some bytes mean, when the label on them is missing, unknown or wrong."""

from __future__ import annotations

import codecs

# What the label says → what senders mean by it (WHATWG Encoding Standard, and what old mailers wrote).
MEANT = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "windows-874": "cp874",
    "utf8mb4": "utf-8",
    "cp-850": "cp850",
}
# Codecs of Python that are no charset of any mail: slow on long input, or not for text.
NOT_FOR_MAIL = {"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}


def decode(raw: bytes, label: str = "") -> str:
    """Read bytes as text: as labelled when that works, else as UTF-8, else as Windows-1252. Never raises.

    A byte order mark wins over the label. UTF-8 with a few broken places stays UTF-8 with U+FFFD there.
    """
    return _storable(_decode(raw, label))


def _storable(text: str) -> str:
    """Without surrogates that stand alone: UTF-7 can write them, and no database can keep them."""
    try:
        text.encode()
    except UnicodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _decode(raw: bytes, label: str) -> str:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if raw.startswith(mark):
            return raw[len(mark) :].decode(codec, "replace")
    for codec in (known(label), "utf-8"):
        try:
            return raw.decode(codec)
        except (UnicodeError, ValueError):  # codecs of the standard library raise both
            continue
    if _mostly_utf8(raw):
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("cp1252")
    except UnicodeError:  # five bytes mean nothing in Windows-1252, every byte means something in Latin-1
        return raw.decode("latin-1")


def known(label: str) -> str:
    """The codec that senders mean by a label; ``utf-8`` when we know no such charset. Never raises."""
    label = label.strip().strip("\"'").strip().lower().partition("*")[0]
    try:
        found = codecs.lookup(ALIASES.get(label, label) or "utf-8")
    except (LookupError, ValueError, UnicodeError):  # ValueError: a null byte in the label
        return "utf-8"
    if found.name in NOT_FOR_MAIL or not getattr(found, "_is_text_encoding", True):
        return "utf-8"
    return MEANT.get(found.name, found.name)


def _mostly_utf8(raw: bytes) -> bool:
    """Whether broken UTF-8 is nearer to the truth than Windows-1252: more good sequences than broken ones."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(ord(letter) > 127 for letter in text) - broken > broken
