"""The operator's own table of places: address; latitude; longitude."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from kept.deliveries.addresses.suggestion import Suggestion, words_of

MOST_BYTES = 50 * 1024 * 1024
COLUMNS = {"address": "address", "latitude": "latitude", "lat": "latitude", "longitude": "longitude",
           "lon": "longitude", "lng": "longitude"}  # fmt: skip


class BadPlaces(ValueError):  # noqa: N818  # what is wrong is the table
    """The table cannot be read; the words name its first bad line."""


@dataclass(frozen=True)
class Places:
    """Suggestions by the words of their addresses."""

    by_words: dict[tuple[str, ...], Suggestion] = field(default_factory=dict)

    def find(self, address: str) -> list[Suggestion]:
        """The row with this very address, however it is spelled; none for another."""
        found = self.by_words.get(words_of(address))
        return [found] if found else []


@dataclass
class _Read:
    stamp: tuple[float, int]
    places: Places


_read: dict[Path, _Read] = {}


def places(file: Path) -> Places:
    """The table as the file has it now; read again when the file has changed. Raises BadPlaces."""
    try:
        found = file.stat()
        stamp = found.st_mtime, found.st_size
        if found.st_size > MOST_BYTES:
            raise BadPlaces("is larger than 50 MB")
        if file not in _read or _read[file].stamp != stamp:
            _read[file] = _Read(stamp, read(file.read_bytes()))
    except OSError as error:
        raise BadPlaces(f"cannot be opened ({error.strerror})") from None
    return _read[file].places


def read(content: bytes) -> Places:
    """A CSV table in UTF-8 with a header, ``;`` or ``,`` between cells. Raises BadPlaces for a bad line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadPlaces(f"line {line}: not UTF-8") from None
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: dict[tuple[str, ...], Suggestion] = {}
    try:
        names = [COLUMNS.get(name.strip().lower(), name) for name in reader.fieldnames or []]
        reader.fieldnames = names
        if missing := set(COLUMNS.values()) - set(names):
            raise BadPlaces(f"line 1: the header lacks {', '.join(sorted(missing))}")
        for row in reader:
            suggestion = _row(row, decimal_comma=delimiter == ";")
            key = words_of(suggestion.label)
            if key in found and found[key] != suggestion:
                raise ValueError("this address has another place already")
            found[key] = suggestion
    except BadPlaces:
        raise
    except (csv.Error, ValueError) as error:
        raise BadPlaces(f"line {reader.line_num}: {error}") from None
    return Places(found)


def _row(row: dict[str, str | None], *, decimal_comma: bool) -> Suggestion:
    address = " ".join((row["address"] or "").split())[:300]
    if not words_of(address):
        raise ValueError("the address is empty")
    cells = [(row[name] or "").strip() for name in ("latitude", "longitude")]
    try:
        latitude, longitude = (float(cell.replace(",", ".") if decimal_comma else cell) for cell in cells)
    except ValueError:
        raise ValueError(f"{' '.join(cells)[:40]!r} are no degrees") from None
    return Suggestion(address, latitude, longitude, "file", exact=True)
