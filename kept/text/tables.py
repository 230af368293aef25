"""A table as a CSV file: its rows by their columns, and cells as text, numbers, instants, degrees."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from kept.base.refusals import Refused

MOST_BYTES = 20 * 1024 * 1024
ROWS_IN_A_PART = 500
Row = Mapping[str, str]


class BadTable(Refused):
    """The file is not taken: nothing of it was stored. ``lines`` says what is wrong with which line."""

    code = "table_bad"

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Header:
    """The columns that a table may have and those it needs; ``empty`` is said of a table without rows."""

    columns: Collection[str]
    needed: Collection[str]
    empty: str


def rows(content: bytes, header: Header, *, bad: type[BadTable] = BadTable) -> list[tuple[int, Row]]:
    """The rows of a CSV file with their line numbers: UTF-8, a header in any order. Raises ``bad``."""
    if len(content) > MOST_BYTES:
        raise bad(["the file is larger than 20 MB: cut it in parts"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise bad([f"line {line}: not UTF-8; save the file as “CSV UTF-8”"]) from error
    if "\x00" in text:
        raise bad([f"line {text[: text.index(chr(0))].count(chr(10)) + 1}: holds a zero byte"])
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, restkey="(too many)")
    try:
        names = [name.strip().lower() for name in reader.fieldnames or []]
        reader.fieldnames = names
        if missing := [name for name in header.needed if name not in names]:
            raise bad([f"line 1: the header lacks {', '.join(missing)}"])
        if twice := next((name for name in names if names.count(name) > 1), ""):
            raise bad([f"line 1: the column {twice!r} stands twice"])
        if unknown := [name for name in names if name not in header.columns]:
            raise bad([f"line 1: nobody knows the column {', '.join(map(repr, unknown))}"])
        found: list[tuple[int, Row]] = [
            (reader.line_num, {key: _cell(value) for key, value in row.items()}) for row in reader
        ]
    except csv.Error as error:
        raise bad([f"line {reader.line_num}: {error}"]) from error
    if not found:
        raise bad([header.empty])
    return found


def _cell(value: str | list[str] | None) -> str:
    return value.strip() if isinstance(value, str) else ("" if value is None else "…")


def refuse_wide(row: Row) -> None:
    """Raises ValueError for a row with more cells than columns."""
    if "(too many)" in row:
        raise ValueError("more cells than the header has columns")


def text(row: Row, column: str, most: int) -> str:
    """A cell that must say something, in at most so many letters. Raises ValueError."""
    value = row.get(column, "")
    if not value:
        raise ValueError(f"{column} is empty")
    if len(value) > most:
        raise ValueError(f"{column} is longer than {most} characters")
    return value


def whole(row: Row, column: str, *, default: int, least: int, most: int) -> int:
    """A whole number in these bounds; the default where the cell is empty. Raises ValueError."""
    value = row.get(column, "")
    try:
        number = int(value) if value else default
    except ValueError:
        raise ValueError(f"{column} {value!r} is no whole number") from None
    if not least <= number <= most:
        raise ValueError(f"{column} {number} is not between {least} and {most}")
    return number


def degrees(row: Row, column: str, most: int) -> float | None:
    """Degrees up to ``most`` either way; None where the cell is empty. Raises ValueError."""
    value = row.get(column, "")
    if not value:
        return None
    try:
        found = float(value)
    except ValueError:
        raise ValueError(f"{column} {value!r} is no number of degrees") from None
    if not -most <= found <= most:
        raise ValueError(f"{column} {value} is not between -{most} and {most}")
    return found


def instant(row: Row, column: str, zone: ZoneInfo) -> datetime:
    """An instant in ISO 8601; without an offset it is local to ``zone``. Raises ValueError."""
    value = text(row, column, 40)
    try:
        at = datetime.fromisoformat(value)
        at = at if at.tzinfo else at.replace(tzinfo=zone)
        if not 1970 <= at.year <= 2200:  # the ends of all time are on no other clock
            raise ValueError
    except ValueError:
        raise ValueError(f"{column} {value!r} is no time such as 2026-03-02T11:05") from None
    return at


def guarded(value: object) -> str:
    """A cell that no spreadsheet runs as a formula: text that begins like one begins with an apostrophe.

    Numbers stay numbers. https://owasp.org/www-community/attacks/CSV_Injection
    """
    if isinstance(value, int | float):
        return str(value)
    said = "" if value is None else str(value)
    return f"'{said}" if said.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else said


def written(columns: Collection[str], found: Iterable[Collection[object]]) -> bytes:
    """A CSV file in UTF-8 with a header, its cells guarded, and the mark by which spreadsheets know UTF-8."""
    return b"".join(parts(columns, found))


def parts(columns: Collection[str], found: Iterable[Collection[object]]) -> Iterator[bytes]:
    """The same file in parts, the header and then some hundred rows each, written as they are asked for."""
    yield BOM_UTF8 + _lines([columns])
    rows = iter(found)
    while some := list(islice(rows, ROWS_IN_A_PART)):
        yield _lines([guarded(cell) for cell in row] for row in some)


def _lines(found: Iterable[Collection[object]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(found)
    return file.getvalue().encode()
