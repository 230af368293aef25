"""Outcome against expectation: what the customer expected beside what came. It never changes a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kept.complaints.case import Expectation, Expects
from kept.complaints.rules.answers import Outcome
from kept.promises.rules import Kind, Standing, State


def outcome(
    expectations: Sequence[Expectation], standings: Sequence[Standing], kept: Fraction | None
) -> Outcome:
    """Compare the latest recorded expectation with the outcome (DOMAIN §10); unknown where it cannot be."""
    if not expectations:
        return "unknown"
    latest = expectations[0]
    for each in expectations[1:]:
        if latest.at is None or (each.at is not None and each.at >= latest.at):
            latest = each
    if latest.expects is None:
        return "unknown"
    if latest.expects.level is not None:
        return _against_level(latest.expects.level, kept)
    return _against_time(latest.expects, standings)


def _against_level(level: str, kept: Fraction | None) -> Outcome:
    if kept is None:
        return "unknown"
    if level == "better":
        return "missed"
    if level == "as_promised":
        return "met" if kept == 1 else "missed"
    return "exceeded" if kept == 1 else "unknown"


def _against_time(expects: Expects, standings: Sequence[Standing]) -> Outcome:
    """Met if every deciding fact came by then, or inside. A receipt decides nothing here."""
    by = expects.by or expects.until
    told = [each for each in standings if each.score is not None and each.promise.kind is not Kind.RECEIPT]
    if by is None or not told or any(each.state is State.UNRECORDED for each in told):
        return "unknown"
    for each in told:
        came = each.decided_at
        too_early = expects.by is None and expects.starts_at is not None and came and came < expects.starts_at
        if came is None or came > by or too_early:
            return "missed"
    return "met"
