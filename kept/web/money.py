"""How people write money, in the reader's language: as it stands on their papers."""

from __future__ import annotations

from django.utils.translation import get_language

from kept.base.money import Money
from kept.paper.figures import written


def say_money(money: Money) -> str:
    """``€19.90``, ``CHF 19.90``; in German ``19,90 €``."""
    return written(money, (get_language() or "en")[:2])
