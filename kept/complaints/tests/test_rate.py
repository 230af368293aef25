"""Stars, once, with the figures beside them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from kept.base.refusals import NotAllowed, Refused
from kept.business.examples import House, house
from kept.complaints import actions, examples, queries
from kept.complaints.examples import MORNING
from kept.complaints.models import Rating
from kept.conversations import actions as conversations
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer
from kept.promises import actions as promises
from kept.promises.models import Expectation

NOW = MORNING + timedelta(hours=6)


def rate(store: House, nora: Customer, stars: int = 5) -> Rating:
    return actions.rate("delivery:1", stars, customer=nora, location=store.location, by=nora.actor, now=NOW)


def delivered(store: House, nora: Customer) -> None:
    promise = examples.promise_window(store, nora, about="delivery:1")
    examples.arrive(promise, MORNING + timedelta(hours=1), by=store.driver)


def test_five_stars_for_a_kept_promise_leave_no_gap(store: House, nora: Customer) -> None:
    delivered(store, nora)

    found = rate(store, nora).finding

    assert (found.verdict, found.kept_score, found.rated) == ("", "1", "1")
    assert (found.service_gap, found.disclosure_gap, found.expectation_gap) == ("0", "0", "0")
    assert not found.imputed


def test_who_braced_for_a_fight_and_got_none_had_the_expectation_exceeded(
    store: House, nora: Customer
) -> None:
    delivered(store, nora)
    promises.note_expectation(
        Expectation(
            customer=nora, what="I braced for a fight", source="elsewhere", at=MORNING, level="worse"
        ),
        by=store.representative.actor,
        now=MORNING,
    )

    rating = rate(store, nora)

    assert rating.finding.outcome_against_expectation == "exceeded"
    assert rating.expectation is not None


def test_what_was_said_before_anybody_knew_what_the_call_was_about_counts(
    store: House, nora: Customer
) -> None:
    delivered(store, nora)
    phoned = conversations.start(nora, channel="phone", by=store.representative.actor, now=MORNING)
    braced = Expectation(
        customer=nora, what="I braced for a fight", source="elsewhere", at=MORNING, level="worse",
        about=f"conversation:{phoned.pk}",
    )  # fmt: skip
    promises.note_expectation(braced, by=store.representative.actor, now=MORNING)

    subject = conversations.Subject("delivery", "delivery:1")
    conversations.touch(phoned, subject, staff=store.representative, by=nora.actor, now=MORNING)

    assert rate(store, nora).finding.outcome_against_expectation == "exceeded"


def test_stars_without_any_promise_stand_alone(store: House, nora: Customer) -> None:
    found = rate(store, nora, 3).finding

    assert (found.kept_score, found.rated, found.service_gap) == ("", "", "")


def test_a_thing_is_rated_once(store: House, nora: Customer) -> None:
    rate(store, nora, 4)

    with pytest.raises(Refused, match="already"):
        rate(store, nora, 5)
    assert Rating.objects.get().stars == 4


def test_two_presses_at_once_are_one_rating(fresh_database: None) -> None:
    store = house(now=MORNING)
    customer = nora_feldman(now=MORNING)

    def press(stars: int) -> str:
        try:
            rate(store, customer, stars)
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, (4, 5)))

    assert answers == ["rated_already", "taken"]
    assert Rating.objects.count() == 1


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_go_from_one_to_five(store: House, nora: Customer, stars: int) -> None:
    with pytest.raises(Refused):
        rate(store, nora, stars)


def test_a_driver_reads_no_ratings(store: House, nora: Customer) -> None:
    rating = rate(store, nora)

    with pytest.raises(NotAllowed):
        queries.get_rating_for(store.driver, rating.pk)
