"""Files come in whole or not at all, routes go out for spreadsheets, keys are shown once, to the owner."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kept.business import actions as business
from kept.business.models import Software, Staff
from kept.business.queries import by_key
from kept.business.rules import Right, Role
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries.models import Arrival, Delivery, Depot
from kept.deliveries.rules import LocalWindow
from kept.ledger.models import Entry
from kept.orders.examples import SOFA_CSV
from kept.orders.models import Order
from kept.web.exchange.urls import urlpatterns
from kept.web.tests.cast import NOW, Cast, come_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PART = {"HX-Request": "true"}
TUESDAY = "2026-03-03"
MORNING = LocalWindow.parse(f"{TUESDAY} 08:00-12:00")
ARRIVALS = b"order,arrived_at,result\n10442,2026-03-03T11:40,delivered\n"
FILES, PLANS, OWNS = (
    {Role.DISPATCHER, Role.MANAGER, Role.OWNER}, {Role.DISPATCHER, Role.MANAGER, Role.OWNER}, {Role.OWNER}
)  # fmt: skip
TABLE = {
    "files": ("get", FILES),
    "create_orders": ("post", FILES),
    "create_arrivals": ("post", FILES),
    "routes_csv": ("get", PLANS),
    "programs": ("get", OWNS),
    "create_program": ("post", OWNS),
    "create_revocation": ("post", OWNS),
}


@pytest.fixture
def desk(there: Cast) -> Client:
    return come_in(Client(), there.house.dispatcher)


def send(client: Client, kind: str, content: bytes, *, name: str = "orders.csv", **said: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse(f"exchange:create_{kind}"), {"file": file, **said}, headers=PART)


def booked(there: Cast) -> Delivery:
    deliveries.book(there.delivery, MORNING, by=there.representative.actor, now=NOW)
    return there.delivery


def routes(client: Client) -> Any:
    return client.get(reverse("exchange:routes_csv", args=[Depot.objects.get().pk, TUESDAY]))


def test_a_file_of_orders_is_taken(desk: Client) -> None:
    answer = send(desk, "orders", SOFA_CSV.encode())

    assert answer.status_code == 200
    assert "Taken: 1 new order." in answer.content.decode()
    assert Order.objects.filter(number="H-1001").exists()


def test_a_file_that_is_only_checked_leaves_nothing(desk: Client) -> None:
    entries, people = Entry.objects.count(), Customer.objects.count()

    answer = send(desk, "orders", SOFA_CSV.encode(), **{"try": "1"})

    assert "1 new order would come" in answer.content.decode()
    assert not Order.objects.filter(number="H-1001").exists()
    assert (Entry.objects.count(), Customer.objects.count()) == (entries, people)


def test_every_bad_line_is_named_as_text(desk: Client) -> None:
    answer = send(
        desk, "orders", SOFA_CSV.encode() + b"H-2,<script>alert(1)</script>,Sam,,,,Main St,,,Sofa,1,1\n"
    )

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "line 3: placed_at" in said
    assert "&lt;script&gt;" in said
    assert "<script" not in said
    assert not Order.objects.filter(number="H-1001").exists()


def test_of_a_thousand_bad_lines_twenty_are_shown_and_the_rest_is_counted(desk: Client) -> None:
    said = send(desk, "orders", SOFA_CSV.encode() + b"x\n" * 1_000).content.decode()

    assert said.count("<li>") == 21
    assert "and 980 more" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"PK\x03\x04\x00", "zero byte", id="a spreadsheet"),
        pytest.param("Bücher".encode("latin-1"), "not UTF-8", id="another encoding"),
        pytest.param(b"#!/bin/sh\nrm -rf /\n", "the header lacks", id="a program"),
    ],
)
@pytest.mark.parametrize("kind", ["orders", "arrivals"])
def test_what_is_no_table_is_refused(kind: str, content: bytes, words: str, desk: Client) -> None:
    answer = send(desk, kind, content, name="../../etc/orders.php")

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Nothing of this file was taken" in answer.content.decode()


def test_a_file_that_was_cut_off_is_refused(desk: Client) -> None:
    answer = send(desk, "orders", SOFA_CSV.encode()[:-30])

    assert answer.status_code == 422
    assert "line 2" in answer.content.decode()


def test_arrivals_end_promises(desk: Client, there: Cast, clock: time_machine.Traveller) -> None:
    delivery = booked(there)
    clock.move_to(NOW + timedelta(days=2))

    tried = send(desk, "arrivals", ARRIVALS, **{"try": "1"}).content.decode()
    none = Arrival.objects.count()
    taken = send(desk, "arrivals", ARRIVALS).content.decode()
    again = send(desk, "arrivals", ARRIVALS).content.decode()

    delivery.refresh_from_db()
    assert "1 new arrival, 0 known already would come" in tried
    assert "0 new arrivals, 1 known already" in again
    assert "Taken: 1 new arrival" in taken
    assert (none, Arrival.objects.count(), delivery.state) == (0, 1, "delivered")


def test_without_javascript_the_page_comes_back_with_what_came_of_the_file(desk: Client) -> None:
    file = SimpleUploadedFile("orders.csv", SOFA_CSV.encode())

    page = desk.post(reverse("exchange:create_orders"), {"file": file}).content.decode()

    assert "<h1>" in page
    assert "Taken: 1 new order." in page


def test_the_routes_of_a_day_go_out_as_a_table_that_no_spreadsheet_runs(desk: Client, there: Cast) -> None:
    delivery = booked(there)
    Customer.objects.filter(pk=delivery.customer_id).update(name="=HYPERLINK(evil)")

    answer = routes(desk)

    (line,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="routes {TUESDAY}.csv"'
    assert (line["order"], line["vehicle"], line["position"]) == ("10442", "Van 1", "1")
    assert (line["driver"], line["planned_at"][:13]) == ("Vince Tran", f"{TUESDAY}T08")
    assert line["customer"] == "'=HYPERLINK(evil)"
    assert line["longitude"] == "-73.9442"
    assert (line["window_from"], line["window_until"]) == (
        f"{TUESDAY}T08:00:00-05:00",
        f"{TUESDAY}T12:00:00-05:00",
    )


def test_a_day_without_stops_is_a_table_without_lines(desk: Client, there: Cast) -> None:
    assert routes(desk).content.count(b"\n") == 1


@pytest.mark.parametrize("on", ["today", "2026-02-30", "9999-12-31", "0001-01-01", "2026-3-3"])
def test_what_is_no_day_is_not_found(on: str, desk: Client, there: Cast) -> None:
    assert desk.get(f"/dispatch/depots/{Depot.objects.get().pk}/{on}/routes.csv").status_code == 404


def test_a_key_is_shown_once_and_revoked(there: Cast) -> None:
    owner = come_in(Client(), there.house.owner)
    said = {"name": "Web shop", "rights": [Right.IMPORT_ORDERS.value, Right.BOOK_DELIVERIES.value]}

    made = owner.post(reverse("exchange:create_program"), said)
    key = made.context["key"]
    later = owner.get(reverse("exchange:programs")).content.decode()
    works = by_key(key)
    owner.post(reverse("exchange:create_revocation", args=[Software.objects.get().pk]))

    assert made.content.decode().count(key) == 1
    assert "no-store" in made.headers["Cache-Control"]
    assert key not in later
    assert "Web shop" in later
    assert works is not None
    assert by_key(key) is None


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"name": "", "rights": ["orders.import"]}, id="no name"),
        pytest.param({"name": "Shop"}, id="no right"),
        pytest.param({"name": "Shop", "rights": ["staff.manage"]}, id="a right of people"),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(said: dict[str, object], there: Cast) -> None:
    answer = come_in(Client(), there.house.owner).post(reverse("exchange:create_program"), said)

    assert (answer.status_code, Software.objects.count()) == (422, 0)


def ask(client: Client, name: str, there: Cast) -> Any:
    owner = there.house.owner.actor
    software = Software.objects.first() or business.let_in("Shop", [Right.READ_ROUTES], by=owner, now=NOW)[0]
    rows: dict[str, list[Any]] = {
        "routes_csv": [Depot.objects.get().pk, TUESDAY],
        "create_revocation": [software.pk],
    }
    address = reverse(f"exchange:{name}", args=rows.get(name, []))
    return getattr(client, TABLE[name][0])(address)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_is_its_own_and_nothing_else(role: Role, there: Cast) -> None:
    client = come_in(Client(), Staff.objects.filter(role=role).order_by("pk")[0])

    status = {name: ask(client, name, there).status_code for name in TABLE}

    assert {name for name, code in status.items() if code != 403} == {
        name for name, (_method, may) in TABLE.items() if role in may
    }
    assert max(status.values()) < 500


def test_a_stranger_is_sent_to_the_log_in(there: Cast) -> None:
    answers = [ask(Client(), name, there) for name in TABLE]

    assert {answer.status_code for answer in answers} == {302}
    assert {answer.headers["Location"].partition("?")[0] for answer in answers} == {reverse("account_login")}


def test_every_address_stands_in_the_table() -> None:
    assert {each.name for each in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("window", ["9999-12-31 08:00-23:00", "0001-01-01 00:00-01:00"])
@pytest.mark.parametrize("name", ["create_booking", "create_window_wish"])
def test_a_window_at_the_ends_of_all_time_is_none(name: str, window: str, desk: Client, there: Cast) -> None:
    address = reverse(f"desk:{name}", args=[there.delivery.order_id])

    assert desk.post(address, {"window": window, "wish": "customer"}).status_code == 422


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_board_at_the_ends_of_all_time_is_todays(day: str, desk: Client) -> None:
    assert desk.get(reverse("dispatch:board"), {"day": day}).status_code == 200
