"""How we write money to people, in the language of the moment."""

from __future__ import annotations

from django.utils.translation import get_language

from kept.base.money import Money


def say_money(money: Money) -> str:
    """``$30``, ``€19.90``, ``CHF 19.90``; in German ``30 €``, ``19,90 €``."""
    return money.said(get_language() or "en")
