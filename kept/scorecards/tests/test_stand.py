"""How a policy stands: told to whom, resented or not, and what a new wording did, or that it is too early."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House
from kept.complaints import actions as complaints
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.complaints.queries import resented_policies
from kept.customers import actions as customers
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.policies import actions as policies
from kept.policies.examples import delivery
from kept.policies.models import Version
from kept.scorecards import actions, standing
from kept.scorecards.comparing import Change

NOW = MORNING + timedelta(hours=6)
DAY = timedelta(days=1)


def told(store: House, version: Version, name: str, *, at: datetime = MORNING, gap: bool = False) -> Customer:
    """Told, and their window kept; ``gap``: they complained, and a person found an expectation gap."""
    customer = person(name, now=at - 7 * DAY)
    promise = examples.promise_window(store, customer, starts_at=at)
    examples.arrive(promise, at + timedelta(hours=3), by=store.driver)
    examples.tell_twice(version, customer, store, booked_at=promise.made_at)
    if gap:
        complaint = examples.complain(store, promise, version, at=at + timedelta(hours=4))
        verdict = complaints.propose(
            complaint, by=store.representative.actor, now=at + timedelta(hours=4)
        ).verdicts.get()
        complaints.confirm(verdict, by=store.representative.actor, now=at + timedelta(hours=5))
    return customer


def again(store: House, version: Version, at: datetime) -> Version:
    """The same policy in other words."""
    draft = policies.Draft({"en": ("How we deliver", "We come between two hours that you choose.")})
    return policies.publish(version.policy, draft, by=store.manager.actor, now=at)


@pytest.fixture
def version(store: House) -> Version:
    return delivery(store.location, now=MORNING - 50 * DAY)


@pytest.mark.parametrize("gaps", [0, 2, 3])
def test_a_policy_is_resented_exactly_when_the_complaints_say_so(
    store: House, version: Version, gaps: int
) -> None:
    for number in range(5):
        told(store, version, f"Person {number}", gap=number < gaps)

    found = standing.get_standing_for(store.manager, "delivery", now=NOW)

    assert (found.ended_in_gap.some, found.ended_in_gap.of, len(found.complaints)) == (gaps, 5, gaps)
    assert [each.slug for each in resented_policies(NOW)] == (["delivery"] if found.is_resented else [])
    assert found.told == {"invoice": 5, "spoken": 5}


def test_somebody_with_two_records_was_told_once_and_complained_once(store: House, version: Version) -> None:
    first = told(store, version, "Nora", gap=True)
    second = told(store, version, "Nora F.", gap=True)
    told(store, version, "Amal")

    customers.merge(second, into=first, by=store.manager.actor, now=NOW)

    found = standing.get_standing_for(store.manager, "delivery", now=NOW)
    assert (found.ended_in_gap.some, found.ended_in_gap.of) == (1, 2)
    assert found.told == {"invoice": 3, "spoken": 3}  # tellings, each of which happened


def test_who_was_told_under_one_record_and_complains_under_another_is_one_person(
    store: House, version: Version
) -> None:
    first, second = told(store, version, "Nora"), told(store, version, "Nora F.", gap=True)

    customers.merge(first, into=second, by=store.manager.actor, now=NOW)

    found = standing.get_standing_for(store.manager, "delivery", now=NOW)
    assert (found.ended_in_gap.some, found.ended_in_gap.of) == (1, 1)


def test_the_page_shows_what_the_clock_last_saw_which_is_what_is_so(store: House, version: Version) -> None:
    for number in range(4):
        told(store, version, f"Person {number}", gap=number < 3)
    again(store, version, MORNING + timedelta(hours=1))
    live = standing.get_standing_for(store.manager, "delivery", now=NOW)

    assert actions.look_at_policies(now=NOW) == 1

    with CaptureQueriesContext(connection) as asked:
        assert standing.get_standing_for(store.manager, "delivery", now=NOW) == live
    assert not any("policies_disclosure" in query["sql"] for query in asked)


def test_what_is_recorded_shows_with_the_next_look_and_nothing_new_needs_none(
    store: House, version: Version
) -> None:
    told(store, version, "Nora")
    actions.look_at_policies(now=NOW)
    told(store, version, "Amal")
    again(store, version, NOW)  # the newest entry

    looks = [NOW + timedelta(seconds=30), NOW + timedelta(minutes=10), NOW + timedelta(minutes=11)]
    assert [actions.look_at_policies(now=look) for look in looks] == [1, 1, 0]
    assert standing.get_standing_for(store.manager, "delivery", now=looks[0]).ended_in_gap.of == 2
    assert actions.look_at_policies(now=NOW + timedelta(hours=2)) == 1  # the 90 days have moved on


def test_where_the_clock_stands_still_the_page_asks_for_itself(store: House, version: Version) -> None:
    actions.look_at_policies(now=MORNING - timedelta(hours=3))
    told(store, version, "Nora")

    assert standing.get_standing_for(store.manager, "delivery", now=NOW).ended_in_gap.of == 1


def test_a_new_wording_is_compared_over_the_same_days_on_both_sides(store: House, version: Version) -> None:
    changed_at = MORNING + 10 * DAY
    for number in range(4):
        told(store, version, f"Before {number}", at=MORNING + 5 * DAY, gap=number < 2)
    told(store, version, "Long before", at=MORNING - 20 * DAY, gap=True)
    second = again(store, version, changed_at)
    for number in range(3):
        told(store, second, f"After {number}", at=changed_at + 7 * DAY)

    (change,) = standing.get_standing_for(store.owner, "delivery", now=changed_at + 9 * DAY).changes

    assert (change.version, change.days) == (second, 9)
    assert (change.difference.before.some, change.difference.before.of) == (2, 4)
    assert (change.difference.after.some, change.difference.after.of) == (0, 3)
    assert change.difference.change is Change.TOO_FEW


def test_many_on_both_sides_say_what_the_new_wording_did(store: House, version: Version) -> None:
    changed_at = MORNING + 10 * DAY
    for number in range(24):
        told(store, version, f"Before {number}", at=MORNING + 5 * DAY, gap=number < 16)
    second = again(store, version, changed_at)
    for number in range(24):
        told(store, second, f"After {number}", at=changed_at + 7 * DAY)

    (change,) = standing.get_standing_for(store.owner, "delivery", now=changed_at + 9 * DAY).changes

    assert change.difference.change is Change.FEWER
    assert change.difference.interval is not None
    assert change.difference.interval.high < -0.3


def test_a_complaint_about_the_words_of_before_is_not_held_against_those_of_after(
    store: House, version: Version
) -> None:
    nora = told(store, version, "Nora", at=MORNING, gap=True)
    second = again(store, version, MORNING + timedelta(hours=2))  # she complains two hours later
    examples.tell_twice(second, nora, store, booked_at=MORNING + DAY)

    (change,) = standing.get_standing_for(store.owner, "delivery", now=MORNING + 9 * DAY).changes

    assert (change.difference.after.some, change.difference.after.of) == (0, 1)


def test_a_wording_is_compared_only_until_the_next_one_comes(store: House, version: Version) -> None:
    second = again(store, version, MORNING)
    third = again(store, second, MORNING + 10 * DAY)
    told(store, third, "Nora", at=MORNING + 18 * DAY, gap=True)

    changes = standing.get_standing_for(store.owner, "delivery", now=MORNING + 20 * DAY).changes
    found = {change.version: (change.days, change.difference.after.of) for change in changes}

    assert found == {second: (10, 0), third: (10, 1)}


def test_a_wording_of_this_minute_has_no_days_yet(store: House, version: Version) -> None:
    told(store, version, "Nora")
    again(store, version, NOW)

    (change,) = standing.get_standing_for(store.owner, "delivery", now=NOW).changes

    assert (change.days, change.difference.value, change.difference.change) == (0, None, Change.TOO_FEW)


def test_only_who_runs_the_place_reads_how_a_policy_stands(store: House, version: Version) -> None:
    for stranger in (store.representative, store.driver, store.dispatcher):
        with pytest.raises(NotAllowed):
            standing.get_standing_for(stranger, "delivery", now=NOW)
    with pytest.raises(NotFound):
        standing.get_standing_for(store.manager, "no-such-policy", now=NOW)
