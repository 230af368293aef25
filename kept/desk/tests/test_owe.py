"""How far one word goes when money is promised on the phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.base.money import Money
from kept.business.examples import House, house
from kept.business.models import Staff
from kept.customers.examples import nora
from kept.desk import owe
from kept.promises import actions as promises
from kept.promises.models import Promise

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return house(now=NOW)


def promised(store: House, staff: Staff, *amounts: str, about: str = "order:1") -> None:
    customer = nora(now=NOW)
    for amount in amounts:
        money = Money.of(amount, "USD")
        offer = promises.Offer(
            customer,
            store.location,
            "refund",
            "You get it back",
            NOW + timedelta(days=5),
            about=about,
            amount=money,
            source=owe.STATEMENT,
        )
        owe.owe(offer, staff=staff, now=NOW)


@pytest.mark.parametrize(
    ("who", "amounts"),
    [("representative", ["50.01"]), ("representative", ["30", "20.01"]), ("manager", ["250.01"])],
)
def test_nobody_promises_more_than_their_word_is_good_for(store: House, who: str, amounts: list[str]) -> None:
    with pytest.raises(owe.AboveLimit):
        promised(store, getattr(store, who), *amounts)

    assert Promise.objects.count() == len(amounts) - 1


@pytest.mark.parametrize(
    ("who", "amounts"), [("representative", ["30", "20"]), ("manager", ["250"]), ("owner", ["99999"])]
)
def test_up_to_there_one_word_is_enough(store: House, who: str, amounts: list[str]) -> None:
    promised(store, getattr(store, who), *amounts)

    assert Promise.objects.count() == len(amounts)
