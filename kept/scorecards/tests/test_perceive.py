"""Perception against fact: every promise due stands in one corner, and every number opens its rows."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest

from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House
from kept.complaints import actions as complaints
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.customers.models import Customer
from kept.policies.examples import delivery as write_policy
from kept.promises.models import Promise
from kept.scorecards import actions, perception, queries
from kept.scorecards.perception import Perception
from kept.scorecards.queries import behind as paged
from kept.scorecards.scopes import BUSINESS, Days, Kind, Scope, Step
from kept.scorecards.tests.history import History

ALL = Days(date(2026, 1, 1), date(2028, 1, 1))
NOON = MORNING + timedelta(hours=4)
LATER = MORNING + timedelta(days=30)


def seen(store: House, scope: Scope = BUSINESS, days: Days = ALL) -> Perception:
    return perception.get_perception_for(
        store.owner, scope, days, step=Step.MONTH, number=24, until=date(2027, 12, 31)
    )


def delivered(store: House, nora: Customer, *, minutes_late: int, about: str = "") -> Promise:
    promise = examples.promise_window(store, nora, about=about)
    return examples.arrive(promise, NOON + timedelta(minutes=minutes_late), by=store.driver)


def rate(store: House, nora: Customer, about: str, stars: int) -> None:
    complaints.rate(
        about, stars, customer=nora, location=store.location, by=nora.actor, now=NOON + timedelta(hours=2)
    )


def test_a_promise_stands_in_the_corner_of_what_was_kept_and_said(store: House, nora: Customer) -> None:
    delivered(store, nora, minutes_late=0)
    delivered(store, nora, minutes_late=60)
    delivered(store, nora, minutes_late=0, about="delivery:1")
    rate(store, nora, "delivery:1", 5)
    delivered(store, nora, minutes_late=0, about="delivery:2")
    rate(store, nora, "delivery:2", 3)
    delivered(store, nora, minutes_late=60, about="delivery:3")
    rate(store, nora, "delivery:3", 4)
    examples.complain(store, delivered(store, nora, minutes_late=60), at=NOON + timedelta(hours=2))
    actions.recount(now=NOON + timedelta(hours=3))  # before our answer is due

    assert dict(seen(store).corners) == {
        "kept_pleased": 1, "kept_displeased": 1, "kept_silent": 1,
        "broken_pleased": 1, "broken_displeased": 1, "broken_silent": 1,
    }  # fmt: skip


def test_whoever_complained_was_not_pleased_whatever_stars_came(store: House, nora: Customer) -> None:
    promise = delivered(store, nora, minutes_late=0, about="delivery:1")
    rate(store, nora, "delivery:1", 5)
    examples.complain(store, promise, at=NOON + timedelta(hours=2))
    actions.recount(now=LATER)

    assert seen(store).corners["kept_displeased"] == 1


def test_a_word_said_later_moves_the_promise_out_of_the_silent(store: House, nora: Customer) -> None:
    promise = delivered(store, nora, minutes_late=0)
    actions.recount(now=NOON + timedelta(hours=1))
    before = seen(store).corners["kept_silent"]

    examples.complain(store, promise, at=NOON + timedelta(hours=2))
    actions.follow(now=NOON + timedelta(hours=3))

    assert (before, seen(store).corners["kept_silent"], seen(store).corners["kept_displeased"]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("minutes_late", "stars", "gaps"),
    [(0, 1, (0, 0, 1)), (60, 2, ("1/4", 0, "1/2")), (0, 5, (0, 0, 0)), (240, 5, (1, 0, -1))],
    ids=[
        "the sofa in its window, one star",
        "an hour late, two stars",
        "five stars",
        "late and still pleased",
    ],
)
def test_the_three_gaps_are_those_of_the_worked_examples(
    store: House, nora: Customer, minutes_late: int, stars: int, gaps: tuple[str | int, ...]
) -> None:
    delivered(store, nora, minutes_late=minutes_late, about="delivery:1")
    complaints.rate("delivery:1", stars, customer=nora, location=store.location, by=nora.actor, now=LATER)
    actions.recount(now=LATER)

    found = seen(store).gaps

    assert (found.service, found.disclosure, found.expectation) == tuple(map(Fraction, gaps))


def test_every_corner_sums_to_kept_and_every_number_opens_its_rows(
    store: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paged, "PAGE", 3)
    history = History(store, MORNING, Random(11))  # not for secrets
    for _ in range(250):
        history.go_on()
    actions.follow(now=history.now)
    policy = history.policy.policy

    for scope in (BUSINESS, Scope(Kind.POLICY, policy.pk)):
        found = seen(store, scope)
        figure = queries.get_rows_for(store.owner, "kept", scope, ALL).card.figure
        assert sum(found.corners.values()) == figure.n
        for corner, number in found.corners.items():
            rows = [
                row
                for page in range(1, pages(store, corner, scope) + 1)
                for row in behind(store, corner, scope, page).rows
            ]
            assert len({row.ref for row in rows}) == len(rows) == number
        spoken, by_ref = perception.get_spoken_for(store.owner, scope, ALL)
        assert spoken.of == found.gaps.n == sum(step.n for step in found.over_time)
        assert set(by_ref) == {row.ref for row in spoken.rows}
    assert seen(store).kept.of > 0


def behind(store: House, corner: str, scope: Scope, page: int) -> paged.Behind:
    return perception.get_corner_for(store.owner, corner, scope, ALL, page=page)


def pages(store: House, corner: str, scope: Scope) -> int:
    return behind(store, corner, scope, 1).pages


def test_one_mean_of_all_spoken_of_is_the_mean_of_its_rows(store: House, nora: Customer) -> None:
    for number, (late, stars) in enumerate([(0, 1), (60, 2), (0, 5), (240, 5), (30, 3)]):
        delivered(store, nora, minutes_late=late, about=f"delivery:{number}")
        rate(store, nora, f"delivery:{number}", stars)
    actions.recount(now=LATER)

    found = seen(store)

    _spoken, rows = perception.get_spoken_for(store.owner, BUSINESS, ALL)
    for name in ("service", "disclosure", "expectation"):
        mean = sum((getattr(row, name) for row in rows.values()), Fraction(0)) / len(rows)
        assert abs(getattr(found.gaps, name) - mean) < Fraction(1, 10**8)


def test_a_window_stands_under_the_policy_that_said_how_windows_are(store: House, nora: Customer) -> None:
    version = write_policy(store.location, now=MORNING - timedelta(days=50))
    delivered(store, nora, minutes_late=0)
    actions.recount(now=LATER)

    assert seen(store, Scope(Kind.POLICY, version.policy.pk)).corners["kept_silent"] == 1


def test_nobody_reads_how_a_persons_promises_were_taken(store: House, nora: Customer) -> None:
    for stranger in (store.representative, store.driver, store.dispatcher):
        with pytest.raises(NotAllowed):
            perception.get_corner_for(stranger, "kept_silent", BUSINESS, ALL)
        with pytest.raises(NotAllowed):
            perception.get_spoken_for(stranger, BUSINESS, ALL)
    for scope in (
        Scope(Kind.PERSON, store.representative.pk),
        Scope(Kind.TEAM, store.representative.team_id or 0),
    ):
        with pytest.raises(NotFound):
            seen(store, scope)
    with pytest.raises(NotFound):
        perception.get_corner_for(store.owner, "loud", BUSINESS, ALL)
    with pytest.raises(NotFound):
        perception.get_corner_for(store.owner, "kept_silent", BUSINESS, ALL, page=2)
