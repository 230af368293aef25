"""A report that somebody reads to the end: sentences, few tables, drawings. Values in, what is set out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any, Literal
from zoneinfo import ZoneInfo

from kept.paper import figures, letters, svg
from kept.paper.charts import Drawing, Words
from kept.paper.kinds import Unprintable
from kept.paper.sheets import LETTER_SIZE, Made
from kept.paper.words import words_in

MOST_BLOCKS = 400
MOST_ROWS = 60  # of one table: more is no report
DRAWN_WIDTH = 740  # pixels, the width of the text


@dataclass(frozen=True)
class Heading:
    said: str


@dataclass(frozen=True)
class Text:
    """A paragraph. ``large``: the sentences that it begins with; ``small``: how something was counted."""

    said: str
    size: Literal["large", "normal", "small"] = "normal"


@dataclass(frozen=True)
class Items:
    said: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows under their heads; the columns from ``numbers_from`` on are figures, set to the right."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int = 1

    def __post_init__(self) -> None:
        if len(self.rows) > MOST_ROWS:
            raise Unprintable(f"a table of {len(self.rows)} rows is no report ({MOST_ROWS} fit)")
        if any(len(row) != len(self.heads) for row in self.rows):
            raise Unprintable("each row of a table has a cell under each head")


@dataclass(frozen=True)
class Picture:
    drawing: Drawing
    caption: str = ""


Block = Heading | Text | Items | Table | Picture


@dataclass(frozen=True)
class Report:
    """``business`` and ``about`` stand above the title ("Hollis & Daughters", "Monthly report").

    ``foot`` is at the foot of each page; ``made_at`` is printed there as an instant in ``zone``, and is the
    PDF's only clock. ``country`` picks the paper, as for letters.
    """

    business: str
    about: str
    title: str
    blocks: tuple[Block, ...]
    foot: str
    made_at: datetime
    zone: ZoneInfo
    language: str = "en"
    country: str = "DE"

    def __post_init__(self) -> None:
        if len(self.blocks) > MOST_BLOCKS:
            raise Unprintable(f"a report of {len(self.blocks)} parts is read by nobody")


def made(report: Report) -> Made:
    """What the setting reads; a letter that no typeface has stands as its number."""
    words = words_in(report.language)
    values: dict[str, Any] = {
        "document": f"{report.title} · {report.business}",
        "business": report.business,
        "about": report.about,
        "title": report.title,
        "foot": report.foot,
        "made": figures.instant(report.made_at, report.zone, words, report.country),
        "page_of": words.page_of,
        "blocks": [
            _block(block, number) | {"sticky": isinstance(following, Picture)}
            for number, (block, following) in enumerate(zip_longest(report.blocks, report.blocks[1:]))
        ],
    }
    values = letters.set_in_type(values, exact=("document", "file", "kind", "size"))
    values |= {
        "language": words.code,
        "size": "us-letter" if report.country in LETTER_SIZE else "a4",
    }
    return Made(values, dict(_pictures(report.blocks)), int(report.made_at.timestamp()))


def _block(block: Block, number: int) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "said": block.said}
    if isinstance(block, Text):
        return {"kind": "text", "said": block.said, "size": block.size}
    if isinstance(block, Items):
        return {"kind": "items", "said": list(block.said)}
    if isinstance(block, Picture):
        told = f"{block.drawing.title}. {block.drawing.told}"
        return {"kind": "picture", "file": _name(number), "told": told, "caption": block.caption}
    rows = [list(row) for row in block.rows]
    return {
        "kind": "table",
        "caption": block.caption,
        "heads": list(block.heads),
        "rows": rows,
        "from": block.numbers_from,
    }


def _pictures(blocks: Sequence[Block]) -> list[tuple[str, bytes]]:
    return [
        (_name(number), svg.written(_drawable(block.drawing), width=DRAWN_WIDTH).encode())
        for number, block in enumerate(blocks)
        if isinstance(block, Picture)
    ]


def _drawable(drawing: Drawing) -> Drawing:
    """The same, its words without letters that no typeface has."""
    shapes = tuple(
        replace(shape, said=letters.printable(shape.said)) if isinstance(shape, Words) else shape
        for shape in drawing.shapes
    )
    return replace(drawing, shapes=shapes)


def _name(number: int) -> str:
    return f"picture-{number}.svg"
