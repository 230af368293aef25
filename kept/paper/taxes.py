"""What a bill adds up to, exactly: taxes per rate, in whole minor units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kept.base.money import Money
from kept.paper.kinds import MOST_MINOR, Line, Unprintable

WHOLE = 100_000  # 100 %, in thousandths of a percent: New York's 8.875 % is a rate, too


@dataclass(frozen=True)
class Share:
    """The lines of one rate (thousandths of a percent): what they cost without the tax, and the tax."""

    rate: int
    net: Money
    tax: Money


@dataclass(frozen=True)
class Totals:
    """``total`` is what is paid. ``shares`` has a row per rate, highest first; empty without any rate."""

    total: Money
    net: Money
    shares: tuple[Share, ...]


def add_up(lines: Sequence[Line], *, prices_include_tax: bool) -> Totals:
    """Sum the lines, then take the tax of each rate from its sum, rounded half up once per rate.

    Included: tax = gross × rate ÷ (100 % + rate). On top: tax = net × rate. Rounded per rate and not per
    line, so that the sums on the paper are true to each other (European Court, C-484/06: how to round is
    left to the member states). Lines without a rate carry no tax.
    Raises Unprintable when the total does not fit on paper.
    """
    currency = lines[0].each.currency
    sums: dict[int | None, int] = {}
    for line in lines:
        sums[line.tax] = sums.get(line.tax, 0) + line.total.minor
    shares = []
    for rate in sorted((rate for rate in sums if rate is not None), reverse=True):
        if prices_include_tax:
            tax = half_up(sums[rate] * rate, WHOLE + rate)
            net = sums[rate] - tax
        else:
            net, tax = sums[rate], half_up(sums[rate] * rate, WHOLE)
        shares.append(Share(rate, Money(net, currency), Money(tax, currency)))
    total_net = sums.get(None, 0) + sum(share.net.minor for share in shares)
    total = total_net + sum(share.tax.minor for share in shares)
    if abs(total) > MOST_MINOR:
        raise Unprintable("the total does not fit on paper: make more than one bill of it")
    return Totals(Money(total, currency), Money(total_net, currency), tuple(shares))


def half_up(numerator: int, denominator: int) -> int:
    """The quotient, rounded half away from zero: 0.5 → 1, −0.5 → −1. ``denominator`` is positive."""
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole
