"""Joining at the counter, and what can be held against whoever joined there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from kept.business import examples as people
from kept.business.examples import House
from kept.customers import examples as customers
from kept.customers.models import Customer
from kept.desk import contract, join
from kept.desk import exit as leaving
from kept.ledger.queries import entries_about
from kept.memberships import actions, examples
from kept.memberships.examples import Gym
from kept.memberships.models import Consent
from kept.memberships.queries import preview_of
from kept.outbox.models import Outgoing
from kept.policies.models import Disclosure
from kept.policies.queries import told_to

NOW = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def house(db: None) -> House:
    return people.house(now=NOW - timedelta(days=2000))


@pytest.fixture
def theo(house: House) -> Customer:
    return customers.theo(now=NOW - timedelta(days=1200))


@pytest.fixture
def gym(house: House) -> Gym:
    return examples.gym(house.location, now=NOW - timedelta(days=1900))


def signing(
    gym: Gym, *, handed_over: bool = False, acknowledged: bool = False, sums: bool = True
) -> join.Signing:
    shown = contract.of(gym.plan, (gym.sessions,), language="en", now=NOW)
    return join.Signing(
        plan=gym.plan,
        mark=shown.mark,
        add_ons=(gym.sessions,),
        handed_over=handed_over,
        acknowledged=acknowledged,
        ticked=shown.to_tick if sums else ["price"],
    )


@pytest.mark.parametrize(
    ("handed_over", "acknowledged", "sums", "fee"),
    [
        pytest.param(True, True, True, "49.00 USD", id="both, and each sum ticked"),
        pytest.param(True, True, False, "0.00 USD", id="both, but the fee's own tick is missing"),
        pytest.param(True, False, True, "0.00 USD", id="only handed over"),
        pytest.param(False, True, True, "0.00 USD", id="only ticked"),
        pytest.param(False, False, False, "0.00 USD", id="neither"),
    ],
)
def test_a_fee_counts_only_for_whoever_was_told_twice_in_writing(
    gym: Gym, theo: Customer, house: House, handed_over: bool, acknowledged: bool, sums: bool, fee: str
) -> None:
    chosen = signing(gym, handed_over=handed_over, acknowledged=acknowledged, sums=sums)
    membership = join.join(theo, chosen, by=house.representative.actor, now=NOW)
    assert [step.what for step in membership.steps.all()] == list(join.STEPS)
    assert membership.contract == gym.contract

    later = NOW + timedelta(days=30)
    wanted = leaving.Wanted(actions.Choice(membership=True, add_ons=tuple(membership.add_ons.all())))
    shown = leaving.show(membership, wanted, by=theo.actor, now=later)

    assert str(preview_of(shown).fee.allowed) == fee


def test_each_step_stands_with_the_instant_at_which_it_was_taken(
    gym: Gym, theo: Customer, house: House
) -> None:
    began_at = NOW - timedelta(minutes=4)
    chosen = replace(signing(gym, acknowledged=True), began_at=began_at)

    membership = join.join(theo, chosen, by=house.representative.actor, now=NOW)

    assert [step.at for step in membership.steps.order_by("at")] == [began_at, NOW]


def test_what_was_shown_and_ticked_is_kept_and_never_changes(gym: Gym, theo: Customer, house: House) -> None:
    chosen = signing(gym, handed_over=True, acknowledged=True)

    membership = join.join(theo, chosen, by=house.representative.actor, now=NOW)

    kept = membership.consent
    fee = f"{gym.contract.pk}.fee"
    assert (kept.place, kept.ticked, kept.handed_over) == ("counter", ["price", fee], True)
    assert {one["key"]: one["words"] for one in kept.shown["sums"]}[fee] == (
        "If you end Training sessions before 10 March 2027, it costs $49, once. From that day on: $0."
    )
    assert kept.shown["words"][0]["sha256"] == gym.contract.wordings.get(language="en").sha256
    assert entries_about(f"membership:{membership.pk}").filter(kind="membership.consented").count() == 1
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Consent.objects.filter(pk=kept.pk).update(ticked=[])
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Consent.objects.filter(pk=kept.pk)._raw_delete("default")


def test_the_sums_are_told_in_the_language_of_whoever_joins(gym: Gym) -> None:
    told = contract.of(gym.plan, (gym.sessions,), language="de", now=NOW)

    assert "165\N{NO-BREAK SPACE}$" in told.costs[0].words
    assert "10. März 2027" in told.costs[1].words
    assert told.words[0][1].title == "Wie Sie gehen"


def test_the_contract_is_mailed_with_the_way_out_and_counts_as_no_telling(
    gym: Gym, theo: Customer, house: House
) -> None:
    join.join(theo, signing(gym, acknowledged=True), by=house.representative.actor, now=NOW)

    mail = Outgoing.objects.get()
    assert "/leave/" in mail.text
    assert "Training sessions: $120" in mail.text
    assert gym.contract.wordings.get(language="en").words in mail.text
    assert [telling.medium for telling in told_to(theo)] == [Disclosure.Medium.PAGE]


def test_pressed_twice_they_join_once(gym: Gym, theo: Customer, house: House) -> None:
    first = join.join(theo, signing(gym, acknowledged=True), by=house.representative.actor, now=NOW)

    assert (
        join.join(theo, signing(gym), by=house.representative.actor, now=NOW + timedelta(seconds=2)) == first
    )
    assert Outgoing.objects.count() == 1


def test_words_that_changed_meanwhile_are_read_once_more(gym: Gym, theo: Customer, house: House) -> None:
    chosen = signing(gym, handed_over=True, acknowledged=True)
    examples.next_contract(gym.contract, fee=gym.plan.price, now=NOW)

    with pytest.raises(contract.OtherWords):
        join.join(theo, chosen, by=house.representative.actor, now=NOW)
    assert not told_to(theo).exists()
