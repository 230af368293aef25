"""Holding a term against somebody: the row, what it rests on, the pack that caps it, and what is stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kept.base.actors import SOFTWARE, Actor
from kept.base.money import Money
from kept.business.examples import House, house
from kept.customers.actions import merge
from kept.customers.examples import nora, person
from kept.customers.models import Customer
from kept.ledger.queries import entries_about, payload_of
from kept.policies import actions, examples
from kept.policies.applying import Measure
from kept.policies.models import Disclosure, TermApplication, Version
from kept.policies.packs import HOUSE, Pack

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
SIGNED = NOW + timedelta(days=1)
RUTH = Actor("staff", 1)
FEE = Money(4900, "USD")
LAW = replace(HOUSE, id="law", fee_cap=Money(2000, "USD"), notice_max_days=14)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return house(now=NOW)


@pytest.fixture
def contract(store: House) -> Version:
    """How one leaves: a fee, and a notice of thirty days."""
    leaving = examples.leaving(store.location, now=NOW)
    terms = (
        actions.TermDraft("fee", "money", {"minor": 4900, "currency": "USD"}),
        actions.TermDraft("notice", "money", {"days": 30}),
    )
    words = {"en": ("How you leave", "It costs a fee, and ends thirty days after you say so.")}
    return actions.publish(leaving.policy, actions.Draft(words, terms), by=SOFTWARE, now=NOW)


def tell(version: Version, customer: Customer, *, grade: int, at: datetime = NOW) -> Disclosure:
    telling = actions.Telling(
        occasion="signing", medium="contract", at=at, grade=grade, language="en", handed_over=True
    )
    return actions.tell(version, customer=customer, telling=telling, by=RUTH, now=at)


def apply(
    contract: Version,
    customer: Customer,
    asked: Measure | None,
    *,
    key: str = "fee",
    packs: tuple[Pack, ...] = (HOUSE,),
) -> TermApplication:
    return actions.apply_term(
        contract.terms.get(key=key),
        customer=customer,
        about="membership:1",
        bound_at=SIGNED,
        asked=asked,
        packs=packs,
        by=RUTH,
        now=SIGNED + timedelta(days=100),
    )


def test_it_rests_on_the_tellings_that_counted_and_no_others(contract: Version) -> None:
    customer = nora(now=NOW)
    counted = {tell(contract, customer, grade=2), tell(contract, customer, grade=4)}
    tell(contract, customer, grade=4, at=SIGNED + timedelta(minutes=1))  # too late

    applied = apply(contract, customer, FEE)

    assert set(applied.disclosures.all()) == counted
    entry = entries_about(f"termapplication:{applied.pk}").get()
    said = payload_of(entry)
    assert said is not None
    assert set(said["rests_on"]) == {f"disclosure:{telling.pk}" for telling in counted}


def test_the_row_names_the_pack_that_caps_it_and_its_cap(contract: Version) -> None:
    customer = nora(now=NOW)
    tell(contract, customer, grade=2)
    tell(contract, customer, grade=4)

    fee = apply(contract, customer, FEE, packs=(HOUSE, LAW))
    notice = apply(contract, customer, timedelta(days=30), key="notice", packs=(HOUSE, LAW))

    assert (fee.pack, fee.cap_minor, fee.charged) == ("law", 2000, Money(2000, "USD"))
    assert (notice.pack, notice.cap_days, notice.notice_days) == ("law", 14, 14)
    assert str(fee.because[-1]) == "The rule “law” allows no more than 20.00 USD."


def test_a_cap_in_another_currency_is_named_and_stops_the_fee(contract: Version) -> None:
    customer = nora(now=NOW)
    tell(contract, customer, grade=2)
    tell(contract, customer, grade=4)
    elsewhere = replace(HOUSE, id="elsewhere", fee_cap=Money(9900, "EUR"))

    applied = apply(contract, customer, FEE, packs=(elsewhere,))

    assert (applied.k, applied.may_apply, applied.charged_minor) == (1, False, 0)
    assert (applied.pack, applied.cap_minor) == ("elsewhere", None)
    assert [entry.kind for entry in entries_about(f"termapplication:{applied.pk}")] == ["term.stopped"]


def test_what_another_record_of_the_same_person_was_told_counts(contract: Version) -> None:
    customer, twin = nora(now=NOW), person("N. Feldman", now=NOW)
    tell(contract, customer, grade=2)
    tell(contract, twin, grade=4)
    assert not apply(contract, customer, FEE).may_apply

    merge(twin, customer, by=RUTH, now=NOW)

    assert apply(contract, customer, FEE).may_apply


@pytest.mark.parametrize(
    ("key", "asked"),
    [("fee", FEE), ("notice", timedelta(days=30)), ("fee", None)],
    ids=["a fee", "a notice", "an answer"],
)
def test_what_was_not_told_takes_nothing_and_is_a_row_all_the_same(
    contract: Version, key: str, asked: Measure | None
) -> None:
    applied = apply(contract, nora(now=NOW), asked, key=key)

    assert (applied.k, applied.may_apply) == (0, False)
    assert not applied.charged_minor
    assert not applied.notice_days
    assert TermApplication.objects.get() == applied


def test_the_database_takes_no_row_that_goes_further_than_it_may(contract: Version) -> None:
    row = {
        "term": contract.terms.get(key="fee"),
        "customer": nora(now=NOW),
        "bound_at": SIGNED,
        "at": SIGNED,
        "by": "staff:1",
        "k": 1,
        "may_apply": True,
        "asked_minor": 4900,
        "charged_minor": 4900,
        "currency": "USD",
    }

    for further in (
        {"k": 0},
        {"may_apply": False},
        {"charged_minor": 4901},
        {"cap_minor": 4899},
        {"asked_days": 30, "notice_days": 31},
        {"cap_days": 14, "notice_days": 15},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TermApplication.objects.create(**(row | further))
    TermApplication.objects.create(**row)
