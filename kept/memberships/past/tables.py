"""Reading a CSV file cell by cell: what cannot be read is named with its file, line and column. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TypeVar
from zoneinfo import ZoneInfo

from kept.base.calendars import local_instant
from kept.base.money import Money

MOST_BYTES = 20 * 1024 * 1024
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so
NOON = time(12)
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]"
)  # no letter, or turns letters around

T = TypeVar("T")


class Unreadable(ValueError):  # noqa: N818  # said as it is
    """This cell cannot be read; the words say why, and an example of what can."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column = column


@dataclass(frozen=True)
class Cells:
    """One line of a table, by column. Each way of reading raises Unreadable."""

    line: int
    row: Mapping[str, str]

    def text(self, column: str, *, most: int = 200, needed: bool = False) -> str:
        value = self.row.get(column, "")
        if needed and not value:
            raise Unreadable(column, "is empty")
        if len(value) > most:
            raise Unreadable(column, f"is longer than {most} characters")
        if UNSEEN.search(value):
            raise Unreadable(column, "holds a character that cannot be seen")
        return value

    def words(self, column: str, *, most: int = 200, needed: bool = False) -> str:
        """Text that a spreadsheet would not run as a formula."""
        value = self.text(column, most=most, needed=needed)
        if value.startswith(FORMULA):
            raise Unreadable(column, f"begins with {value[0]!r}: a spreadsheet would run it as a formula")
        return value

    def one_of(self, column: str, known: Collection[str], *, needed: bool = True) -> str:
        value = self.text(column, needed=needed).casefold().replace(" ", "_")
        if value and value not in known:
            raise Unreadable(column, f"{value!r} is none of {', '.join(sorted(known))}")
        return value

    def several(self, column: str) -> tuple[str, ...]:
        """Words between upright strokes: ``Sauna | Towels``."""
        parts = [part.strip() for part in self.words(column, most=2_000).split("|")]
        if any(len(part) > 120 for part in parts):
            raise Unreadable(column, "holds a part longer than 120 characters")
        return tuple(part for part in parts if part)

    def number(self, column: str, *, default: int, least: int, most: int) -> int:
        value = self.text(column, most=20)
        if not value:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise Unreadable(column, f"{value!r} is no whole number from {least} to {most}")
        return int(value)

    def money(self, column: str, currency: str) -> Money:
        value = self.text(column, most=20, needed=True)
        try:
            found = Money.of(Decimal(value), currency)
        except (InvalidOperation, ValueError, OverflowError):
            raise Unreadable(column, f"{value!r} is no amount in {currency} such as 45.00") from None
        if not 0 <= found.minor < 10**12:
            raise Unreadable(column, f"{value!r} is out of range")
        return found

    def day(self, column: str) -> date | None:
        value = self.text(column, most=40)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise Unreadable(column, f"{value!r} is no day such as 2024-03-01") from None

    def instant(self, column: str, zone: ZoneInfo) -> datetime:
        """An instant; without an offset in ``zone``, and the noon of a day that names no time."""
        value = self.text(column, most=40, needed=True)
        try:
            if len(value) == len("2024-03-01"):
                return local_instant(date.fromisoformat(value), NOON, zone)
            at = datetime.fromisoformat(value)
            return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise Unreadable(column, f"{value!r} is no time such as 2024-03-01 or 2024-03-01T18:05") from None

    def language(self, column: str) -> str:
        """Empty where the file does not say it: then it is the one of the house."""
        value = self.text(column, most=12)
        if value and not LANGUAGE.fullmatch(value):
            raise Unreadable(column, f"{value!r} is no language such as en or de")
        return value.lower()

    def yes(self, column: str) -> bool:
        return self.one_of(column, {"yes", "no"}, needed=False) == "yes"


@dataclass
class Table:
    """One file while it is read; what is wrong with it gathers in ``bad``."""

    name: str
    content: bytes
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    bad: list[str] = field(default_factory=list)

    def read(self, make: Callable[[Cells], T]) -> list[T]:
        """Each line as ``make`` has it; a line that cannot be read is named and left out."""
        found = []
        for cells in self._lines():
            try:
                found.append(make(cells))
            except Unreadable as error:
                self.bad.append(f"{self.name}, line {cells.line}, column {error.column}: {error}")
        return found

    def _lines(self) -> Iterator[Cells]:
        reader = csv.reader(io.StringIO(self._text(), newline=""), strict=True)
        try:
            header = [name.strip().lower() for name in next(reader, [])]
            if wrong := self._wrong_header(header):
                self.bad.append(f"{self.name}, line 1: {wrong}")
                return
            for row in reader:
                if len(row) == len(header):
                    named = zip(header, (cell.strip() for cell in row), strict=True)
                    yield Cells(reader.line_num, dict(named))
                elif any(cell.strip() for cell in row):
                    self.bad.append(
                        f"{self.name}, line {reader.line_num}: {len(row)} cells under {len(header)} columns; "
                        "it may be cut off, or a comma stands in a cell without quotes"
                    )
        except csv.Error as error:
            self.bad.append(f"{self.name}, line {reader.line_num}: {error}; it may be cut off")

    def _text(self) -> str:
        """The file as text; where it has none, nothing, and why stands in ``bad``."""
        if len(self.content) > MOST_BYTES:
            self.bad.append(f"{self.name}: larger than 20 MB; cut it in parts")
            return ""
        try:
            text = self.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.content[: error.start].count(b"\n") + 1
            self.bad.append(f"{self.name}, line {line}: not UTF-8; save the file as “CSV UTF-8”")
            return ""
        if "\0" in text:
            line = text[: text.index("\0")].count("\n") + 1
            self.bad.append(f"{self.name}, line {line}: holds a zero byte; save the file as “CSV UTF-8”")
            return ""
        return text

    def _wrong_header(self, header: list[str]) -> str:
        if self.bad:
            return ""  # said already, and nothing was read
        if missing := [name for name in self.needed if name not in header]:
            return f"the header lacks {', '.join(missing)}"
        if unknown := [name for name in header if name not in self.columns]:
            return f"nobody knows the column {', '.join(map(repr, unknown))}"
        return "a column stands twice" if len(set(header)) < len(header) else ""
