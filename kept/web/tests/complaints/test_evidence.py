"""Evidence on the pages: slots that open their entries, and what we looked at, in the customer's language."""

from __future__ import annotations

import re
from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.complaints import actions, examples, queries, reasons
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.desk import complain
from kept.policies import actions as policies
from kept.policies.models import Disclosure, Version
from kept.policies.rules import Binding, Grade, Reached, Telling, TermKind, properly_told
from kept.web.tests.complaints.conftest import NOW, logged_in


@pytest.fixture
def greta(house: House) -> Customer:
    """A customer who reads German."""
    return person("Greta Braun", language="de", now=MORNING - timedelta(days=7))


def complained(house: House, customer: Customer, version: Version, *, hours: int | None) -> Complaint:
    """Told twice, the truck after so many hours (None: nobody wrote down when), and a complaint proposed."""
    promise = examples.promise_window(house, customer)
    examples.tell_twice(version, customer, house, booked_at=promise.made_at)
    if hours is not None:
        examples.arrive(promise, MORNING + timedelta(hours=hours), by=house.driver)
    complaint = examples.complain(house, promise, version, at=NOW)
    complain.propose(complaint, staff=house.representative, now=NOW)
    return queries.get_complaint(complaint.pk)


def page_of(complaint: Complaint, house: House) -> str:
    client = logged_in(house.representative)
    return client.get(reverse("complaints:complaint", args=[complaint.pk])).content.decode()


def own_page(complaint: Complaint, house: House) -> str:
    """The customer's page, once it is decided and the letter has left."""
    by = house.representative.actor
    actions.confirm(complaint.claims.get().verdicts.get(), by=by, now=NOW)
    complain.send_letter(queries.open_letter(complaint), staff=house.representative, now=NOW)
    address = "/" + complain.link(complaint, now=NOW).split("/", 3)[3]
    return Client().get(address).content.decode()


def test_each_piece_of_evidence_opens_its_ledger_entry(
    house: House, greta: Customer, delivery: Version
) -> None:
    complaint = complained(house, greta, delivery, hours=3)

    page = page_of(complaint, house)

    entries = re.findall(r'evidence-entry" href="([^"]+)"', page)
    assert len(entries) == 4  # the promise, two tellings, the arrival
    client = logged_in(house.representative)
    for address in entries:
        assert "entry-" in client.get(address.replace("&amp;", "&")).content.decode()


def test_what_we_should_have_kept_is_marked_and_the_doubt_goes_to_the_customer(
    house: House, greta: Customer, delivery: Version
) -> None:
    page = page_of(complained(house, greta, delivery, hours=None), house)

    assert page.count("We should have kept this: the doubt goes to the customer.") == 1
    assert "evidence-ours" in page


def test_the_length_and_the_ease_of_the_letter_stand_under_it(
    house: House, greta: Customer, delivery: Version
) -> None:
    page = page_of(complained(house, greta, delivery, hours=3), house)

    assert re.search(r"\d+ of at most 150 words\. Reading ease \d+ of 100: easily read\.", page)


def test_a_german_customer_reads_german_reasons_and_opens_what_we_looked_at(
    house: House, greta: Customer, delivery: Version
) -> None:
    page = own_page(complained(house, greta, delivery, hours=3), house)

    assert "wir kamen am Do 5.3.2026, 11:00: gehalten." in page
    assert "Was wir angesehen haben" in page
    assert page.count('<details class="fold looked-at">') == 4
    assert "auf der Rechnung" in page
    assert "the promise was kept" not in page


def test_nobody_of_us_is_named_in_what_the_customer_opens(
    house: House, greta: Customer, delivery: Version
) -> None:
    page = own_page(complained(house, greta, delivery, hours=3), house)

    assert "staff:" not in page
    assert house.driver.name not in page


def test_no_page_says_a_code_where_a_person_reads(house: House, nora: Customer, delivery: Version) -> None:
    complaint = complained(house, nora, delivery, hours=3)
    for telling in Disclosure.objects.filter(customer=nora).exclude(medium="spoken"):
        policies.raise_grade(telling, Grade.A2, evidence="250 queued", by=house.driver.actor, now=NOW)

    desk, own = page_of(complaint, house), own_page(complaint, house)

    assert "How we deliver, version 1, on the invoice, accepted by their mail server" in desk
    assert "recorded by the driver" in desk
    for page in (desk, own):
        assert not re.search(r"evidence A\d|>\s*A\d\b|delivery, version|>driver<", page)


def test_a_german_reason_says_what_is_held_in_words() -> None:
    bound_at = MORNING + timedelta(hours=1)
    mail = Telling("disclosures[0]", MORNING, "email", (Reached(Grade.A2, MORNING),), "1", "purchase", "de")
    told = properly_told(Binding("terms[w]", "w", TermKind.SERVICE, "1", bound_at), [mail], zone=UTC)

    words = reasons.in_language(told.reasons[1].words, "de")

    assert words.endswith("(Kauf), schriftlich (E-Mail), vom Mailserver angenommen.")
