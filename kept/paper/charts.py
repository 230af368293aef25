"""Three drawings of a scorecard: a figure over time, what was kept and how it was taken, the gaps.

Values in, shapes out. Across, a place is a share of the width (0 to 1), so that the same drawing fits a phone
and a sheet of paper; down, it is pixels. Words come from outside, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

PLOT = 168  # pixels from the bottom line of a plot to its top
TOP, BELOW = 34, 26  # room above a plot for marks, below it for the days
INSET = 0.03  # what stands at an end keeps off the edge
NEAR = 0.12  # two words closer than this would run into one another
CELL = 96  # pixels down of the four corners and the two beside them
SIDE = 64  # of the largest square
MOST_COUNTED = 13  # bars; more have no room for their numbers beneath
LEAST = 3  # of the smallest that is not nothing


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    look: str


@dataclass(frozen=True)
class Box:
    """A rectangle; ``side`` instead of a width makes a square of that many pixels around ``x``."""

    x: float
    y: float
    width: float
    height: float
    look: str
    side: float | None = None


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    look: str


@dataclass(frozen=True)
class Area:
    """What lies between two lines: its corners in order."""

    corners: tuple[tuple[float, float], ...]
    look: str


@dataclass(frozen=True)
class Words:
    x: float
    y: float
    said: str
    look: str
    anchor: str = "middle"


Shape = Line | Box | Dot | Area | Words


@dataclass(frozen=True)
class Drawing:
    """``title`` says what it is, ``told`` what it shows: whoever cannot see it reads these and the table."""

    title: str
    told: str
    height: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Point:
    """A figure of one stretch of time, its interval, all from 0 to 1; None where there was nothing to count.

    ``day`` is written beneath when there is room, ``said`` beside the last one. ``few``: n < 20.
    """

    day: str
    value: float | None
    low: float = 0.0
    high: float = 0.0
    said: str = ""
    few: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that changed: where, as a share of the whole time, and its name."""

    at: float
    said: str


def trend(title: str, told: str, points: Sequence[Point], marks: Sequence[Mark] = ()) -> Drawing:
    """A figure over time from 0 to 100 %, with its interval as a band and a line where something changed."""
    places = [_place((number + 0.5) / len(points)) for number in range(len(points))]
    shapes = [
        *_grid(((0.0, "0"), (0.5, "50"), (1.0, "100 %"))),
        *_bands(points, places),
        *_marks(marks, TOP, TOP + PLOT),
        *_line(points, places),
        *_days([point.day for point in points], places),
    ]
    return Drawing(title, told, TOP + PLOT + BELOW, tuple(shapes))


@dataclass(frozen=True)
class Corner:
    """How many, as a number and in words."""

    count: int
    said: str


def corners(
    title: str,
    told: str,
    *,
    columns: tuple[str, str, str],
    rows: tuple[str, str],
    kept: tuple[Corner, Corner, Corner],
    broken: tuple[Corner, Corner, Corner],
) -> Drawing:
    """Kept or broken, by how it was taken: pleased, not pleased, and beside them who said nothing.

    The area of a square is its number: what nobody spoke of is drawn on the same scale.
    """
    most = max(corner.count for corner in (*kept, *broken)) or 1
    shapes: list[Shape] = []
    for column, name in enumerate(columns):
        look = "words" if column < 2 else "words-soft"
        shapes.append(Words((column + 0.5) / 3, 14, name, look))
    for row, (name, found) in enumerate(zip(rows, (kept, broken), strict=True)):
        top = 26.0 + row * (CELL + 26)
        look = ("kept", "broken")[row]
        shapes += [Line(0, top, 1, top, "grid"), Words(0, top + 18, name, "words-strong", "start")]
        for column, corner in enumerate(found):
            x, middle = (column + 0.5) / 3, top + 18 + CELL / 2
            if corner.count:
                side = max(LEAST, SIDE * (corner.count / most) ** 0.5)
                silent = "-silent" if column == 2 else ""
                shapes.append(Box(x, middle - side / 2, 0, side, look + silent, side))
            shapes.append(Words(x, top + CELL + 16, corner.said, "words-strong"))
    bottom = 26 + 2 * (CELL + 26)
    shapes.append(Line(2 / 3, 4, 2 / 3, bottom, "mark"))
    return Drawing(title, told, bottom + 4, tuple(shapes))


@dataclass(frozen=True)
class Stack:
    """The mean gaps of one stretch of time: the first two from 0 to 1, the third from −1 to 1.

    ``n`` is written beneath the bar as ``said``; without rows there is no bar.
    """

    day: str
    service: float
    disclosure: float
    expectation: float
    n: int
    said: str


