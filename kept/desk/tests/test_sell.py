"""Orders come in and go again: confirmed, waiting for a window, cancelled in one step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.base.actors import SOFTWARE
from kept.business.examples import House, house
from kept.deliveries.examples import fleet
from kept.deliveries.models import Delivery
from kept.deliveries.queries import quote
from kept.desk import book, sell
from kept.orders import actions as orders
from kept.orders.examples import SOFA_CSV
from kept.orders.models import Order
from kept.orders.rules import BadOrderFile
from kept.outbox.models import Outgoing
from kept.policies.examples import delivery
from kept.policies.models import Disclosure
from kept.promises.models import Promise

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    store = house(now=NOW)
    delivery(store.location, now=NOW)
    return store


def test_an_order_is_confirmed_with_its_policies_and_waits_for_a_window(store: House) -> None:
    fleet(store, now=NOW)

    sell.take_orders(SOFA_CSV.encode(), by=SOFTWARE, now=NOW)

    assert "How we deliver" in Outgoing.objects.get().text
    assert Disclosure.objects.get().grade == 1
    assert Delivery.objects.get().state == "waiting"


def test_without_trucks_orders_come_in_all_the_same(store: House) -> None:
    assert len(sell.take_orders(SOFA_CSV.encode(), by=SOFTWARE, now=NOW)) == 1


def test_a_bad_line_leaves_no_order_no_telling_and_no_mail(store: House) -> None:
    bad = SOFA_CSV + "H-1002,never,Sam,,,,Main St,,,Sofa,1,1,,\n"

    with pytest.raises(BadOrderFile, match="line 3"):
        sell.take_orders(bad.encode(), by=SOFTWARE, now=NOW)

    assert not (Order.objects.exists() or Disclosure.objects.exists() or Outgoing.objects.exists())


def test_a_cancelled_order_frees_its_window_and_us(store: House) -> None:
    fleet(store, now=NOW)
    (order,) = sell.take_orders(SOFA_CSV.encode(), by=SOFTWARE, now=NOW)
    waiting = Delivery.objects.get()
    window = quote(waiting, now=NOW).free[0].window
    book.book(waiting, window, by=store.representative.actor, now=NOW)

    sell.cancel(order, reason="", by=store.representative.actor, now=NOW)

    assert Promise.objects.get().outcome == "released"
    assert Delivery.objects.get().state == "cancelled"
    with pytest.raises(orders.AlreadyCancelled):
        sell.cancel(order, reason="", by=store.representative.actor, now=NOW)


def test_who_speaks_german_gets_a_german_letter(store: House) -> None:
    sell.take_orders(SOFA_CSV.replace(",en,", ",de,").encode(), by=SOFTWARE, now=NOW)

    letter = Outgoing.objects.get()
    assert letter.subject == "Ihre Bestellung H-1001"
    assert "Wie wir liefern (Fassung 1)" in letter.text
    assert [word for word in ("Hello", "thank", "Total", "bring it") if word in letter.text] == []
