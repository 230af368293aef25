"""A whole ledger, read once from its first entry to its last, against everything published about it."""

from __future__ import annotations

from collections import defaultdict

from kept.ledger.rules import merkle
from kept.ledger.rules.history import SLACK, History, Line, Point, say
from kept.ledger.rules.proofs import Entry, Ledger


def check_ledger(ledger: Ledger, life: int, history: History) -> None:
    """Compute the root again at every size that was published; look at every payload and every time.

    ``life`` is how many restores there had been when it was exported. Keeps nothing but the checkpoints and
    the right edge of the tree, however long the ledger is.
    Raises reading.Unreadable for a line that cannot be read.
    """
    line = history.line(life)
    due = defaultdict[int, list[Point]](list)
    for point in line.points:
        due[point.size].append(point)
    grown, erased, genuine = merkle.Frontier(), 0, 0
    wrong = _compare_roots(grown, due, life, history, ledger.name)
    for place, entry in enumerate(ledger.entries):
        if entry.number != place:
            history.found.add("number_wrong", ledger.name, line=place + 2, number=place, found=entry.number)
        says = entry.says_what_was_sealed()
        erased, genuine = erased + (says is None), genuine + (says is True)
        if says is False:
            history.found.add("payload_changed", ledger.name, number=place)
        _check_time(entry, place, line, history, ledger.name)
        if fork := history.restored_after(entry, life):
            history.found.add(
                "older_than_restore", ledger.name, number=place, restored=say(fork.at), at=say(entry.at)
            )
        history.compare(entry, life, ledger.name, keep=False)
        grown.append(entry.leaf_hash)
        wrong += _compare_roots(grown, due, life, history, ledger.name)
    _sum_up(grown.size, line, wrong, erased, genuine, history, ledger.name)


def _check_time(entry: Entry, place: int, line: Line, history: History, where: str) -> None:
    before, after, at = line.before(place), line.after(place), say(entry.at)
    if before and entry.at < before - SLACK:
        history.found.add("written_later", where, number=place, at=at, checkpoint=say(before))
    if after and entry.at > after + SLACK:
        history.found.add("after_checkpoint", where, number=place, at=at, checkpoint=say(after))


def _compare_roots(
    grown: merkle.Frontier, due: dict[int, list[Point]], life: int, history: History, where: str
) -> int:
    """How many checkpoints over just as many entries do not fit; a fork's kept root counts as one."""
    published = [(point.root, point.at) for point in due.pop(grown.size, [])]
    published += history.kept_at(grown.size, life)
    if not published:
        return 0
    root = grown.root()
    wrong = [at for signed, at in published if signed != root]
    for at in wrong:
        history.found.add("root_differs", where, size=grown.size, at=say(at))
    return len(wrong)


def _sum_up(
    size: int, line: Line, wrong: int, erased: int, genuine: int, history: History, where: str
) -> None:
    add = history.found.add
    for point in line.points:
        if point.size > size:
            add("cut_back", where, at=say(point.at), size=point.size, held=size)
    fitting = [point for point in line.points if point.size <= size]
    if not fitting:
        add("no_checkpoint", where)
        return
    if fitting[-1].size < size:
        add("unsealed", where, count=size - fitting[-1].size)
    if not wrong:
        add(
            "ledger_whole", where, size=fitting[-1].size, count=len(fitting),
            first=say(min(point.at for point in fitting)), last=say(max(point.at for point in fitting)),
        )  # fmt: skip
    if genuine:
        add("payloads_kept", where, count=genuine)
    if erased:
        add("payloads_erased", where, count=erased)
