"""Two clicks beside the conversation, the record of an exit, and the figures."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.base.money import Money
from kept.conversations.models import Conversation
from kept.customers.models import Customer, Identity
from kept.desk import exit as leaving
from kept.memberships import examples, queries
from kept.memberships.models import Cancellation, Membership
from kept.outbox.models import Outgoing
from kept.promises.models import Promise
from kept.web.tests.memberships.clicks import (
    NOW,
    PART,
    first_click,
    second_click,
    sessions,
)

PERSUASION = re.compile(r"(?i)\b(offer|discount|upgrade|cheaper|are you sure|sorry to see|reason why)\b")


def test_two_clicks_let_somebody_go_and_the_money_stands_between_them(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    shown = first_click(desk, phone, membership, sessions(membership))
    done = second_click(desk, phone)

    assert "$120" in shown
    assert "$81.30" in shown
    assert "Confirm: end Training sessions" in shown
    assert done == 204
    row = queries.get_exit(Cancellation.objects.get().pk)
    assert row.refund == Money.of("81.30", "USD")
    assert row.steps.count() == 2
    assert Outgoing.objects.count() == 1


def test_the_panel_says_what_is_owed_and_what_was_told(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    shown = desk.get(reverse("memberships:panel", args=[phone.pk]), headers=PART).content.decode()

    assert "in the contract" in shown
    assert "on their page" in shown
    assert "acknowledged by them" in shown
    assert "End Training sessions" in shown
    assert "<html" not in shown


@pytest.mark.parametrize("confirmed", [False, True], ids=["while it is shown", "after the confirmation"])
def test_no_page_talks_anybody_out_of_it(
    desk: Client, phone: Conversation, membership: Membership, confirmed: bool
) -> None:
    own = reverse("memberships:leave", args=[leaving.token(membership, now=NOW)])
    pages = [Client().get(own).content.decode(), first_click(desk, phone, membership, "membership")]
    if confirmed:
        second_click(desk, phone)
    pages += [desk.get(reverse("memberships:panel", args=[phone.pk])).content.decode()]
    pages += [Client().get(own).content.decode()]

    assert [found for page in pages for found in PERSUASION.findall(page)] == []


def test_a_told_fee_and_the_money_back_are_shown_side_by_side_and_not_set_off(
    desk: Client, phone: Conversation, young: Membership
) -> None:
    assert young.contract is not None
    examples.told_properly(young.contract, young.customer, at=young.bound_at - timedelta(minutes=30))

    shown = first_click(desk, phone, young, sessions(young))

    assert "$49" in shown and "$81.30" in shown
    assert "The two are not set off against each other" in shown


def test_the_record_of_an_exit_says_how_far_each_term_went(
    desk: Client, phone: Conversation, young: Membership
) -> None:
    first_click(desk, phone, young, sessions(young))

    page = desk.get(reverse("memberships:exit", args=[Cancellation.objects.get().pk])).content.decode()

    assert "$0 of $49" in page
    assert "was not properly told" in page


def test_a_fee_that_was_told_once_is_shown_as_not_chargeable_with_the_dated_reason(
    desk: Client, phone: Conversation, young: Membership
) -> None:
    shown = first_click(desk, phone, young, sessions(young))

    assert "$49 not chargeable" in shown
    assert "10 Nov 2025" in shown
    figures = desk.get(reverse("memberships:exits")).content.decode()
    assert '<a href="#fees">1</a>' in figures
    assert "1 stopped" in figures


def test_everything_works_without_a_script(desk: Client, phone: Conversation, membership: Membership) -> None:
    money = reverse("memberships:create_money", args=[phone.pk])
    shown = desk.post(money, {"membership": membership.pk, "end": "membership"})
    row = Cancellation.objects.get()
    done = desk.post(
        reverse("memberships:create_confirmation", args=[row.pk]), {"conversation": phone.pk}, follow=True
    )

    assert "<html" in shown.content.decode()
    assert done.redirect_chain == [(reverse("memberships:panel", args=[phone.pk]), 302)]
    assert "End of Fitness and Training sessions" in done.content.decode()


def test_choosing_nothing_says_so_and_keeps_nothing(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    money = reverse("memberships:create_money", args=[phone.pk])

    answer = desk.post(money, {"membership": membership.pk}, headers=PART)

    assert answer.status_code == 422
    assert "Please choose what is to end." in answer.content.decode()
    assert not Cancellation.objects.exists()


def test_money_that_is_a_day_old_is_shown_again_before_it_is_confirmed(
    desk: Client, phone: Conversation, membership: Membership, clock: time_machine.Traveller
) -> None:
    first_click(desk, phone, membership, "membership")
    clock.shift(timedelta(hours=25))

    assert second_click(desk, phone) == 422
    assert Cancellation.objects.get().confirmed_at is None


def test_an_earlier_asking_can_be_written_down_in_the_same_step(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    money = reverse("memberships:create_money", args=[phone.pk])

    desk.post(money, {"membership": membership.pk, "end": "membership", "asked_on": "2026-02-20"})

    row = Cancellation.objects.get()
    assert str(row.billing_end_on) == "2026-02-20"
    assert row.refund == Money.of("165.00", "USD")


def test_without_an_address_the_receipt_is_printed_and_handed_over(
    desk: Client, phone: Conversation, membership: Membership, theo: Customer
) -> None:
    Identity.objects.filter(customer=theo, kind="email").delete()
    first_click(desk, phone, membership, sessions(membership))
    second_click(desk, phone)
    row = Cancellation.objects.get()

    page = desk.get(reverse("memberships:exit", args=[row.pk])).content.decode()
    desk.post(reverse("memberships:create_receipt", args=[row.pk]), {"conversation": phone.pk})

    assert "Paid back: $81.30, by 20 March 2026" in page
    assert Promise.objects.get(kind="receipt").outcome == "kept"


def test_a_bad_address_for_the_receipt_keeps_everything_as_it_was(
    desk: Client, phone: Conversation, membership: Membership, theo: Customer
) -> None:
    Identity.objects.filter(customer=theo, kind="email").delete()
    first_click(desk, phone, membership, sessions(membership))

    assert second_click(desk, phone, address="nowhere") == 422
    assert Cancellation.objects.get().confirmed_at is None


def test_money_that_went_back_ends_the_promise(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    first_click(desk, phone, membership, sessions(membership))
    second_click(desk, phone)
    address = reverse("memberships:create_payment", args=[Cancellation.objects.get().pk])

    wrong = desk.post(address, {"amount": "81.305", "reference": "bank-1"})
    desk.post(address, {"amount": "81.30", "reference": "bank-1"})

    assert wrong.status_code == 422
    assert Promise.objects.get(kind="refund").outcome == "kept"


def test_an_offer_that_somebody_made_is_written_down_and_counted(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    first_click(desk, phone, membership, "membership")
    address = reverse("memberships:create_offer", args=[Cancellation.objects.get().pk])

    empty = desk.post(address, {"what": ""})
    desk.post(address, {"what": "a cheaper plan"})

    assert empty.status_code == 422
    assert "a cheaper plan" in desk.get(reverse("memberships:exits")).content.decode()


def test_they_take_it_back_at_the_desk(desk: Client, phone: Conversation, membership: Membership) -> None:
    first_click(desk, phone, membership, sessions(membership))
    second_click(desk, phone)
    row = Cancellation.objects.get()

    desk.post(reverse("memberships:create_undoing", args=[row.pk]), {"conversation": phone.pk}, headers=PART)

    row.refresh_from_db()
    assert row.undone_at == NOW
    assert "End Training sessions" in desk.get(reverse("memberships:panel", args=[phone.pk])).content.decode()


def test_the_panel_asks_the_database_a_fixed_number_of_questions(
    desk: Client,
    phone: Conversation,
    membership: Membership,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    first_click(desk, phone, membership, sessions(membership))

    with django_assert_max_num_queries(36):
        desk.get(reverse("memberships:panel", args=[phone.pk]), headers=PART)
