"""Which versions of a replaced promise count: the new one at the customer's wish, both at ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from kept.promises.owed import Owed


def that_count(about: Iterable[str], promises: Mapping[str, Owed], at: datetime) -> list[str]:
    """The promises in scope when these are complained about, in order, each once (DOMAIN §5 and §10).

    A promise replaced at the customer's wish gives way to its new version. One replaced at our wish counts
    beside it, whichever of the two is named. Raises KeyError for a promise that is not there.
    """
    found: dict[str, None] = {}
    for ident in about:
        for newer in _onwards(ident, promises, at):
            found[newer] = None
            found |= dict.fromkeys(_back(newer, promises, at))
    return list(found)


def related(ident: str, promises: Mapping[str, Owed]) -> list[str]:
    """The other versions of the same promise, the newest first."""
    later, earlier = _later(ident, promises), []
    older = promises[ident].replaces
    while older is not None:
        earlier.append(older)
        older = promises[older].replaces
    return [*reversed(later), *earlier]


def is_later(ident: str, than: str, promises: Mapping[str, Owed]) -> bool:
    """Whether one promise replaced the other, directly or over others."""
    return ident in _later(than, promises)


def _later(ident: str, promises: Mapping[str, Owed]) -> list[str]:
    later: list[str] = []
    for each in promises.values():
        if each.replaces == ident:
            later += [each.id, *_later(each.id, promises)]
    return later


def _onwards(ident: str, promises: Mapping[str, Owed], at: datetime) -> list[str]:
    newer = [each for each in promises.values() if each.replaces == ident and each.made_at <= at]
    gave_way = any(_at_the_customers_wish(promises[ident], each, at) for each in newer)
    unnamed = not newer and _wished(promises[ident], at)
    own = [] if gave_way or unnamed else [ident]
    return own + [found for each in newer for found in _onwards(each.id, promises, at)]


def _back(ident: str, promises: Mapping[str, Owed], at: datetime) -> list[str]:
    older = promises[ident].replaces
    if older is None:
        return []
    gave_way = _at_the_customers_wish(promises[older], promises[ident], at)
    return ([] if gave_way else [older]) + _back(older, promises, at)


def _at_the_customers_wish(old: Owed, new: Owed, at: datetime) -> bool:
    """The customer's wish, and a new version that they did not refuse; else the old one stands beside it."""
    return _wished(old, at) and new.accepted is not False


def _wished(old: Owed, at: datetime) -> bool:
    """Only a recorded wish, before the old promise was due, counts as the customer's."""
    wished = old.end is not None and old.end.how == "replaced" and old.end.wish == "customer"
    return wished and old.ended_in_time(at)
