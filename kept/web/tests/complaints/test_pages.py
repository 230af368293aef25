"""The pages of complaints: opened, decided, answered by letter, and the customer's own."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.base.money import Money
from kept.business.examples import House
from kept.complaints import casefile
from kept.complaints.examples import WORDS
from kept.complaints.models import Complaint, Letter, Review, Verdict
from kept.conversations.models import Conversation
from kept.customers.models import Customer
from kept.desk import call as talk
from kept.desk import complain
from kept.ledger.rules.proofs import Receipt
from kept.ledger.rules.reading import opened as opened_file
from kept.ledger.rules.verify import verify
from kept.outbox.models import Outgoing
from kept.policies.models import Version
from kept.promises.models import Promise
from kept.web.tests.complaints.conftest import NOW, logged_in, opened, sofa, text_of, verdict_of


def test_from_the_call_to_the_proposed_verdict_in_one_press(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    promise = sofa(house, nora, delivery, hours=3)
    client = logged_in(house.representative)
    form = client.get(reverse("complaints:new", args=[call.pk]))
    assert WORDS in form.content.decode().replace("&#x27;", "'")

    answer = client.post(
        reverse("complaints:create", args=[call.pk]),
        {"words": WORDS, "kind": "delivery.late", "stars": "1", "about": [promise.pk]},
    )

    page = client.get(answer["Location"])
    assert "Expectation gap proposed by the desk" in text_of(page)
    assert reverse("desk:promise", args=[promise.pk]) in page.content.decode()
    assert "Confirm: Expectation gap" in text_of(page)


def test_every_reason_opens_its_row(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=3)
    complaint = opened(house, call)
    client = logged_in(house.manager)

    page = client.get(reverse("complaints:complaint", args=[complaint.pk])).content.decode()

    links = re.findall(r'class="claim-row" href="([^"#]+)', page)
    assert len(links) >= 4
    for address in set(links):
        assert client.get(address).status_code == 200, address


def test_the_verdict_is_confirmed_the_letter_edited_and_sent(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=5)
    complaint = opened(house, call)
    client = logged_in(house.representative)
    client.post(reverse("complaints:decide", args=[verdict_of(complaint).pk]), {"final": "service_failure"})
    blamed = client.post(
        reverse("complaints:save_letter", args=[complaint.pk]),
        {"text": "You should have waited", "send": "1"},
    )
    assert blamed.status_code == 422
    assert "You should have waited" in blamed.content.decode()

    client.post(
        reverse("complaints:save_letter", args=[complaint.pk]), {"text": "We came an hour late.", "send": "1"}
    )

    assert Letter.objects.get().sent_at == NOW
    assert Outgoing.objects.latest("pk").text.startswith("We came an hour late.")


def test_overruling_asks_for_the_reason(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=3)
    verdict = verdict_of(opened(house, call))
    client = logged_in(house.manager)
    address = reverse("complaints:decide", args=[verdict.pk])

    refused = client.post(address, {"final": "not_told", "because": ""})
    taken = client.post(address, {"final": "not_told", "because": "The letter came back."})

    assert refused.status_code == 409
    assert taken.status_code == 302
    assert Verdict.objects.get(pk=verdict.pk).because == "The letter came back."


def test_above_the_limit_the_second_person_is_asked_and_the_first_is_not(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=3)
    complaint = opened(house, call, at_stake=Money.of(500, "USD"))
    verdict = verdict_of(complaint)
    address = reverse("complaints:complaint", args=[complaint.pk])
    logged_in(house.manager).post(
        reverse("complaints:decide", args=[verdict.pk]), {"final": "expectation_gap"}
    )

    first = text_of(logged_in(house.manager).get(address))
    second = text_of(logged_in(house.owner).get(address))

    assert "this needs a second person" in first
    assert "Agree as the second person" not in first
    assert "Agree as the second person" in second
    logged_in(house.owner).post(reverse("complaints:second", args=[verdict.pk]))
    assert Complaint.objects.get().state == "decided"


def test_a_remedy_above_the_role_is_refused_in_words(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=5)
    complaint = opened(house, call)
    address = reverse("complaints:create_remedy", args=[complaint.pk])
    remedy = {"words": "Money back", "until": "2026-03-20", "amount": "51"}

    refused = logged_in(house.representative).post(address, remedy)
    taken = logged_in(house.manager).post(address, remedy)

    assert refused.status_code == 409
    assert "more than your role may promise" in text_of(refused)
    assert taken.status_code == 302


def test_a_remedy_by_a_day_that_is_over_is_asked_again(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=5)
    complaint = opened(house, call)

    answer = logged_in(house.manager).post(
        reverse("complaints:create_remedy", args=[complaint.pk]), {"words": "Money", "until": "2026-03-04"}
    )

    assert answer.status_code == 422
    assert "This day is over" in text_of(answer)


def test_the_case_downloads_as_kept_judge_reads_it(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=3)
    complaint = opened(house, call)

    answer = logged_in(house.manager).get(reverse("complaints:case", args=[complaint.pk]))

    reading = casefile.read(answer.content)
    assert reading.unknown == ()
    assert casefile.judge(reading.case).verdict == "expectation_gap"


def test_the_dossier_proves_to_a_stranger_what_the_verdict_rests_on(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=3)
    complaint = opened(house, call)
    sent(house, complaint)
    client = logged_in(house.representative)

    answer = client.post(reverse("complaints:create_dossier", args=[complaint.pk]))

    bundle = opened_file(BytesIO(answer.content), "complaint.kept.json")
    assert isinstance(bundle, Receipt)
    proven = verify(bundle, now=NOW)
    assert proven.ok, proven.findings
    assert "case_kept" in proven.codes()
    assert {"disclosure", "promise", "complaint", "verdict", "letter"} <= {
        entry.payload["subject"].partition(":")[0] for entry in bundle.entries if entry.payload
    }


def test_what_we_said_wrongly_becomes_a_promise_of_whoever_said_it(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    heard = (complain.Heard("conduct.wrong_information"),)
    complaint = complain.open_from(call, heard, staff=house.manager, now=NOW)
    said = {
        "words": "We come at nine sharp",
        "said_by": house.representative.pk,
        "said_at": "2026-03-04T10:00",
        "until": "2026-03-04",
        "topic": "day",
        "right": "Between eight and twelve",
        "cost": "40.00",
    }
    address = reverse("complaints:honour", args=[complaint.claims.get().pk])

    ahead = logged_in(house.manager).post(address, {**said, "said_at": "2026-03-06T10:00"})
    answer = logged_in(house.manager).post(address, said)

    assert (ahead.status_code, answer.status_code) == (422, 302)
    promise = Promise.objects.get(source="statement")
    assert (promise.words, promise.made_by) == ("We come at nine sharp", str(house.representative.actor))
    assert verdict_of(complaint).proposed == "no_evidence"
    costs = text_of(logged_in(house.manager).get(reverse("complaints:wrong_words")))
    assert "A day or a window 1 time · $40" in costs and "Between eight and twelve" in costs
    assert house.representative.name not in costs.partition("What our words cost us 1")[2]


def sent(house: House, complaint: Complaint) -> str:
    """Decide it and send the letter; answer the address of the customer's own page."""
    client = logged_in(house.representative)
    verdict = verdict_of(complaint)
    client.post(reverse("complaints:decide", args=[verdict.pk]), {"final": verdict.proposed})
    client.post(reverse("complaints:save_letter", args=[complaint.pk]), {"text": "Hello.", "send": "1"})
    return "/" + Outgoing.objects.latest("pk").text.rpartition("127.0.0.1:8040/")[2]