def gaps(
    title: str,
    told: str,
    stacks: Sequence[Stack],
    names: tuple[str, str, str, str],
    marks: Sequence[Mark] = (),
) -> Drawing:
    """1 − r of each stretch of time as service, disclosure and expectation gap; goodwill goes below the line.

    ``names`` are those of the three gaps and of goodwill.
    """
    below = max((-stack.expectation for stack in stacks if stack.n), default=0.0)
    under = PLOT * max(0.0, below)
    shapes: list[Shape] = list(_legend(names))
    top = 96.0 if marks else 64.0
    for share, words in ((1.0, "1"), (0.5, "½"), (0.0, "0")):
        y = top + PLOT * (1 - share)
        shapes += [
            Line(0, y, 1, y, "grid" if share else "axis"),
            Words(0, y - 4, words, "words-soft", "start"),
        ]
    floor, width = top + PLOT, 1 / max(len(stacks), 6)
    shapes += _marks(marks, top, floor)
    places = [_place((number + 0.5) / len(stacks)) for number in range(len(stacks))]
    for stack, x in zip(stacks, places, strict=True):
        if stack.n:
            shapes += _bar(stack, x - width * 0.31, floor, width * 0.62)
    foot = floor + under + 18
    if len(stacks) <= MOST_COUNTED:
        shapes.append(Words(0, foot, "n", "words-soft", "start"))
        counted = [(stack, x) for stack, x in zip(stacks, places, strict=True) if stack.n]
        shapes += [Words(x, foot, stack.said, "words-soft") for stack, x in counted]
        foot += 18
    shapes += _days([stack.day for stack in stacks], places, y=foot)
    return Drawing(title, told, int(foot + 8), tuple(shapes))


def _legend(names: Sequence[str]) -> Iterator[Shape]:
    for number, (name, look) in enumerate(zip(names, GAPS, strict=True)):
        x, y = 0.5 * (number % 2), 4.0 + 20 * (number // 2)
        yield Box(x + 0.02, y, 0, 12, look, 12)
        yield Words(x + 0.045, y + 11, name, "words", "start")


def _bar(stack: Stack, x: float, floor: float, width: float) -> Iterator[Shape]:
    y = floor
    parts = (stack.service, stack.disclosure, max(0.0, stack.expectation))
    for share, look in zip(parts, GAPS, strict=False):
        if share > 0:
            y -= share * PLOT
            yield Box(x, y, width, share * PLOT, look)
    if stack.expectation < 0:
        yield Box(x, floor, width, -stack.expectation * PLOT, GAPS[3])


GAPS = ("service", "disclosure", "expectation", "goodwill")


def _place(share: float) -> float:
    return INSET + share * (1 - 2 * INSET)


def _height(value: float) -> float:
    return TOP + PLOT * (1 - min(1.0, max(0.0, value)))


def _grid(lines: Sequence[tuple[float, str]]) -> Iterator[Shape]:
    for share, words in lines:
        y = _height(share)
        yield Line(0, y, 1, y, "grid" if share else "axis")
        yield Words(0, y - 4, words, "words-soft", "start")


def _bands(points: Sequence[Point], places: Sequence[float]) -> Iterator[Shape]:
    """One area for each unbroken run of figures; a figure alone has its interval as a line."""
    for run in _runs(points):
        if len(run) == 1:
            point, x = points[run[0]], places[run[0]]
            yield Line(x, _height(point.high), x, _height(point.low), "alone")
            continue
        upper = [(places[at], _height(points[at].high)) for at in run]
        lower = [(places[at], _height(points[at].low)) for at in reversed(run)]
        yield Area((*upper, *lower), "band")


def _runs(points: Sequence[Point]) -> Iterator[list[int]]:
    run: list[int] = []
    for number, point in enumerate(points):
        if point.value is not None:
            run.append(number)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _line(points: Sequence[Point], places: Sequence[float]) -> Iterator[Shape]:
    last = None
    for run in _runs(points):
        for one, other in pairwise(run):
            first, second = points[one].value or 0.0, points[other].value or 0.0
            yield Line(places[one], _height(first), places[other], _height(second), "line")
        for at in run:
            last = at
            yield Dot(places[at], _height(points[at].value or 0.0), 3.5, "few" if points[at].few else "dot")
    if last is not None:
        y = _height(points[last].value or 0.0)
        before = next((p.value for p in reversed(points[:last]) if p.value is not None), None)
        falls = before is not None and before > (points[last].value or 0.0) > 0.15
        anchor = "end" if places[last] > 1 - NEAR else "middle"
        place = min(places[last] + INSET, 1.0) if anchor == "end" else places[last]
        yield Words(place, y + 20 if falls else y - 10, points[last].said, "words-strong", anchor)


def _marks(marks: Sequence[Mark], top: float, bottom: float) -> Iterator[Shape]:
    """A line at each change; names that would meet stand one above the other."""
    before, raised = -1.0, False
    for mark in sorted(marks, key=lambda each: each.at):
        x = _place(mark.at)
        raised = x - before < NEAR and not raised
        before = x
        y = top - 22 if raised else top - 8
        yield Line(x, y + 4, x, bottom, "mark")
        anchor = "start" if x < NEAR else "end" if x > 1 - NEAR else "middle"
        yield Words(x, y, mark.said, "words-mark", anchor)


def _days(days: Sequence[str], places: Sequence[float], *, y: float = TOP + PLOT + 18) -> Iterator[Shape]:
    """The first, the last, and two between, where that many are apart."""
    last = len(days) - 1
    chosen = sorted({round(last * part / 3) for part in range(4)}) if last > 3 else range(last + 1)
    for number in chosen:
        yield Words(places[number], y, days[number], "words-soft")
