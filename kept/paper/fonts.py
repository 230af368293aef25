"""The typefaces of every paper, carried along so that a paper is the same everywhere, and their letters."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).resolve().parent / "fonts"
TEXT = "SourceSans3_400Regular.ttf"  # its other faces hold the same letters
OTHERS = "DejaVuSans.ttf"  # Greek to Georgian, Hebrew, Arabic, signs


@cache
def family() -> typst.Fonts:
    """Our own typefaces and those inside typst; never the machine's, which differ from house to house."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FOLDER)])


@cache
def faces() -> tuple[frozenset[int], ...]:
    """The code points of each typeface, in the order in which they are asked."""
    return held(FOLDER / TEXT), held(FOLDER / OTHERS)


def letters() -> frozenset[int]:
    """The code points that our papers can draw."""
    return frozenset().union(*faces())


def held(path: Path) -> frozenset[int]:
    """The code points of a TrueType file: its ``cmap`` in formats 4 and 12 (ISO/IEC 14496-22, 5.2.1)."""
    font = path.read_bytes()
    tables = struct.unpack_from(">H", font, 4)[0]
    places = {
        tag: offset
        for tag, _, offset, _ in (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables))
    }
    cmap = places[b"cmap"]
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)[2]
        form = struct.unpack_from(">H", font, at)[0]
        if form == 4:
            found |= _short(font, at)
        elif form == 12:
            found |= _long(font, at)
    return frozenset(found)


def _short(font: bytes, at: int) -> set[int]:
    """Format 4: segments of the first plane, each with a shift or a list of glyphs."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    columns = [
        struct.unpack_from(f">{count}H", font, at + 14 + 2 * count * n + (2 if n else 0)) for n in range(4)
    ]
    found = set()
    for segment, (last, first, shift, offset) in enumerate(zip(*columns, strict=True)):
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter
            if offset:
                place = at + 16 + 6 * count + 2 * segment + offset + 2 * (letter - first)
                glyph = struct.unpack_from(">H", font, place)[0]
            if (not offset or glyph) and (glyph + shift) & 0xFFFF:
                found.add(letter)
    return found


def _long(font: bytes, at: int) -> set[int]:
    """Format 12: groups of code points of all planes."""
    groups = struct.unpack_from(">I", font, at + 12)[0]
    found: set[int] = set()
    for number in range(groups):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found
