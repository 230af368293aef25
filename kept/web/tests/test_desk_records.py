"""The desk's records: promises ended by what happened, people and merges, tellings, matters, the ledger."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from kept.complaints import actions as complaints
from kept.customers import examples as people
from kept.customers.models import Customer, Merge
from kept.desk import call
from kept.ledger.rules.reading import read
from kept.ledger.rules.verify import verify
from kept.promises.models import Promise
from kept.web.desk import refs
from kept.web.tests.cast import NOW, Cast, come_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def desk(client: Client, there: Cast) -> Client:
    return come_in(client, there.representative)


def get(desk: Client, name: str, *args: object, **query: str) -> str:
    answer = desk.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(desk: Client, name: str, pk: int, **data: object) -> int:
    return desk.post(reverse(name, args=[pk]), data).status_code


# Promises


def test_a_call_that_reached_them_keeps_the_promise(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_fact", there.owed.pk, reached="yes")

    there.owed.refresh_from_db()
    assert there.owed.outcome == "kept"


def test_one_call_that_nobody_answered_keeps_nothing_yet(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_fact", there.owed.pk, reached="no")

    there.owed.refresh_from_db()
    assert there.owed.outcome == ""


def test_a_refund_paid_in_full_keeps_it_and_a_part_does_not(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_fact", there.refund.pk, amount="10.00")
    assert Promise.objects.get(pk=there.refund.pk).outcome == ""

    post(desk, "desk:create_fact", there.refund.pk, amount="20.00")
    assert Promise.objects.get(pk=there.refund.pk).outcome == "kept"


def test_a_form_that_the_browser_sends_again_counts_once(desk: Client, there: Cast) -> None:
    shown = re.findall(r'name="once" value="([0-9a-f]{16})"', get(desk, "desk:promise", there.refund.pk))
    again = re.findall(r'name="once" value="([0-9a-f]{16})"', get(desk, "desk:promise", there.refund.pk))

    for once, amount in ((shown, "10.00"), (shown, "10.00"), (shown, "5.00"), (again, "10.00")):
        post(desk, "desk:create_fact", there.refund.pk, amount=amount, once=once[0])

    assert [fact.minor for fact in there.refund.facts.order_by("pk")] == [1000, 500, 1000]


def test_a_made_up_press_is_refused(desk: Client, there: Cast) -> None:
    assert post(desk, "desk:create_fact", there.owed.pk, reached="yes", once="x" * 60) == 422


@pytest.mark.parametrize("amount", ["", "0", "-3", "1.005", "much"])
def test_a_refund_of_no_sum_is_not_recorded(desk: Client, there: Cast, amount: str) -> None:
    assert post(desk, "desk:create_fact", there.refund.pk, amount=amount) == 422
    assert not there.refund.facts.exists()


def test_release_is_in_the_customers_own_words(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_release", there.owed.pk, reason="“No need to call”, on the phone")

    there.owed.refresh_from_db()
    assert (there.owed.outcome, there.owed.wish) == ("released", "customer")
    assert post(desk, "desk:create_release", there.refund.pk, reason="") == 422


def test_the_promise_page_opens_its_facts_and_its_ledger_entries(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_fact", there.owed.pk, reached="yes")

    page = get(desk, "desk:promise", there.owed.pk)

    assert "We called" in page
    assert "Ended as kept" in page
    assert f"{reverse('desk:ledger')}?about=promise%3A{there.owed.pk}" in page


def test_the_list_of_promises_begins_with_what_is_late(desk: Client, there: Cast) -> None:
    Promise.objects.filter(pk=there.owed.pk).update(until=NOW - timedelta(hours=1))

    page = get(desk, "desk:promises")

    assert page.index("Past their time") < page.index("Call back") < page.index("Refund")


# Customers and records


def test_the_customer_page_names_everything_with_its_way_in(desk: Client, there: Cast) -> None:
    page = get(desk, "desk:customer", there.nora.pk)

    assert "+12125550143" in page
    for name, pk in (
        ("desk:conversation", there.call.pk),
        ("desk:telling", there.telling.pk),
        ("desk:order", there.delivery.order.pk),
    ):
        assert reverse(name, args=[pk]) in page


def test_a_merge_is_suggested_never_silent_and_can_be_undone(desk: Client, there: Cast) -> None:
    twin = people.person("Nora Feldman", now=NOW, email="nora@work.example")
    assert "Nothing is joined unless you say so" in get(desk, "desk:customer", there.nora.pk)

    post(desk, "desk:create_merge", there.nora.pk, duplicate=twin.pk)
    assert "nora@work.example" in get(desk, "desk:customer", there.nora.pk)

    post(desk, "desk:undo_merge", Merge.objects.get().pk)
    assert Customer.objects.get(pk=twin.pk).merged_into is None


def test_a_telling_opens_its_exact_words_its_version_and_its_hash(desk: Client, there: Cast) -> None:
    page = get(desk, "desk:telling", there.telling.pk)

    assert "We cannot promise an exact hour." in page
    assert there.telling.words_sha256 in page
    assert "these are the words that were told" in page


def test_the_ledger_shows_what_an_entry_says_and_that_it_is_genuine(desk: Client, there: Cast) -> None:
    page = get(desk, "desk:ledger", about=f"promise:{there.owed.pk}")

    assert "We call back by five." in page
    assert "matches" in page


def test_the_ledger_without_a_row_shows_what_was_written_last(desk: Client, there: Cast) -> None:
    page = get(desk, "desk:ledger")

    assert f"?about={quote(f'promise:{there.owed.pk}')}" in page
    assert "Download the proof" not in page


def test_the_ledger_says_what_is_sealed_and_gives_its_proof(desk: Client, there: Cast) -> None:
    about = f"promise:{there.owed.pk}"
    assert "waits to be sealed" in get(desk, "desk:ledger", about=about)

    proof = desk.post(reverse("desk:create_proof"), {"about": about})

    assert verify(read(proof.content), now=NOW).ok
    assert proof.headers["Content-Disposition"].startswith('attachment; filename="receipt-')
    page = get(desk, "desk:ledger", about=about)
    assert "sealed and signed" in page
    assert json.loads(proof.content)["checkpoint"].splitlines()[2] in page


def test_all_that_a_customer_was_told_and_promised_is_one_proof(desk: Client, there: Cast) -> None:
    proof = desk.post(reverse("desk:create_proof"), {"about": f"customer:{there.sam.pk}"})

    subjects = {entry["payload"]["subject"] for entry in json.loads(proof.content)["entries"]}
    assert subjects == {f"promise:{there.owed.pk}", f"promise:{there.refund.pk}"}


def test_there_is_no_proof_of_nothing(desk: Client) -> None:
    for about in ("", "promise:999", "customer:999", "nonsense"):
        assert desk.post(reverse("desk:create_proof"), {"about": about}).status_code == 404


def test_a_matter_opens_its_contacts(desk: Client, there: Cast) -> None:
    matter = there.call.contacts.get().matter

    assert reverse("desk:conversation", args=[there.call.pk]) in get(desk, "desk:matter", matter.pk)


@pytest.mark.parametrize("name", ["customers", "orders", "policies", "promises", "ledger", "call"])
def test_a_list_opens_also_where_nothing_is_found(desk: Client, name: str) -> None:
    get(desk, f"desk:{name}", q="kangaroo")


def test_an_order_is_cancelled_by_whoever_answers_and_nobody_asks_why(desk: Client, there: Cast) -> None:
    order = there.delivery.order
    assert "Cancel this order" in get(desk, "desk:order", order.pk)

    assert post(desk, "desk:cancel_order", order.pk) == 302

    order.refresh_from_db()
    there.delivery.refresh_from_db()
    assert (order.cancelled_at, there.delivery.state) == (NOW, "cancelled")
    page = get(desk, "desk:order", order.pk)
    assert "Cancelled" in page
    assert "Cancel this order" not in page
    assert post(desk, "desk:cancel_order", order.pk) == 409


def test_the_page_of_a_customer_lists_how_they_rated_us(desk: Client, there: Cast) -> None:
    rating = complaints.rate(
        f"delivery:{there.delivery.pk}", 4,
        customer=there.nora, location=there.house.location, by=there.nora.actor, now=NOW,
    )  # fmt: skip

    page = get(desk, "desk:customer", there.nora.pk)

    assert reverse("ratings:rating", args=[rating.pk]) in page
    assert "4 stars of 5" in page


def test_a_row_without_a_page_of_its_own_opens_where_it_stands(desk: Client, there: Cast) -> None:
    wish = call.wished(there.call, call.Wished("nine"), staff=there.representative, now=NOW)

    at = desk.get(refs.address(f"wishmade:{wish.pk}"))

    assert at.headers["Location"] == reverse("desk:customer", args=[there.nora.pk]) + "#expectations"
    assert desk.get(refs.address("wishmade:999")).headers["Location"].startswith(reverse("desk:ledger"))
