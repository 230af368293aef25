"""Which keys may speak for a ledger, and when: from a pinned key along the handovers signed by both keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from kept.ledger.rules import notes
from kept.ledger.rules.proofs import Key
from kept.ledger.rules.wording import Findings


@dataclass
class Keyring:
    """The keys of one ledger that are trusted, and from and until when each was in use."""

    origin: str
    trusted: list[notes.Vkey] = field(default_factory=list)
    since: dict[str, datetime] = field(default_factory=dict)
    until: dict[str, datetime] = field(default_factory=dict)
    handed_over: list[tuple[str, str, datetime]] = field(default_factory=list)

    def opened(self, note: str) -> str:
        """The text of a note signed by a trusted key. Raises notes.NotSigned, notes.Malformed."""
        return notes.opened(note, self.trusted)

    def in_turn(self, note: str, at: datetime) -> bool:
        """Whether a key signed the note that was in use at ``at``."""
        usable = [key for key in self.trusted if self._was_in_use(key, at)]
        try:
            notes.opened(note, usable)
        except notes.NotSigned:
            return False
        return True

    def _was_in_use(self, key: notes.Vkey, at: datetime) -> bool:
        since, until = self.since.get(str(key)), self.until.get(str(key))
        return (since is None or at >= since) and (until is None or at <= until)


def gather(
    origin: str,
    held: Iterable[tuple[str, Sequence[Key]]],
    pinned: Sequence[str],
    found: Findings,
    *,
    pin: bool,
) -> Keyring:
    """The keyring of ``origin`` from the keys that each file (by name) holds.

    With ``pin``, the pinned keys and what they were handed over to, or came from, are trusted; without, the
    first key of the first file is. What does not hang together is a finding.
    """
    files = list(held)
    ring = Keyring(origin)
    links: list[tuple[str, str]] = []
    for name, keys in files:
        links += _links(ring, name, keys, found)
    known = {key.vkey for _, keys in files for key in keys}
    starts = [key for key in pinned if key in known] if pin else [files[0][1][0].vkey]
    trusted = _reach(starts, links)
    for name, keys in files:
        for key in keys:
            if key.vkey not in trusted:
                found.add("key_another" if pin else "key_not_handed_over", name, key=key.vkey)
    if pin and trusted:
        found.add("key_pinned")
    elif not pin:
        found.add("key_unpinned", files[0][0], origin=origin, key=files[0][1][-1].vkey)
    ring.trusted = [notes.Vkey.parse(key) for key in trusted]
    return ring


def _links(ring: Keyring, name: str, keys: Sequence[Key], found: Findings) -> list[tuple[str, str]]:
    """The pairs of keys that this file's handovers join; their times go on the ring."""
    links = []
    for old, new in pairwise(keys):
        try:
            read = notes.Handover.parse(notes.opened(new.handover, [old.vkey]))
            notes.opened(new.handover, [new.vkey])
        except notes.Malformed:
            read = None
        if read is None or (read.origin, str(read.old), str(read.new)) != (ring.origin, old.vkey, new.vkey):
            found.add("handover_broken", name, key=new.vkey)
            continue
        joined = (old.vkey, new.vkey, read.at)
        if any(joined != each and old.vkey == each[0] for each in ring.handed_over):
            found.add("handover_twice", name, key=old.vkey)
        ring.handed_over.append(joined)
        ring.until[old.vkey] = ring.since[new.vkey] = read.at
        links.append((old.vkey, new.vkey))
    return links


def _reach(starts: Iterable[str], links: Sequence[tuple[str, str]]) -> list[str]:
    reached, waiting = list[str](), list(starts)
    while waiting:
        key = waiting.pop()
        if key in reached:
            continue
        reached.append(key)
        waiting += [new for old, new in links if old == key] + [old for old, new in links if new == key]
    return reached