def test_the_customer_reads_answers_once_and_asks_for_somebody_else(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=3)
    address = sent(house, opened(house, call))
    stranger = Client()

    page = stranger.get(address)
    assert "We kept our promise and had told you the terms; you expected something else." in text_of(page)
    assert "Expectation gap" not in text_of(page)
    assert page["Referrer-Policy"] == "same-origin"
    stranger.post(f"{address}/review")
    asked = text_of(stranger.get(address))
    stranger.post(f"{address}/answer", {"words": "I waited outside."})

    assert "Somebody else is looking at it" in asked
    assert Review.objects.get().asked_by == str(nora.actor)
    assert Complaint.objects.get().state == "open"
    assert stranger.post(f"{address}/answer", {"words": "again"}).status_code == 409


def test_opening_the_customers_page_changes_nothing(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    sofa(house, nora, delivery, hours=3)
    address = sent(house, opened(house, call))

    Client().get(address)

    assert Client().get(f"{address}/answer").status_code == 405
    assert Client().get(f"{address}/review").status_code == 405
    assert not Review.objects.exists()


def test_a_policy_that_is_resented_is_named_on_the_list(
    house: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    page = logged_in(house.manager).get(reverse("complaints:list"))

    assert "Nothing waits" in text_of(page)


def test_the_page_takes_a_fixed_number_of_queries(
    house: House, nora: Customer, delivery: Version, call: Conversation, django_assert_max_num_queries: Any
) -> None:
    sofa(house, nora, delivery, hours=3)
    complaint = opened(house, call)
    client = logged_in(house.manager)

    with django_assert_max_num_queries(48):
        client.get(reverse("complaints:complaint", args=[complaint.pk]))


@pytest.mark.parametrize("name", ["complaint", "case"])
def test_the_stranger_and_the_driver_see_nothing(
    house: House, nora: Customer, delivery: Version, call: Conversation, name: str
) -> None:
    sofa(house, nora, delivery, hours=3)
    complaint = opened(house, call)
    address = reverse(f"complaints:{name}", args=[complaint.pk])

    assert Client().get(address).status_code == 302
    assert logged_in(house.driver).get(address).status_code == 403
    assert logged_in(house.dispatcher).get(reverse("complaints:list")).status_code == 403
    assert logged_in(house.dispatcher).get(reverse("complaints:new", args=[call.pk])).status_code == 403
    assert Client().get("/complaint/forged").status_code == 404


def test_a_complaint_without_a_word_is_asked_for_one_and_the_form_stays(house: House, nora: Customer) -> None:
    desk = logged_in(house.representative)
    silent = talk.start(nora, staff=house.representative, now=NOW)
    form = {"words": "", "kind": "delivery.late", "stars": "2"}

    answer = desk.post(reverse("complaints:create", args=[silent.pk]), form)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Write down what the customer said" in page
    assert '<option value="2" selected>' in page
