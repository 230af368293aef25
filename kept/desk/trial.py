"""Trying a move: everything happens, and then none of it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

Result = TypeVar("Result")


@transaction.atomic
def trial(move: Callable[[], Result]) -> Result:
    """What a move would answer. Raises what it would raise; nothing of it stays."""
    result = move()
    transaction.set_rollback(True)
    return result
