"""Remedies are promises, within what a role may promise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.examples import House
from kept.complaints import actions, examples, limits
from kept.complaints.actions import Mending
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.customers.models import Customer
from kept.ledger.models import Entry

NOW = MORNING + timedelta(hours=6)
BY_FRIDAY = NOW + timedelta(days=1)


@pytest.fixture
def complaint(store: House, nora: Customer) -> Complaint:
    promise = examples.arrive(
        examples.promise_window(store, nora), MORNING + timedelta(hours=5), by=store.driver
    )
    return examples.complain(store, promise, at=NOW)


def credit(amount: str) -> Mending:
    return Mending("A credit", BY_FRIDAY, amount=Money.of(amount, "USD"))


def test_a_remedy_is_a_promise_like_any_other(store: House, complaint: Complaint) -> None:
    remedy = actions.promise_remedy(complaint, credit("30"), by=store.representative.actor, now=NOW)

    assert (remedy.promise.kind, remedy.promise.amount) == ("remedy", Money.of(30, "USD"))
    assert Entry.objects.filter(kind="remedy.promised").count() == 1


@pytest.mark.parametrize(
    ("role", "within", "above"),
    [("representative", "50", "50.01"), ("manager", "250", "250.01")],
)
def test_a_role_promises_up_to_its_limit(
    store: House, complaint: Complaint, role: str, within: str, above: str
) -> None:
    person = getattr(store, role)
    with pytest.raises(Refused, match="more than your role"):
        actions.promise_remedy(complaint, credit(above), by=person.actor, now=NOW)

    actions.promise_remedy(complaint, credit(within), by=person.actor, now=NOW)

    with pytest.raises(Refused, match="more than your role"):
        actions.promise_remedy(complaint, credit("0.01"), by=person.actor, now=NOW)


def test_the_owner_promises_what_is_right(store: House, complaint: Complaint) -> None:
    assert actions.promise_remedy(complaint, credit("9999"), by=store.owner.actor, now=NOW)


def test_the_limit_counts_whole_units_of_the_locations_currency() -> None:
    assert limits.may_promise("representative", Money.of(0, "JPY"), Money.of(50, "JPY"))
    assert not limits.may_promise("representative", Money.of(0, "JPY"), Money.of(51, "JPY"))
    assert not limits.may_promise("driver", Money.of(0, "USD"), Money.of(1, "USD"))


@pytest.mark.parametrize(
    ("told", "gaps", "resented"),
    [(20, 2, False), (59, 3, True), (60, 3, False), (3, 3, True), (0, 0, False)],
    ids=["two are customers", "three of 59", "exactly 5 % is not more", "all of three", "nobody was told"],
)
def test_a_policy_is_resented_above_five_percent_and_from_three_on(
    told: int, gaps: int, resented: bool
) -> None:
    assert limits.resented(told, gaps) is resented
