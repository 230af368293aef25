"""Leaving in two steps: asked, shown, confirmed, promised; and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from kept.base.money import Money
from kept.base.refusals import NotAllowed
from kept.business.examples import House
from kept.customers.models import Customer
from kept.ledger.queries import entries_about
from kept.memberships import actions, examples, queries, rules
from kept.memberships.actions.leave import NothingChosen, ShowAgain, Withdrawn
from kept.memberships.actions.stay import TooLateToUndo
from kept.memberships.examples import Gym
from kept.memberships.models import Asking, Cancellation, Charge, Membership
from kept.policies.models import TermApplication
from kept.promises.models import Promise

NEW_YORK = ZoneInfo("America/New_York")


def ask(membership: Membership, house: House, at: datetime, *, channel: str = "phone") -> Cancellation:
    asked = actions.Asked(at=at, channel=channel)
    return actions.ask_to_leave(membership, asked, by=house.representative.actor, now=at)


def sessions_of(membership: Membership) -> actions.Choice:
    return actions.Choice(membership=False, add_ons=tuple(membership.add_ons.all()))


def show(cancellation: Cancellation, house: House, at: datetime) -> rules.Preview:
    choice = sessions_of(cancellation.membership)
    return actions.show_money(cancellation, choice, by=house.representative.actor, now=at)


def confirm(cancellation: Cancellation, house: House, at: datetime) -> Cancellation:
    return actions.confirm(cancellation, by=house.representative.actor, now=at)


def let_go(membership: Membership, house: House, at: datetime) -> Cancellation:
    cancellation = ask(membership, house, at)
    show(cancellation, house, at)
    return confirm(cancellation, house, at)


def test_the_sessions_end_apart_from_the_membership_in_two_steps(
    membership: Membership, house: House, now: datetime
) -> None:
    cancellation = ask(membership, house, now)

    preview = show(cancellation, house, now)
    left = confirm(cancellation, house, now + timedelta(minutes=1))

    membership.refresh_from_db()
    sessions = membership.add_ons.get()
    assert preview.last_charge is not None
    assert preview.last_charge.amount == Money.of("120.00", "USD")
    assert left.refund == preview.refund == Money.of("81.30", "USD")
    assert (sessions.service_end_on, sessions.billing_end_on) == (date(2026, 3, 10), date(2026, 3, 10))
    assert membership.service_end_on is None
    assert left.steps.count() == 2 <= membership.steps.filter(cancellation=None).count()
    assert left.offers.count() == 0


def test_the_whole_membership_takes_its_sessions_with_it(
    membership: Membership, house: House, now: datetime
) -> None:
    cancellation = ask(membership, house, now)

    actions.show_money(cancellation, actions.Choice(membership=True), by=house.manager.actor, now=now)
    confirm(cancellation, house, now)

    membership.refresh_from_db()
    assert membership.service_end_on == membership.add_ons.get().service_end_on == date(2026, 3, 10)
    assert queries.latest_exit(membership) == cancellation


def test_an_exit_promises_its_end_its_receipt_and_the_money_back(
    membership: Membership, house: House, now: datetime
) -> None:
    left = let_go(membership, house, now)

    assert left.end_promise is not None
    assert left.end_promise.outcome == ""  # the row in hand is as it was made; the stored one has ended
    assert Promise.objects.get(pk=left.end_promise.pk).outcome == "kept"
    assert left.receipt_promise is not None
    assert left.receipt_promise.until == now + timedelta(seconds=60)
    assert left.refund_promise is not None
    assert left.refund_promise.amount == Money.of("81.30", "USD")
    assert left.refund_promise.until == datetime(2026, 3, 21, 4, tzinfo=UTC)


def test_the_first_asking_counts_however_late_it_is_found(
    membership: Membership, house: House, now: datetime
) -> None:
    cancellation = ask(membership, house, now)
    by_mail = actions.Asked(at=now - timedelta(days=12), channel="email")

    actions.ask_to_leave(membership, by_mail, by=house.representative.actor, now=now)
    preview = show(Cancellation.objects.get(pk=cancellation.pk), house, now)

    assert preview.ends.billing_on == date(2026, 2, 26)
    assert preview.ends.service_on == date(2026, 3, 10)
    assert preview.refund == Money.of("120.00", "USD")


def test_asking_twice_is_one_exit_with_two_askings(
    membership: Membership, house: House, now: datetime
) -> None:
    first = ask(membership, house, now, channel="email")

    second = ask(membership, house, now + timedelta(hours=1))

    assert second == first
    assert second.asked_at == now
    assert Asking.objects.filter(cancellation=first).count() == 2


def test_asking_after_the_end_is_kept_and_answered_with_the_exit_that_stands(
    membership: Membership, house: House, now: datetime
) -> None:
    cancellation = ask(membership, house, now)
    actions.show_money(cancellation, actions.Choice(membership=True), by=house.manager.actor, now=now)
    confirm(cancellation, house, now)

    again = ask(membership, house, now + timedelta(days=3))

    assert again == cancellation
    assert again.confirmed_at == now
    assert again.askings.count() == 2


def test_nothing_is_confirmed_before_its_money_was_shown(
    membership: Membership, house: House, now: datetime
) -> None:
    cancellation = ask(membership, house, now)

    with pytest.raises(ShowAgain):
        confirm(cancellation, house, now)


def test_nothing_ends_when_nothing_was_chosen(membership: Membership, house: House, now: datetime) -> None:
    cancellation = ask(membership, house, now)

    with pytest.raises(NothingChosen):
        actions.show_money(
            cancellation, actions.Choice(membership=False), by=house.representative.actor, now=now
        )


def test_confirming_twice_is_one_exit(membership: Membership, house: House, now: datetime) -> None:
    left = let_go(membership, house, now)

    again = confirm(left, house, now + timedelta(seconds=5))

    assert again.confirmed_at == now
    assert Promise.objects.filter(kind="refund").count() == 1


def test_money_shown_before_midnight_is_confirmed_after_it_in_the_same_two_steps(
    membership: Membership, house: House
) -> None:
    late = datetime(2026, 3, 10, 23, 59, 50, tzinfo=NEW_YORK)
    cancellation = ask(membership, house, late)
    shown = show(cancellation, house, late)

    left = confirm(cancellation, house, late + timedelta(seconds=20))

    assert left.refund == shown.refund
    assert left.service_end_on == date(2026, 3, 10)
    assert left.steps.count() == 2


def test_money_shown_yesterday_is_shown_again(membership: Membership, house: House, now: datetime) -> None:
    cancellation = ask(membership, house, now)
    show(cancellation, house, now)

    with pytest.raises(ShowAgain):
        confirm(cancellation, house, now + timedelta(hours=25))


def test_a_charge_that_came_between_showing_and_confirming_is_shown_first(
    membership: Membership, house: House, now: datetime
) -> None:
    cancellation = ask(membership, house, now)
    show(cancellation, house, now)
    april = actions.charge_period(
        membership, date(2026, 4, 1), date(2026, 5, 1), by=house.manager.actor, now=now
    )
    for charge in april:
        actions.record_payment(charge, at=now, reference=f"card-{charge.pk}", by=house.manager.actor, now=now)

    with pytest.raises(ShowAgain):
        confirm(cancellation, house, now + timedelta(minutes=1))
    assert show(cancellation, house, now).refund == Money.of("201.30", "USD")


@pytest.mark.parametrize(
    ("asked_at", "ends_on"),
    [
        pytest.param(datetime(2026, 3, 8, 1, 59, tzinfo=NEW_YORK), date(2026, 3, 8), id="spring change"),
        pytest.param(
            datetime(2026, 3, 31, 23, 59, tzinfo=NEW_YORK), date(2026, 3, 31), id="a minute to midnight"
        ),
        pytest.param(datetime(2026, 3, 31, 0, 0, tzinfo=NEW_YORK), date(2026, 3, 31), id="midnight"),
    ],
)
def test_the_end_is_the_local_day_of_asking(
    membership: Membership, house: House, asked_at: datetime, ends_on: date
) -> None:
    assert let_go(membership, house, asked_at).billing_end_on == ends_on


def test_in_the_repeated_hour_of_autumn_the_receipt_is_still_due_in_sixty_seconds(
    gym: Gym, theo: Customer, house: House
) -> None:
    first_half_past_one = datetime(2026, 11, 1, 5, 59, 30, tzinfo=UTC)
    membership = examples.three_years(gym, theo, now=first_half_past_one)

    left = let_go(membership, house, first_half_past_one)

    assert left.receipt_promise is not None
    assert left.receipt_promise.until == datetime(2026, 11, 1, 6, 0, 30, tzinfo=UTC)
    assert left.service_end_on == date(2026, 11, 1)


def test_a_customer_takes_it_back_until_the_end_of_the_last_day(
    membership: Membership, house: House, theo: Customer, now: datetime
) -> None:
    left = let_go(membership, house, now)
    last_second = datetime(2026, 3, 10, 23, 59, 59, tzinfo=NEW_YORK)

    undone = actions.undo(left, by=theo.actor, now=last_second)

    assert undone.undone_by == str(theo.actor)
    assert membership.add_ons.get().service_end_on is None
    assert left.refund_promise is not None
    refund = Promise.objects.get(pk=left.refund_promise.pk)
    assert (refund.outcome, refund.wish) == ("released", "customer")
    assert actions.undo(undone, by=theo.actor, now=last_second).undone_at == last_second


def test_at_midnight_after_the_last_day_it_is_too_late(
    membership: Membership, house: House, theo: Customer, now: datetime
) -> None:
    left = let_go(membership, house, now)

    with pytest.raises(TooLateToUndo):
        actions.undo(left, by=theo.actor, now=datetime(2026, 3, 11, tzinfo=NEW_YORK))


def test_whoever_stayed_can_leave_again(
    membership: Membership, house: House, theo: Customer, now: datetime
) -> None:
    left = let_go(membership, house, now)
    actions.undo(left, by=theo.actor, now=now)

    again = let_go(membership, house, now + timedelta(hours=1))

    assert again != left
    assert again.refund == Money.of("81.30", "USD")
    with pytest.raises(Withdrawn):
        confirm(left, house, now)


def test_what_went_back_for_an_exit_that_was_undone_does_not_go_back_twice(
    membership: Membership, house: House, theo: Customer, now: datetime
) -> None:
    left = let_go(membership, house, now)
    actions.pay_back(left, left.refund, at=now, reference="back-1", by=house.manager.actor, now=now)
    actions.undo(left, by=theo.actor, now=now)

    again = let_go(membership, house, now + timedelta(hours=1))

    assert again.refund == Money.of("0", "USD")
    assert again.refund_promise is None


def test_a_later_last_day_is_one_that_is_paid_for(
    membership: Membership, house: House, now: datetime
) -> None:
    cancellation = ask(membership, house, now)
    by = house.representative.actor

    kept = actions.show_money(
        cancellation, actions.Choice(membership=True, wished_on=date(2026, 3, 31)), by=by, now=now
    )

    assert kept.refund == Money.of("0", "USD")
    assert kept.ends.service_on == date(2026, 3, 31)
    with pytest.raises(NothingChosen):
        actions.show_money(
            cancellation, actions.Choice(membership=True, wished_on=date(2026, 4, 1)), by=by, now=now
        )


def test_every_step_out_is_an_entry(membership: Membership, house: House, now: datetime) -> None:
    left = let_go(membership, house, now)
    actions.undo(left, by=left.membership.customer.actor, now=now)

    kinds = [entry.kind for entry in entries_about(f"cancellation:{left.pk}")]

    assert kinds == ["exit.asked", "exit.shown", "exit.confirmed", "exit.undone"]


def test_an_exit_is_never_deleted(membership: Membership, house: House, now: datetime) -> None:
    left = let_go(membership, house, now)

    with pytest.raises(IntegrityError, match="never deleted"):
        Cancellation.objects.filter(pk=left.pk)._raw_delete("default")


def test_a_driver_sees_no_membership_and_ends_none(
    membership: Membership, house: House, now: datetime
) -> None:
    cancellation = ask(membership, house, now)

    with pytest.raises(NotAllowed):
        queries.get_membership_for(house.driver, membership.pk)
    with pytest.raises(NotAllowed):
        queries.get_exit_for(house.driver, cancellation.pk)
    assert queries.get_exit_for(house.representative, cancellation.pk) == cancellation


def test_a_contract_without_a_fee_tries_none(gym: Gym, theo: Customer, house: House, now: datetime) -> None:
    membership = examples.three_years(gym, theo, now=now)

    left = let_go(membership, house, now)

    assert left.fee == Money.of("0", "USD")  # the sessions are older than the twelve months of the fee
    assert not Charge.objects.filter(kind="exit_fee").exists()
    assert not TermApplication.objects.exists()
