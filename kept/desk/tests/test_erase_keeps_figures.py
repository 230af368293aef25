"""A person who is erased leaves the figures as they were, and no name in them."""

from __future__ import annotations

from kept.desk.tests.life import OVER, Life
from kept.desk.tests.test_erase import erased, life
from kept.scorecards import actions
from kept.scorecards.models import Counted, Sum

__all__ = ["life"]


def figures() -> list[tuple[object, ...]]:
    columns = ("scope", "name", "span", "starts_on", "reason", "mark", "n", "early", "total")
    return sorted(Sum.objects.exclude(n=0, early=0).values_list(*columns))


def test_the_figures_stay_when_a_person_goes(life: Life) -> None:
    actions.follow(now=OVER)
    before = figures()

    erased(life)
    actions.follow(now=OVER)

    assert {row.name for row in Counted.objects.all()} >= {
        "kept",
        "free",
        "fair",
        "immediate",
        "accommodating",
    }
    assert figures() == before
    assert actions.recount(now=OVER) == 0
    assert figures() == before
