"""The strip on a conversation: what a message seems to complain of, opened in one press or turned down."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.complaints import actions
from kept.complaints.actions.hearing import AlreadyAnswered
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, Hearing
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation, Message
from kept.customers.examples import nora as nora_feldman
from kept.desk import hear
from kept.ledger.models import Entry
from kept.web.tests.complaints.conftest import NOW, logged_in

TWO_CLAIMS = "The driver came three hours late. He was also very rude to my mother."


@pytest.fixture
def mail(house: House) -> Conversation:
    nora = nora_feldman(now=MORNING - timedelta(days=7))
    talk = conversations.start(
        nora, channel=Channel.EMAIL, subject="My sofa", by=nora.actor, now=NOW - timedelta(hours=1)
    )
    wrote(talk, TWO_CLAIMS)
    return talk


def wrote(talk: Conversation, text: str) -> Message:
    words = conversations.Words(text=text, direction=Message.Direction.IN, said_at=NOW)
    return conversations.add_message(talk, words, by=talk.customer.actor, now=NOW)


def strip(client: Client, talk: Conversation) -> str:
    part = client.get(reverse("complaints:noticed", args=[talk.pk]), headers={"HX-Request": "true"})
    return part.content.decode()


def keys(page: str) -> list[str]:
    return re.findall(r'name="claim" value="([^"]+)" checked', page)


def ticked(page: str) -> dict[str, str | list[str]]:
    """What the browser would post: each claim ticked, with the kind that is selected."""
    return {"claim": keys(page)} | {f"kind-{key}": key.partition("-")[2] for key in keys(page)}


def test_the_strip_shows_each_claim_with_its_sentence_and_the_words_that_made_it(
    house: House, mail: Conversation
) -> None:
    page = strip(logged_in(house.representative), mail)

    assert "This sounds like a complaint" in page
    assert "The driver came three hours late." in page
    assert '<option value="delivery.late" selected>' in page
    assert '<option value="conduct.rude" selected>' in page
    assert "Noticed by" in page


def test_one_press_opens_the_complaint_with_what_is_ticked(house: House, mail: Conversation) -> None:
    client = logged_in(house.representative)

    answer = client.post(
        reverse("complaints:create_from_noticed", args=[mail.pk]), ticked(strip(client, mail))
    )

    complaint = Complaint.objects.get()
    assert answer["Location"] == reverse("complaints:complaint", args=[complaint.pk])
    assert [claim.kind for claim in complaint.claims.all()] == ["delivery.late", "conduct.rude"]
    assert complaint.words == TWO_CLAIMS
    assert "This sounds" not in strip(client, mail)


def test_what_is_unticked_is_not_claimed_and_a_kind_may_be_put_right(
    house: House, mail: Conversation
) -> None:
    client = logged_in(house.representative)
    late, _rude = keys(strip(client, mail))

    client.post(
        reverse("complaints:create_from_noticed", args=[mail.pk]),
        {"claim": [late], f"kind-{late}": "delivery.missed"},
    )

    assert [claim.kind for claim in Complaint.objects.get().claims.all()] == ["delivery.missed"]
    made = dict(Hearing.objects.values_list("kind", "became"))
    assert made == {"delivery.late": "delivery.missed", "conduct.rude": ""}


def test_no_complaint_is_kept_and_the_strip_does_not_come_back(house: House, mail: Conversation) -> None:
    client = logged_in(house.representative)

    client.post(reverse("complaints:turn_down", args=[mail.pk]))

    assert not Complaint.objects.exists()
    assert set(Hearing.objects.values_list("became", flat=True)) == {""}
    assert "This sounds" not in strip(client, mail)


def test_it_comes_back_for_new_words(house: House, mail: Conversation) -> None:
    client = logged_in(house.representative)
    client.post(reverse("complaints:turn_down", args=[mail.pk]))

    wrote(mail, "And you charged my card twice.")

    assert "And you charged my card twice." in strip(client, mail)


def test_nothing_chosen_is_refused_with_what_to_do(house: House, mail: Conversation) -> None:
    client = logged_in(house.representative)

    answer = client.post(reverse("complaints:create_from_noticed", args=[mail.pk]), {})

    assert answer.status_code == 409
    assert "Tick what they complain of" in answer.content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("kind", ["", "delivery.pigeon", "<script>"])
def test_a_kind_that_we_do_not_have_opens_nothing(house: House, mail: Conversation, kind: str) -> None:
    client = logged_in(house.representative)
    proposed = keys(strip(client, mail))

    answer = client.post(
        reverse("complaints:create_from_noticed", args=[mail.pk]),
        {"claim": proposed, f"kind-{proposed[0]}": kind},
    )

    assert answer.status_code == 409
    assert not Complaint.objects.exists()


def test_pressed_twice_it_opens_once(house: House, mail: Conversation) -> None:
    client = logged_in(house.representative)
    posted = ticked(strip(client, mail))
    client.post(reverse("complaints:create_from_noticed", args=[mail.pk]), posted)

    again = client.post(reverse("complaints:create_from_noticed", args=[mail.pk]), posted)

    assert again.status_code == 409
    assert Complaint.objects.count() == 1


def test_what_a_complaint_holds_already_is_not_proposed_again(house: House, mail: Conversation) -> None:
    client = logged_in(house.representative)
    form = {"words": TWO_CLAIMS, "kind": "delivery.late"}

    client.post(reverse("complaints:create", args=[mail.pk]), form)

    assert "This sounds" not in strip(client, mail)


def test_a_friendly_message_shows_nothing(house: House, mail: Conversation) -> None:
    Message.objects.update(text="The driver was not late at all, thank you, and very kind.")

    assert "noticed-title" not in strip(logged_in(house.representative), mail)


def test_the_form_of_a_new_complaint_begins_with_what_was_noticed(house: House, mail: Conversation) -> None:
    page = logged_in(house.representative).get(reverse("complaints:new", args=[mail.pk])).content.decode()

    assert '<option value="delivery.late" selected>' in page
    assert 'value="The driver came three hours late."' in page


@pytest.mark.parametrize("role", ["driver", "dispatcher"])
def test_who_may_not_decide_complaints_sees_no_strip(house: House, mail: Conversation, role: str) -> None:
    client = logged_in(getattr(house, role))

    page = client.get(reverse("complaints:noticed", args=[mail.pk]))
    pressed = client.post(reverse("complaints:turn_down", args=[mail.pk]))

    assert page.status_code in (403, 404)
    assert pressed.status_code in (403, 404)
    assert not Hearing.objects.exists()


def test_a_stranger_is_sent_to_the_log_in(mail: Conversation) -> None:
    page = Client().get(reverse("complaints:noticed", args=[mail.pk]))

    assert page.status_code == 302
    assert "three hours late" not in page.content.decode()


def test_the_conversation_asks_for_the_strip_once_it_is_drawn(house: House, mail: Conversation) -> None:
    page = logged_in(house.representative).get(reverse("desk:conversation", args=[mail.pk]))

    assert f'hx-get="{reverse("complaints:noticed", args=[mail.pk])}"' in page.content.decode()


def test_a_customers_markup_stays_words(house: House, mail: Conversation) -> None:
    Message.objects.update(text="The driver was <b>rude</b> and late <script>alert(1)</script>")

    page = strip(logged_in(house.representative), mail)

    assert "<script>" not in page
    assert "&lt;b&gt;rude&lt;/b&gt;" in page


def test_asking_to_leave_is_said_only_to_whom_a_membership_runs(house: House, mail: Conversation) -> None:
    wrote(mail, "Please cancel my membership.")

    noticed = hear.notice(mail, now=NOW)

    assert noticed.leaving is None


def test_two_colleagues_at_once_answer_a_proposal_once(house: House, mail: Conversation) -> None:
    made = {(mail.messages.get(), "delivery.late"): ""}
    actions.answer_proposals(made, by=house.representative.actor, now=NOW)

    with pytest.raises(AlreadyAnswered, match="colleague"):
        actions.answer_proposals(made, by=house.manager.actor, now=NOW)

    assert Hearing.objects.count() == 1


def test_what_is_turned_down_is_an_entry_by_whoever_did(house: House, mail: Conversation) -> None:
    hear.turn_down(mail, staff=house.representative, now=NOW)

    entry = Entry.objects.get(kind="claims.turned_down")
    assert (entry.subject, entry.by) == (f"conversation:{mail.pk}", str(house.representative.actor))


def test_the_same_complaint_said_again_is_proposed_again(house: House, mail: Conversation) -> None:
    hear.turn_down(mail, staff=house.representative, now=NOW)
    again = wrote(mail, "The driver came three hours late again.")

    found = hear.notice(mail, now=NOW).suggestions

    assert [(one.message, one.kind) for one in found] == [(again, "delivery.late")]


def test_a_megabyte_of_complaints_is_read_as_far_as_anybody_reads(house: House, mail: Conversation) -> None:
    wrote(mail, TWO_CLAIMS + " x" * 5_000 + " I want my money back, you charged me twice." * 20_000)

    kinds = {one.kind for one in hear.notice(mail, now=NOW).suggestions}

    assert kinds == {"delivery.late", "conduct.rude"}


@pytest.mark.parametrize(
    "words",
    [
        "This is bad customer service!",
        "I will never shop with you people again.",
        "This is not how you run a business.",
        "I'll tell all my friends not to shop here.",
        "Das ist ein schlechter Service, ich erzähle es allen meinen Freunden.",
    ],
)
def test_who_is_loud_and_claims_nothing_is_noticed_and_asked(
    house: House, mail: Conversation, words: str
) -> None:
    client = logged_in(house.representative)
    client.post(reverse("complaints:turn_down", args=[mail.pk]))
    wrote(mail, words)

    shown = strip(client, mail)

    assert "This sounds like a complaint" in shown
    assert "Ask them, and write down what they say" in shown
    assert keys(shown) == []
    client.post(reverse("complaints:turn_down", args=[mail.pk]))
    assert "This sounds like a complaint" not in strip(client, mail)
    assert not Complaint.objects.exists()


def test_what_they_say_again_in_a_new_call_is_no_second_complaint(house: House, mail: Conversation) -> None:
    client = logged_in(house.representative)
    wanted = ticked(strip(client, mail))
    client.post(reverse("complaints:create_from_noticed", args=[mail.pk]), wanted)
    first = Complaint.objects.get()
    by = mail.customer.actor
    again = conversations.start(mail.customer, channel=Channel.EMAIL, subject="Again", by=by, now=NOW)
    wrote(again, "The driver came three hours late. And the table is broken.")

    page = strip(client, again)
    answer = client.post(reverse("complaints:create_from_noticed", args=[again.pk]), ticked(page))

    assert "This is with us already" in page
    assert Complaint.objects.get() == first
    assert answer["Location"] == reverse("complaints:complaint", args=[first.pk])
    kinds = list(first.claims.filter(withdrawn_at=None).values_list("kind", flat=True))
    assert kinds.count("delivery.late") == 1 and len(kinds) == 3
    assert keys(strip(client, again)) == []
