"""Money that we promised is paid from one list; what we said wrongly is honoured, and its cost is listed."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from kept.base.money import Money
from kept.business.examples import House
from kept.complaints.models import WrongWord
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.web.tests.complaints.conftest import NOW, logged_in, text_of


@pytest.fixture
def owed(house: House, nora: Customer) -> Promise:
    offer = promises.Offer(
        nora, house.location, "refund", "=30 back", NOW + timedelta(days=3), amount=Money.of(30, "USD")
    )
    return promises.make(offer, by=house.manager.actor, now=NOW)


@pytest.fixture
def line(house: House, call: Conversation) -> Message:
    """What a colleague told her on the phone."""
    said = conversations.Words("We come at nine sharp.", Message.Direction.OUT, said_at=NOW)
    return conversations.add_message(call, said, by=house.representative.actor, now=NOW)


def test_what_is_owed_stands_on_the_list_until_it_is_paid(house: House, owed: Promise) -> None:
    client = logged_in(house.manager)
    before = text_of(client.get(reverse("complaints:pay_out")))

    client.post(reverse("complaints:pay", args=[owed.pk]))
    again = client.post(reverse("complaints:pay", args=[owed.pk]))

    owed.refresh_from_db()
    assert "$30 Nora Feldman" in before
    assert (owed.outcome, again.status_code) == ("kept", 409)
    assert owed.facts.get().minor == 3000
    assert "Nothing is owed" in text_of(client.get(reverse("complaints:pay_out")))


def test_what_is_late_is_still_owed_and_only_the_rest(house: House, owed: Promise) -> None:
    part = promises.Happened("refund", NOW, "till", amount=Money.of(10, "USD"))
    promises.record(owed, part, by=house.manager.actor, now=NOW)
    Promise.objects.filter(pk=owed.pk).update(until=NOW - timedelta(days=1))
    promises.break_overdue(now=NOW)
    client = logged_in(house.manager)

    page = text_of(client.get(reverse("complaints:pay_out")))
    client.post(reverse("complaints:pay", args=[owed.pk]))

    assert "late:" in page and "$20" in page
    assert sorted(fact.minor or 0 for fact in owed.facts.all()) == [1000, 2000]


def test_the_file_runs_nothing_in_a_spreadsheet(house: House, owed: Promise) -> None:
    answer = logged_in(house.owner).get(reverse("complaints:pay_out_file"))

    _head, row = csv.reader(answer.content.decode().splitlines())
    assert row == [str(owed.pk), "2026-03-08", "Nora Feldman", "'=30 back", "30.00", "USD"]


def test_a_line_of_ours_becomes_a_promise_from_when_it_was_said(house: House, line: Message) -> None:
    client = logged_in(house.second_representative)
    conversation = client.get(reverse("desk:conversation", args=[line.conversation_id])).content.decode()
    form = client.get(reverse("complaints:honour_message", args=[line.pk])).content.decode()
    said = {"words": "We come at nine sharp", "until": "2026-03-06", "topic": "day", "cost": "45.00"}
    address = reverse("complaints:create_honour", args=[line.pk])

    made = client.post(address, said)
    again = client.post(address, said)

    promise = Promise.objects.get(source="statement")
    assert reverse("complaints:honour_message", args=[line.pk]) in conversation
    assert 'value="We come at nine sharp."' in form
    assert (made.status_code, again.status_code) == (302, 409)
    assert (promise.kind, promise.made_at, promise.made_by) == (
        "remedy",
        NOW,
        str(house.representative.actor),
    )
    costs = text_of(logged_in(house.manager).get(reverse("complaints:wrong_words")))
    assert "A day or a window 1 time · $45" in costs
    assert house.representative.name not in costs.partition("main")[2]


def test_money_that_was_said_goes_to_them_within_the_limit_of_the_role(house: House, line: Message) -> None:
    address = reverse("complaints:create_honour", args=[line.pk])
    said = {"words": "60 back", "until": "2026-03-09", "topic": "money_back", "cost": "60", "is_money": "on"}

    above = logged_in(house.representative).post(address, said)
    logged_in(house.manager).post(address, said)

    assert above.status_code == 409
    assert "A manager or the owner can do it now" in text_of(above)
    assert Promise.objects.get(source="statement").amount == Money.of(60, "USD")


@pytest.mark.parametrize(
    "wrong",
    [{"words": ""}, {"until": "soon"}, {"topic": "people"}, {"cost": "-1"}, {"cost": "", "is_money": "on"}],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    house: House, line: Message, wrong: dict[str, str]
) -> None:
    said = {"words": "nine", "until": "2026-03-06", "topic": "day", "right": "eight to twelve", **wrong}

    answer = logged_in(house.manager).post(reverse("complaints:create_honour", args=[line.pk]), said)

    assert answer.status_code == 422
    assert "eight to twelve" in answer.content.decode()
    assert not WrongWord.objects.exists()


def test_their_own_words_bind_us_to_nothing(house: House, call: Conversation) -> None:
    theirs = call.messages.get(direction="in")

    answer = logged_in(house.manager).post(
        reverse("complaints:create_honour", args=[theirs.pk]),
        {"words": "nine", "until": "2026-03-06", "topic": "day", "cost": "1"},
    )

    assert answer.status_code == 409
    assert not Promise.objects.filter(source="statement").exists()


def test_many_lines_reach_no_further_than_one(house: House, line: Message) -> None:
    client = logged_in(house.representative)
    said = conversations.Words("And forty more.", Message.Direction.OUT, said_at=NOW)
    more = conversations.add_message(line.conversation, said, by=house.representative.actor, now=NOW)
    forty = {"words": "40 back", "until": "2026-03-20", "topic": "price", "cost": "40", "is_money": "1"}

    first, second = (
        client.post(reverse("complaints:create_honour", args=[each.pk]), forty) for each in (line, more)
    )

    assert (first.status_code, second.status_code) == (302, 409)
    assert "more than your role may promise" in second.content.decode()
    assert sum(promise.minor or 0 for promise in Promise.objects.filter(source="statement")) == 4000


def test_a_day_that_was_over_before_it_was_said_is_asked_for_again(house: House, line: Message) -> None:
    early = {"words": "We come", "until": "2026-03-01", "topic": "day"}

    answer = logged_in(house.representative).post(reverse("complaints:create_honour", args=[line.pk]), early)

    assert answer.status_code == 409
    assert "was over before it was said" in answer.content.decode()


def test_two_sums_of_one_day_stand_under_one_day(house: House, owed: Promise) -> None:
    sooner = promises.Offer(
        owed.customer,
        house.location,
        "refund",
        "5 back",
        owed.until - timedelta(hours=13),
        amount=owed.amount,
    )
    promises.make(sooner, by=house.manager.actor, now=NOW)

    page = logged_in(house.manager).get(reverse("complaints:pay_out")).content.decode()

    assert (page.count('class="rung"'), page.count('class="pay-day"')) == (2, 1)
