"""The pages of the way out: two clicks at the desk, two on the customer's own page, and who sees neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.base.money import Money
from kept.business import examples as people
from kept.business.examples import House
from kept.business.models import Staff
from kept.conversations.models import Conversation
from kept.customers import examples as customers
from kept.customers.models import Customer, Identity
from kept.desk import call
from kept.desk import exit as leaving
from kept.memberships import examples, queries
from kept.memberships.models import Cancellation, Membership
from kept.outbox.models import Outgoing
from kept.promises.models import Promise

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 10, 12, tzinfo=NEW_YORK)
PART = {"HX-Request": "true"}
PERSUASION = re.compile(
    r"\b(offer|discount|upgrade|cheaper|are you sure|sorry to see|reason why)\b", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(db: None) -> House:
    return people.house(now=NOW - timedelta(days=2000))


@pytest.fixture
def theo(house: House) -> Customer:
    return customers.theo(now=NOW - timedelta(days=1200))


@pytest.fixture
def membership(house: House, theo: Customer) -> Membership:
    gym = examples.gym(house.location, now=NOW - timedelta(days=1900))
    return examples.three_years(gym, theo, now=NOW)


@pytest.fixture
def young(house: House, theo: Customer) -> Membership:
    """Four months old, and told of the fee once."""
    gym = examples.gym(house.location, now=NOW - timedelta(days=1900))
    signed_at = NOW - timedelta(days=120)
    examples.told_once(gym.contract, theo, at=signed_at - timedelta(hours=1))
    return examples.member(gym, theo, joined_at=signed_at, now=NOW)


@pytest.fixture
def phone(house: House, theo: Customer) -> Conversation:
    return call.start(theo, staff=house.representative, now=NOW)


@pytest.fixture
def desk(house: House) -> Client:
    return come_in(house.representative)


def come_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sessions(membership: Membership) -> str:
    return f"addon:{membership.add_ons.get().pk}"


def first_click(desk: Client, phone: Conversation, membership: Membership, end: str) -> str:
    address = reverse("memberships:create_money", args=[phone.pk])
    answer = desk.post(address, {"membership": membership.pk, "end": end}, headers=PART)
    assert answer.status_code == 200
    return answer.content.decode()


def second_click(desk: Client, phone: Conversation, **more: str) -> int:
    row = Cancellation.objects.latest("pk")
    address = reverse("memberships:create_confirmation", args=[row.pk])
    return desk.post(address, {"conversation": phone.pk, **more}, headers=PART).status_code


def test_two_clicks_let_somebody_go_and_the_money_stands_between_them(
    desk: Client, phone: Conversation, membership: Membership
) -> None:
    shown = first_click(desk, phone, membership, sessions(membership))
    done = second_click(desk, phone)

    assert "$120.00" in shown
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


def test_a_fee_that_was_told_once_is_shown_as_not_chargeable_with_the_dated_reason(
    desk: Client, phone: Conversation, young: Membership
) -> None:
    shown = first_click(desk, phone, young, sessions(young))

    assert "$49.00 not chargeable" in shown
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

    assert "Paid back: 81.30 USD, by 20 March 2026" in page
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


# The customer's own page


def own_page(membership: Membership, name: str = "leave") -> str:
    return reverse(f"memberships:{name}", args=[leaving.token(membership, now=NOW)])


def test_the_address_in_the_receipt_opens_the_own_page(membership: Membership) -> None:
    address = leaving.way_out(membership, now=NOW)

    assert address.endswith(own_page(membership))


def test_on_the_own_page_two_steps_end_it_without_a_log_in(membership: Membership) -> None:
    anybody = Client()
    chosen = anybody.post(own_page(membership, "leave_money"), {"end": sessions(membership)}, follow=True)
    row = Cancellation.objects.get()
    done = anybody.post(own_page(membership, "leave_confirmation"), {"exit": row.pk}, follow=True)

    assert "$81.30" in chosen.content.decode()
    assert "End Training sessions now" in chosen.content.decode()
    assert "Your receipt goes to theo.marsh@mail.example" in done.content.decode()
    row.refresh_from_db()
    assert row.confirmed_by == str(membership.customer.actor)
    assert row.steps.count() == 2


def test_opening_the_own_page_writes_nothing(membership: Membership) -> None:
    answer = Client().get(own_page(membership))

    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Cancellation.objects.exists()


def test_they_take_it_back_on_the_own_page_until_the_last_day_is_over(
    membership: Membership, clock: time_machine.Traveller
) -> None:
    anybody = Client()
    anybody.post(own_page(membership, "leave_money"), {"end": "membership"})
    row = Cancellation.objects.get()
    anybody.post(own_page(membership, "leave_confirmation"), {"exit": row.pk})
    clock.move_to(datetime(2026, 3, 11, 0, 0, tzinfo=NEW_YORK))
    late = anybody.post(own_page(membership, "leave_undoing"), {"exit": row.pk})
    clock.move_to(datetime(2026, 3, 10, 23, 59, 59, tzinfo=NEW_YORK))

    anybody.post(own_page(membership, "leave_undoing"), {"exit": row.pk})

    row.refresh_from_db()
    assert late.status_code == 409
    assert row.undone_at is not None


def test_a_link_that_is_too_old_says_what_to_do(
    membership: Membership, clock: time_machine.Traveller
) -> None:
    address = own_page(membership)
    clock.shift(timedelta(days=31))

    answer = Client().get(address)

    assert answer.status_code == 410
    assert "whoever answers lets you go at once" in answer.content.decode()


def test_a_tampered_link_opens_nothing(membership: Membership) -> None:
    address = own_page(membership)

    assert Client().get(address[:-2] + "xx").status_code == 404
    assert Client().post(address[:-2] + "xx/money", {"end": "membership"}).status_code == 404


def test_a_link_to_one_membership_confirms_no_exit_of_another(membership: Membership, house: House) -> None:
    gym = examples.gym(house.location, now=NOW - timedelta(days=900), contract=membership.contract)
    nora = customers.nora(now=NOW)
    other = examples.member(gym, nora, joined_at=NOW - timedelta(days=50), now=NOW)
    Client().post(own_page(other, "leave_money"), {"end": "membership"})
    row = Cancellation.objects.get()

    answer = Client().post(own_page(membership, "leave_confirmation"), {"exit": row.pk})

    assert answer.status_code == 404
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_whoever_has_no_link_gets_it_in_their_mailbox(membership: Membership) -> None:
    anybody = Client()

    answer = anybody.post("/leave", {"address": "Theo.Marsh@mail.example"})

    sent = Outgoing.objects.get()
    link = re.search(r"/leave/\S+", sent.text)
    assert "If we know this address" in answer.content.decode()
    assert sent.to_address == "theo.marsh@mail.example"
    assert link is not None
    assert anybody.get(link[0]).status_code == 200


def test_nobody_learns_who_is_a_member_and_no_mailbox_is_filled(membership: Membership) -> None:
    known = Client().post("/leave", {"address": "theo.marsh@mail.example"})
    again = Client().post("/leave", {"address": "theo.marsh@mail.example"})
    unknown = Client().post("/leave", {"address": "nobody@mail.example"})

    pages = {answer.content.decode().partition("<main")[2] for answer in (known, again, unknown)}
    assert len(pages) == 1
    assert Outgoing.objects.count() == 1


def test_no_address_is_asked_for_again_in_words(membership: Membership) -> None:
    assert Client().get("/leave").status_code == 200
    answer = Client().post("/leave", {"address": "nowhere"})
    assert answer.status_code == 422
    assert "Please look at the address again." in answer.content.decode()


def test_a_customer_reads_the_page_in_their_language(membership: Membership, theo: Customer) -> None:
    theo.language = "de"
    theo.save()

    assert '<html lang="de">' in Client().get(own_page(membership)).content.decode()


# Who must see nothing


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
