"""The desk's pages: inbox, conversation, records; what each shows, does and refuses, in how many queries."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Draft, HandOver, Message, Note
from kept.customers import examples as people
from kept.desk import call
from kept.outbox.models import Outgoing
from kept.web.desk.page import seen
from kept.web.tests.cast import FOUR_SENTENCES, MINUTE, NOW, Cast, come_in, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
QUERIES_OF_THE_INBOX = 12
QUERIES_OF_A_CONVERSATION = 49


@pytest.fixture
def desk(client: Client, there: Cast) -> Client:
    return come_in(client, there.representative)


def get(desk: Client, name: str, *args: object, **query: str) -> str:
    answer = desk.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(desk: Client, name: str, pk: int, **data: object) -> int:
    return desk.post(reverse(name, args=[pk]), data).status_code


# Inbox


def test_the_inbox_shows_live_calls_on_top_and_the_promise_due_soonest(desk: Client, there: Cast) -> None:
    page = get(desk, "desk:inbox")

    assert page.index("On the phone now") < page.index("Nora Feldman") < page.index("Sam Whitaker")
    assert FOUR_SENTENCES.split(".")[0] in page
    assert "Call back" in page
    assert "Refund" not in page


@pytest.mark.parametrize(
    ("box", "seen"),
    [
        pytest.param("open", True, id="an open mail is in the open pile"),
        pytest.param("mine", False, id="what is nobody's is not mine"),
        pytest.param("unassigned", True, id="what is nobody's stands there"),
        pytest.param("waiting", False, id="nothing waits"),
        pytest.param("closed", False, id="nothing is closed"),
        pytest.param("nonsense", True, id="an unknown pile is the open one"),
    ],
)
def test_each_pile_holds_its_own(desk: Client, box: str, seen: bool) -> None:
    assert ("Sam Whitaker" in get(desk, "desk:inbox", box=box)) is seen


def test_an_empty_pile_says_what_to_do_next(desk: Client) -> None:
    assert "Nobody keeps us waiting" in get(desk, "desk:inbox", box="waiting")


def test_searching_finds_words_in_messages_and_names(desk: Client) -> None:
    assert "Sam Whitaker" in get(desk, "desk:inbox", q="telling friends")
    assert "Nora Feldman" in get(desk, "desk:inbox", q="feldman")
    assert "Nothing has these words" in get(desk, "desk:inbox", q="kangaroo")


def test_htmx_gets_the_same_rows_without_the_page(desk: Client) -> None:
    answer = desk.get(reverse("desk:inbox"), headers={"HX-Request": "true"}).content.decode()

    assert answer.startswith('<div id="inbox"')
    assert "Sam Whitaker" in answer
    assert "<html" not in answer


def test_the_inbox_asks_the_same_few_questions_for_two_rows_and_for_thirty(
    desk: Client, there: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    get(desk, "desk:inbox")
    with django_assert_max_num_queries(QUERIES_OF_THE_INBOX) as for_two:
        get(desk, "desk:inbox")
    for number in range(28):
        write(people.person(f"Person {number}", now=NOW), "Hello", "A question", at=NOW - number * MINUTE)

    with django_assert_max_num_queries(QUERIES_OF_THE_INBOX) as for_thirty:
        get(desk, "desk:inbox")
    assert len(for_thirty) == len(for_two)


# The conversation


def test_the_brief_stands_before_the_words_and_the_words_before_what_was_told(
    desk: Client, there: Cast
) -> None:
    page = get(desk, "desk:conversation", there.call.pk)

    brief, words = page.index("Before the first word"), page.index("Nobody has told me when it comes.")
    assert brief < words < page.index("What we owe") < page.index("What they were told")


def test_the_page_shows_what_is_owed_and_what_was_told_with_its_grade(desk: Client, there: Cast) -> None:
    assert "We call back by five." in get(desk, "desk:conversation", there.mail.pk)
    page = get(desk, "desk:conversation", there.call.pk)
    assert "said, by our own note" in page
    assert reverse("desk:telling", args=[there.telling.pk]) in page


def test_the_conversation_asks_the_same_questions_for_one_message_and_for_two_hundred(
    desk: Client, there: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    get(desk, "desk:conversation", there.call.pk)
    with django_assert_max_num_queries(QUERIES_OF_A_CONVERSATION) as for_one:
        get(desk, "desk:conversation", there.call.pk)
    for number in range(200):
        call.said(there.call, f"Line {number}", ours=number % 2 == 0, staff=there.representative, now=NOW)

    with django_assert_max_num_queries(QUERIES_OF_A_CONVERSATION) as for_two_hundred:
        get(desk, "desk:conversation", there.call.pk)
    assert len(for_two_hundred) == len(for_one)


def test_an_open_page_is_drawn_anew_only_when_somebody_said_something(desk: Client, there: Cast) -> None:
    address = reverse("desk:conversation", args=[there.mail.pk])
    shown = seen(Conversation.objects.get(pk=there.mail.pk))
    assert desk.get(address, {"seen": shown}).status_code == 204

    conversations.add_message(
        there.mail, conversations.Words("And?", "in", NOW + MINUTE), by=there.sam.actor, now=NOW + MINUTE
    )

    assert "And?" in desk.get(address, {"seen": shown}).content.decode()


def test_words_of_a_stranger_are_written_as_words(desk: Client, there: Cast) -> None:
    conversation, _ = write(there.sam, "<b>x", "<script>alert(1)</script>", at=NOW)

    page = get(desk, "desk:conversation", conversation.pk)

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_html_of_a_mail_is_framed_and_may_do_nothing(desk: Client, there: Cast) -> None:
    answer = desk.get(reverse("desk:mail_html", args=[there.mail.pk, there.letter.pk]))

    policy = answer.headers["Content-Security-Policy"]
    assert "<p>As it looks</p>" in answer.content.decode()
    assert policy.startswith("sandbox;")
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_message_is_found_in_its_own_conversation_only(desk: Client, there: Cast) -> None:
    answer = desk.get(reverse("desk:mail_html", args=[there.call.pk, there.letter.pk]))

    assert answer.status_code == 404


def test_a_file_is_only_ever_a_download(desk: Client, there: Cast) -> None:
    attachment = there.letter.attachments.get()

    answer = desk.get(reverse("desk:attachment", args=[attachment.pk]))

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="door.html"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_answer_leaves_as_mail_and_the_conversation_waits(desk: Client, there: Cast) -> None:
    assert post(desk, "desk:create_reply", there.mail.pk, text="We are sorry. Here is what we do.") == 302

    there.mail.refresh_from_db()
    assert (there.mail.state, there.mail.assignee) == ("waiting", there.representative)
    assert Outgoing.objects.get().to_address == "sam.whitaker@mail.example"
    assert "on its way" in get(desk, "desk:conversation", there.mail.pk)


def test_an_answer_carries_the_policy_that_was_ticked(desk: Client, there: Cast) -> None:
    assert "Put a policy’s words into this answer" in get(desk, "desk:conversation", there.mail.pk)

    post(desk, "desk:create_reply", there.mail.pk, text="So we do it.", tells=str(there.policy.pk))

    assert "How we deliver (version 1)" in Outgoing.objects.get().text
    refused = desk.post(
        reverse("desk:create_reply", args=[there.mail.pk]), {"text": "And more.", "tells": "999"}
    )
    assert refused.status_code == 409
    assert "reload the page" in refused.content.decode()
    assert Outgoing.objects.count() == 1


def test_an_answer_that_settles_it_closes_it_and_goes_back_to_the_inbox(desk: Client, there: Cast) -> None:
    answer = desk.post(
        reverse("desk:create_reply", args=[there.mail.pk]), {"text": "It is done.", "close": "1"}
    )

    assert answer.headers["Location"] == reverse("desk:inbox")
    there.mail.refresh_from_db()
    assert there.mail.state == "closed"


def test_an_empty_answer_says_what_is_missing(desk: Client, there: Cast) -> None:
    answer = desk.post(reverse("desk:create_reply", args=[there.mail.pk]), {"text": " "})

    assert answer.status_code == 422
    assert "Please write a word or two." in answer.content.decode()


def test_an_answer_that_cannot_leave_keeps_its_text(desk: Client, there: Cast) -> None:
    stranger = call.start(call.NewCaller("No Address"), staff=there.representative, now=NOW)

    answer = desk.post(reverse("desk:create_reply", args=[stranger.pk]), {"text": "We wrote this."})

    assert answer.status_code == 409
    assert not Message.objects.filter(text="We wrote this.").exists()


def test_a_draft_is_kept_and_stands_in_the_field_again(desk: Client, there: Cast) -> None:
    saved = desk.post(reverse("desk:save_draft", args=[there.mail.pk]), {"text": "Dear Sam, we"})

    assert "Your text is kept" in saved.content.decode()
    assert "Dear Sam, we" in get(desk, "desk:conversation", there.mail.pk)
    assert Draft.objects.get().staff == there.representative


def test_a_draft_is_nobody_elses(desk: Client, client: Client, there: Cast) -> None:
    desk.post(reverse("desk:save_draft", args=[there.mail.pk]), {"text": "Dear Sam, we"})

    other = come_in(Client(), there.house.second_representative)

    assert "Dear Sam, we" not in get(other, "desk:conversation", there.mail.pk)


def test_a_note_is_for_colleagues(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_note", there.mail.pk, text="He took the morning off.")

    assert Note.objects.get().text == "He took the morning off."
    assert "noted for colleagues" in get(desk, "desk:conversation", there.mail.pk)


def test_taking_it_makes_it_mine_and_putting_it_back_makes_it_nobodys(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_assignment", there.mail.pk)
    there.mail.refresh_from_db()
    assert there.mail.assignee == there.representative

    post(desk, "desk:create_assignment", there.mail.pk, nobody="1")
    there.mail.refresh_from_db()
    assert there.mail.assignee is None


def test_a_hand_over_has_a_reason_that_the_next_one_reads(desk: Client, there: Cast) -> None:
    to = f"staff:{there.house.second_representative.pk}"

    post(desk, "desk:create_hand_over", there.mail.pk, to=to, reason="Ben knows the fabric.")

    assert HandOver.objects.get().to_staff == there.house.second_representative
    assert "Ben knows the fabric." in get(desk, "desk:conversation", there.mail.pk)


def test_a_hand_over_without_a_reason_is_not_made(desk: Client, there: Cast) -> None:
    to = f"staff:{there.house.second_representative.pk}"

    assert post(desk, "desk:create_hand_over", there.mail.pk, to=to, reason="") == 422
    assert post(desk, "desk:create_hand_over", there.mail.pk, to="staff:9999", reason="x") == 422
    driver = f"staff:{there.house.driver.pk}"  # who could not open it
    assert post(desk, "desk:create_hand_over", there.mail.pk, to=driver, reason="x") == 422
    assert not HandOver.objects.exists()


def test_waiting_closing_and_opening_again(desk: Client, there: Cast) -> None:
    states = []
    for name in ("create_waiting", "create_closing", "create_reopening"):
        post(desk, f"desk:{name}", there.mail.pk)
        states.append(Conversation.objects.get(pk=there.mail.pk).state)

    assert states == ["waiting", "closed", "open"]


def test_what_cannot_be_done_twice_says_so_in_words(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_closing", there.mail.pk)

    answer = desk.post(reverse("desk:create_closing", args=[there.mail.pk]))

    assert answer.status_code == 409
    assert "closed already" in answer.content.decode()


def test_a_stranger_is_asked_to_log_in_and_sees_no_word(there: Cast) -> None:
    answer = Client().get(reverse("desk:conversation", args=[there.mail.pk]))

    assert answer.status_code == 302
    assert FOUR_SENTENCES not in answer.content.decode()


def test_what_is_not_there_says_so(desk: Client) -> None:
    assert desk.get(reverse("desk:conversation", args=[99_999])).status_code == 404


def test_a_page_of_a_closed_conversation_offers_to_open_it_again(desk: Client, there: Cast) -> None:
    conversations.close(there.mail, by=there.representative.actor, now=NOW)

    assert "Reopen" in get(desk, "desk:conversation", there.mail.pk)


def test_nobody_at_the_desk_holds_the_key_to_a_customers_own_page(desk: Client, there: Cast) -> None:
    key = "eyJvcmRlciI6IjEwNDQyIn0:1xUtEE:DeDtdlORTtYzf-cI3DO_9oyNKt5vWmBK9Y1iYwISh3w"
    words = conversations.Words(
        text=f"Choose here: http://desk.example/p/window/{key}\nThank you", direction="out", said_at=NOW
    )
    conversations.add_message(there.mail, words, by=there.representative.actor, now=NOW)

    page = desk.get(reverse("desk:conversation", args=[there.mail.pk])).content.decode()

    assert "http://desk.example/p/window/…" in page
    assert "Thank you" in page
    assert key not in page
