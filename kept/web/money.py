"""How people write money, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from kept.base.money import EXPONENTS, Money

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}  # others by their three letters
SIGN_AFTER = ("de",)


def say_money(money: Money) -> str:
    """``€19.90``, ``CHF 19.90``; in German ``19,90 €``."""
    sign = SIGNS.get(money.currency, money.currency)
    figure = f"{abs(money.major):,.{EXPONENTS.get(money.currency, 2)}f}"
    minus = "−" if money.minor < 0 else ""
    if (get_language() or "en")[:2] in SIGN_AFTER:
        return f"{minus}{figure.translate(str.maketrans(',.', '.,'))}\N{NO-BREAK SPACE}{sign}"
    gap = "\N{NO-BREAK SPACE}" if sign.isalpha() else ""
    return f"{minus}{sign}{gap}{figure}"
