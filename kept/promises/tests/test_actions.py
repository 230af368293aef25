"""Making promises, ending them once, replacing and releasing them; what the database itself refuses."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kept.base.actors import CLOCK, Actor
from kept.base.money import Money
from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import house
from kept.customers.examples import nora
from kept.ledger.queries import entries_about
from kept.promises import actions, queries
from kept.promises.actions import Happened, Offer
from kept.promises.examples import call_back, refund, window
from kept.promises.models import Expectation, Promise, WishMade

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
EIGHT, NOON = datetime(2026, 3, 5, 13, tzinfo=UTC), datetime(2026, 3, 5, 17, tzinfo=UTC)  # 8–12 in New York
DRIVER = Actor("staff", 5)


def sofa() -> Promise:
    return window(nora(now=NOW), house(now=NOW).location, starts_at=EIGHT, until=NOON, now=NOW)


def arrived(at: datetime, evidence: str = "arrival:1") -> Happened:
    return Happened("arrival", at, source="driver", evidence=evidence)


@pytest.mark.django_db
def test_an_arrival_ends_the_window_as_kept_by_itself() -> None:
    at = EIGHT + timedelta(minutes=220)

    promise = actions.record(sofa(), arrived(at), by=DRIVER, now=at)

    assert (promise.outcome, promise.settled_at, promise.settled_by) == ("kept", at, "staff:5")
    kinds = [entry.kind for entry in entries_about(f"promise:{promise.pk}")]
    assert kinds == ["promise.made", "promise.fact", "promise.kept"]


@pytest.mark.django_db
def test_a_late_truck_ends_it_as_broken_and_says_by_how_much() -> None:
    late = NOON + timedelta(hours=1)

    promise = actions.record(sofa(), arrived(late), by=DRIVER, now=late)

    assert promise.outcome == "broken"
    assert "60 minutes too late" in promise.because


@pytest.mark.django_db
def test_the_same_tap_twice_is_one_fact() -> None:
    promise = sofa()

    for _ in range(2):
        actions.record(promise, arrived(NOON), by=DRIVER, now=NOON)

    assert promise.facts.count() == 1


@pytest.mark.django_db
def test_a_fact_after_the_end_is_kept_and_changes_nothing() -> None:
    promise = actions.record(sofa(), arrived(NOON), by=DRIVER, now=NOON)

    after = actions.record(promise, arrived(NOON + timedelta(hours=3), "arrival:2"), by=DRIVER, now=NOON)

    assert after.outcome == "kept"
    assert promise.facts.count() == 2


@pytest.mark.django_db
def test_a_settled_promise_is_neither_released_nor_replaced() -> None:
    promise = actions.record(sofa(), arrived(NOON), by=DRIVER, now=NOON)
    offer = Offer(promise.customer, promise.location, "delivery_window", "later", NOON, EIGHT)

    with pytest.raises(actions.AlreadySettled):
        actions.release(promise, reason="no longer wanted", by=DRIVER, now=NOON)
    with pytest.raises(actions.AlreadySettled):
        actions.replace(promise, offer, wish="ours", by=DRIVER, now=NOON)


@pytest.mark.django_db
def test_a_released_promise_is_not_broken_by_the_clock() -> None:
    promise = actions.release(sofa(), reason="I am away that day", by=DRIVER, now=NOW)

    assert actions.break_overdue(now=NOON + timedelta(days=3)) == 0
    assert (promise.outcome, promise.wish) == ("released", "customer")


@pytest.mark.django_db
def test_a_replaced_promise_knows_at_whose_wish_and_by_what() -> None:
    old = sofa()
    offer = Offer(old.customer, old.location, "delivery_window", "12–16", NOON + timedelta(hours=4), NOON)

    new = actions.replace(old, offer, wish="ours", by=DRIVER, now=NOW)

    old.refresh_from_db()
    assert (old.outcome, old.wish) == ("replaced", "ours")
    assert new.replaces == old


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE promises_promise SET outcome = 'broken'", "settled promise never changes"),
        ("DELETE FROM promises_promise", "never deleted"),
        ("UPDATE promises_fact SET source = 'me'", "fact never changes"),
        ("DELETE FROM promises_fact", "never deleted"),
    ],
)
def test_the_database_itself_refuses_to_rewrite_a_promise(statement: str, words: str) -> None:
    actions.record(sofa(), arrived(NOON), by=DRIVER, now=NOON)

    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_the_clock_breaks_a_forgotten_call_at_once_and_a_window_after_its_day() -> None:
    promise = sofa()
    forgotten = call_back(promise.customer, promise.location, until=NOON, now=NOW)

    assert actions.break_overdue(now=NOON) == 0
    assert actions.break_overdue(now=NOON + timedelta(seconds=1)) == 1
    forgotten.refresh_from_db()
    assert (forgotten.outcome, forgotten.settled_by) == ("broken", "clock")

    assert actions.break_overdue(now=NOON + timedelta(hours=13)) == 1
    assert actions.break_overdue(now=NOON + timedelta(hours=13)) == 0


@pytest.mark.django_db
def test_money_in_parts_keeps_the_promise_when_the_sum_is_reached() -> None:
    promise = refund(nora(now=NOW), house(now=NOW).location, amount=Money(5000, "USD"), until=NOON, now=NOW)

    first = Happened("refund", NOW, "bank", amount=Money(2000, "USD"), evidence="payment:1")
    second = Happened("refund", NOON, "bank", amount=Money(3000, "USD"), evidence="payment:2")

    assert actions.record(promise, first, by=CLOCK, now=NOW).settled_at is None
    assert actions.record(promise, second, by=CLOCK, now=NOON).outcome == "kept"


@pytest.mark.django_db
def test_an_offer_that_makes_no_sense_cannot_be_built() -> None:
    customer, location = nora(now=NOW), house(now=NOW).location

    with pytest.raises(actions.NotAWindow):
        Offer(customer, location, "delivery_window", "8–8", EIGHT, EIGHT)
    with pytest.raises(actions.NotAWindow):
        Offer(customer, location, "refund", "nothing", EIGHT, amount=Money(0, "USD"))


@pytest.mark.django_db
def test_a_wish_is_answered_once() -> None:
    wish = actions.note_wish(
        WishMade(customer=nora(now=NOW), asked="nine o'clock", at=NOW, by="staff:1"), now=NOW
    )

    actions.answer_wish(
        wish, granted=False, reason="no exact hour", alternatives=("8–12",), by=DRIVER, now=NOW
    )

    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_wish(wish, granted=True, by=DRIVER, now=NOW)


@pytest.mark.django_db
def test_of_two_who_answer_a_wish_at_once_the_first_one_counts() -> None:
    wish = actions.note_wish(
        WishMade(customer=nora(now=NOW), asked="nine o'clock", at=NOW, by="staff:1"), now=NOW
    )
    as_the_second_read_it = WishMade.objects.get(pk=wish.pk)
    actions.answer_wish(wish, granted=True, by=DRIVER, now=NOW)

    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_wish(as_the_second_read_it, granted=False, reason="full", by=DRIVER, now=NOW)

    assert WishMade.objects.get(pk=wish.pk).granted is True


@pytest.mark.django_db
def test_what_a_customer_went_through_elsewhere_is_kept_in_their_words() -> None:
    customer = nora(now=NOW)
    words = "my last gym kept me for an hour"

    actions.note_expectation(
        Expectation(customer=customer, what=words, source="elsewhere", level="worse", at=NOW),
        by=DRIVER,
        now=NOW,
    )

    assert [found.what for found in queries.expectations_of(customer)] == [words]


@pytest.mark.django_db
def test_a_stranger_sees_no_promise() -> None:
    people = house(now=NOW)
    promise = window(nora(now=NOW), people.location, starts_at=EIGHT, until=NOON, now=NOW)

    assert queries.get_promise_for(people.representative, promise.pk) == promise
    with pytest.raises(NotAllowed):
        queries.get_promise_for(people.driver, promise.pk)
    with pytest.raises(NotFound):
        queries.get_promise_for(people.representative, promise.pk + 999)


@pytest.mark.usefixtures("fresh_database")
def test_two_people_cannot_end_the_same_promise() -> None:
    promise = sofa()
    ends: list[str] = []

    def release(reason: str) -> None:
        try:
            actions.release(promise, reason=reason, by=DRIVER, now=NOW)
            ends.append("released")
        except actions.AlreadySettled:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=release, args=(f"reason {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ends) == ["refused", "refused", "refused", "released"]
