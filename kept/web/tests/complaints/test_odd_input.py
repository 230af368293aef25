"""Whatever is posted about complaints is answered in words: no day, sum or length makes a page break."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.complaints.models import Complaint, Letter, SecondLook, Verdict
from kept.conversations import actions as conversations
from kept.conversations.models import Message
from kept.desk import complain
from kept.promises.models import Promise
from kept.web.tests.complaints.conftest import (
    NOW,
    logged_in,
)

DAYS = ["0001-01-01", "9999-12-31", "2026-02-30", "today", ""]
SUMS = ["-1", "1e30", "nan", "inf", "0.001", "٣٠", "1" * 400, "30,00"]
HUGE = 2**63


@pytest.fixture
def owner(house: House) -> Client:
    return logged_in(house.owner)


@pytest.mark.parametrize("day", DAYS)
def test_no_day_breaks_a_remedy_a_delay_or_what_was_said(
    house: House, late: Complaint, owner: Client, day: str
) -> None:
    claim = late.claims.get()
    talk = late.conversation
    assert talk is not None
    said = conversations.Words("At nine.", Message.Direction.OUT, said_at=NOW)
    line = conversations.add_message(talk, said, by=house.representative.actor, now=NOW)
    statement = {"words": "At nine", "said_by": house.driver.pk, "topic": "day", "because": "x"}

    codes = [
        owner.post(reverse(name, args=[pk]), posted | statement).status_code
        for name, pk, posted in (
            ("complaints:create_remedy", late.pk, {"until": day}),
            ("complaints:create_delay", late.pk, {"until": day}),
            ("complaints:honour", claim.pk, {"until": day, "said_at": "2026-03-04T10:00"}),
            ("complaints:honour", claim.pk, {"until": "2026-03-20", "said_at": f"{day}T00:00"}),
            ("complaints:honour", claim.pk, {"until": "2026-03-20", "said_at": f"{day}T00:00+14:00"}),
            ("complaints:create_honour", line.pk, {"until": day}),
        )
    ]

    assert set(codes) <= {409, 422}, codes


@pytest.mark.parametrize("amount", SUMS)
def test_no_sum_breaks_a_remedy_or_a_cost(house: House, late: Complaint, owner: Client, amount: str) -> None:
    before = Promise.objects.count()
    conversation = late.conversation
    assert conversation is not None

    codes = [
        owner.post(address, posted | {"words": "Sorry", "until": "2026-03-20"}).status_code
        for address, posted in (
            (reverse("complaints:create_remedy", args=[late.pk]), {"amount": amount}),
            (
                reverse("complaints:create", args=[conversation.pk]),
                {"kind": "conduct.rude", "at_stake": amount, "then": "apart"},
            ),
        )
    ]

    assert all(code in (302, 422) for code in codes)
    assert Promise.objects.count() == before or amount == "٣٠"


def test_the_longest_words_of_a_rung_with_its_sum_still_fit(late: Complaint, owner: Client) -> None:
    posted = {"rung": "1", "words": "w" * 400, "amount": "30.00", "until": "2026-03-20"}

    answer = owner.post(reverse("complaints:create_remedy", args=[late.pk]), posted)

    assert answer.status_code in (302, 422)
    assert all(len(promise.words) <= 400 for promise in Promise.objects.all())


NUMBERED = [
    "complaint",
    "case",
    "create_dossier",
    "create_claim",
    "create_proposal",
    "create_closing",
    "create_withdrawal",
    "create_agreement",
    "create_reopening",
    "create_delay",
    "create_remedy",
    "save_letter",
    "create_draft",
    "create_review",
    "withdraw_claim",
    "honour",
    "decide",
    "second",
    "review",
    "pay",
    "honour_message",
    "create_honour",
    "look",
    "give_look",
    "new",
    "create",
    "noticed",
    "create_from_noticed",
    "turn_down",
]


@pytest.mark.parametrize("number", [0, HUGE, 10**40])
def test_a_number_that_is_nobodys_is_not_found(late: Complaint, owner: Client, number: int) -> None:
    addresses = [reverse(f"complaints:{name}", args=[number]) for name in NUMBERED]

    codes = {at: {owner.get(at).status_code, owner.post(at).status_code} for at in addresses}

    assert all(found <= {404, 405} for found in codes.values()), codes


@pytest.mark.parametrize("kind", ["claim", "fact", "term", "verdict", "complaint", "promise", "nothing"])
def test_a_row_that_is_not_there_breaks_nothing(late: Complaint, owner: Client, kind: str) -> None:
    for number in (0, HUGE, 10**40):
        assert owner.get(reverse("complaints:row", args=[kind, number])).status_code in (302, 404)


def test_a_megabyte_is_kept_or_refused_in_words(late: Complaint, owner: Client, house: House) -> None:
    long = "You are late and rude. " * 45_000
    conversation = late.conversation
    assert conversation is not None
    verdict = Verdict.objects.get()
    SecondLook.objects.get_or_create(verdict=verdict, chosen_at=NOW)
    own = complain.link(late, now=NOW).removeprefix("http://127.0.0.1:8040")

    codes = [
        owner.post(
            address, dict.fromkeys(("words", "because", "sentence", "text", "final"), long) | more
        ).status_code
        for address, more in (
            (reverse("complaints:create", args=[conversation.pk]), {"kind": "conduct.rude", "sentence": "x"}),
            (reverse("complaints:create_claim", args=[late.pk]), {"kind": "conduct.rude"}),
            (reverse("complaints:save_letter", args=[late.pk]), {}),
            (reverse("complaints:decide", args=[verdict.pk]), {}),
            (reverse("complaints:create_closing", args=[late.pk]), {}),
            (reverse("complaints:create_review", args=[late.pk]), {}),
            (f"{own}/answer", {}),
            (f"{own}/review", {}),
        )
    ]

    assert all(code in (302, 400, 409, 422) for code in codes), codes
    assert Letter.objects.filter(complaint=late).count() == 1


@pytest.mark.parametrize("role", ["dispatcher", "driver"])
def test_who_decides_nothing_is_refused_at_every_address(late: Complaint, house: House, role: str) -> None:
    client = logged_in(getattr(house, role))
    late.refresh_from_db()

    for name in NUMBERED:
        address = reverse(f"complaints:{name}", args=[1])
        assert {client.get(address).status_code, client.post(address).status_code} <= {403, 404, 405}, name
    again = Complaint.objects.get()
    assert (again.state, again.letters.count()) == (late.state, 1)
