"""Erasing a person by the pages: what stands in the way is said, and afterwards every page still opens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.customers.models import Customer
from kept.desk.tests.life import NAME, OVER, Life, lived
from kept.promises import actions as promises
from kept.web.tests.cast import come_in

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def life() -> Life:
    return lived()


@pytest.fixture
def manager(life: Life) -> Client:
    return come_in(Client(), life.house.manager)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(OVER, tick=False):
        yield


def erase(life: Life, manager: Client, **fields: str) -> int:
    address = reverse("desk:create_erasure", args=[life.customer.pk])
    return manager.post(address, {"because": "asked", "certain": "on"} | fields).status_code


def test_the_page_says_what_goes_and_what_stays(life: Life, manager: Client) -> None:
    page = manager.get(reverse("desk:erase", args=[life.customer.pk])).content.decode()

    assert "What goes" in page and "What stays" in page
    assert "Erase this person now" in page


def test_what_stands_in_the_way_is_said_with_the_next_step_and_nothing_is_done(
    life: Life, manager: Client
) -> None:
    offer = promises.Offer(
        customer=life.customer,
        location=life.house.location,
        kind="call_back",
        words="We call you back",
        until=OVER,
    )
    promises.make(offer, by=life.house.representative.actor, now=OVER)

    page = manager.get(reverse("desk:erase", args=[life.customer.pk])).content.decode()

    assert "We still owe them: We call you back" in page
    assert "Keep it, or note that they release us." in page
    assert "Erase this person now" not in page
    assert erase(life, manager) == 409
    assert Customer.objects.get(pk=life.customer.pk).name == NAME


def test_nobody_is_erased_by_a_slip(life: Life, manager: Client) -> None:
    assert erase(life, manager, certain="") == 422
    assert erase(life, manager, because="a whim") == 422
    assert Customer.objects.get(pk=life.customer.pk).erased_at is None


def test_afterwards_every_page_of_theirs_still_opens_and_says_so(life: Life, manager: Client) -> None:
    assert erase(life, manager) == 302

    customer = life.customer.pk
    page = manager.get(reverse("desk:customer", args=[customer])).content.decode()
    assert "Erased " in page and "They asked for it" in page
    assert "They are calling" not in page
    addresses = [
        reverse("desk:conversation", args=[life.call.pk]),
        reverse("desk:conversation", args=[life.mail.pk]),
        reverse("desk:order", args=[life.delivery.order_id]),
        reverse("desk:delivery", args=[life.delivery.pk]),
        reverse("desk:promise", args=[life.promise.pk]),
        reverse("complaints:complaint", args=[life.complaint.pk]),
        reverse("ratings:rating", args=[life.rating.pk]),
        reverse("memberships:member", args=[life.membership.pk]),
        reverse("memberships:exit", args=[life.membership.cancellations.get().pk]),
        *(reverse(f"desk:{name}") for name in ("inbox", "customers", "promises", "orders", "ledger")),
        reverse("desk:ledger") + f"?about=customer:{customer}",
        reverse("desk:erase", args=[customer]),
        reverse("complaints:list"),
        reverse("scorecards:show"),
        reverse("memberships:exits"),
    ]
    for address in addresses:
        answer = manager.get(address, follow=True)
        assert answer.status_code == 200, address
        assert "zephyrine" not in answer.content.decode().lower(), address
