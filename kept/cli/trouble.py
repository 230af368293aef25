"""What is wrong around us, in one line: a setting that cannot be read, a database that does not answer."""

from __future__ import annotations

import sys

SETTING = 2
TRY_AGAIN = 75  # EX_TEMPFAIL: a mail server that pipes to `kept take` keeps the mail and comes again


def in_words(error: Exception) -> tuple[str, int] | None:
    """One line and an exit code for a trouble that the operator can end; None for a fault of ours.

    The libraries are looked up among those loaded already: saying what is wrong loads nothing.
    """
    if _is(error, "environs", "EnvError") or _is(error, "django.core.exceptions", "ImproperlyConfigured"):
        return _line(error), SETTING
    is_no_database = _is(error, "django.db", "DatabaseError") and type(error).__name__ == "DatabaseError"
    if is_no_database or _is(error, "django.db", "OperationalError"):
        return f"the database cannot be used: {_line(error)}", TRY_AGAIN
    return None


def _is(error: Exception, module: str, name: str) -> bool:
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(error, kind)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
