"""Complaints of a customer whose record was merged into another, and of one who was erased."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.complaints import actions
from kept.complaints.models import Complaint, Letter, Verdict
from kept.customers import actions as customers
from kept.customers.models import Customer, Identity
from kept.desk import complain, erase
from kept.outbox.models import Outgoing
from kept.web.tests.complaints.conftest import (
    NOW,
    logged_in,
    text_of,
)


def test_the_letter_reaches_whoever_the_record_was_merged_into(
    house: House, nora: Customer, late: Complaint
) -> None:
    Complaint.objects.update(conversation=None)
    other = customers.add("Nora F.", language="de", by=house.manager.actor, now=NOW)
    customers.add_email(other, "n@example.org", now=NOW)
    Identity.objects.filter(customer=nora).delete()
    customers.merge(nora, other, by=house.manager.actor, now=NOW)
    late = Complaint.objects.get()
    actions.confirm(Verdict.objects.get(), by=house.representative.actor, now=NOW)
    complain.draft_newest(late, staff=house.representative, now=NOW)

    complain.send_letter(Letter.objects.latest("pk"), staff=house.representative, now=NOW)

    sent = Outgoing.objects.latest("pk")
    assert sent.to_address == "n@example.org"
    assert "Sie" in sent.text
    own = "/" + sent.text.rpartition("127.0.0.1:8040/")[2].strip()
    page = text_of(Client().get(own))
    assert "Ihrer Beschwerde" in page


def test_their_page_names_nobody_of_us(house: House, late: Complaint) -> None:
    own = complain.link(late, now=NOW).removeprefix("http://127.0.0.1:8040")
    client = logged_in(house.representative)
    actions.confirm(Verdict.objects.get(), by=house.representative.actor, now=NOW)
    client.post(reverse("complaints:create_draft", args=[late.pk]))
    client.post(
        reverse("complaints:save_letter", args=[late.pk]),
        {"text": Letter.objects.get(sent_at=None).text, "send": "1"},
    )
    asked = actions.ask_review(late, by=late.customer.actor, now=NOW)
    actions.review(asked, because="It stands.", by=house.manager.actor, now=NOW)

    page = text_of(Client().get(own))

    assert "It stands." in page
    for one in (house.representative, house.manager, house.driver):
        assert one.name not in page


def test_the_link_of_somebody_erased_opens_and_writes_nothing(house: House, late: Complaint) -> None:
    own = complain.link(late, now=NOW).removeprefix("http://127.0.0.1:8040")
    complain.withdraw(late, because="Nora says so.", by=house.manager.actor, now=NOW)
    erase.person(late.customer, because="Asked.", by=house.manager.actor, now=NOW)

    codes = [Client().get(own).status_code] + [
        Client().post(f"{own}/{part}", {"words": "Nora again"}).status_code
        for part in ("answer", "review", "objection")
    ]

    assert set(codes) <= {403, 404, 409, 410}
    assert "Nora" not in str(list(Complaint.objects.values())) + str(list(Outgoing.objects.values("text")))
