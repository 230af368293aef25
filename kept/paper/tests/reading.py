"""A PDF read back as somebody without our program reads it: its words, page by page, and what is enclosed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf

SHOWN = ("Tj", "TJ")


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def pages(content: bytes) -> list[str]:
    """The words of each page in the order in which they stand in the file, one text run after the other."""
    with opened(content) as pdf:
        return [" ".join(_runs(page)) for page in pdf.pages]


def squeezed(text: str) -> str:
    """Without blanks: a line's end is no difference."""
    return re.sub(r"\s+", "", text)


def whole(content: bytes) -> str:
    """All pages, squeezed."""
    return squeezed(" ".join(pages(content)))


def right_edges(content: bytes) -> list[float]:
    """Where each run of text ends, in points from the left edge of its page; kerning is left out."""
    found = []
    with opened(content) as pdf:
        for page in pdf.pages:
            widths = {str(name): _widths(font) for name, font in page.resources.Font.items()}
            left, font, size = 0.0, "", 0.0
            for step in pikepdf.parse_content_stream(page):
                if str(step.operator) == "cm":
                    left = float(step.operands[4])
                elif str(step.operator) == "Tf":
                    font, size = str(step.operands[0]), float(step.operands[1])
                elif str(step.operator) in SHOWN:
                    glyphs = _glyphs(step.operands[0])
                    found.append(left + sum(widths[font].get(glyph, 0) for glyph in glyphs) * size / 1000)
    return found


def unmarked_runs(content: bytes) -> int:
    """How many runs of text are neither tagged nor marked as an artifact."""
    found = 0
    with opened(content) as pdf:
        for page in pdf.pages:
            depth = 0
            for step in pikepdf.parse_content_stream(page):
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(step.operator), 0)
                found += str(step.operator) in SHOWN and depth == 0
    return found


def enclosed(content: bytes) -> dict[str, bytes]:
    with opened(content) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def _runs(page: pikepdf.Page) -> Iterator[str]:
    letters = {str(name): _letters(font) for name, font in page.resources.Font.items()}
    font = ""
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) == "Tf":
            font = str(step.operands[0])
        elif str(step.operator) in SHOWN:
            yield "".join(letters[font].get(glyph, "") for glyph in _glyphs(step.operands[0]))


def _glyphs(shown: pikepdf.Object) -> list[int]:
    """The two-byte glyph numbers of Tj's text, or of TJ's texts between its kerning."""
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]


def _widths(font: pikepdf.Object) -> dict[int, float]:
    """Glyph → thousandths of the size, from the font's W: ``first last width`` or ``first [widths]``."""
    table = list(font.DescendantFonts[0].W)
    found: dict[int, float] = {}
    while table:
        first, second = int(table.pop(0)), table.pop(0)
        if isinstance(second, pikepdf.Array):
            found.update({first + n: float(width) for n, width in enumerate(second)})
        else:
            width = float(table.pop(0))
            found.update(dict.fromkeys(range(first, int(second) + 1), width))
    return found


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Glyph → letters, from the font's ToUnicode map (ISO 32000-1, 9.10.3)."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\s", table)
    assert "beginbfrange" not in table  # typst writes each glyph by itself
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}
