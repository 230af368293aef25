"""How a complaint ends and goes on: our answer's day, the ladder, agreement, opening again, second looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kept.base.money import Money
from kept.business.examples import House
from kept.complaints import actions
from kept.complaints.models import Complaint, Letter, SecondLook
from kept.customers.models import Customer
from kept.desk import complain
from kept.outbox.models import Outgoing
from kept.promises.models import Promise
from kept.web.tests.complaints.conftest import (
    NOW,
    logged_in,
    text_of,
    verdict_of,
)


def test_the_page_says_by_when_we_answer_and_a_later_day_is_told(house: House, late: Complaint) -> None:
    client = logged_in(house.representative)
    address = reverse("complaints:create_delay", args=[late.pk])

    silent = client.post(address, {"until": "2026-04-30", "because": ""})
    client.post(address, {"until": "2026-04-30", "because": "We wait for the carrier."})

    page = text_of(client.get(reverse("complaints:complaint", args=[late.pk])))
    assert silent.status_code == 422
    assert "We do not make it by then" in page
    assert Promise.objects.filter(source="deadline", outcome="replaced", wish="ours").count() == 1
    assert "We wait for the carrier." in Outgoing.objects.latest("pk").text


def test_a_rung_is_one_press_with_its_sum_and_its_day(house: House, late: Complaint) -> None:
    client = logged_in(house.representative)
    page = client.get(reverse("complaints:complaint", args=[late.pk])).content.decode()
    assert 'name="amount" inputmode="decimal" required value="30.00"' in page
    assert "You may promise" in page

    client.post(
        reverse("complaints:create_remedy", args=[late.pk]),
        {"rung": "1", "words": "A credit on your account", "amount": "30.00", "until": "2026-03-19"},
    )

    promise = Promise.objects.get(source="remedy")
    assert (promise.kind, promise.amount) == ("refund", Money.of(30, "USD"))
    assert promise.words == "A credit on your account: $30"


def test_a_sum_is_read_as_the_page_shows_it(house: House, late: Complaint) -> None:
    client = logged_in(house.representative)
    german = {"accept-language": "de"}
    page = client.get(reverse("complaints:complaint", args=[late.pk]), headers=german).content.decode()
    assert 'name="amount" inputmode="decimal" required value="30,00"' in page

    rung = {"rung": "1", "words": "A credit on your account", "amount": "30,00", "until": "2026-03-19"}
    client.post(reverse("complaints:create_remedy", args=[late.pk]), rung, headers=german)

    assert Promise.objects.get(source="remedy").amount == Money.of(30, "USD")


def test_what_is_usual_follows_what_a_person_decided(house: House, late: Complaint) -> None:
    client = logged_in(house.representative)
    page = reverse("complaints:complaint", args=[late.pk])
    assert 'id="rung-refund_fee"' in client.get(page).content.decode()

    actions.overrule(
        verdict_of(late), "expectation_gap", because="They moved it", by=house.manager.actor, now=NOW
    )

    assert 'id="rung-' not in client.get(page).content.decode()


def test_above_the_limit_the_page_says_who_can(house: House, late: Complaint) -> None:
    mending = actions.Mending("Sorry", NOW + timedelta(days=9), "refund", Money.of(40, "USD"))
    actions.promise_remedy(late, mending, by=house.representative.actor, now=NOW)

    page = text_of(logged_in(house.representative).get(reverse("complaints:complaint", args=[late.pk])))

    assert "Above your limit. Edith Hollis, Maya Lindqvist can promise it now." in page


def test_what_was_agreed_on_ends_it_with_a_letter_of_its_own(house: House, late: Complaint) -> None:
    client = logged_in(house.representative)
    address = reverse("complaints:create_agreement", args=[late.pk])
    assert client.post(address, {"because": "They take it."}).status_code == 409
    mending = actions.Mending("A new chair", NOW + timedelta(days=9))
    actions.promise_remedy(late, mending, by=house.representative.actor, now=NOW)

    client.post(address, {"because": "They take the chair."})
    client.post(
        reverse("complaints:save_letter", args=[late.pk]), {"text": Letter.objects.get().text, "send": "1"}
    )

    sent = Outgoing.objects.latest("pk").text
    assert "without judging who was right: They take the chair." in sent
    assert "A new chair, by 14 March 2026." in sent
    own = text_of(client.get("/" + sent.rpartition("127.0.0.1:8040/")[2]))
    assert "What we agreed on They take the chair." in own


def test_whoever_did_not_take_it_back_says_so_by_one_press(house: House, late: Complaint) -> None:
    address = reverse("complaints:create_withdrawal", args=[late.pk])
    logged_in(house.representative).post(address, {"because": "She does not mind any more."})
    told = Outgoing.objects.latest("pk")
    stranger, own = Client(), "/" + told.text.rpartition("127.0.0.1:8040/")[2].strip()

    before = text_of(stranger.get(own))
    stranger.post(f"{own}/objection", {"words": "I never said that."})
    again = stranger.post(f"{own}/objection", {"words": "I never said that."})

    assert "She does not mind any more." in told.text
    assert "It did not end so" in before
    late.refresh_from_db()
    assert (late.state, again.status_code) == ("open", 409)
    reopening = late.reopenings.get()
    assert (reopening.because, reopening.by) == ("I never said that.", str(late.customer.actor))
    assert "You hear from us" in Outgoing.objects.latest("pk").text
    assert "It did not end so" not in text_of(stranger.get(own))


def test_a_claim_that_is_said_no_more_stands_on_their_page(house: House, late: Complaint) -> None:
    claim = late.claims.get()
    logged_in(house.representative).post(reverse("complaints:withdraw_claim", args=[claim.pk]))

    own = text_of(Client().get(complain.link(late, now=NOW).removeprefix("http://127.0.0.1:8040")))

    assert f"Not judged, because you no longer say it: {claim.get_kind_display()}" in own


def test_what_was_taken_back_says_so_on_their_page(house: House, late: Complaint) -> None:
    client = logged_in(house.representative)

    client.post(reverse("complaints:create_withdrawal", args=[late.pk]), {"because": "It was found."})

    own = text_of(client.get(complain.link(late, now=NOW).removeprefix("http://127.0.0.1:8040")))
    assert "You took it back It was found." in own
    assert "Tell us what we missed" not in own


def test_opened_again_what_was_decided_stands_beside_the_new_proposal(house: House, late: Complaint) -> None:
    client = logged_in(house.representative)
    client.post(reverse("complaints:decide", args=[verdict_of(late).pk]), {"final": "service_failure"})

    client.post(reverse("complaints:create_reopening", args=[late.pk]), {"because": "A photo came."})

    page = text_of(client.get(reverse("complaints:complaint", args=[late.pk])))
    assert "What was decided before The delivery came late: We failed" in page
    assert "Opened again: “A photo came.”" in page
    assert "Confirm: We failed" in page
    assert "was decided before stays on record" in Outgoing.objects.latest("pk").text


def test_after_a_review_the_letter_says_what_it_found(house: House, late: Complaint) -> None:
    client = logged_in(house.manager)
    actions.confirm(verdict_of(late), by=house.representative.actor, now=NOW)
    complain.send_letter(Letter.objects.get(), staff=house.representative, now=NOW)
    asked = complain.ask_review(late, by=house.representative.actor, now=NOW)
    SecondLook.objects.all().delete()  # the ledger may have chosen it

    client.post(
        reverse("complaints:review", args=[asked.pk]),
        {"because": "Nobody told her.", f"claim-{verdict_of(late).claim_id}": "not_told"},
    )

    assert Letter.objects.filter(sent_at=None).count() == 1
    assert verdict_of(late).final == "not_told"


def put_up(complaint: Complaint, house: House) -> None:
    actions.confirm(verdict_of(complaint), by=house.representative.actor, now=NOW)
    if not SecondLook.objects.exists():
        SecondLook.objects.create(verdict=verdict_of(complaint), chosen_at=NOW)


def test_the_second_look_shows_no_verdict_no_name_and_no_letter(
    house: House, nora: Customer, late: Complaint
) -> None:
    put_up(late, house)
    client = logged_in(house.second_representative)

    page = client.get(reverse("complaints:look", args=[late.pk])).content.decode()

    body = page.partition("<main")[2]
    assert nora.name not in body and house.representative.name not in body
    assert reverse("complaints:complaint", args=[late.pk]) not in body
    assert "selected" not in body
    listed = client.get(reverse("complaints:list")).content.decode()
    assert reverse("complaints:complaint", args=[late.pk]) not in listed


def test_the_second_look_is_given_once_and_compared(house: House, late: Complaint) -> None:
    put_up(late, house)
    client = logged_in(house.manager)
    address = reverse("complaints:give_look", args=[late.pk])
    claim = verdict_of(late).claim_id

    empty = client.post(address, {"because": "kept words"})
    client.post(address, {f"claim-{claim}": "service_failure"})
    again = client.post(address, {f"claim-{claim}": "not_told"})

    assert (empty.status_code, again.status_code) == (422, 404)
    assert "kept words" in empty.content.decode()
    assert "1 of 1 claims" in text_of(client.get(reverse("complaints:looks")))


def test_who_decided_and_who_may_not_decide_see_no_second_look(house: House, late: Complaint) -> None:
    put_up(late, house)
    address = reverse("complaints:look", args=[late.pk])

    assert logged_in(house.representative).get(address).status_code == 404
    assert logged_in(house.driver).get(address).status_code == 403
    assert "How often both" not in text_of(logged_in(house.representative).get(reverse("complaints:looks")))


def test_a_manager_sees_who_stepped_back_and_a_representative_does_not(house: House, late: Complaint) -> None:
    put_up(late, house)
    logged_in(house.manager).post(reverse("complaints:step_back", args=[late.pk]))

    seen, hidden = (
        text_of(logged_in(who).get(reverse("complaints:looks")))
        for who in (house.owner, house.representative)
    )

    assert f"{house.manager.name}: 1 time · 0 looks given Complaint {late.pk} its look still waits" in seen
    assert "stepped back" not in hidden


@pytest.mark.parametrize(("amount", "status"), [("3000", 302), ("3000.50", 422)], ids=["whole", "with sen"])
def test_a_sum_has_the_decimals_of_its_currency(
    house: House, late: Complaint, amount: str, status: int
) -> None:
    house.location.currency = "JPY"
    house.location.save()

    answer = logged_in(house.owner).post(
        reverse("complaints:create_remedy", args=[late.pk]),
        {"words": "Money back", "amount": amount, "until": "2026-03-19"},
    )

    assert answer.status_code == status
    assert Promise.objects.filter(source="remedy", minor=3000, currency="JPY").exists() is (status == 302)
