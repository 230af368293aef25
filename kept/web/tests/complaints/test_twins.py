"""No second complaint about the same by mistake: the form asks, adds to the open one, and takes one press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.complaints import actions, examples, twins
from kept.complaints.models import Claim, Complaint
from kept.conversations.models import Conversation, Note
from kept.customers.examples import theo as theo_marsh
from kept.customers.models import Customer
from kept.desk import call as calls
from kept.desk import complain, complain_by_form
from kept.desk.complain_by_form import Then, Written
from kept.promises.models import Promise
from kept.web.tests.complaints.conftest import NOW, logged_in

LATER = NOW + timedelta(minutes=5)
FORM = {"words": "It came late.", "kind": "delivery.late", "sentence": "It came late."}


@pytest.fixture
def desk(house: House) -> Client:
    return logged_in(house.representative)


def send(desk: Client, talk: Conversation, **more: str) -> HttpResponse:
    return desk.post(reverse("complaints:create", args=[talk.pk]), FORM | more)  # type: ignore[return-value]  # it is one


def page_of(complaint: Complaint) -> str:
    return reverse("complaints:complaint", args=[complaint.pk])


def another_call(house: House, customer: Customer) -> Conversation:
    return calls.start(customer, staff=house.second_representative, now=NOW)


def test_the_form_comes_back_with_the_open_one_and_nothing_typed_is_lost(
    house: House, desk: Client, late: Complaint
) -> None:
    again = send(desk, another_call(house, late.customer))

    page = again.content.decode()
    assert again.status_code == 409
    assert page_of(late) in page and "Add it to the open one" in page
    assert "It came late.</textarea>" in page
    assert Complaint.objects.count() == 1


def test_added_what_it_says_already_is_no_second_claim_and_the_words_stay_as_a_note(
    house: House, desk: Client, late: Complaint
) -> None:
    talk = another_call(house, late.customer)

    answer = send(desk, talk, then="add")

    assert answer["Location"] == page_of(late)
    assert late.claims.count() == Complaint.objects.count() == 1
    assert Note.objects.get(conversation=talk).text == "It came late."


def test_added_twice_it_is_noted_once_with_all_that_the_form_says(
    house: House, desk: Client, late: Complaint
) -> None:
    talk = another_call(house, late.customer)
    typed = {"sentence": "The driver shrugged.", "stars": "2", "at_stake": "300"}

    for _twice in range(2):
        send(desk, talk, **typed, then="add")

    said = ["It came late.", "The driver shrugged.", "2 stars of 5", "$300 at stake"]
    assert Note.objects.get(conversation=talk).text.splitlines() == said


def test_the_same_of_one_delivery_more_is_a_claim_more(house: House, late: Complaint) -> None:
    first = Promise.objects.get(pk__in=late.claims.values("about"))
    second = examples.promise_window(house, late.customer)
    written = Written(complain.Heard("delivery.late", about=(first, second)), "Both came late.")
    talk = another_call(house, late.customer)

    complain_by_form.take(talk, written, then=Then.ADD, staff=house.representative, now=NOW)

    assert [set(claim.about.all()) for claim in late.claims.order_by("pk")] == [{first}, {first, second}]


def test_something_else_about_the_same_delivery_becomes_a_claim_of_the_open_one(
    house: House, desk: Client, late: Complaint
) -> None:
    talk = another_call(house, late.customer)
    damaged = {"kind": "delivery.damaged", "sentence": "A leg is broken."}

    asked = send(desk, talk, **damaged)
    added = send(desk, talk, **damaged, then="add")

    assert (asked.status_code, added["Location"]) == (409, page_of(late))
    assert sorted(late.claims.values_list("kind", flat=True)) == ["delivery.damaged", "delivery.late"]


def test_who_says_that_it_is_another_matter_opens_another(
    house: House, desk: Client, late: Complaint
) -> None:
    send(desk, another_call(house, late.customer), then="apart")

    assert Complaint.objects.count() == 2


@pytest.mark.parametrize("then", ["", "add", "apart"])
def test_the_same_form_sent_twice_opens_one_and_goes_there(
    house: House, desk: Client, call: Conversation, then: str
) -> None:
    first = send(desk, call, then=then)

    again = send(desk, call, then=then)

    assert again["Location"] == first["Location"]
    assert Complaint.objects.count() == Claim.objects.count() == 1


def test_minutes_later_the_same_words_are_asked_about(house: House, call: Conversation) -> None:
    written = Written(complain.Heard("delivery.late"))
    complain_by_form.take(call, written, staff=house.representative, now=NOW)

    with pytest.raises(complain_by_form.WithUsAlready):
        complain_by_form.take(call, written, staff=house.representative, now=LATER)


def test_what_is_over_or_somebody_elses_is_in_nobodys_way(
    house: House, desk: Client, late: Complaint
) -> None:
    theo = another_call(house, theo_marsh(now=NOW))

    assert send(desk, theo).status_code == 302
    actions.withdraw(late, because="She said so.", by=house.representative.actor, now=NOW)
    assert send(desk, another_call(house, late.customer)).status_code == 302


def test_a_claim_added_by_two_presses_is_one(desk: Client, late: Complaint) -> None:
    claim = {"kind": "conduct.rude", "sentence": "He shouted."}

    for _twice in range(2):
        desk.post(reverse("complaints:create_claim", args=[late.pk]), claim)

    assert late.claims.filter(kind="conduct.rude").count() == 1


@pytest.mark.parametrize("then", ["ADD", "both", "\0"])
def test_an_answer_that_nobody_offered_asks_again(
    house: House, desk: Client, late: Complaint, then: str
) -> None:
    assert send(desk, another_call(house, late.customer), then=then).status_code in (400, 409)
    assert Complaint.objects.count() == 1


def test_of_several_open_ones_the_one_that_says_it_comes_before_the_newest(
    house: House, late: Complaint, call: Conversation
) -> None:
    window = Promise.objects.get(pk__in=late.claims.values("about"))
    rude = Written(complain.Heard("conduct.rude"))
    complain_by_form.take(call, rude, then=Then.APART, staff=house.representative, now=LATER)

    assert twins.open_near(late.customer, "delivery.late", [window], call, []) == late
    assert twins.open_near(late.customer, "delivery.damaged", [], call, []) != late
