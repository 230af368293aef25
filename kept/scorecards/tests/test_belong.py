"""What somebody does counts for the team they are in then: who goes to another takes no figures along."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from kept.business.actions import make_team
from kept.business.examples import House
from kept.business.models import Staff, Team
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.customers.models import Customer
from kept.scorecards import actions, queries
from kept.scorecards.models import Belonging
from kept.scorecards.rules import Figure
from kept.scorecards.scopes import Days, Kind, Scope

DAY = timedelta(days=1)
ALL = Days((MORNING - 30 * DAY).date(), (MORNING + 60 * DAY).date())


@pytest.fixture
def other(store: House) -> Team:
    """The other desk, at which somebody works already."""
    team = make_team("The other desk")
    Staff.objects.filter(pk=store.second_representative.pk).update(team=team)
    return team


def go(staff: Staff, team: Team | None) -> None:
    Staff.objects.filter(pk=staff.pk).update(team=team)


def kept_of(store: House, team: Team | int | None) -> Figure:
    number = team.pk if isinstance(team, Team) else team or 0
    scope = Scope(Kind.TEAM, number)
    found = queries.get_rows_for(store.owner, "kept", scope, ALL)
    assert (
        sum((row.score for row in found.rows if row.score is not None), Fraction(0))
        == found.card.figure.total
    )
    return found.card.figure


def promise(store: House, nora: Customer, *, starts_at: datetime) -> None:
    """A window that was kept, promised by Ruth."""
    made = examples.promise_window(store, nora, starts_at=starts_at)
    examples.arrive(made, starts_at + timedelta(hours=1), by=store.driver)


def test_who_goes_to_another_team_leaves_their_figures_behind(
    store: House, nora: Customer, other: Team
) -> None:
    ruth = store.representative
    promise(store, nora, starts_at=MORNING)
    actions.follow(now=MORNING + DAY)

    go(ruth, other)
    actions.follow(now=MORNING + 2 * DAY)
    promise(store, nora, starts_at=MORNING + 3 * DAY)
    actions.follow(now=MORNING + 4 * DAY)

    assert kept_of(store, ruth.team_id) == kept_of(store, other) == Figure(Fraction(1), 1)
    assert actions.recount(now=MORNING + 4 * DAY) == 0


def test_what_is_still_to_come_goes_with_them(store: House, nora: Customer, other: Team) -> None:
    ruth = store.representative
    promise(store, nora, starts_at=MORNING + 5 * DAY)
    actions.follow(now=MORNING)

    go(ruth, other)
    moved = actions.follow(now=MORNING + DAY)

    assert moved > 0
    assert actions.recount(now=MORNING + DAY) == 0
    actions.follow(now=MORNING + 7 * DAY)
    assert (kept_of(store, ruth.team_id).n, kept_of(store, other).n) == (0, 1)


def test_who_came_back_the_same_minute_was_never_away(store: House, other: Team) -> None:
    ruth = store.representative
    actions.follow(now=MORNING)
    go(ruth, other)
    go(ruth, ruth.team)

    assert actions.follow(now=MORNING + DAY) == 0
    assert Belonging.objects.filter(staff=ruth).count() == 1


def test_who_is_in_no_team_counts_for_none(store: House, nora: Customer, other: Team) -> None:
    before = store.representative.team_id
    go(store.representative, None)
    promise(store, nora, starts_at=MORNING)

    actions.follow(now=MORNING + DAY)

    assert kept_of(store, before).n == kept_of(store, other).n == 0
