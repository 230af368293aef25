"""Taking orders from a file: whole or not at all, twice, and with every kind of bad line."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House, house
from kept.customers.models import Customer
from kept.customers.queries import by_identity
from kept.orders import actions, queries
from kept.orders.examples import SOFA_CSV, sofa
from kept.orders.models import Invoice, Line, Order, Paper
from kept.orders.rules import BadOrderFile, Sale, read_sales

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
HEADER = "order,placed_at,customer,email,address,article,price"


def read(content: str | bytes) -> list[Sale]:
    content = content.encode() if isinstance(content, str) else content
    return read_sales(content, currency="USD", zone=NEW_YORK)


def test_the_articles_of_one_order_are_its_lines() -> None:
    (sale,) = read(
        f"{HEADER}\nA1,2026-03-02T11:05,Nora,nora@x.example,1 Main St,Sofa,1299.00\nA1,,,,,Lamp,49.5\n"
    )

    assert [(item.article, str(item.price)) for item in sale.items] == [
        ("Sofa", "1299.00 USD"),
        ("Lamp", "49.50 USD"),
    ]
    assert sale.placed_at == datetime(2026, 3, 2, 11, 5, tzinfo=NEW_YORK)


ROW = "A1,2026-03-02T11:05,Nora,,1 Main St,Sofa,1299.00"
BAD = [
    pytest.param("", "lacks order", id="empty"),
    pytest.param(HEADER, "no orders", id="a header only"),
    pytest.param("order,price\nA1,2", "line 1: the header lacks placed_at", id="a column is missing"),
    pytest.param(f"{HEADER},colour\n{ROW},red", "nobody knows the column 'colour'", id="an unknown column"),
    pytest.param(f"{HEADER}\n{ROW},extra", "line 2: more cells", id="too many cells"),
    pytest.param(f"{HEADER}\nA1,2026-03-02", "line 2: article is empty", id="truncated"),
    pytest.param(
        f"{HEADER}\nA1,yesterday,Nora,,Main St,Sofa,1", "line 2: placed_at 'yesterday'", id="no time"
    ),
    pytest.param(
        f"{HEADER}\nA1,2026-03-02,Nora,,Main St,Sofa,1.999", "line 2: price '1.999'", id="a third decimal"
    ),
    pytest.param(f"{HEADER}\nA1,2026-03-02,Nora,,Main St,Sofa,NaN", "line 2: price 'NaN'", id="no number"),
    pytest.param(f"{HEADER}\nA1,2026-03-02,Nora,,Main St,Sofa,1e30", "line 2: price", id="a huge price"),
    *[
        pytest.param(
            f"{HEADER},tax\n{ROW},{tax}", f"line 2: tax '{tax}' {why}", id=f"a tax of {tax or 'blank'}"
        )
        for tax, why in [
            ("much", "is no percentage"),
            ("8.8755", "has more than three decimals"),
            ("-1", "is not between 0 and 100"),
            ("100.01", "is not between 0 and 100"),
            ("inf", "is no percentage"),
            ("nan", "is no percentage"),
        ]
    ],
    pytest.param(
        f"{HEADER},quantity\nA1,2026-03-02T11:05,Nora,,1 Main St,Sofa,9999999999.99,9999",
        "larger than fits on one invoice",
        id="a sum that no invoice holds",
    ),
    pytest.param(f"{HEADER}\nA1,2026-03-02,Nora,,Main St,Sofa,-5", "line 2: price", id="a price below zero"),
    pytest.param(
        f"{HEADER}\n{ROW}\n{ROW.replace('Nora', 'Sam')}", "line 3: order A1 says", id="contradicts itself"
    ),
    pytest.param(f"{HEADER}\nA1,\0,Nora,,Main St,Sofa,1", "line 2: holds a zero byte", id="a zero byte"),
    pytest.param(f'{HEADER}\nA1,"2026', "line", id="a quote that never closes"),
]


@pytest.mark.parametrize(("content", "words"), BAD)
def test_a_bad_file_says_which_line_and_what(content: str, words: str) -> None:
    with pytest.raises(BadOrderFile, match=words):
        read(content)


def test_every_bad_line_is_named_at_once() -> None:
    with pytest.raises(BadOrderFile) as refused:
        read(f"{HEADER}\nA1,never,Nora,,Main St,Sofa,1\n{ROW}\nA2,2026-03-02,,,Main St,Sofa,1\n")

    assert [line.split(":")[0] for line in refused.value.lines] == ["line 2", "line 4"]


def test_another_encoding_is_said_and_not_guessed() -> None:
    with pytest.raises(BadOrderFile, match="line 2: not UTF-8"):
        read(f"{HEADER}\nA1,2026-03-02,Zoë,,Main St,Sofa,1".encode("latin-1"))


def test_a_file_too_large_is_refused() -> None:
    with pytest.raises(BadOrderFile, match="20 MB"):
        read(b"x" * (20 * 1024 * 1024 + 1))


@given(st.binary(max_size=300))
def test_no_bytes_whatever_do_more_than_be_refused(content: bytes) -> None:
    with pytest.raises(BadOrderFile):
        read(content)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(
            f"2026-03-02,Nora,{'x' * 40}", "line 2: language", id="a language longer than its place"
        ),
        pytest.param("0001-01-01T00:00+14:00,Nora,en", "line 2: placed_at", id="before all time"),
    ],
)
def test_what_no_database_keeps_is_named_and_not_our_failure(row: str, said: str) -> None:
    with pytest.raises(BadOrderFile, match=said):
        read(f"order,address,article,price,placed_at,customer,language\nA1,1 Main St,Sofa,10,{row}\n")


@pytest.fixture
def store() -> House:
    return house(now=NOW)


@pytest.mark.django_db
def test_orders_are_entered_with_their_customers(store: House) -> None:
    (order,) = actions.enter(read(SOFA_CSV), location=store.location, by=SOFTWARE, now=NOW)

    assert order.total == Money.of("1299.00", "USD")
    assert order.customer == by_identity("email", "nora.feldman@mail.example")
    assert order.customer == by_identity("phone", "+12125550143")


@pytest.mark.django_db
def test_who_names_no_language_reads_the_one_of_the_house(store: House) -> None:
    store.location.languages = ["de", "en"]
    head = "order,address,article,price,placed_at,customer,language"
    sales = read(f"{head}\nA1,1 Main St,Sofa,10,2026-03-02,Nora,\nA2,2 Main St,Sofa,10,2026-03-02,Bo,en\n")

    entered = actions.enter(sales, location=store.location, by=SOFTWARE, now=NOW)

    assert [order.customer.language for order in entered] == ["de", "en"]


@pytest.mark.django_db
def test_the_same_file_twice_is_one_order(store: House) -> None:
    actions.enter(read(SOFA_CSV), location=store.location, by=SOFTWARE, now=NOW)

    assert actions.enter(read(SOFA_CSV), location=store.location, by=SOFTWARE, now=NOW) == []
    assert (Order.objects.count(), Line.objects.count(), Customer.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_an_order_that_changed_is_refused_with_all_that_came_with_it(store: House) -> None:
    actions.enter(read(SOFA_CSV), location=store.location, by=SOFTWARE, now=NOW)
    other = f"{HEADER}\nB7,2026-03-02,Sam,,2 Main St,Chair,10\n"
    changed = SOFA_CSV.replace("1299.00", "1399.00")

    with pytest.raises(BadOrderFile, match="other content"):
        actions.enter([*read(other), *read(changed)], location=store.location, by=SOFTWARE, now=NOW)

    assert not Order.objects.filter(number="B7").exists()


@pytest.mark.django_db
def test_an_address_that_cannot_be_read_stops_the_file(store: House) -> None:
    with pytest.raises(BadOrderFile, match="no e-mail address"):
        actions.enter(
            read(f"{HEADER}\nA1,2026-03-02,Nora,not an address,Main St,Sofa,1"),
            location=store.location,
            by=SOFTWARE,
            now=NOW,
        )
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_an_order_is_cancelled_once_and_no_reason_is_asked(store: House) -> None:
    order = sofa(store.location, now=NOW)

    assert actions.cancel(order, by=SOFTWARE, now=NOW).cancelled_at == NOW
    with pytest.raises(actions.AlreadyCancelled):
        actions.cancel(order, by=SOFTWARE, now=NOW)


@pytest.mark.django_db
def test_an_invoice_is_handed_over_once(store: House) -> None:
    order = sofa(store.location, now=NOW)

    first = actions.hand_over_invoice(order, by=SOFTWARE, now=NOW)

    assert actions.hand_over_invoice(order, by=SOFTWARE, now=NOW) == first


@pytest.mark.django_db
def test_a_stranger_sees_no_order(store: House) -> None:
    order = sofa(store.location, now=NOW)

    assert queries.get_order_for(store.representative, order.pk) == order
    assert list(queries.search_for(store.dispatcher, "H-1001")) == [order]
    with pytest.raises(NotAllowed):
        queries.get_order_for(store.driver, order.pk)
    with pytest.raises(NotFound):
        queries.get_order_for(store.representative, order.pk + 99)


def test_a_tax_is_a_percentage_and_may_be_left_out() -> None:
    (sale,) = read(f"{HEADER},tax\n{ROW},8.875\nA1,,,,,Lamp,49.5,\nA1,,,,,Rug,90,0\n")

    assert [item.tax for item in sale.items] == [8_875, None, 0]


def test_an_order_keeps_how_its_prices_were_meant(db: None) -> None:
    shop = house(now=NOW)
    shop.location.prices_include_tax = False
    order = sofa(
        shop.location,
        now=NOW,
        content=SOFA_CSV.replace("litres\n", "litres,tax\n").replace("1800\n", "1800,10\n"),
    )

    shop.location.prices_include_tax = True

    assert str(Order.objects.get(pk=order.pk).total) == "1428.90 USD"


def test_two_long_numbers_that_begin_alike_have_invoices_of_their_own(db: None) -> None:
    shop = house(now=NOW)
    long = "A" * 39

    for last in "12":
        order = sofa(shop.location, now=NOW, content=SOFA_CSV.replace("H-1001", long + last))
        actions.issue_invoice(order, policies=(), by=SOFTWARE, now=NOW)

    assert set(Invoice.objects.values_list("number", flat=True)) == {f"INV-{long}1", f"INV-{long}2"}


def test_an_invoice_that_was_printed_is_never_printed_otherwise(db: None) -> None:
    invoice = actions.issue_invoice(sofa(house(now=NOW).location, now=NOW), policies=(), by=SOFTWARE, now=NOW)
    actions.keep_paper(invoice, b"first", now=NOW)

    assert bytes(actions.keep_paper(invoice, b"second", now=NOW).content) == b"first"
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Paper.objects.update(content=b"second")


def test_what_an_article_weighs_and_what_it_takes_to_carry_it_is_read() -> None:
    header, row = f"{HEADER},kilograms,skills", "A1,2026-03-02T11:05,Nora,,1 Main St,Piano,1299.00"

    ((piano,),) = [sale.items for sale in read(f"{header}\n{row},240, Two-person  lift;crane|CRANE\n")]

    assert (piano.kilograms, piano.skills) == (240, ("crane", "two-person lift"))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        pytest.param("-1,", "kilograms -1 is not between", id="less than nothing"),
        pytest.param("1.5,", "kilograms '1.5' is no whole number", id="half a kilogram"),
        pytest.param(f",{'x' * 61}", "longer than 60", id="a skill without end"),
        pytest.param(f",{';'.join(str(n) for n in range(21))}", "more than twenty", id="too many skills"),
    ],
)
def test_a_weight_or_a_skill_that_cannot_be_is_named(cells: str, words: str) -> None:
    with pytest.raises(BadOrderFile, match=f"line 2: .*{words}"):
        read(f"{HEADER},kilograms,skills\nA1,2026-03-02T11:05,Nora,,1 Main St,Piano,1299.00,{cells}\n")


def test_an_order_that_comes_again_with_another_weight_is_another_order(db: None) -> None:
    location = house(now=NOW).location
    order = sofa(location, now=NOW)

    again = read(SOFA_CSV.rstrip("\n") + ",,240,crane\n")

    assert Line.objects.get(order=order).kilograms == 0
    with pytest.raises(BadOrderFile, match="other content"):
        actions.enter(again, location=location, by=SOFTWARE, now=NOW)
