"""What is done to people who want to leave is a row and a figure: offers, hand-overs, freezes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from kept.base.periods import Period
from kept.business.examples import House
from kept.conversations.models import Conversation, HandOver
from kept.ledger.queries import entries_about
from kept.memberships import actions, figures, queries
from kept.memberships.actions.join import NotYourWish
from kept.memberships.models import Cancellation, Freeze, Membership


@pytest.fixture
def call(membership: Membership, now: datetime) -> Conversation:
    return Conversation.objects.create(
        customer=membership.customer, channel="phone", opened_at=now, opened_by="staff:1", last_word_at=now
    )


@pytest.fixture
def leaving(membership: Membership, call: Conversation, house: House, now: datetime) -> Cancellation:
    asked = actions.Asked(now, "phone", call)
    return actions.ask_to_leave(membership, asked, by=house.representative.actor, now=now)


def end(leaving: Cancellation, house: House, at: datetime) -> Cancellation:
    by = house.representative.actor
    actions.show_money(leaving, actions.Choice(True), by=by, now=at)
    return actions.confirm(leaving, by=by, now=at)


def pass_on(call: Conversation, house: House, at: datetime) -> HandOver:
    return HandOver.objects.create(
        conversation=call,
        from_staff=house.representative,
        to_staff=house.manager,
        reason="wants to talk to the manager",
        at=at,
        by=str(house.representative.actor),
    )


def hour(now: datetime) -> Period:
    return Period(now - timedelta(hours=1), now + timedelta(hours=1))


def test_an_offer_to_somebody_who_wants_to_leave_is_a_row_an_entry_and_a_figure(
    leaving: Cancellation, call: Conversation, house: House, now: datetime
) -> None:
    offer = actions.show_offer(leaving, "a cheaper plan", conversation=call, by=house.manager.actor, now=now)

    assert offer.before_confirmation
    assert list(figures.offers_shown(hour(now))) == [offer]
    assert figures.count(hour(now)).offers_shown == 1
    assert "offer.shown" in [entry.kind for entry in entries_about(f"cancellation:{leaving.pk}")]


def test_a_question_after_the_confirmation_is_no_offer_before_it(
    leaving: Cancellation, house: House, now: datetime
) -> None:
    end(leaving, house, now)

    offer = actions.show_offer(leaving, "a call in spring", by=house.manager.actor, now=now)

    assert not offer.before_confirmation
    assert figures.count(hour(now)).offers_shown == 0


def test_an_exit_without_any_of_it_counts_as_one_exit_and_nothing_else(
    leaving: Cancellation, house: House, now: datetime
) -> None:
    left = end(leaving, house, now)

    found = figures.count(hour(now))

    assert (found.exits, found.offers_shown, found.hand_overs) == (1, 0, 0)
    assert list(figures.exits(hour(now))) == [left]


def test_a_hand_over_between_asking_and_being_let_go_is_counted(
    leaving: Cancellation, call: Conversation, house: House, now: datetime
) -> None:
    passed_on = pass_on(call, house, now + timedelta(minutes=5))
    left = end(leaving, house, now + timedelta(minutes=10))

    pass_on(call, house, now + timedelta(minutes=15))

    assert list(figures.hand_overs(hour(now))) == [passed_on]
    assert list(queries.hand_overs_of(left)) == [passed_on]


def test_a_hand_over_before_anybody_asked_to_leave_is_not(
    leaving: Cancellation, call: Conversation, house: House, now: datetime
) -> None:
    pass_on(call, house, now - timedelta(minutes=5))

    assert figures.count(hour(now)).hand_overs == 0


def test_a_period_counts_from_and_up_to_but_not_including(
    leaving: Cancellation, house: House, now: datetime
) -> None:
    end(leaving, house, now)

    assert figures.count(Period(now, now + timedelta(hours=1))).exits == 1
    assert figures.count(Period(now - timedelta(hours=1), now)).exits == 0


def test_the_same_page_of_figures_is_always_five_questions_to_the_database(
    leaving: Cancellation, now: datetime, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(5):  # type: ignore[operator]  # a fixture without a type
        figures.count(hour(now))


def april(words: str, now: datetime) -> Freeze:
    return Freeze(
        starts_on=date(2026, 3, 6),
        ends_on=date(2026, 3, 9),
        words=words,
        asked_at=now,
        channel="phone",
    )


def test_a_freeze_starts_with_the_customers_own_words(
    membership: Membership, house: House, now: datetime
) -> None:
    with pytest.raises(NotYourWish):
        actions.freeze(membership, april(" ", now), by=house.representative.actor, now=now)


def test_nobody_is_offered_a_freeze_instead_of_leaving(
    leaving: Cancellation, house: House, now: datetime
) -> None:
    wish = april("a pause, then", now)

    with pytest.raises(NotYourWish):
        actions.freeze(leaving.membership, wish, by=house.representative.actor, now=now)
    assert actions.freeze(leaving.membership, wish, by=leaving.membership.customer.actor, now=now).pk


def test_frozen_days_are_not_charged(
    membership: Membership, leaving: Cancellation, house: House, now: datetime
) -> None:
    actions.freeze(membership, april("I am away until the 9th", now), by=membership.customer.actor, now=now)

    shown = actions.show_money(leaving, actions.Choice(True), by=house.representative.actor, now=now)

    assert {part.unused for part in shown.returned} == {24}  # 21 days after the 10th, and three frozen ones
