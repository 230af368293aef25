"""At the counter: somebody new joins, is charged, and pays; and who may do that."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.customers.models import Customer
from kept.desk import contract
from kept.memberships import examples
from kept.memberships.examples import Gym
from kept.memberships.models import Charge, Membership, Payment
from kept.policies.queries import told_to
from kept.web.tests.memberships.clicks import NOW, come_in


@pytest.fixture
def gym(house: House) -> Gym:
    return examples.gym(house.location, now=NOW)


def ticked(gym: Gym, **more: object) -> dict[str, object]:
    """The terms as they stand on the page for this choice, each sum ticked."""
    add_ons = [gym.sessions] if more.get("add_ons") else []
    shown = contract.of(gym.plan, add_ons, language="en", now=NOW)
    return {
        "plan": gym.plan.pk,
        "mark": shown.mark,
        "handed_over": "on",
        "acknowledged": "on",
        "ticked": shown.to_tick,
        **more,
    }


def test_somebody_new_joins_is_charged_and_pays(desk: Client, gym: Gym) -> None:
    joiner = {"name": "Lena Vogt", "email": "lena@mail.example", "phone": ""}
    opened = desk.post(reverse("memberships:create_joiner"), joiner)
    assert "Training sessions, in addition to Fitness" in desk.get(opened["Location"]).content.decode()

    customer = Customer.objects.get(name="Lena Vogt")
    terms = reverse("memberships:join_terms", args=[customer.pk])
    page = desk.get(terms, {"plan": gym.plan.pk, "add_ons": gym.sessions.pk}).content.decode()
    assert "You can leave whenever you like" in page
    assert "before 10 March 2027, it costs $49" in page
    assert "checked" not in page
    to_sign = reverse("memberships:to_sign", args=[customer.pk])
    assert desk.get(to_sign, {"plan": gym.plan.pk, "add_ons": gym.sessions.pk}).content[:5] == b"%PDF-"

    address = reverse("memberships:create_membership", args=[customer.pk])
    joined = desk.post(address, ticked(gym, add_ons=[gym.sessions.pk]))
    membership = Membership.objects.get(customer=customer)
    assert (joined.status_code, told_to(customer).count()) == (302, 2)

    charge = reverse("memberships:create_charge", args=[membership.pk])
    desk.post(charge, {"starts_on": "2026-03-10"})
    desk.post(charge, {"starts_on": "2026-03-10"})  # pressed twice
    assert Charge.objects.count() == 2
    for each in Charge.objects.all():
        desk.post(reverse("memberships:create_paid", args=[each.pk]), {"reference": f"till-{each.pk}"})

    shown = desk.get(reverse("memberships:member", args=[membership.pk])).content.decode()
    assert all(f"till-{each.pk}" in shown for each in Charge.objects.all())
    assert "not paid" not in shown
    assert "it costs $49" in shown
    assert desk.get(reverse("memberships:contract", args=[membership.pk])).content[:5] == b"%PDF-"
    assert "Lena Vogt" in desk.get(reverse("memberships:members")).content.decode()


def test_a_contract_from_before_what_was_agreed_to_was_kept_is_not_made_up(
    desk: Client, membership: Membership
) -> None:
    assert desk.get(reverse("memberships:contract", args=[membership.pk])).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"reference": ""}, {"reference": "a", "paid_on": "2026-03-11"}, {"reference": "a", "paid_on": "x"}],
)
def test_a_payment_has_a_reference_and_a_day_that_has_come(
    desk: Client, membership: Membership, wrong: dict[str, str]
) -> None:
    membership.refresh_from_db()
    desk.post(reverse("memberships:create_charge", args=[membership.pk]), {"starts_on": "2026-04-01"})
    unpaid = Charge.objects.filter(payments=None).first()
    assert unpaid is not None
    before = Payment.objects.count()

    assert desk.post(reverse("memberships:create_paid", args=[unpaid.pk]), wrong).status_code == 422
    assert Payment.objects.count() == before


@pytest.mark.parametrize(
    "wrong", [{"plan": ""}, {"plan": "99"}, {"mark": "1 x"}, {"mark": ""}, {"add_ons": ["99"]}]
)
def test_what_the_page_did_not_offer_joins_nobody(
    desk: Client, gym: Gym, theo: Customer, wrong: dict[str, object]
) -> None:
    address = reverse("memberships:create_membership", args=[theo.pk])

    assert desk.post(address, ticked(gym) | wrong).status_code == 422
    assert not Membership.objects.exists()
    assert not told_to(theo).exists()


def test_without_a_plan_the_page_says_who_adds_one(desk: Client, theo: Customer) -> None:
    assert "No plan is sold yet" in desk.get(reverse("memberships:join", args=[theo.pk])).content.decode()
    assert "No plan is sold yet" in desk.get(reverse("memberships:members")).content.decode()


def test_dispatchers_and_drivers_sell_no_memberships(
    house: House, theo: Customer, membership: Membership
) -> None:
    for staff in (house.dispatcher, house.driver):
        desk = come_in(staff)
        for name, args in (
            ("members", []),
            ("member", [membership.pk]),
            ("join", [theo.pk]),
            ("join_terms", [theo.pk]),
            ("to_sign", [theo.pk]),
            ("contract", [membership.pk]),
        ):
            assert desk.get(reverse(f"memberships:{name}", args=args)).status_code == 403
        for name, args in (
            ("create_joiner", []),
            ("create_charge", [membership.pk]),
            ("create_membership", [theo.pk]),
            ("create_paid", [Charge.objects.all()[0].pk]),
        ):
            assert desk.post(reverse(f"memberships:{name}", args=args)).status_code == 403


def test_somebody_whose_number_is_another_customers_is_named(desk: Client, theo: Customer, gym: Gym) -> None:
    known = theo.identities.filter(kind="email").first()
    assert known is not None

    answer = desk.post(reverse("memberships:create_joiner"), {"name": "Theo Two", "email": known.value})

    assert answer.status_code == 422
    assert not Customer.objects.filter(name="Theo Two").exists()
