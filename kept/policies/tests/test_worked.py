"""Terms worked out with real days: what somebody reads who is about to publish them."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from kept.base.calendars import Calendar
from kept.base.money import Money
from kept.policies.terms import (
    CoolingOff,
    Fee,
    LateCredit,
    Notice,
    OwnRule,
    Refund,
    Typed,
    VisitNotice,
    Window,
)
from kept.policies.worked import Ground, Span, worked

FRIDAY = date(2026, 11, 20)
OPEN = {day: ((time(8), time(20)),) for day in (1, 2, 3, 4)}  # Tuesday to Friday
GROUND = Ground(FRIDAY, Calendar(ZoneInfo("Europe/Berlin"), OPEN), Money(5000, "EUR"))
TRUCKS = Ground(FRIDAY, GROUND.calendar, GROUND.monthly, Span(date(2026, 11, 25), time(12), time(16)))


@pytest.mark.parametrize(
    ("term", "ground", "says"),
    [
        pytest.param(
            Window(4),
            GROUND,
            {"day": date(2026, 11, 24), "opens": time(8), "closes": time(12)},
            id="without trucks, the next open day",
        ),
        pytest.param(
            Window(4),
            TRUCKS,
            {"day": date(2026, 11, 25), "opens": time(12), "closes": time(16)},
            id="with trucks, their first window",
        ),
        pytest.param(VisitNotice(30), GROUND, {"call": time(9, 50)}, id="the call before a visit"),
        pytest.param(LateCredit(3000, "EUR", 10), TRUCKS, {"by": date(2026, 12, 5)}, id="a missed window"),
        pytest.param(
            LateCredit(3000, "EUR", 10, working=True),
            TRUCKS,
            {"by": date(2026, 12, 11)},
            id="working days",
        ),
        pytest.param(
            Fee(9000, "EUR", 12, per_month=1000),
            GROUND,
            {"asked": date(2027, 5, 20), "due": Money(5000, "EUR"), "free": date(2027, 11, 20)},
            id="a fee half way, and from when it is nothing",
        ),
        pytest.param(
            Fee(90000, "EUR", 12, percent=10), GROUND, {"due": Money(2500, "EUR")}, id="a part of the price"
        ),
        pytest.param(Notice(30), GROUND, {"until": date(2026, 12, 20)}, id="a notice period"),
        pytest.param(Refund(10), GROUND, {"until": date(2026, 11, 30)}, id="money back"),
        pytest.param(
            CoolingOff(14), GROUND, {"until": date(2026, 12, 4), "nothing": Money(0, "EUR")}, id="taken back"
        ),
    ],
)
def test_a_term_is_worked_out_with_real_days(term: Typed, ground: Ground, says: dict[str, object]) -> None:
    [said] = worked([term], ground)

    assert {name: said.values[name] for name in says} == says
    assert said.words % dict(said.values)


def test_what_has_no_figures_has_no_example() -> None:
    assert worked([OwnRule("assembly")], GROUND) == []


def test_a_house_that_never_opens_is_told_so() -> None:
    closed = Ground(FRIDAY, Calendar(ZoneInfo("Europe/Berlin")), Money(5000, "EUR"))

    [said] = worked([Window(4)], closed)

    assert "No day is open" in said.words
