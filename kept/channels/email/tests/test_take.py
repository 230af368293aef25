"""Mail comes in: from bytes to a customer's conversation, and what must not happen on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.business.examples import House
from kept.channels.email.examples import letter
from kept.channels.email.take import take
from kept.channels.email.tests.conftest import NOW
from kept.conversations import actions, queries
from kept.conversations.models import Conversation, Matter, Message, RawMail
from kept.customers import actions as customers
from kept.customers.models import Customer
from kept.desk.receive import Outcome, Taken
from kept.desk.reply import accepted, reply
from kept.outbox.models import Outgoing

NORA = "Nora Feldman <nora.feldman@mail.example>"
SAM = "Sam Whitaker <sam.whitaker@mail.example>"


def taken(raw: bytes, *, minutes: int = 0) -> Taken:
    return take(raw, now=NOW + timedelta(minutes=minutes))


def conversation_of(one: Taken) -> Conversation:
    assert one.conversation is not None
    return one.conversation


def answered(house: House, conversation: Conversation) -> Outgoing:
    """We answered, and the mail left."""
    message = reply(conversation, "We come on Tuesday, 8–12.", staff=house.representative, now=NOW)
    assert message.outgoing is not None
    return accepted(message.outgoing, response="250 OK queued as 7", now=NOW)


def test_a_known_customers_letter_opens_a_conversation_and_a_matter(house: House, nora: Customer) -> None:
    one = taken(letter(NORA, "When do you come?", mail_id="n1@mail.example"))

    conversation = conversation_of(one)
    message = conversation.messages.get()
    assert one.outcome is Outcome.NEW
    assert (conversation.customer, conversation.subject) == (nora, "My sofa")
    assert (message.text, message.mail_id) == ("When do you come?", "n1@mail.example")
    assert message.by == f"customer:{nora.pk}"
    assert Matter.objects.get().contacts.get().conversation == conversation
    assert one.may_be_answered


def test_an_unknown_sender_becomes_a_customer_with_that_address(house: House) -> None:
    one = taken(letter("=?utf-8?Q?Ad=C3=A4?= M <Ada@Home.Example>", "Hello"))

    assert one.customer is not None
    assert one.customer.name == "Adä M"
    assert [identity.value for identity in one.customer.identities.all()] == ["ada@home.example"]


def test_where_german_is_spoken_a_first_letter_is_answered_in_german(house: House) -> None:
    house.location.languages = ["de", "en"]
    house.location.save()

    one = taken(letter("Lena <lena@mail.example>", "Wann kommen Sie?"))

    assert one.customer is not None
    assert one.customer.language == "de"


def test_the_bytes_are_stored_as_they_came(house: House) -> None:
    raw = b"From: a@b.example\r\n\r\nGr\xfc\xdfe\x00\xff"

    taken(raw)

    stored = RawMail.objects.get()
    assert bytes(stored.content) == raw
    assert stored.outcome == "new_conversation"


def test_the_same_bytes_twice_are_taken_once(house: House, nora: Customer) -> None:
    raw = letter(NORA, "When do you come?")

    outcomes = [taken(raw).outcome, taken(raw, minutes=5).outcome]

    assert outcomes == [Outcome.NEW, Outcome.DUPLICATE]
    assert Message.objects.count() == 1


def test_the_same_letter_by_two_ways_is_taken_once(house: House, nora: Customer) -> None:
    first = letter(NORA, "When do you come?", mail_id="n1@mail.example")

    again = taken(b"Received: by another way\r\n" + first) if taken(first) else None

    assert again is not None and again.outcome is Outcome.DUPLICATE
    assert Message.objects.count() == 1


def test_another_letter_with_a_used_message_id_is_not_lost(house: House, nora: Customer) -> None:
    taken(letter(NORA, "First", mail_id="n1@mail.example"))

    second = taken(letter(NORA, "Please cancel", mail_id="n1@mail.example"))

    assert second.outcome is Outcome.NEW


def test_a_mail_stored_by_a_worker_that_died_is_taken_when_it_comes_again(
    house: House, nora: Customer
) -> None:
    raw = letter(NORA, "When do you come?")
    actions.store_raw(raw, came_by="smtp", now=NOW)

    assert taken(raw).outcome is Outcome.NEW


def test_an_answer_to_our_mail_joins_by_our_signed_mark(house: House, nora: Customer) -> None:
    conversation = conversation_of(taken(letter(NORA, "When do you come?")))
    ours = answered(house, conversation)

    one = taken(letter(NORA, "Tuesday is fine", to=ours.reply_to, subject="something else"), minutes=60)

    assert (one.outcome, conversation_of(one)) == (Outcome.JOINED, conversation)
    assert conversation_of(one).state == Conversation.State.OPEN


def test_an_answer_joins_by_the_ids_it_answers(house: House, nora: Customer) -> None:
    conversation = conversation_of(taken(letter(NORA, "When do you come?", mail_id="n1@mail.example")))
    ours = answered(house, conversation)

    by_ours = taken(letter(NORA, "Fine", in_reply_to=f"<{ours.mail_id}>"), minutes=60)
    by_theirs = taken(letter(NORA, "And the chair?", references="<x@y> <n1@mail.example>"), minutes=61)

    assert conversation_of(by_ours) == conversation_of(by_theirs) == conversation


def test_the_same_subject_alone_joins_nothing(house: House, nora: Customer) -> None:
    first = taken(letter(NORA, "When do you come?", subject="Re: My sofa"))

    second = taken(letter(NORA, "What does it cost?", subject="Re: My sofa"))

    assert conversation_of(first) != conversation_of(second)


def test_mail_out_of_order_finds_the_answer_that_came_before_it(house: House, nora: Customer) -> None:
    later = taken(letter(NORA, "I forgot: ring twice", mail_id="n2@m.example", in_reply_to="<n1@m.example>"))

    earlier = taken(letter(NORA, "When do you come?", mail_id="n1@m.example"), minutes=1)

    assert conversation_of(earlier) == conversation_of(later)


def test_a_stranger_who_knows_the_ids_or_the_mark_gets_a_conversation_of_their_own(
    house: House, nora: Customer, sam: Customer
) -> None:
    conversation = conversation_of(taken(letter(NORA, "My secret", mail_id="n1@mail.example")))
    ours = answered(house, conversation)
    forged = [
        letter(SAM, "Let me in", in_reply_to=f"<{ours.mail_id}>"),
        letter(SAM, "Let me in please", references="<n1@mail.example>"),
        letter(SAM, "Let me in now", to=ours.reply_to),
        letter("Unknown <who@else.example>", "Let me in", to=ours.reply_to, in_reply_to="<n1@mail.example>"),
    ]

    for raw in forged:
        one = taken(raw)
        assert one.outcome is Outcome.NEW
        assert conversation_of(one) != conversation
        assert conversation_of(one).customer != nora
        assert f"conversation {conversation.pk}" in conversation_of(one).notes.get().text
    assert conversation.messages.count() == 2


def test_a_stranger_cannot_draw_a_letter_to_themselves_by_answering_it_beforehand(
    house: House, nora: Customer, sam: Customer
) -> None:
    taken(letter(SAM, "I answer what is not written yet", in_reply_to="<n1@mail.example>"))

    one = taken(letter(NORA, "My secret", mail_id="n1@mail.example"))

    assert one.outcome is Outcome.NEW
    assert conversation_of(one).customer == nora


def test_the_merged_record_of_one_person_joins(house: House, nora: Customer, sam: Customer) -> None:
    conversation = conversation_of(taken(letter(NORA, "When?", mail_id="n1@mail.example")))
    customers.merge(sam, nora, by=house.manager.actor, now=NOW)

    one = taken(letter(SAM, "I write from my other address", in_reply_to="<n1@mail.example>"))

    assert conversation_of(one) == conversation


def test_pure_thanks_join_and_reopen_nothing(house: House, nora: Customer) -> None:
    conversation = conversation_of(taken(letter(NORA, "When?", mail_id="n1@mail.example")))
    actions.close(conversation, by=house.representative.actor, now=NOW)

    one = taken(letter(NORA, "Thank you very much\n\nNora", in_reply_to="<n1@mail.example>"), minutes=60)

    assert one.outcome is Outcome.JOINED
    assert conversation_of(one).is_closed
    assert Matter.objects.get().settled_at == NOW


def test_a_new_word_within_seven_days_reopens_conversation_and_matter(house: House, nora: Customer) -> None:
    conversation = conversation_of(taken(letter(NORA, "When?", mail_id="n1@mail.example")))
    actions.close(conversation, by=house.representative.actor, now=NOW)

    one = taken(letter(NORA, "It came broken", in_reply_to="<n1@mail.example>"), minutes=60)

    assert conversation_of(one).state == Conversation.State.OPEN
    assert Matter.objects.get().settled_at is None
    assert Matter.objects.get().contacts.filter(reopened=True).count() == 1


def test_only_the_customers_own_words_are_the_message_and_the_rest_is_kept_beside(
    house: House, nora: Customer
) -> None:
    one = taken(
        letter(NORA, "Please cancel\n\nOn Tue, 3 Mar 2026 at 10:00, Desk <d@h.example> wrote:\n> We come")
    )

    assert one.message is not None
    assert one.message.text == "Please cancel"
    assert "> We come" in one.message.quoted


def test_html_is_kept_clean_and_its_words_are_the_message(house: House, nora: Customer) -> None:
    raw = (
        b"From: nora.feldman@mail.example\nContent-Type: text/html\n\n"
        b"<p onclick='x()'>Please <b>cancel</b></p><img src='https://spy.example/p.gif'><script>x()</script>"
    )

    one = taken(raw)

    assert one.message is not None
    assert one.message.text == "Please cancel"
    assert one.message.html.startswith("<p>Please <b>cancel</b></p>")
    assert not any(word in one.message.html for word in ("spy", "script", "onclick"))


def test_files_that_came_with_it_are_kept(house: House, nora: Customer) -> None:
    raw = (
        b"From: nora.feldman@mail.example\nContent-Type: multipart/mixed; boundary=X\n\n"
        b"--X\n\nSee the leg\n--X\n"
        b"Content-Type: image/png\nContent-Disposition: attachment; filename=leg.png\n"
        b"Content-Transfer-Encoding: base64\n\naGVsbG8=\n--X--\n"
    )

    one = taken(raw)

    assert one.message is not None
    assert [(file.name, bytes(file.content)) for file in one.message.attachments.all()] == [
        ("leg.png", b"hello")
    ]


def test_an_automatic_reply_is_noted_wakes_nothing_and_may_not_be_answered(
    house: House, nora: Customer
) -> None:
    conversation = conversation_of(taken(letter(NORA, "When?", mail_id="n1@mail.example")))
    ours = answered(house, conversation)

    one = taken(letter(NORA, "I am away", to=ours.reply_to, auto_submitted="auto-replied"), minutes=1)

    conversation.refresh_from_db()
    assert one.outcome is Outcome.AUTO_REPLY
    assert not one.may_be_answered
    assert "I am away" in conversation.notes.get().text
    assert conversation.state == Conversation.State.WAITING


def test_mail_from_a_machine_is_kept_and_may_not_be_answered(house: House) -> None:
    one = taken(letter("Shop <news@shop.example>", "Sale", precedence="bulk"))

    assert one.outcome is Outcome.NEW
    assert not one.may_be_answered
    assert not Matter.objects.exists()


def test_our_own_mail_coming_back_is_no_customers(house: House) -> None:
    one = taken(letter("Hollis <desk@hollis.example>", "We come on Tuesday"))
    looped = taken(letter("Hollis <desk+c1-abcdefghijklmnop@hollis.example>", "We come on Tuesday"))

    assert one.outcome is looped.outcome is Outcome.OURS
    assert not Conversation.objects.exists()


def bounce(mail_id: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\nTo: desk@hollis.example\nContent-Type: multipart/report;\n"
        " report-type=delivery-status; boundary=B\n\n--B\n\nSorry\n--B\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        f"Final-Recipient: rfc822; n@m.example\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 no such user\n\n--B\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: <{mail_id}>\n--B--\n"
    ).encode()


def test_a_bounce_is_noted_where_our_mail_was_written_and_brings_it_back(
    house: House, nora: Customer
) -> None:
    conversation = conversation_of(taken(letter(NORA, "When?")))
    ours = answered(house, conversation)

    one = taken(bounce(ours.mail_id), minutes=1)

    ours.refresh_from_db()
    conversation.refresh_from_db()
    assert one.outcome is Outcome.BOUNCE
    assert "no such user" in conversation.notes.get().text
    assert conversation.state == Conversation.State.OPEN
    assert ours.bounced_at == NOW + timedelta(minutes=1)
    assert ours.accepted_at == NOW


def test_a_report_of_a_delay_changes_nothing(house: House, nora: Customer) -> None:
    ours = answered(house, conversation_of(taken(letter(NORA, "When?"))))

    taken(bounce(ours.mail_id, status="4.4.1", action="delayed"))

    ours.refresh_from_db()
    assert ours.bounced_at is None


def test_a_bounce_of_mail_that_is_not_ours_is_not_lost(house: House) -> None:
    assert taken(bounce("not.ours@else.example")).outcome is Outcome.NEW


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\x00\x00", id="null bytes"),
        pytest.param(
            b"From: a@b.example\nSubject: a\x00b\nMessage-ID: <a\x00@b>\n\nx\x00y", id="nulls everywhere"
        ),
        pytest.param(
            b"From: a@b.example\nContent-Type: text/plain; charset=utf-7\n\n+2AA-", id="half a letter"
        ),
        pytest.param(b"From: " + b"a" * 3000 + b"@b.example\n\nx", id="an endless address"),
        pytest.param(
            b"From: a@b.example\nSubject: " + "ß".encode() * 9000 + b"\n\nx", id="an endless subject"
        ),
        pytest.param(
            b"From: a@b.example\nMessage-ID: <" + "漢".encode() * 900 + b"@b>\n\nx", id="an endless id"
        ),
        pytest.param(
            b"From: a@b.example\nReferences: " + b"<x@y> " * 20000 + b"\n\nx", id="endless references"
        ),
        pytest.param(
            b"From: a@b.example\nContent-Type: multipart/mixed; boundary=X\n\n--X\nContent", id="truncated"
        ),
        pytest.param(b"From: a@b.example\n\n" + b"x" * 5_000_000, id="huge"),
        pytest.param(
            b"From: a@b.example\r\nSubject: x\r\n Bcc: all@b.example\r\n\r\nx", id="a header in a header"
        ),
    ],
)
def test_hostile_and_broken_mail_is_taken_and_can_be_answered(house: House, raw: bytes) -> None:
    one = taken(raw)

    assert one.outcome is Outcome.NEW
    assert list(queries.inbox_for(house.representative)) == [one.conversation]
    if one.customer is not None and one.customer.identities.exists():
        assert answered(house, conversation_of(one)).accepted_at == NOW
