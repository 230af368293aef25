"""What joining costs, said before it binds: each sum and each day by itself, worked out for this person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kept.base.money import Money
from kept.memberships.periods import months_after

PRICE = "price"


def gettext_noop(words: str) -> str:
    """Mark words for the translators; the edge translates them (nothing here knows Django)."""
    return words


_ = gettext_noop


@dataclass(frozen=True)
class Chosen:
    """A plan with what is taken in addition, by name and price, for ``months`` at a time."""

    plan: str
    price: Money
    months: int
    add_ons: tuple[tuple[str, Money], ...] = ()

    @property
    def total(self) -> Money:
        return sum((price for _name, price in self.add_ons), self.price)


@dataclass(frozen=True)
class ContractTerm:
    """A term of the version ``version`` (its row), as it stands: ``kind`` service or money."""

    version: int
    key: str
    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """One sentence on money or days: words with places for ``values``, which the edge writes as people do.

    ``ticked``: it costs money, so it is acknowledged by a tick of its own. The price has no ``version``.
    """

    key: str
    words: str
    values: Mapping[str, str | int | Money | date] = field(default_factory=dict)
    ticked: bool = False
    version: int | None = None


def told(chosen: Chosen, terms: Sequence[ContractTerm], *, on: date) -> tuple[Told, ...]:
    """Everything that this choice costs or gives back, for somebody who joins on that local day.

    What costs money stands first, and the price first of all.
    """
    found = [_price(chosen, on), *(_of(term, chosen, on) for term in terms)]
    return tuple(sorted(found, key=lambda one: not one.ticked))


def _price(chosen: Chosen, on: date) -> Told:
    words = (
        _("You pay %(sum)s every month, for the first time for the month from %(day)s on.")
        if chosen.months == 1
        else _("You pay %(sum)s every %(months)d months, for the first time for those from %(day)s on.")
    )
    return Told(PRICE, words, {"sum": chosen.total, "months": chosen.months, "day": on}, ticked=True)


def _of(term: ContractTerm, chosen: Chosen, on: date) -> Told:
    words, values = _SAYS.get(term.key, _anything)(term.facts, chosen, on)
    return Told(
        f"{term.version}.{term.key}", words, values, ticked=term.kind == "money", version=term.version
    )


def _fee(facts: Mapping[str, Any], chosen: Chosen, on: date) -> tuple[str, dict[str, Any]]:
    """As ``policies.terms.Fee``: before the day so many months after the beginning, the sum, once."""
    fee = Money(int(facts["minor"]), str(facts["currency"]))
    months = facts.get("months")
    values: dict[str, Any] = {"sum": fee, "nothing": Money(0, fee.currency), "months": months}
    names = [name for name, _price in chosen.add_ons]
    if facts.get("of") == "add_ons":
        if not names:
            words = (
                _("Ending what is taken in addition costs %(sum)s, once. You take nothing: %(nothing)s.")
                if months is None
                else _(
                    "Ending what is taken in addition within its first %(months)d months costs %(sum)s, "
                    "once. You take nothing: %(nothing)s."
                )
            )
            return words, values
        values["what"] = ", ".join(names)
    else:
        values["what"] = chosen.plan
    if months is None:
        return _("You end %(what)s, on whatever day: %(sum)s, once."), values
    values["day"] = months_after(on, int(months))
    return _("You end %(what)s before %(day)s: %(sum)s, once. From that day on: %(nothing)s."), values


def _notice(facts: Mapping[str, Any], _chosen: Chosen, on: date) -> tuple[str, dict[str, Any]]:
    days = int(facts["days"])
    return (
        _("You pay for %(days)d days after you say that you leave. Said today, the last one is %(day)s."),
        {"days": days, "day": on + timedelta(days=days)},
    )


def _refund(facts: Mapping[str, Any], _chosen: Chosen, _on: date) -> tuple[str, dict[str, Any]]:
    return (
        _("What you paid for days after your end comes back within %(days)d days."),
        {"days": int(facts["days"])},
    )


def _cooling_off(facts: Mapping[str, Any], _chosen: Chosen, on: date) -> tuple[str, dict[str, Any]]:
    days = int(facts["days"])
    return (
        _("You may step back for %(days)d days: joining today, until the end of %(day)s."),
        {"days": days, "day": on + timedelta(days=days)},
    )


def _anything(facts: Mapping[str, Any], _chosen: Chosen, _on: date) -> tuple[str, dict[str, Any]]:
    """A term we have no sentence for: its sum where it names one, and the words say the rest."""
    if "minor" in facts and "currency" in facts:
        fee = Money(int(facts["minor"]), str(facts["currency"]))
        return _("A sum that the words name: %(sum)s."), {"sum": fee}
    return _("A rule that the words name; it costs no sum that could be worked out today."), {}


_SAYS = {"fee": _fee, "notice": _notice, "refund": _refund, "cooling_off": _cooling_off}
