"""After an insult: who takes it is chosen by the desk, and the line that ends a contact is calm and true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.business.examples import House, house
from kept.business.models import Staff
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Insult
from kept.customers.examples import person
from kept.customers.models import Identity
from kept.desk import call, clock, insult
from kept.outbox.models import Outgoing
from kept.promises.models import Promise

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> House:
    return house(now=NOW - timedelta(days=60), reply_within_hours=8)


@pytest.fixture
def phone(store: House) -> Conversation:
    return call.start(person("Clara Busch", now=NOW), staff=store.representative, now=NOW)


def here(*people: Staff, hours: float = 1) -> None:
    Staff.objects.filter(pk__in=[each.pk for each in people]).update(last_login=NOW - hours * HOUR)


def borne(store: House, talk: Conversation) -> Insult:
    return conversations.note_insult(talk, staff=store.representative, now=NOW)


def before(store: House, staff: Staff, *, days: int = 1) -> None:
    """An insult that a colleague bore some days ago."""
    at = NOW - timedelta(days=days)
    customer = person(f"Somebody of {days} {staff.pk}", now=at)
    talk = conversations.start(customer, channel="email", by=customer.actor, now=at)
    conversations.note_insult(talk, staff=staff, now=at)
    conversations.close(talk, by=staff.actor, now=at)


def test_who_is_there_and_bore_least_of_it_lately_takes_it(store: House, phone: Conversation) -> None:
    here(store.second_representative, store.manager)
    before(store, store.second_representative)

    passed = insult.hand_over(borne(store, phone), now=NOW)

    assert (passed.to_staff, passed.by_rule) == (store.manager, True)
    assert passed.reason == "By rule: whoever answered was insulted or threatened."


def test_what_was_borne_a_week_ago_counts_no_more(store: House, phone: Conversation) -> None:
    here(store.second_representative, store.manager)
    before(store, store.second_representative, days=7)

    assert insult.hand_over(borne(store, phone), now=NOW).to_staff == store.second_representative


def test_who_took_one_over_has_borne_it_too(store: House, phone: Conversation) -> None:
    here(store.second_representative, store.manager)
    first = insult.hand_over(borne(store, phone), now=NOW)
    other = call.start(person("Sam Whitaker", now=NOW), staff=store.representative, now=NOW)

    second = insult.hand_over(borne(store, other), now=NOW)

    assert {first.to_staff, second.to_staff} == {store.second_representative, store.manager}


def test_who_is_off_or_not_there_takes_none(store: House, phone: Conversation) -> None:
    here(store.second_representative, store.manager)
    here(store.owner, hours=12)
    before(store, store.manager)
    conversations.take_a_moment(Insult.objects.get(staff=store.manager), now=NOW - timedelta(minutes=1))

    assert insult.who_takes_it(store.representative, now=NOW) == store.second_representative


def test_who_wrote_lately_is_there_whenever_they_logged_in(store: House, phone: Conversation) -> None:
    customer = person("Sam Whitaker", now=NOW)
    mail = conversations.start(customer, channel="email", by=customer.actor, now=NOW)
    words = conversations.Words(text="Yes", direction="out", said_at=NOW - 3 * HOUR)
    conversations.add_message(mail, words, by=store.manager.actor, now=NOW)

    assert insult.who_takes_it(store.representative, now=NOW) == store.manager


def test_where_nobody_is_there_the_team_has_it_and_nobody_by_name(store: House, phone: Conversation) -> None:
    passed = insult.hand_over(borne(store, phone), now=NOW)

    phone.refresh_from_db()
    assert (passed.to_staff, passed.to_team) == (None, store.representative.team)
    assert phone.assignee is None


def test_who_works_alone_is_told_what_else_they_may_do(store: House, phone: Conversation) -> None:
    Staff.objects.exclude(pk=store.representative.pk).update(is_active=False)
    noted = borne(store, phone)

    with pytest.raises(insult.NobodyThere, match="You may end this by the rule"):
        insult.hand_over(noted, now=NOW)

    noted.refresh_from_db()
    assert noted.became == ""


def test_a_call_ends_with_a_line_that_promises_and_blames_nothing(store: House, phone: Conversation) -> None:
    insult.end(borne(store, phone), now=NOW)

    phone.refresh_from_db()
    assert phone.is_closed
    assert phone.messages.get().text == (
        "I am ending this call now. What you asked for is written down, and nothing that we owe you changes. "
        "You can call us again, or write to desk@hollis.example."
    )
    assert not Outgoing.objects.exists()


def test_a_letter_ends_with_a_mail_and_the_answer_we_owe_stays_owed(store: House) -> None:
    lena = person("Lena Hartmann", now=NOW, language="de")
    mail = conversations.start(lena, channel="email", subject="Unfug", by=lena.actor, now=NOW)
    clock.owe_reply(mail, now=NOW)

    insult.end(borne(store, mail), now=NOW)

    sent = Outgoing.objects.get()
    assert sent.to_address == "lena.hartmann@mail.example"
    assert sent.text.startswith("Wir beenden diesen Austausch hier.")
    assert Promise.objects.get(kind="reply").settled_at is None


def test_where_no_address_is_known_it_ends_without_a_word(store: House) -> None:
    sam = person("Sam Whitaker", now=NOW)
    Identity.objects.all().delete()
    form = conversations.start(sam, channel="webform", by=sam.actor, now=NOW)

    insult.end(borne(store, form), now=NOW)

    form.refresh_from_db()
    assert form.is_closed
    assert not form.messages.exists()


def test_ended_twice_the_second_says_so_and_says_nothing_more(store: House, phone: Conversation) -> None:
    noted = borne(store, phone)
    insult.end(noted, now=NOW)

    with pytest.raises(conversations.AlreadyAnswered):
        insult.end(noted, now=NOW)

    assert phone.messages.count() == 1
