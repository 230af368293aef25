"""An insult is noted by who bore it; a rule ends the contact or hands it over; and then a moment off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.business.examples import House, house
from kept.conversations import actions, queries
from kept.conversations.actions import (
    MOMENT,
    AlreadyAnswered,
    AlreadyClosed,
    NowhereToGo,
    Pass,
    StillTheirs,
)
from kept.conversations.models import Conversation, Insult
from kept.customers.examples import nora
from kept.ledger.models import Entry, Payload

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store() -> House:
    return house(now=NOW - timedelta(days=60))


@pytest.fixture
def mail(store: House) -> Conversation:
    customer = nora(now=NOW)
    return actions.start(customer, channel="email", by=customer.actor, now=NOW)


@pytest.fixture
def phone(store: House) -> Conversation:
    staff = store.representative
    return actions.start(nora(now=NOW), channel="phone", assignee=staff, by=staff.actor, now=NOW)


def by_rule(to: object) -> Pass:
    return Pass("By rule", to_staff=to, by_rule=True)  # type: ignore[arg-type]  # a colleague


def test_it_is_noted_in_any_channel_with_who_bore_it(store: House, mail: Conversation) -> None:
    insult = actions.note_insult(mail, staff=store.representative, now=NOW)

    assert (insult.conversation, insult.staff, insult.at, insult.became) == (
        mail,
        store.representative,
        NOW,
        "",
    )


def test_the_record_of_it_names_no_customer_and_no_conversation(store: House, mail: Conversation) -> None:
    insult = actions.note_insult(mail, staff=store.representative, now=NOW)
    actions.end_by_rule(insult, by=store.representative.actor, now=NOW)
    actions.take_a_moment(insult, now=NOW)
    actions.come_back(store.representative, now=NOW + MINUTE)

    entries = Entry.objects.filter(kind__startswith="insult.")
    assert [entry.kind for entry in entries.order_by("pk")] == [
        "insult.noted", "insult.ended", "insult.moment_off", "insult.back",
    ]  # fmt: skip
    payloads = Payload.objects.filter(entry__in=entries)
    assert {payload.customer for payload in payloads} == {None}
    assert not [payload for payload in payloads if b"conversation" in bytes(payload.body)]


def test_pressed_twice_it_counts_once_and_a_second_one_later_counts_again(
    store: House, mail: Conversation
) -> None:
    first = actions.note_insult(mail, staff=store.representative, now=NOW)

    assert actions.note_insult(mail, staff=store.representative, now=NOW + 59 * timedelta(seconds=1)) == first
    assert actions.note_insult(mail, staff=store.representative, now=NOW + MINUTE) != first
    assert actions.note_insult(mail, staff=store.manager, now=NOW) != first
    assert Insult.objects.count() == 3


def test_nothing_is_noted_in_a_closed_conversation(store: House, mail: Conversation) -> None:
    actions.close(mail, by=store.representative.actor, now=NOW)

    with pytest.raises(AlreadyClosed):
        actions.note_insult(mail, staff=store.representative, now=NOW)


def test_ended_by_the_rule_it_is_closed_and_what_they_want_stays_open(
    store: House, mail: Conversation
) -> None:
    matter = actions.touch(mail, actions.Subject("order", "order:7"), by=mail.customer.actor, now=NOW)
    insult = actions.note_insult(mail, staff=store.representative, now=NOW)

    ended = actions.end_by_rule(insult, by=store.representative.actor, now=NOW)

    mail.refresh_from_db()
    assert (ended.became, mail.is_closed) == (Insult.Became.ENDED, True)
    assert matter is not None
    matter.refresh_from_db()
    assert matter.settled_at is None


def test_what_the_rule_did_once_it_does_not_do_again(store: House, mail: Conversation) -> None:
    insult = actions.note_insult(mail, staff=store.representative, now=NOW)
    actions.hand_over_by_rule(insult, by_rule(store.manager), by=store.representative.actor, now=NOW)

    with pytest.raises(AlreadyAnswered):
        actions.end_by_rule(insult, by=store.representative.actor, now=NOW)
    mail.refresh_from_db()
    assert not mail.is_closed


def test_only_a_hand_over_by_rule_follows_an_insult(store: House, mail: Conversation) -> None:
    insult = actions.note_insult(mail, staff=store.representative, now=NOW)

    with pytest.raises(ValueError, match="by rule"):
        actions.hand_over_by_rule(
            insult, Pass("no", to_staff=store.manager), by=store.representative.actor, now=NOW
        )


def test_who_is_off_is_handed_nothing_until_the_ten_minutes_are_over(
    store: House, mail: Conversation
) -> None:
    ruth, passed = store.representative, Pass("Yours", to_staff=store.representative)
    insult = actions.note_insult(mail, staff=ruth, now=NOW)
    actions.take_a_moment(insult, now=NOW)

    with pytest.raises(NowhereToGo, match="Ruth Alvarez is off until 12:10"):
        actions.hand_over(mail, passed, by=store.manager.actor, now=NOW + MOMENT - MINUTE)

    assert actions.hand_over(mail, passed, by=store.manager.actor, now=NOW + MOMENT).to_staff == ruth


def test_nobody_is_off_while_the_call_is_still_theirs(store: House, phone: Conversation) -> None:
    insult = actions.note_insult(phone, staff=store.representative, now=NOW)

    with pytest.raises(StillTheirs):
        actions.take_a_moment(insult, now=NOW)

    actions.hand_over_by_rule(insult, by_rule(store.manager), by=store.representative.actor, now=NOW)
    insult.refresh_from_db()
    assert actions.take_a_moment(insult, now=NOW).off_until == NOW + MOMENT


def test_a_moment_off_is_taken_once_and_is_over_when_they_say_so(store: House, mail: Conversation) -> None:
    insult = actions.note_insult(mail, staff=store.representative, now=NOW)
    actions.take_a_moment(insult, now=NOW)

    again = actions.take_a_moment(insult, now=NOW + 5 * MINUTE)
    actions.come_back(store.representative, now=NOW + 6 * MINUTE)
    actions.come_back(store.manager, now=NOW + 6 * MINUTE)

    assert again.off_until == NOW + MOMENT
    assert queries.off_now(NOW + 5 * MINUTE) == {store.representative.pk: NOW + 6 * MINUTE}
    assert queries.off_now(NOW + 6 * MINUTE) == {}
