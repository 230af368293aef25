"""The witness file: every note we published, kept outside the database, so that a restored backup shows.

Notes stand one after the other, an empty line after each; anybody may keep a copy.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from kept.ledger.rules import notes

log = logging.getLogger(__name__)

TAIL = 16 * 1024  # bytes from the end that are looked at: some fifty notes
_NOTE = re.compile("^((?:[^\n]+\n)+\n(?:\N{EM DASH} [^\n]+\n)+)\n".encode(), re.MULTILINE)


def newest(origin: str, path: Path | None = None) -> notes.Checkpoint | None:
    """The last checkpoint of this ledger in the file, **its signature unchecked**; None when there is none.

    ``path`` names a copy kept elsewhere. A witness may keep the checkpoints of several ledgers in one file.
    """
    try:
        with (path or settings.WITNESS).open("rb") as file:
            found = _tail(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        log.error("The witness file cannot be read, so a restored backup would not be noticed: %s", error)
        return None
    points = map(checkpoint_of, reversed(found))
    return next((point for point in points if point is not None and point.origin == origin), None)


def notices(origin: str) -> Iterator[str]:
    """The notices of restored backups in the file that claim to be of this ledger, **unchecked**.

    Raises OSError when it is there and cannot be read.
    """
    if not settings.WITNESS.exists():
        return
    head, text = f"{origin}\nfork\n".encode(), b""
    with settings.WITNESS.open("rb") as file:
        for is_blank, lines in groupby(file, key=lambda line: line == b"\n"):
            part = b"".join(lines)
            if not is_blank and text.startswith(head) and part.startswith("\N{EM DASH} ".encode()):
                yield (text + b"\n" + part).decode(errors="replace")
            if not is_blank:
                text = part


def checkpoint_of(note: str) -> notes.Checkpoint | None:
    """The checkpoint that this note claims to be, unchecked; None for any other note."""
    try:
        return notes.Checkpoint.parse(notes.text_of(note))
    except notes.Malformed:
        return None


class Open:
    """The file, held by us alone until it is closed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.is_new = os.fstat(file.fileno()).st_size == 0

    def last_notes(self) -> list[str]:
        return _tail(self._file)

    def append(self, published: Iterable[str]) -> None:
        """Add these notes. They are on the disk when this returns."""
        begun = False
        for note in published:
            if not begun:
                self._cut_what_is_torn()
            self._file.write(f"{note}\n".encode())
            begun = True
        if begun:
            self._file.flush()
            os.fsync(self._file.fileno())

    def _cut_what_is_torn(self) -> None:
        """A note that a crash left half written was never whole: what follows the last whole one goes."""
        start, tail = _end_of(self._file)
        ends = [found.end() for found in _NOTE.finditer(tail)]
        if ends or not start:
            self._file.truncate(start + (ends[-1] if ends else 0))


@contextmanager
def opened() -> Iterator[Open]:
    """Hold the file to add to it. Raises OSError when it cannot be written."""
    with settings.WITNESS.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield Open(file)


def _tail(file: BinaryIO) -> list[str]:
    """The notes in the last TAIL bytes, oldest first; what is no note is passed over."""
    _, tail = _end_of(file)
    return [note.decode(errors="replace") for note in _NOTE.findall(tail)]


def _end_of(file: BinaryIO) -> tuple[int, bytes]:
    """Where the last TAIL bytes begin, and they themselves."""
    start = max(0, os.fstat(file.fileno()).st_size - TAIL)
    file.seek(start)
    return start, file.read()
