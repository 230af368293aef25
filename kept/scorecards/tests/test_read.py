"""Who may read whose figures; and the rows of all pages always sum to the figure that opens them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.base.refusals import NotAllowed, NotFound
from kept.business import actions as business
from kept.business.examples import House
from kept.business.models import Location, Staff
from kept.complaints.examples import MORNING
from kept.memberships.examples import next_contract
from kept.scorecards import actions, queries
from kept.scorecards.models import Counted
from kept.scorecards.queries import behind as paged
from kept.scorecards.queries import scopes_for
from kept.scorecards.queries.rows import Row
from kept.scorecards.scopes import BUSINESS, Days, Kind, Scope, Step, steps
from kept.scorecards.tests.history import History

ALL = Days(date(2026, 1, 1), date(2028, 1, 1))


@pytest.fixture
def past(store: House, monkeypatch: pytest.MonkeyPatch) -> History:
    monkeypatch.setattr(paged, "PAGE", 3)
    history = History(store, MORNING, Random(5))  # not for secrets
    for _ in range(150):
        history.go_on()
    actions.follow(now=history.now)
    return history


def rows_behind(staff: Staff, name: str, scope: Scope, days: Days, *, only: str = "") -> Iterator[Row]:
    """Those of every page."""
    first = queries.get_rows_for(staff, name, scope, days, only=only)
    for page in range(1, first.pages + 1):
        yield from queries.get_rows_for(staff, name, scope, days, only=only, page=page).rows


def test_the_rows_of_all_pages_sum_to_the_figure_whosever_it_is(past: History) -> None:
    owner, rng = past.house.owner, past.rng
    for choice in scopes_for(owner):
        for _ in range(2):
            start = MORNING.date() + timedelta(days=rng.randint(-3, 40))
            days = rng.choice([ALL, Days(start, start + timedelta(days=rng.randint(1, 90)))])
            for card in queries.get_scorecard_for(owner, choice.scope, days).cards:
                rows = list(rows_behind(owner, card.place.name, choice.scope, days))
                scores = [row.score for row in rows if row.score is not None]

                assert (sum(scores, Fraction(0)), len(scores)) == (card.figure.total, card.figure.n)
                assert len(rows) - len(scores) == card.early
                assert len({row.ref for row in rows}) == len(rows)


def test_every_number_beside_a_figure_opens_as_many_rows(past: History) -> None:
    owner, opened = past.house.owner, 0
    for card in queries.get_scorecard_for(owner, BUSINESS, ALL).cards:
        for shown in (*card.guards, *card.beside):
            if shown.opens and shown.beside.unit == "" and not shown.method:
                rows = list(rows_behind(owner, card.place.name, BUSINESS, ALL, only=shown.opens))
                opened += len(rows)

                assert len(rows) == shown.beside.value, shown.name
        given = queries.get_rows_for(owner, card.place.name, BUSINESS, ALL).reasons
        for code, _words, number in given:
            assert len(list(rows_behind(owner, card.place.name, BUSINESS, ALL, only=code))) == number, code
        assert sum(number for _code, _words, number in given) == card.figure.n + card.early
        assert all(words != code for code, words, _number in given)
    assert opened > 0


def test_the_points_of_a_trend_sum_to_the_figure_of_its_days(past: History) -> None:
    owner, until = past.house.owner, past.now.date()
    for step, number in ((Step.WEEK, 60), (Step.MONTH, 14)):
        for name in queries.PLACES:
            trend = queries.get_trend_for(owner, name, BUSINESS, step, number, until=until)
            days = Days(trend.points[0].days.starts_on, trend.points[-1].days.ends_on)
            card = queries.get_rows_for(owner, name, BUSINESS, days).card

            assert len(trend.points) == number
            assert sum(point.figure.n for point in trend.points) == card.figure.n
            assert sum((point.figure.total for point in trend.points), Fraction(0)) == card.figure.total


def test_weeks_and_months_follow_each_other_without_a_gap() -> None:
    weeks = list(steps(Step.WEEK, 53, date(2026, 3, 8)))
    months = list(steps(Step.MONTH, 14, date(2026, 3, 31)))

    for spans in (weeks, months):
        assert all(one.ends_on == other.starts_on for one, other in pairwise(spans))
    assert (weeks[-1].starts_on, weeks[-1].ends_on) == (date(2026, 3, 2), date(2026, 3, 9))
    assert (months[0].starts_on, months[-1].ends_on) == (date(2025, 2, 1), date(2026, 4, 1))


def test_a_new_wording_is_marked_on_the_trend(past: History) -> None:
    now = past.now
    second = next_contract(past.gym.contract, fee=Money.of(10, "USD"), now=now)

    def marks(scope: Scope) -> list[tuple[str, int]]:
        owner = past.house.owner
        trend = queries.get_trend_for(owner, "clear", scope, Step.WEEK, 4, until=now.date())
        return [(mark.slug, mark.version) for mark in trend.marks]

    assert marks(BUSINESS) == [(second.policy.slug, 2)]
    assert marks(Scope(Kind.POLICY, second.policy_id)) == [(second.policy.slug, 2)]
    assert marks(Scope(Kind.POLICY, past.policy.policy_id)) == []


def test_somebody_at_the_desk_sees_themself_and_nobody_else(store: House) -> None:
    for person in (store.representative, store.dispatcher, store.driver):
        own = Scope(Kind.PERSON, person.pk)

        assert [choice.scope for choice in scopes_for(person)] == [own]
        assert queries.get_scorecard_for(person, own, ALL).scope == own
        for scope in (BUSINESS, Scope(Kind.PERSON, store.manager.pk), Scope(Kind.TEAM, person.team_id or 0)):
            with pytest.raises(NotAllowed):
                queries.get_scorecard_for(person, scope, ALL)
            with pytest.raises(NotAllowed):
                queries.get_rows_for(person, "kept", scope, ALL)
            with pytest.raises(NotAllowed):
                queries.get_trend_for(person, "kept", scope, Step.WEEK, 3, until=MORNING.date())


def test_whoever_left_sees_nothing_any_more(store: House) -> None:
    gone = store.second_representative
    gone.is_active = False

    assert scopes_for(gone) == []


def test_a_manager_sees_the_people_they_lead_by_name_and_never_by_a_figure(store: House) -> None:
    found = scopes_for(store.manager)

    people = [choice.name for choice in found if choice.scope.kind is Kind.PERSON]
    assert people == sorted(people)
    assert store.owner.name not in people
    assert {store.manager.name, store.driver.name, store.representative.name} <= set(people)
    assert found[0].scope == BUSINESS


def test_a_manager_of_another_place_sees_nothing_of_this_one(store: House) -> None:
    there = Location.objects.get(pk=store.location.pk)
    there.pk, there.name = None, "Hollis in Queens"
    there = business.open_location(there, by=SOFTWARE, now=MORNING)
    quentin = Staff(email="q@hollis.example", name="Quentin", role="manager", location=there)
    quentin.team = store.manager.team
    stranger = business.hire(quentin, password=None, by=SOFTWARE, now=MORNING)

    scopes = {choice.scope for choice in scopes_for(stranger)}

    assert scopes == {Scope(Kind.LOCATION, there.pk), Scope(Kind.PERSON, stranger.pk)}
    team = Scope(Kind.TEAM, quentin.team_id or 0)  # its other people work elsewhere
    for scope in (
        BUSINESS,
        team,
        Scope(Kind.LOCATION, store.location.pk),
        Scope(Kind.PERSON, store.driver.pk),
    ):
        with pytest.raises(NotAllowed):
            queries.get_scorecard_for(stranger, scope, ALL)
    assert BUSINESS in {choice.scope for choice in scopes_for(store.owner)}


def test_what_we_do_not_count_and_a_page_too_far_are_not_found(past: History) -> None:
    owner = past.house.owner
    for wrong in ({"only": "smiles"}, {"page": 0}, {"page": 10_000}):
        with pytest.raises(NotFound):
            queries.get_rows_for(owner, "kept", BUSINESS, ALL, **wrong)
    with pytest.raises(NotFound):
        queries.get_rows_for(owner, "smiles", BUSINESS, ALL)


@pytest.mark.parametrize(
    "text", ["business:1", "person", "person:x", "person:-1", "customer:1", "", "person:0"]
)
def test_nobody_elses_figure_can_be_asked_for(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Scope.parse(text)


def test_no_row_names_anybody(past: History) -> None:
    names = {person.name for person in past.people} | {staff.name for staff in past.staff}

    for row in Counted.objects.all():
        assert not any(name in str(vars(row)) for name in names)
