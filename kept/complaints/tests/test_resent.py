"""Told, kept, and still resented: a flag on the policy, never on a customer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.business.examples import House
from kept.complaints import actions, examples, queries
from kept.complaints.examples import MORNING
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.policies.models import Version

NOW = MORNING + timedelta(hours=6)


def customer_with_a_gap(store: House, delivery: Version, name: str, *, confirmed: bool = True) -> Customer:
    found = person(name, now=MORNING - timedelta(days=7))
    promise = examples.promise_window(store, found)
    examples.arrive(promise, MORNING + timedelta(hours=3), by=store.driver)
    examples.tell_twice(delivery, found, store, booked_at=promise.made_at)
    complaint = examples.complain(store, promise, delivery, at=NOW)
    verdict = actions.propose(complaint, by=store.representative.actor, now=NOW).verdicts.get()
    if confirmed:
        actions.confirm(verdict, by=store.representative.actor, now=NOW)
    return found


def content_customer(store: House, delivery: Version, name: str) -> None:
    """Told and kept in silence: good service passes unnoticed, and counts."""
    found = person(name, now=MORNING - timedelta(days=7))
    examples.tell_twice(delivery, found, store, booked_at=MORNING - timedelta(days=3))


def test_three_of_three_gaps_flag_the_policy_with_everybody_who_was_told(
    store: House, delivery: Version
) -> None:
    for n in range(3):
        customer_with_a_gap(store, delivery, f"Gap {n}")
    content_customer(store, delivery, "Silent")

    (flagged,) = queries.resented_policies(NOW)

    assert flagged.slug == "delivery"
    assert flagged.told == 4
    assert len(flagged.complaints) == 3


def test_who_was_merged_is_one_person_and_one_gap(store: House, delivery: Version) -> None:
    first, *_others = [customer_with_a_gap(store, delivery, f"Gap {n}") for n in range(4)]
    twin = customer_with_a_gap(store, delivery, "Gap 0 again")
    Customer.objects.filter(pk=twin.pk).update(merged_into=first)

    (flagged,) = queries.resented_policies(NOW)

    assert (flagged.told, len(flagged.complaints)) == (4, 4)


def test_two_gaps_are_about_two_customers(store: House, delivery: Version) -> None:
    for n in range(2):
        customer_with_a_gap(store, delivery, f"Gap {n}")

    assert queries.resented_policies(NOW) == []


def test_what_the_desk_only_proposes_flags_nothing(store: House, delivery: Version) -> None:
    for n in range(3):
        customer_with_a_gap(store, delivery, f"Gap {n}", confirmed=False)

    assert queries.resented_policies(NOW) == []


@pytest.mark.parametrize(("days", "flags"), [(89, 1), (91, 0)])
def test_only_tellings_within_ninety_days_count(
    store: House, delivery: Version, days: int, flags: int
) -> None:
    for n in range(3):
        customer_with_a_gap(store, delivery, f"Gap {n}")

    last_told = MORNING - timedelta(days=3)

    assert len(queries.resented_policies(last_told + timedelta(days=days))) == flags
