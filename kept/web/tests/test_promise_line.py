"""The promise line shows each state with a word and a shape, and puts every mark where its time is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.template import Context, Template

from kept.web.promise_line import WORDS, Line, State, draw
from kept.web.tour.parts import EIGHT, HOUR, others, window, windows


def rendered(line: Line, size: str) -> str:
    page = Template("{% load kept %}{% promise_line line size %}")
    return page.render(Context({"line": line, "size": size}))


def test_marks_stand_where_their_time_is() -> None:
    line = replace(window(State.KEPT, arrived=2), shown=(EIGHT - HOUR, EIGHT + 7 * HOUR))

    drawn = draw(line)

    assert (drawn.starts.x, drawn.ends.x) == ("12.5%", "62.5%")
    assert drawn.fact is not None
    assert drawn.fact.x == "37.5%"


def test_a_late_arrival_shows_how_late_and_where_the_window_ended() -> None:
    drawn = draw(window(State.BROKEN, arrived=5))

    assert drawn.happened == "arrived 13:00, 1 hour late"
    assert drawn.overrun is not None
    assert drawn.overrun[0] == drawn.ends.x


def test_an_early_arrival_breaks_the_window_as_well() -> None:
    drawn = draw(window(State.BROKEN, arrived=-0.5))

    assert drawn.happened == "arrived 7:30, 30 minutes early"
    assert drawn.overrun is not None
    assert drawn.overrun[1] == drawn.starts.x


def test_what_never_came_runs_off_the_line() -> None:
    drawn = draw(window(State.BROKEN))

    assert drawn.happened == "did not happen"
    assert drawn.overrun == (drawn.ends.x, "100%")


def test_what_is_over_and_not_recorded_is_overdue_and_no_longer_due_soon() -> None:
    assert draw(window(State.DUE_SOON, now=3.4)).state_words == "Due soon"
    assert draw(window(State.DUE_SOON, now=6.5)).state_words == "Overdue"
    assert draw(window(State.KEPT, arrived=2, now=6.5)).state_words == "Kept"


def test_a_promise_by_the_end_of_friday_names_friday() -> None:
    refund = next(line for line in others() if line.whole_day)
    earlier = refund.now - timedelta(days=3)

    assert draw(replace(refund, now=earlier)).when == "by Fri 6 Mar"


def test_an_end_date_is_a_day_and_not_a_deadline() -> None:
    ends = next(line for line in others() if line.on_the_day)

    assert draw(replace(ends, now=ends.now - timedelta(days=3))).when == "Fri 6 Mar"
    assert draw(ends).when == "tomorrow"


def test_money_fills_the_line_by_what_has_come() -> None:
    part = next(line for line in others() if line.shape == "money")

    drawn = draw(part)

    assert drawn.filled == "38.76%"
    assert drawn.happened == "$50 of $129 paid"


@pytest.mark.parametrize("size", ["small", "normal", "large"])
@pytest.mark.parametrize("line", [*windows(), *others()], ids=lambda line: f"{line.words} {line.state}")
def test_every_state_has_its_word_and_its_shape_and_no_inline_style(line: Line, size: str) -> None:
    page = rendered(line, size)

    assert str(WORDS[line.state]) in page
    assert f"shape-{line.state}" in page
    assert "style=" not in page
    assert "<script" not in page


def test_no_two_states_share_a_word_or_a_shape() -> None:
    shape = Template("{% load kept %}{% shape state %}")
    shapes = {shape.render(Context({"state": state})).split(">", 1)[1] for state in State}

    assert len({str(word) for word in WORDS.values()}) == len(State)
    assert len(shapes) == len(State)


def test_a_line_without_a_window_or_a_due_instant_cannot_be_built() -> None:
    kept = window(State.KEPT)

    with pytest.raises(ValueError, match="one of them"):
        replace(kept, due_at=EIGHT)
    with pytest.raises(ValueError, match="two ends"):
        replace(kept, ends_at=None)
