"""Who must see nothing of memberships, and ends none."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.conversations.models import Conversation
from kept.memberships.models import Cancellation, Membership
from kept.web.tests.memberships.clicks import (
    come_in,
    first_click,
)


def test_a_stranger_sees_no_page_of_the_desk(phone: Conversation, membership: Membership) -> None:
    for name, number in (("panel", phone.pk), ("exit", 1)):
        answer = Client().get(reverse(f"memberships:{name}", args=[number]))
        assert answer.status_code == 302
        assert "Theo" not in answer.content.decode()


@pytest.mark.parametrize("role", ["driver", "dispatcher"])
def test_who_has_no_business_with_memberships_sees_none_and_ends_none(
    role: str, house: House, phone: Conversation, membership: Membership, desk: Client
) -> None:
    first_click(desk, phone, membership, "membership")
    row = Cancellation.objects.get()
    other = come_in(getattr(house, role))

    answers = [
        other.get(reverse("memberships:panel", args=[phone.pk])),
        other.get(reverse("memberships:exits")),
        other.get(reverse("memberships:exit", args=[row.pk])),
        other.post(reverse("memberships:create_money", args=[phone.pk]), {"membership": membership.pk}),
        other.post(reverse("memberships:create_confirmation", args=[row.pk])),
        other.post(reverse("memberships:create_undoing", args=[row.pk])),
        other.post(reverse("memberships:create_receipt", args=[row.pk])),
        other.post(reverse("memberships:create_payment", args=[row.pk])),
        other.post(reverse("memberships:create_offer", args=[row.pk])),
    ]

    assert [answer.status_code for answer in answers] == [403] * len(answers)
    row.refresh_from_db()
    assert row.is_open


def test_an_exit_that_does_not_exist_is_not_found(desk: Client, phone: Conversation) -> None:
    assert desk.get(reverse("memberships:exit", args=[99])).status_code == 404
    money = reverse("memberships:create_money", args=[phone.pk])
    assert desk.post(money, {"membership": "nonsense", "end": "membership"}).status_code == 404
