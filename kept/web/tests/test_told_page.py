"""The customer's page of what they were told and promised: what it shows, what its buttons do, to whom."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.customers import actions as customers
from kept.customers.models import Customer
from kept.deliveries import queries as deliveries
from kept.desk import book, tell, told
from kept.ledger.models import Checkpoint, Entry
from kept.ledger.rules.reading import read
from kept.ledger.rules.verify import verify
from kept.outbox import actions as outbox
from kept.outbox.models import Enclosure, Outgoing
from kept.policies import actions as policies
from kept.policies.models import Disclosure
from kept.promises.models import Expectation
from kept.web.tests.cast import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TABLES = [Entry.objects, Disclosure.objects, Checkpoint.objects, Expectation.objects]


@pytest.fixture
def written(there: Cast) -> Disclosure:
    """Nora was told in a mail, too, which her server took."""
    mail = outbox.queue(
        to="nora@mail.example", subject="Your window", text="…", customer=there.nora,
        files=[outbox.File("sheet.pdf", "application/pdf", b"ours"),
               outbox.ToMake("receipt.kept.json", "application/json", "receipt:disclosure:1")],
        by=there.representative.actor, now=NOW,
    )  # fmt: skip
    disclosure = tell.with_mail(
        there.policy, mail, customer=there.nora, occasion="scheduling", medium="confirmation",
        about="", by=there.representative.actor, now=NOW,
    )  # fmt: skip
    receipt = outbox.Made(outbox.File("receipt-7.kept.json", "application/json", b'{"kept": "receipt/1"}'))
    outbox.keep(mail.enclosures.get(name="receipt.kept.json"), receipt)
    outbox.accept(mail, response="250 OK", now=NOW)
    tell.delivered(mail, now=NOW)
    return disclosure


def path(customer: Customer) -> str:
    return urlsplit(told.link(customer, now=NOW)).path


def press(client: Client, customer: Customer, what: str, **data: object) -> int:
    return client.post(f"{path(customer)}/{what}", data).status_code


def grade(disclosure: Disclosure) -> int:
    disclosure.refresh_from_db()
    return disclosure.grade


def test_it_says_what_was_told_when_and_how_and_what_is_promised(client: Client, there: Cast) -> None:
    nora, sam = (client.get(path(each)).content.decode() for each in (there.nora, there.sam))

    assert "How we deliver" in nora
    assert "when it was scheduled, spoken" in nora
    assert "We call back by five." in sam
    assert "tel:+12125550100" in nora


def test_a_promised_window_leads_to_the_page_on_which_it_is_moved(client: Client, there: Cast) -> None:
    before = client.get(path(there.nora)).content.decode()
    book.choose(there.delivery, deliveries.quote(there.delivery, now=NOW).free[0].window, now=NOW)

    page = client.get(path(there.nora)).content.decode()

    assert "/p/window/" not in before
    link = page.partition('href="http')[2].partition('"')[0] if "/p/window/" in page else ""
    moving = client.get(urlsplit("http" + link).path).content.decode()
    assert "Another window suits me better" in moving


def test_opening_it_changes_nothing(client: Client, there: Cast, written: Disclosure) -> None:
    before = [table.count() for table in TABLES]

    for _ in range(3):
        assert client.get(path(there.nora)).status_code == 200
        for button in ("opening", "reading", "answer", "receipt"):
            assert client.get(f"{path(there.nora)}/{button}").status_code == 405

    assert [table.count() for table in TABLES] == before
    assert grade(written) == 2


def test_a_button_shows_the_words_and_that_is_a_step_only_a_person_takes(
    client: Client, there: Cast, written: Disclosure
) -> None:
    assert "We cannot promise an exact hour." not in client.get(path(there.nora)).content.decode()

    press(client, there.nora, "opening", version=there.policy.pk)

    assert "We cannot promise an exact hour." in client.get(path(there.nora)).content.decode()
    assert grade(written) == 3
    assert written.rises.order_by("-pk")[0].by == str(there.nora.actor)


def test_who_says_that_they_have_read_it_acknowledges_it_once(
    client: Client, there: Cast, written: Disclosure
) -> None:
    for _ in range(2):
        press(client, there.nora, "reading", version=there.policy.pk)

    assert grade(written) == 4
    assert [rise.grade for rise in written.rises.order_by("pk")] == [2, 3, 4]


def test_what_was_only_said_is_told_anew_by_showing_it(client: Client, there: Cast) -> None:
    press(client, there.nora, "opening", version=there.policy.pk)

    shown = Disclosure.objects.get(medium="page")
    assert (shown.grade, shown.occasion) == (3, "on_request")
    assert grade(there.telling) == 0


QUESTION = policies.CheckDraft("When may we come?", ("At nine sharp", "At any time in the window"), 1)


@pytest.fixture
def asked(there: Cast) -> Disclosure:
    """Nora was told newer words, which end with a question."""
    words = policies.Draft(wordings={"en": ("We come in windows", "Four hours.")}, checks={"en": QUESTION})
    version = policies.publish(there.policy.policy, words, by=there.representative.actor, now=NOW)
    mail = outbox.queue(
        to="nora@mail.example", subject="x", text="…", customer=there.nora,
        by=there.representative.actor, now=NOW,
    )  # fmt: skip
    return tell.with_mail(
        version, mail, customer=there.nora, occasion="scheduling", medium="confirmation",
        about="", by=there.representative.actor, now=NOW,
    )  # fmt: skip


def test_a_right_answer_says_it_back(client: Client, there: Cast, asked: Disclosure) -> None:
    press(client, there.nora, "reading", version=asked.version_id)
    assert QUESTION.question in client.get(path(there.nora)).content.decode()

    press(client, there.nora, "answer", version=asked.version_id, choice=1)

    assert grade(asked) == 5
    assert Expectation.objects.get().level == "as_promised"
    assert QUESTION.question not in client.get(path(there.nora)).content.decode()


def test_another_answer_is_kept_as_what_they_expect_and_shows_the_words_again(
    client: Client, there: Cast, asked: Disclosure
) -> None:
    press(client, there.nora, "reading", version=asked.version_id)

    answer = client.post(f"{path(there.nora)}/answer", {"version": asked.version_id, "choice": 0})

    assert answer.status_code == 422
    assert "Please read them once more" in answer.content.decode()
    assert grade(asked) == 4
    assert Expectation.objects.get().source == "check"


def test_nobody_is_asked_before_they_have_read_it(client: Client, there: Cast, asked: Disclosure) -> None:
    assert press(client, there.nora, "answer", version=asked.version_id, choice=1) == 404
    assert grade(asked) == 1


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 30, "²"])
def test_a_version_that_nobody_told_them_is_not_theirs_to_confirm(
    client: Client, there: Cast, version: str
) -> None:
    for what in ("opening", "reading", "answer"):
        assert press(client, there.nora, what, version=version, choice="0") == 404
    assert press(client, there.sam, "opening", version=there.policy.pk) == 404


def test_papers_are_downloads_and_only_their_own(client: Client, there: Cast, written: Disclosure) -> None:
    receipt = Enclosure.objects.get(name="receipt-7.kept.json")

    own = client.get(f"{path(there.nora)}/papers/{receipt.pk}")
    others = client.get(f"{path(there.sam)}/papers/{receipt.pk}")

    assert own.content == b'{"kept": "receipt/1"}'
    assert own.headers["Content-Disposition"] == 'attachment; filename="receipt-7.kept.json"'
    assert own.headers["X-Content-Type-Options"] == "nosniff"
    assert others.status_code == 404


def test_one_receipt_of_everything_is_sealed_by_a_button_and_holds(
    client: Client, there: Cast, written: Disclosure
) -> None:
    answer = client.post(f"{path(there.nora)}/receipt")

    assert verify(read(answer.content), now=NOW).ok
    entries = json.loads(answer.content)["entries"]
    assert {entry["payload"]["subject"] for entry in entries} >= {f"disclosure:{written.pk}"}
    assert not any(f"promise:{there.owed.pk}" in str(entry) for entry in entries)


def test_a_stranger_sees_nothing(client: Client, there: Cast) -> None:
    token = told.token(there.nora, now=NOW)
    forged = f"{there.sam.pk}{token[token.index('-') :]}"

    for bad in (token[:-1], forged, "nonsense", token + "x"):
        assert client.get(reverse("portal:told", args=[bad])).status_code == 404


def test_a_link_ends_after_400_days(client: Client, there: Cast) -> None:
    with time_machine.travel(NOW + told.LINK_HOLDS, tick=False):
        assert client.get(path(there.nora)).status_code == 410
    with time_machine.travel(NOW + told.LINK_HOLDS - timedelta(seconds=1), tick=False):
        assert client.get(path(there.nora)).status_code == 200


def test_who_was_erased_has_no_page(client: Client, there: Cast) -> None:
    address = path(there.nora)
    Customer.objects.filter(pk=there.nora.pk).update(
        erased_at=NOW, erased_by="staff:1", erased_because=Customer.Because.ASKED
    )

    assert client.get(address).status_code == 404


def test_who_turned_out_to_be_somebody_else_sees_one_page_and_no_more_when_that_is_undone(
    client: Client, there: Cast
) -> None:
    merge = customers.merge(there.sam, there.nora, by=there.representative.actor, now=NOW)
    assert "We call back by five." in client.get(path(there.nora)).content.decode()

    customers.undo_merge(merge, by=there.representative.actor, now=NOW)

    assert "We call back by five." not in client.get(path(there.nora)).content.decode()


def test_it_speaks_the_customers_language(client: Client, there: Cast) -> None:
    Customer.objects.filter(pk=there.nora.pk).update(language="de")

    assert "Was wir Ihnen gesagt und versprochen haben" in client.get(path(there.nora)).content.decode()


def test_the_same_instant_makes_the_same_link(there: Cast) -> None:
    assert told.link(there.nora, now=NOW) == told.link(there.nora, now=NOW)


def test_the_desk_mails_them_their_page_and_nobody_else_may(there: Cast) -> None:
    desk = Client()
    desk.force_login(there.representative)

    answer = desk.post(reverse("desk:create_page_link", args=[there.nora.pk]))

    assert answer.status_code == 302
    mail = Outgoing.objects.latest("pk")
    assert mail.customer == there.nora
    assert path(there.nora) in mail.text
    assert Client().post(reverse("desk:create_page_link", args=[there.nora.pk])).status_code in (302, 403)
    assert Outgoing.objects.latest("pk") == mail
