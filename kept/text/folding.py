"""Words as they are searched for: without case, accents and disguises, the same on every database."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """``"GRÜẞE Ｓofa"`` → ``"grusse sofa"``: forms, marks, hidden letters, case.

    Databases disagree on "case" beyond ASCII (SQLite's LIKE knows A–Z only), so we do not ask them.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    kept = (letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))
    return " ".join("".join(kept).split())
