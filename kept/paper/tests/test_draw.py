"""The drawings of a scorecard: whatever the numbers, they fit, say what they show, and run nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from kept.paper import charts, svg
from kept.paper.charts import Corner, Mark, Point, Stack

SHARES = st.floats(0, 1, allow_nan=False)
HOSTILE = '"><script>alert(1)</script>&'
COLUMNS = ("pleased", "not pleased", "said nothing")
GAPS = ("Service", "Disclosure", "Expectation", "Goodwill")
POINTS = st.builds(
    lambda ends, value, empty: Point("2 Mar", None if empty else value, min(ends), max(ends), "75.0 %"),
    st.tuples(SHARES, SHARES),
    SHARES,
    st.booleans(),
)
STACKS = st.builds(
    lambda kept, told, rated, n: Stack("Mar", 1 - kept, kept * (1 - told), kept * told - rated, n, str(n)),
    SHARES,
    st.integers(0, 1),
    SHARES,
    st.integers(0, 10**12),
)


def drawn(drawing: charts.Drawing) -> ET.Element:
    """Read back as XML; every share lies on the drawing, and nothing carries a style or a script."""
    text = svg.written(drawing, name="it")
    root = ET.fromstring(text)
    assert not re.search(r"style=|<script|on\w+=", text)
    for place in re.findall(r' (?:x|x1|x2|cx)="(-?[\d.]+)%"', text):
        assert 0 <= float(place) <= 100
    for place in re.findall(r' (?:y|y1|y2|cy)="(-?[\d.]+)"', text):
        assert -1 <= float(place) <= drawing.height
    return root


@given(
    st.lists(POINTS, min_size=1, max_size=90), st.lists(st.builds(Mark, SHARES, st.just("v2")), max_size=5)
)
def test_a_figure_over_time_is_drawn_whatever_it_was(points: list[Point], marks: list[Mark]) -> None:
    drawn(charts.trend("Kept", "It rose.", points, marks))


@given(st.lists(st.integers(0, 10**12), min_size=6, max_size=6))
def test_the_area_of_a_square_is_its_number(counts: list[int]) -> None:
    found = [Corner(number, str(number)) for number in counts]
    drawing = charts.corners(
        "Taken", "So many.", columns=COLUMNS, rows=("Kept", "Broken"),
        kept=(found[0], found[1], found[2]), broken=(found[3], found[4], found[5]),
    )  # fmt: skip

    drawn(drawing)
    sides = [shape.side or 0 for shape in drawing.shapes if isinstance(shape, charts.Box)]
    drawn_counts = [number for number in counts if number]
    assert len(sides) == len(drawn_counts)
    for side, number in zip(sides, drawn_counts, strict=True):
        exact = charts.SIDE * (number / max(counts)) ** 0.5
        assert abs(side - max(exact, charts.LEAST)) < 1e-9


@given(
    st.lists(STACKS, min_size=1, max_size=30), st.lists(st.builds(Mark, SHARES, st.just("v2")), max_size=3)
)
def test_gaps_stack_up_to_what_was_missing_and_goodwill_hangs_below(
    stacks: list[Stack], marks: list[Mark]
) -> None:
    drawing = charts.gaps("Gaps", "So far.", stacks, GAPS, marks)

    drawn(drawing)
    bars = [shape for shape in drawing.shapes if isinstance(shape, charts.Box) and shape.side is None]
    tall = sum(box.height for box in bars if box.look != "goodwill")
    missing = sum(s.service + s.disclosure + max(0.0, s.expectation) for s in stacks if s.n)
    assert abs(tall - charts.PLOT * missing) < 1e-6


def test_words_stay_words() -> None:
    root = drawn(
        charts.trend(HOSTILE, HOSTILE, [Point(HOSTILE, 0.5, 0.4, 0.6, HOSTILE)], [Mark(0.5, HOSTILE)])
    )

    said = [each.text for each in root.iter() if each.text]
    assert said.count(HOSTILE) == 5


def test_a_drawing_names_itself_for_whoever_cannot_see_it() -> None:
    root = drawn(charts.trend("Kept over time", "It rose.", [Point("Mar", 1.0, 0.9, 1.0, "100 %")]))

    assert root.attrib["role"] == "img"
    named = {each.attrib.get("id"): each.text for each in root.iter()}
    assert [named[ident] for ident in root.attrib["aria-labelledby"].split()] == [
        "Kept over time",
        "It rose.",
    ]
