"""The customer's own way out: by a signed link, in two steps, without a log-in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import time_machine
from django.test import Client

from kept.business.examples import House
from kept.customers import examples as customers
from kept.customers.models import Customer
from kept.desk import exit as leaving
from kept.memberships import examples
from kept.memberships.models import Cancellation, Membership
from kept.outbox.models import Outgoing
from kept.web.tests.memberships.clicks import (
    NEW_YORK,
    NOW,
    own_page,
    sessions,
)


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
