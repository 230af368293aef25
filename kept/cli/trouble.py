"""What is wrong around us, in one line: a setting that cannot be read, a database that does not answer."""

from __future__ import annotations

import sys


def in_words(error: Exception) -> str | None:
    """One line for a trouble that the operator can end; None for anything else, which is a fault of ours.

    The libraries are looked up among those loaded already: saying what is wrong loads nothing.
    """
    if _is(error, "environs", "EnvError") or _is(error, "django.core.exceptions", "ImproperlyConfigured"):
        return _line(error)
    if _is(error, "django.db", "OperationalError"):
        return f"the database cannot be used: {_line(error)}"
    if _is(error, "psycopg_pool", "PoolTimeout"):
        return f"the database does not answer: {_line(error)}"
    return None


def _is(error: Exception, module: str, name: str) -> bool:
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(error, kind)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
