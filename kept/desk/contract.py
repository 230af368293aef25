"""A contract as one person is told it before it binds: the exact words, and each sum and day by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.money import say_money
from kept.desk.receipts import day_in_words
from kept.ledger.rules import canonical
from kept.memberships import queries, sums
from kept.memberships.models import Plan, PlanAddOn
from kept.policies.models import Disclosure, Version, Wording
from kept.policies.queries import due_on, wording_in

TERMS_OF_LEAVING = {queries.FEE, queries.NOTICE, queries.REFUND, queries.COOLING_OFF}


class OtherWords(Refused):
    code = "contract_changed_meanwhile"


class NotTicked(Refused):
    code = "contract_sum_not_ticked"


@dataclass(frozen=True)
class Sum:
    """One sentence on money or days as it stands on the page; ``ticked``: it needs a tick of its own."""

    key: str
    words: str
    ticked: bool
    version: int | None


@dataclass(frozen=True)
class Contract:
    """What somebody who takes this plan on this local day, in this language, is told.

    ``sums`` are whole sentences: the page, the letter and the record show the same ones.
    """

    plan: Plan
    add_ons: tuple[PlanAddOn, ...]
    language: str
    on: date
    versions: tuple[Version, ...]
    sums: tuple[Sum, ...]

    @cached_property
    def words(self) -> list[tuple[Version, Wording]]:
        return [(version, wording_in(version, self.language)) for version in self.versions]

    @cached_property
    def shown(self) -> dict[str, Any]:
        """What stood there, to be kept: which words by their hash, and each sentence as it was."""
        return {
            "plan": self.plan.name,
            "add_ons": [one.name for one in self.add_ons],
            "on": self.on.isoformat(),
            "words": [
                {
                    "policy": version.policy.slug,
                    "version": version.number,
                    "language": wording.language,
                    "sha256": wording.sha256,
                }
                for version, wording in self.words
            ],
            "sums": [{"key": one.key, "words": one.words} for one in self.sums],
        }

    @cached_property
    def mark(self) -> str:
        """A hash of all that is shown: a new version, price or day has another one."""
        return hashlib.sha256(canonical(self.shown)).hexdigest()

    @property
    def costs(self) -> list[Sum]:
        return [one for one in self.sums if one.ticked]

    @property
    def days(self) -> list[Sum]:
        """What costs nothing: money back, days to step back."""
        return [one for one in self.sums if not one.ticked]

    @property
    def to_tick(self) -> list[str]:
        return [one.key for one in self.costs]

    def check(self, mark: str, ticked: Sequence[str]) -> None:
        """Raises OtherWords when something else was shown than holds now, NotTicked for a sum not ticked."""
        if mark != self.mark:
            raise OtherWords(
                _("The contract has new words or dates since this page was opened. Please read it once more.")
            )
        if missing := set(self.to_tick) - set(ticked):
            raise NotTicked(
                _("Please tick each sum by itself. Nothing binds without it: %(n)d left.")
                % {"n": len(missing)}
            )

    def acknowledged(self, version: Version, ticked: Sequence[str]) -> bool:
        """Whether each sum that this version costs was ticked."""
        return {one.key for one in self.sums if one.ticked and one.version == version.pk} <= set(ticked)

    def sums_in_writing(self) -> str:
        """Each sum on a line of its own, as a paragraph of a letter."""
        return "\n".join(f"- {one.words}" for one in self.sums)


def of(plan: Plan, add_ons: Sequence[PlanAddOn], *, language: str, now: datetime) -> Contract:
    """The contract for this choice as it stands now; its sentences in ``language``."""
    versions = tuple(contracts())
    on = now.astimezone(plan.location.zone).date()
    chosen = sums.Chosen(
        plan=plan.name,
        price=plan.price,
        months=plan.period_months,
        add_ons=tuple((one.name, one.price) for one in add_ons),
    )
    terms = [
        sums.ContractTerm(version.pk, term.key, term.kind, term.facts)
        for version in versions
        for term in sorted(version.terms.all(), key=lambda term: term.pk)
    ]
    with override(language):
        told = tuple(
            Sum(one.key, _said(one), one.ticked, one.version) for one in sums.told(chosen, terms, on=on)
        )
    return Contract(plan, tuple(add_ons), language, on, versions, told)


def contracts() -> list[Version]:
    """What somebody who joins is told: every policy due at the signing, the one about leaving first."""
    due = due_on(Disclosure.Occasion.SIGNING)
    return sorted(due, key=lambda version: not (TERMS_OF_LEAVING & {t.key for t in version.terms.all()}))


def _said(told: sums.Told) -> str:
    values = {name: _value(value) for name, value in told.values.items()}
    return _(told.words) % values if values else _(told.words)


def _value(value: str | int | Money | date | None) -> str | int | None:
    if isinstance(value, Money):
        return say_money(value)
    return day_in_words(value) if isinstance(value, date) else value
