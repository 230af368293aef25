"""How far one word goes: who needs a second person, what a role may promise, when a policy is resented."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from kept.base.money import Money

SECOND_PERSON_ABOVE = 100  # DOMAIN §6, in the location's currency
REMEDY_UP_TO: dict[str, int | None] = {"representative": 50, "manager": 250, "owner": None}  # None: no limit
ALONE_WAITS = timedelta(hours=24)  # where there is nobody else, with the offer of a review
MAY_ANSWER_FOR = timedelta(days=7)  # from the letter on: our choice, DOMAIN names no length
RESENTED_ABOVE = Fraction(5, 100)  # DOMAIN §5
RESENTED_FROM = 3
RESENTED_WITHIN = timedelta(days=90)


def against_the_customer(verdict: str, favours: str) -> bool:
    """Whether this verdict leaves the customer with nothing: kept and told, nobody's record, no finding."""
    return verdict in ("expectation_gap", "closed_without_finding") or (
        verdict == "no_evidence" and favours != "customer"
    )


def above_the_limit(at_stake: Money) -> bool:
    return Money.of(SECOND_PERSON_ABOVE, at_stake.currency) < at_stake


def needs_second(verdict: str, favours: str, at_stake: Money | None) -> bool:
    """A verdict against the customer above the money limit needs a second person (DOMAIN §6)."""
    return at_stake is not None and against_the_customer(verdict, favours) and above_the_limit(at_stake)


def turns_against(before: str, verdict: str, favours: str, at_stake: Money | None) -> bool:
    """Whether this verdict takes from the customer, above the limit, what the one before gave them."""
    gave = not against_the_customer(before, favours)
    return gave and needs_second(verdict, favours, at_stake)


def waits_until(decided_at: datetime, *, somebody_else: bool) -> datetime | None:
    """Until when a verdict waits for the second person that a one-person desk does not have."""
    return None if somebody_else else decided_at + ALONE_WAITS


def may_promise(role: str, promised: Money, asked: Money) -> bool:
    """Whether this role may promise ``asked`` more, after ``promised`` about the same matter."""
    most = REMEDY_UP_TO.get(role, 0)
    return most is None or promised + asked <= Money.of(most, asked.currency)


def left(role: str, promised: Money) -> Money | None:
    """What this role may still promise about the matter; None: no limit."""
    most = REMEDY_UP_TO.get(role, 0)
    if most is None:
        return None
    rest = Money.of(most, promised.currency) - promised
    return max(rest, Money(0, promised.currency))


def resented(told: int, gaps: int) -> bool:
    """Told, kept, and still resented: more than 5 % of those told, and at least three, ended in a gap on it.

    ``told`` counts customers told a policy within 90 days, ``gaps`` those among them whose complaint ended
    as an expectation gap on it (DOMAIN §5).
    """
    return gaps >= RESENTED_FROM and told > 0 and Fraction(gaps, told) > RESENTED_ABOVE
