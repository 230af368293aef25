"""What joining costs, said before it binds: each sum and each day by itself, worked out for this person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kept.base.money import Money
from kept.policies import terms
from kept.policies.terms import CoolingOff, Fee, Notice, Refund, Taken, gettext_noop, months_after

PRICE = "price"
_ = gettext_noop
Sentence = tuple[str, dict[str, Any]]


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

    def parts(self, of: str) -> list[tuple[str, Money]]:
        """What a fee for ``of`` (see ``policies.terms.Fee``) is about, by name and price."""
        found = [] if of == terms.ADD_ONS else [(self.plan, self.price)]
        return found if of == terms.MEMBERSHIP else [*found, *self.add_ons]


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


def told(chosen: Chosen, contract: Sequence[ContractTerm], *, on: date) -> tuple[Told, ...]:
    """Everything that this choice costs or gives back, for somebody who joins on that local day.

    What costs money stands first, and the price first of all.
    """
    found = [_price(chosen, on), *(_of(term, chosen, on) for term in contract)]
    return tuple(sorted(found, key=lambda one: not one.ticked))


def _price(chosen: Chosen, on: date) -> Told:
    words = (
        _("You pay %(sum)s every month, for the first time for the month from %(day)s on.")
        if chosen.months == 1
        else _("You pay %(sum)s every %(months)d months, for the first time for those from %(day)s on.")
    )
    return Told(PRICE, words, {"sum": chosen.total, "months": chosen.months, "day": on}, ticked=True)


def _of(term: ContractTerm, chosen: Chosen, on: date) -> Told:
    words, values = _sentence(term, chosen, on)
    key = f"{term.version}.{term.key}"
    return Told(key, words, values, ticked=term.kind == "money", version=term.version)


def _sentence(term: ContractTerm, chosen: Chosen, on: date) -> Sentence:
    try:
        typed = terms.read(term.key, term.facts)
    except terms.TermError:  # written before terms had kinds
        return _anything(term)
    match typed:
        case Fee():
            return _fee(typed, chosen, on)
        case Notice(days=days):
            words = _(
                "You pay for %(days)d days after you say that you leave. Said today, the last is %(day)s."
            )
        case Refund(days=days):
            words = _("What you paid for days after your end comes back within %(days)d days.")
        case CoolingOff(days=days):
            words = _(
                "You may take it back within %(days)d days, without a reason, and all your money comes back: "
                "joining today, until the end of %(day)s."
            )
        case _:
            return _anything(term)
    return words, {"days": days, "day": on + timedelta(days=days)}


def _fee(fee: Fee, chosen: Chosen, on: date) -> Sentence:
    """The formula for somebody who begins today; its sum falls by the month where it counts those left."""
    parts = chosen.parts(fee.of)
    values: dict[str, Any] = {"sum": fee.cap, "nothing": Money(0, fee.currency), "months": fee.months}
    if not parts:
        return _(
            "Ending what is taken in addition can cost up to %(sum)s. You take nothing: %(nothing)s."
        ), values
    values["what"] = ", ".join(name for name, _price in parts)
    if fee.months is None:
        return _("If you end %(what)s, on whatever day, it costs %(sum)s, once."), values
    taken = [Taken(on, Money(price.minor // chosen.months, fee.currency)) for _name, price in parts]
    half = months_after(on, fee.months // 2)
    values |= {"sum": fee.due(taken, asked_on=on), "day": months_after(on, fee.months)}
    if fee.per_month is None and fee.percent is None:
        return _(
            "If you end %(what)s before %(day)s, it costs %(sum)s, once. From that day on: %(nothing)s."
        ), values
    values |= {"half": half, "half_sum": fee.due(taken, asked_on=half)}
    return _(
        "If you end %(what)s before %(day)s, it costs at most %(sum)s, once, and less with every month "
        "(on %(half)s: %(half_sum)s). From that day on: %(nothing)s."
    ), values


def _anything(term: ContractTerm) -> Sentence:
    """A term we have no sentence for: its sum where it names one, and the words say the rest."""
    if {"minor", "currency"} <= set(term.facts):
        return _("A sum that the words name: %(sum)s."), {
            "sum": Money(int(term.facts["minor"]), str(term.facts["currency"]))
        }
    return _("A rule that the words name. It costs no sum that could be worked out today."), {}
