"""At the counter: the invoice is printed, handed over, and what it prints is told by that."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kept.business.models import Staff
from kept.business.rules import Role
from kept.desk import papers
from kept.ledger.models import Entry
from kept.orders.models import Invoice, Order, Paper
from kept.policies import actions as policies
from kept.policies.models import Disclosure
from kept.web.tests.cast import NOW, Cast, come_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def order(there: Cast) -> Order:
    return there.delivery.order


@pytest.fixture
def desk(client: Client, there: Cast) -> Client:
    return come_in(client, there.representative)


def press(desk: Client, name: str, order: Order) -> int:
    return desk.post(reverse(f"desk:{name}", args=[order.pk])).status_code


def page_of(desk: Client, order: Order) -> str:
    return desk.get(reverse("desk:order", args=[order.pk])).content.decode()


def test_the_invoice_is_printed_with_the_policies_due_and_downloaded(desk: Client, order: Order) -> None:
    assert "Print the invoice" in page_of(desk, order)

    press(desk, "create_invoice", order)

    invoice = Invoice.objects.get()
    answer = desk.get(reverse("desk:invoice", args=[order.pk]))
    assert [version.policy.slug for version in invoice.policies.all()] == ["delivery"]
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{invoice.number}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not Disclosure.objects.filter(medium="invoice").exists()


def test_handing_it_over_tells_what_it_prints(desk: Client, order: Order) -> None:
    press(desk, "create_invoice", order)
    for _ in range(2):
        press(desk, "hand_over_invoice", order)

    told = Disclosure.objects.get(medium="invoice")
    assert (told.grade, told.handed_over, told.occasion) == (1, True, "purchase")
    assert told.about == f"order:{order.pk}"
    assert Entry.objects.filter(kind="invoice.handed_over").count() == 1
    assert "handed over" in page_of(desk, order)


def test_what_nobody_printed_was_not_handed_over(desk: Client, order: Order) -> None:
    answer = desk.post(reverse("desk:hand_over_invoice", args=[order.pk]))

    assert answer.status_code == 409
    assert "Print the invoice first" in answer.content.decode()
    assert not Disclosure.objects.filter(medium="invoice").exists()


def test_new_words_after_printing_do_not_count_as_told_by_the_paper(
    desk: Client, order: Order, there: Cast
) -> None:
    press(desk, "create_invoice", order)
    before = Paper.objects.get().content
    newer = policies.Draft(wordings={"en": ("How we deliver", "We come when we come.")})
    policies.publish(there.policy.policy, newer, by=there.representative.actor, now=NOW)

    press(desk, "create_invoice", order)
    press(desk, "hand_over_invoice", order)

    assert bytes(Paper.objects.get().content) == bytes(before)
    assert Disclosure.objects.get(medium="invoice").version == there.policy


def test_a_dispatcher_reads_the_invoice_and_does_not_hand_it_over(
    client: Client, order: Order, there: Cast
) -> None:
    papers.print_for(order, by=there.representative.actor, now=NOW)
    client = come_in(client, Staff.objects.get(role=Role.DISPATCHER))

    assert client.get(reverse("desk:invoice", args=[order.pk])).status_code == 200
    assert press(client, "hand_over_invoice", order) == 403


def test_an_order_without_an_invoice_has_none_to_download(desk: Client, order: Order) -> None:
    assert desk.get(reverse("desk:invoice", args=[order.pk])).status_code == 404
    assert desk.get(reverse("desk:paper", args=[999])).status_code == 404


def test_what_does_not_fit_on_paper_is_refused_in_words(desk: Client, order: Order) -> None:
    order.lines.all().delete()

    answer = desk.post(reverse("desk:create_invoice", args=[order.pk]))

    assert answer.status_code == 409
    assert "at least one line" in answer.content.decode()


def test_a_tax_on_top_is_paid_and_one_inside_is_not_paid_twice(there: Cast, order: Order) -> None:
    line = order.lines.get()
    order.lines.update(tax=19_000)

    inside = Order.objects.get(pk=order.pk).total
    Order.objects.filter(pk=order.pk).update(prices_include_tax=False)
    on_top = Order.objects.get(pk=order.pk).total

    assert inside.minor == line.minor * line.quantity
    assert on_top.minor == round(inside.minor * 1.19)
