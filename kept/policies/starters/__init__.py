"""Policies to begin with, one file per trade: plain words in English and German, with their terms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any

from kept.base.money import EXPONENTS, Money
from kept.policies.terms import Typed, read


@dataclass(frozen=True)
class Text:
    """A starter in one language. ``{late_credit}`` and the like stand for the sums of its terms."""

    name: str
    title: str
    words: str
    question: str
    answers: tuple[str, ...]
    right: int


@dataclass(frozen=True)
class Starter:
    """What somebody may begin to write from: its terms with sums in their currency, its texts by language."""

    key: str
    slug: str
    occasions: tuple[str, ...]
    terms: tuple[Typed, ...]
    sums: Mapping[str, Money]
    texts: Mapping[str, Text]


ORDER = ("furniture_delivery", "appliance_delivery", "gym", "studio", "courses", "home_services")


def starters(currency: str) -> list[Starter]:
    """Every starter, with its sums in this currency: figures to begin with, for the writer to change."""
    return [starter(key, currency) for key in ORDER]


def starter(key: str, currency: str) -> Starter:
    """The starter with this name. Raises KeyError for an unknown one."""
    if key not in ORDER:
        raise KeyError(key)
    found = tomllib.loads(resources.files(__package__).joinpath(f"{key}.toml").read_text("utf-8"))
    terms: list[Typed] = []
    sums: dict[str, Money] = {}
    for name, facts in found["terms"].items():
        exact, named = _exact(name, facts, currency)
        terms.append(read(name, exact))
        sums |= named
    return Starter(
        key=key,
        slug=found["slug"],
        occasions=tuple(found["occasions"]),
        terms=tuple(terms),
        sums=sums,
        texts={language: _text(found[language]) for language in ("en", "de")},
    )


def _exact(name: str, facts: Mapping[str, Any], currency: str) -> tuple[dict[str, Any], dict[str, Money]]:
    """The facts with sums in minor units, and these sums by the names that the words have for them."""
    exact, sums = dict(facts), {}
    if "amount" in exact:
        sums[name] = _sum(exact.pop("amount"), currency)
        exact |= {"minor": sums[name].minor, "currency": currency}
    if "per_month" in exact:
        sums["per_month"] = _sum(exact["per_month"], currency)
        exact["per_month"] = sums["per_month"].minor
    return exact, sums


def _sum(amount: int, currency: str) -> Money:
    """Thirty euros, dollars or francs; where a currency has no cents, a hundred times as many."""
    return Money.of(Decimal(amount) * (100 if EXPONENTS.get(currency, 2) == 0 else 1), currency)


def _text(found: Mapping[str, Any]) -> Text:
    return Text(**{**found, "words": found["words"].strip(), "answers": tuple(found["answers"])})
