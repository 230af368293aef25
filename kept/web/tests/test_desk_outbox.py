"""Mail that did not leave: seen on the inbox, with the reason, and tried once more."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kept.base.actors import SOFTWARE
from kept.outbox import actions
from kept.outbox.models import Outgoing
from kept.outbox.rules import Undeliverable
from kept.web.tests.cast import NOW, Cast, come_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def desk(client: Client, there: Cast) -> Client:
    return come_in(client, there.representative)


def refused(there: Cast, why: Undeliverable) -> Outgoing:
    mail = actions.queue(
        to="nora@mail.example", subject="Your window", text="x", customer=there.nora, by=SOFTWARE, now=NOW
    )
    return actions.put_off(mail, why=why, now=NOW)


def test_the_inbox_says_that_mail_did_not_leave_and_why(desk: Client, there: Cast) -> None:
    assert "did not leave" not in desk.get(reverse("desk:inbox")).content.decode()
    refused(there, Undeliverable("the ledger was restored", permanent=False, ours=True))

    assert "1 mail did not leave" in desk.get(reverse("desk:inbox")).content.decode()
    page = desk.get(reverse("desk:outbox")).content.decode()
    assert "the ledger was restored" in page
    assert "Waits until" in page
    assert "Try once more" not in page


def test_what_was_given_up_is_tried_once_more(desk: Client, there: Cast) -> None:
    mail = refused(there, Undeliverable("550 no such user", permanent=True))
    assert "Try once more" in desk.get(reverse("desk:outbox")).content.decode()

    assert desk.post(reverse("desk:create_attempt", args=[mail.pk])).status_code == 302

    mail.refresh_from_db()
    assert (mail.state, mail.due_at) == ("queued", NOW)


def test_a_mail_that_left_is_not_tried_again(desk: Client, there: Cast) -> None:
    mail = actions.queue(to="nora@mail.example", subject="x", text="x", by=SOFTWARE, now=NOW)
    actions.accept(mail, response="250 OK", now=NOW)

    assert desk.post(reverse("desk:create_attempt", args=[mail.pk])).status_code == 404
