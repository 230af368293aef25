"""Which versions of a replaced promise count: the new one at the customer's wish, both at ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from kept.promises.owed import Owed


class Versions:
    """The promises of one case, and which replaced which; never in a circle."""

    def __init__(self, promises: Mapping[str, Owed]) -> None:
        self.promises = promises

    @cached_property
    def newer(self) -> Mapping[str, list[Owed]]:
        """The promises that replaced one directly, by the id of the one."""
        found: dict[str, list[Owed]] = defaultdict(list)
        for each in self.promises.values():
            if each.replaces is not None:
                found[each.replaces].append(each)
        return found

    def that_count(self, about: Iterable[str], at: datetime) -> list[str]:
        """The promises in scope when these are complained about, each once (DOMAIN §5 and §10).

        A promise replaced at the customer's wish gives way to its new version. One replaced at our wish
        counts beside it, whichever of the two is named. Raises KeyError for a promise that is not there.
        """
        found: dict[str, None] = {}
        for ident in about:
            for newest in self._onwards(ident, at):
                found |= dict.fromkeys([newest, *self._back(newest, at)])
        return list(found)

    def later(self, ident: str) -> list[str]:
        """The versions that replaced this one, directly or over others, the first replacement first."""
        found: list[str] = []
        waiting = [ident]
        while waiting:
            newer = [each.id for each in self.newer.get(waiting.pop(0), [])]
            found += newer
            waiting += newer
        return found

    def related(self, ident: str) -> list[str]:
        """All other versions of the same promise."""
        found = self.later(ident)
        older = self.promises[ident].replaces
        while older is not None:
            found.append(older)
            older = self.promises[older].replaces
        return found

    def _onwards(self, ident: str, at: datetime) -> list[str]:
        found: list[str] = []
        waiting = [ident]
        while waiting:
            old = self.promises[waiting.pop(0)]
            ever = self.newer.get(old.id, [])
            newer = [each for each in ever if each.made_at <= at]
            gave_way = any(_at_the_customers_wish(old, each, at) for each in newer)
            the_new_one_is_unknown = not ever and _wished(old, at)
            if not gave_way and not the_new_one_is_unknown:
                found.append(old.id)
            waiting += [each.id for each in newer]
        return found

    def _back(self, ident: str, at: datetime) -> list[str]:
        found: list[str] = []
        new = self.promises[ident]
        while new.replaces is not None:
            old = self.promises[new.replaces]
            if not _at_the_customers_wish(old, new, at):
                found.append(old.id)
            new = old
        return found


def _at_the_customers_wish(old: Owed, new: Owed, at: datetime) -> bool:
    """The customer's wish, and a new version, made in time, that they did not refuse; else both stand.

    What the record calls replaced before there was anything to replace it was not.
    """
    made_in_time = old.until is None or new.made_at <= old.until
    return _wished(old, at) and made_in_time and new.accepted is not False


def _wished(old: Owed, at: datetime) -> bool:
    """Only a recorded wish, before the old promise was due, counts as the customer's."""
    wished = old.end is not None and old.end.how == "replaced" and old.end.wish == "customer"
    return wished and old.ended_in_time(at)
