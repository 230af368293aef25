"""Whether everything that was published about a ledger fits one history, or forks that were said aloud."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate

from kept.ledger.rules import merkle, notes
from kept.ledger.rules.keyring import Keyring
from kept.ledger.rules.proofs import Earlier, Entry
from kept.ledger.rules.wording import Findings

SLACK = timedelta(minutes=10)  # between two clocks, and between what happened and its being written down
WITNESS = "witness"  # where a note stood that somebody else kept


@dataclass(frozen=True)
class Point:
    """A checkpoint that was published, and where we read it."""

    size: int
    root: bytes
    at: datetime
    where: str


@dataclass(frozen=True)
class Line:
    """The checkpoints of one life of the ledger, smallest first."""

    points: Sequence[Point]

    def before(self, number: int) -> datetime | None:
        """When the ledger was last published without entry ``number``."""
        place = bisect_right(self.points, number, key=lambda point: point.size)
        return self._latest[place - 1] if place else None

    def after(self, number: int) -> datetime | None:
        """When it was first published with it."""
        place = bisect_right(self.points, number, key=lambda point: point.size)
        return self._earliest[place] if place < len(self.points) else None

    def __post_init__(self) -> None:
        times = [point.at for point in self.points]
        object.__setattr__(self, "_latest", list(accumulate(times, max)))
        object.__setattr__(self, "_earliest", list(accumulate(reversed(times), min))[::-1])

    _latest: Sequence[datetime] = field(init=False, repr=False, compare=False, default=())
    _earliest: Sequence[datetime] = field(init=False, repr=False, compare=False, default=())


@dataclass
class History:
    """What was published about the ledger of ``keys.origin``; flaws go to ``found`` as they are met.

    Each fork begins a new *life*; what lies within the entries that it kept belongs to both.
    """

    keys: Keyring
    now: datetime
    found: Findings
    forks: list[notes.Fork] = field(default_factory=list)
    points: dict[tuple[int, bytes, datetime], Point] = field(default_factory=dict)
    _joined: set[tuple[tuple[int, bytes], tuple[int, bytes]]] = field(default_factory=set)
    _parts: dict[tuple[int, int, int], bytes] = field(default_factory=dict)
    _entries: dict[int, list[tuple[int, Entry, str]]] = field(default_factory=dict)
    foreign: int = 0  # notes of a witness that no key here signed

    def take_forks(self, written: Iterable[tuple[str, str]]) -> None:
        """Take in the notices of restored backups, each with where it stood. All of them come first."""
        forks = set()
        for note, where in written:
            try:
                fork = notes.Fork.parse(self.keys.opened(note))
            except notes.Malformed as flaw:
                if self._is_foreign(flaw, where):
                    continue
                self.found.add("fork_broken", where, flaw=str(flaw))
                continue
            if fork.origin != self.keys.origin or not self.keys.in_turn(note, fork.at):
                self.found.add("fork_broken", where, flaw="it is of another ledger, or of a key out of use")
            else:
                forks.add(fork)
        self.forks = sorted(forks, key=lambda fork: (fork.at, fork.text()))
        for fork in self.forks:
            self.found.add(
                "restored", "", at=say(fork.at), because=fork.because, kept=fork.kept.size,
                lost_at=say(fork.lost.at or fork.at),
            )  # fmt: skip

    def take(self, note: str, where: str) -> Point | None:
        """Take in a checkpoint; None when it is not one that this ledger signed."""
        try:
            read = notes.Checkpoint.parse(self.keys.opened(note))
        except notes.NotSigned as flaw:
            if not self._is_foreign(flaw, where):
                self.found.add("checkpoint_unsigned", where, flaw=str(flaw))
            return None
        except notes.Malformed as flaw:
            self.found.add("checkpoint_unreadable", where, flaw=str(flaw))
            return None
        if read.origin != self.keys.origin:
            self.found.add("checkpoint_elsewhere", where, origin=read.origin)
            return None
        point = Point(read.size, read.root, read.at, where)
        if (read.size, read.root, read.at) in self.points:
            return point
        if read.at > self.now + SLACK:
            self.found.add("checkpoint_future", where, at=say(read.at))
        if not self.keys.in_turn(note, read.at):
            self.found.add("key_out_of_turn", where, at=say(read.at))
        self.points[read.size, read.root, read.at] = point
        return point

    def grow(self, earlier: Earlier, point: Point, where: str) -> None:
        """Take in an earlier checkpoint with the proof that ``point`` contains it."""
        old = self.take(earlier.checkpoint, where)
        if old is None or (old.size, old.root) == (point.size, point.root):
            return
        try:
            merkle.check_consistency(old.size, point.size, old.root, point.root, earlier.consistency)
        except merkle.Broken:
            if self._is_of_one_line(old, point):
                self.found.add("rewritten", where, at=say(point.at), old=say(old.at))
            return
        self._joined.add(((old.size, old.root), (point.size, point.root)))
        self.found.add(
            "grown", where, old=say(old.at), old_size=old.size, at=say(point.at), size=point.size
        )  # fmt: skip

    def prove(self, entry: Entry, point: Point, where: str) -> bool:
        """Whether the entry stands under the checkpoint; what its proof shows is held against the others."""
        try:
            root = merkle.root_of_inclusion(entry.leaf_hash, entry.number, point.size, entry.proof)
        except merkle.Broken:
            return False
        if root != point.root:
            return False
        life = self.life_at(point.at)
        self.compare(entry, life, where)
        differing = []
        shown = merkle.revealed(entry.leaf_hash, entry.number, point.size, entry.proof)
        for (level, index), hashed in shown.items():
            end = (index + 1) << level
            if self._parts.setdefault((self._back(life, end), level, index), hashed) != hashed:
                differing.append(end)
        if differing:
            self.found.add("parts_differ", where, size=min(differing))
        return True

    def compare(self, entry: Entry, life: int, where: str, *, keep: bool = True) -> None:
        """Hold an entry against what other papers say under its number; the next ones against it, too."""
        mine = self._back(life, entry.number + 1)
        for theirs, other, their_where in self._entries.get(entry.number, []):
            if other.leaf_hash == entry.leaf_hash:
                continue
            newer, older = (entry, theirs) if mine >= theirs else (other, mine)
            if mine == theirs:
                self.found.add("two_entries", where, number=entry.number, other=their_where)
            elif newer.at < _published_last(self.forks[older]):
                self.found.add(
                    "rewritten_as_restore", where, number=entry.number, other=their_where, at=say(newer.at)
                )
        others = self._entries.setdefault(entry.number, []) if keep else []
        if not any((theirs, other.leaf_hash) == (mine, entry.leaf_hash) for theirs, other, _ in others):
            others.append((mine, entry, where))

    def life(self, point: Point) -> int:
        return self._back(self.life_at(point.at), point.size)

    def life_at(self, at: datetime) -> int:
        """How many restores there had been."""
        return sum(fork.at <= at for fork in self.forks)

    def lost_in(self, number: int, at: datetime) -> notes.Fork | None:
        """The restore that lost entry ``number``, which a checkpoint of ``at`` held."""
        later = self.forks[self.life_at(at) :]
        return next((fork for fork in later if fork.kept.size <= number), None)

    def restored_after(self, entry: Entry, life: int) -> notes.Fork | None:
        """The restore after which the entry was added, if it says that it happened before what was lost."""
        fork = self.forks[life - 1] if life else None
        is_old = fork and entry.number >= fork.kept.size and entry.at < _published_last(fork) - SLACK
        return fork if is_old else None

    def kept_at(self, size: int, life: int) -> list[tuple[bytes, datetime]]:
        """The roots that notices of a restore name for this size, as far as this life still contains them."""
        return [
            (fork.kept.root, fork.at)
            for born, fork in enumerate(self.forks[:life], 1)
            if fork.kept.size == size and self._holds(born, life, size)
        ]

    def line(self, life: int) -> Line:
        """The checkpoints of one life, and those of earlier ones that it still contains."""
        lives = [(self.life_at(point.at), point) for point in self.points.values()]
        held = [point for born, point in lives if born <= life and self._holds(born, life, point.size)]
        return Line(sorted(held, key=lambda point: (point.size, point.at)))

    def check(self) -> None:
        """Hold all checkpoints against each other: one root for one size, and time that does not run back."""
        for point in self.points.values():
            self._check_root(point)
        for life in range(len(self.forks) + 1):
            self._check_line(life)
        for life, fork in enumerate(self.forks):
            for point in self.points.values():
                if self.life_at(point.at) == life and not _explains(fork, point):
                    self._hides(fork, point)
                if self.life_at(point.at) == life + 1 and not _goes_on_from(fork, point):
                    self._hides(fork, point)

    def unjoined(self, point: Point) -> int:
        """How many other checkpoints no proof joins to this one (nor are the very same, nor were lost)."""
        reached = {(point.size, point.root)}
        for pairs in (self._joined, {(new, old) for old, new in self._joined}):
            waiting = [(point.size, point.root)]
            while waiting:
                here = waiting.pop()
                fresh = {new for old, new in pairs if old == here} - reached
                reached |= fresh
                waiting += fresh
        others = {
            (each.size, each.root) for each in self.points.values() if self._is_of_one_line(each, point)
        }
        return len(others - reached)

    def _check_root(self, point: Point) -> None:
        """Compute the root again where the proofs of others happen to show all that it is made of."""
        life = self.life(point)
        shown = [
            self._parts.get((self._back(life, (index + 1) << level), level, index))
            for level, index in merkle.pieces(point.size)
        ]
        hashes = [each for each in shown if each is not None]
        if len(hashes) == len(shown) and merkle.fold(hashes) != point.root:
            self.found.add("parts_differ", point.where, size=point.size)

    def _check_line(self, life: int) -> None:
        points = self.line(life).points
        latest: Point | None = None
        for before, point in zip([None, *points], points, strict=False):
            if self.life(point) != life:
                latest = point
                continue
            if before and before.size == point.size and before.root != point.root:
                self.found.add(
                    "two_roots", point.where, size=point.size, other=say(before.at), at=say(point.at)
                )
            if latest and latest.size < point.size and point.at < latest.at:
                self.found.add(
                    "clock_backwards", point.where, size=point.size, at=say(point.at), other=say(latest.at)
                )
            if latest is None or point.at > latest.at:
                latest = point

    def _is_foreign(self, flaw: notes.Malformed, where: str) -> bool:
        """Anybody can add a note of anybody to a list of checkpoints: it accuses nobody."""
        is_so = where == WITNESS and isinstance(flaw, notes.Foreign)
        self.foreign += is_so
        return is_so

    def _is_of_one_line(self, one: Point, other: Point) -> bool:
        """Whether the larger of two checkpoints should contain the smaller: no restore lost what it held."""
        first, last = sorted((self.life_at(one.at), self.life_at(other.at)))
        return self._holds(first, last, min(one.size, other.size))

    def _hides(self, fork: notes.Fork, point: Point) -> None:
        self.found.add("fork_hides", point.where, restored=say(fork.at), at=say(point.at), size=point.size)

    def _back(self, life: int, size: int) -> int:
        """The first life to which the first ``size`` entries of this one belong."""
        while life and size <= self.forks[life - 1].kept.size:
            life -= 1
        return life

    def _holds(self, born: int, life: int, size: int) -> bool:
        return all(size <= fork.kept.size for fork in self.forks[born:life])


def _published_last(fork: notes.Fork) -> datetime:
    """When the lost ledger was last published: what is dated later may be new."""
    return fork.lost.at or fork.at


def _explains(fork: notes.Fork, point: Point) -> bool:
    """Whether a checkpoint from before a restore is what its notice says: kept, or among what was lost."""
    for tree in (fork.kept, fork.lost):
        if point.size == tree.size and point.root != tree.root:
            return False
    return point.size <= fork.lost.size and fork.lost.at is not None and point.at <= fork.lost.at


def _goes_on_from(fork: notes.Fork, point: Point) -> bool:
    """Whether a checkpoint from after a restore can have grown from what was kept."""
    return point.size > fork.kept.size or (point.size, point.root) == (fork.kept.size, fork.kept.root)


def say(at: datetime) -> str:
    """An instant as findings say it, to the second: the same in every language."""
    return notes.write_time(at).replace("T", " ").replace("Z", " UTC")
