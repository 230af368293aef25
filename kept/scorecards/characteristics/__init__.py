"""The six characteristics of great service (DOMAIN §7): each a module that counts its rows over a period."""

from __future__ import annotations

from dataclasses import dataclass

from kept.scorecards.rules import Beside, Listed


@dataclass(frozen=True)
class Counted:
    """One characteristic over a period: its figure, what stands beside it, and what is too early to count."""

    figure: Listed
    beside: tuple[Beside, ...] = ()
    pending: tuple[str, ...] = ()
