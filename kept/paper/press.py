"""The papers: a kind in, the bytes of a tagged PDF/A-3a that is PDF/UA-1 too out."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from kept.paper import fonts, reports, sheets
from kept.paper.kinds import Confirmation, Contract, Invoice, Receipt, Unprintable

SETTINGS = Path(__file__).resolve().parent / "set"
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]  # ISO 19005-3 level A, ISO 14289-1
UNKNOWN_LETTER = "could not be displayed"  # typst's words; PDF/A takes no box in place of a letter


def invoice(paper: Invoice) -> bytes:
    """A bill with its taxes, the policies that apply, and how to check it. Raises Unprintable."""
    return _set(sheets.invoice(paper))


def confirmation(paper: Confirmation) -> bytes:
    """What we promise, in writing. Raises Unprintable."""
    return _set(sheets.confirmation(paper))


def contract(paper: Contract) -> bytes:
    """A membership as it is signed, its money terms apart. Raises Unprintable."""
    return _set(sheets.contract(paper))


def receipt(paper: Receipt) -> bytes:
    """That something was done or told. Raises Unprintable."""
    return _set(sheets.receipt(paper))


def report(paper: reports.Report) -> bytes:
    """A report to read to the end. Raises Unprintable."""
    return _set(reports.made(paper), setting="report.typ")


def _set(made: sheets.Made, *, setting: str = "paper.typ") -> bytes:
    """Set one paper. Its texts reach typst as JSON, so that no word of a customer is ever run.

    Nothing is shared between two papers but the typefaces: any thread may set one. The same values give the
    same bytes, under the same version of typst.
    """
    files: dict[str, Any] = {
        "main.typ": _setting(setting),
        "paper.json": json.dumps(made.values, ensure_ascii=False).encode(),
        **made.files,
    }
    try:
        pressed: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs know no dict of files
            files,
            format="pdf",
            font_paths=fonts.family(),
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=made.at,
        )
    except typst.TypstError as error:
        if UNKNOWN_LETTER in error.message:
            raise Unprintable(f"a letter cannot be drawn: {error.message}") from error
        raise
    return pressed


@cache
def _setting(name: str) -> bytes:
    return (SETTINGS / name).read_bytes()
