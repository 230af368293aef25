"""Logging a call: starting, what is said while it lasts, and ending it settled or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.business.examples import House, house
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Contact, Conversation, Draft, Matter
from kept.customers.actions import IdentityTaken
from kept.customers.examples import nora, theo
from kept.customers.models import Customer
from kept.desk import call
from kept.ledger.models import Entry
from kept.policies.examples import delivery
from kept.policies.models import Disclosure

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # Monday 11:00 in New York
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store() -> House:
    return house(now=NOW)


def test_a_call_belongs_to_whoever_answered_and_lasts_until_it_is_ended(store: House) -> None:
    started = call.start(nora(now=NOW), staff=store.representative, now=NOW)

    assert started.channel == Channel.PHONE
    assert started.assignee == store.representative
    assert started.ended_at is None


def test_what_is_said_is_kept_line_by_line_with_whose_words_they_are(store: House) -> None:
    caller = nora(now=NOW)
    started = call.start(caller, staff=store.representative, now=NOW)

    theirs = call.said(started, " I want nine o'clock. ", staff=store.representative, now=NOW)
    ours = call.said(started, "Let me look.", ours=True, staff=store.representative, now=NOW + MINUTE)

    assert (theirs.text, theirs.by, theirs.direction) == (
        "I want nine o'clock.",
        f"customer:{caller.pk}",
        "in",
    )
    assert (ours.by, ours.direction) == (f"staff:{store.representative.pk}", "out")


def test_somebody_new_is_written_down_with_their_number(store: House) -> None:
    caller = call.NewCaller("Priya Ramanathan", phone="212 555 0188")

    started = call.start(caller, staff=store.representative, now=NOW)

    assert started.customer.name == "Priya Ramanathan"
    assert [str(identity) for identity in started.customer.identities.all()] == ["+12125550188"]


def test_a_number_that_is_somebody_elses_starts_no_call(store: House) -> None:
    nora(now=NOW)

    with pytest.raises(IdentityTaken):
        call.start(call.NewCaller("Priya", phone="+1 212 555 0143"), staff=store.representative, now=NOW)

    assert not Conversation.objects.exists()
    assert not Customer.objects.filter(name="Priya").exists()


def test_the_same_matter_is_reopened_by_a_second_call_within_a_week(store: House) -> None:
    caller, staff = nora(now=NOW), store.representative
    first = call.start(caller, about="order:7", staff=staff, now=NOW)
    call.end(first, settled=True, staff=staff, now=NOW + MINUTE)

    second = call.start(caller, about="order:7", staff=staff, now=NOW + timedelta(days=3))

    matter = Matter.objects.get(about="order:7")
    assert matter.settled_at is None
    assert matter.first_staff == staff
    assert Contact.objects.get(conversation=second).reopened


def test_ending_a_settled_call_closes_it_and_its_matter(store: House) -> None:
    started = call.start(nora(now=NOW), staff=store.representative, now=NOW)

    ended = call.end(started, settled=True, staff=store.representative, now=NOW + MINUTE)

    assert (ended.state, ended.ended_at) == ("closed", NOW + MINUTE)
    assert Matter.objects.get().settled_at == NOW + MINUTE


def test_a_call_that_settled_nothing_stays_open_with_who_answered(store: House) -> None:
    started = call.start(nora(now=NOW), staff=store.representative, now=NOW)

    ended = call.end(started, settled=False, staff=store.representative, now=NOW + MINUTE)

    assert (ended.state, ended.ended_at, ended.assignee) == ("open", NOW + MINUTE, store.representative)
    assert Matter.objects.get().settled_at is None


def test_what_was_still_being_typed_is_not_lost_when_the_call_ends(store: House) -> None:
    staff = store.representative
    started = call.start(nora(now=NOW), staff=staff, now=NOW)
    conversations.keep_draft(started, "This is bad customer", staff=staff, now=NOW)

    call.end(started, settled=False, last_words="This is bad customer service", staff=staff, now=NOW + MINUTE)

    assert [message.text for message in started.messages.all()] == ["This is bad customer service"]
    assert not Draft.objects.exists()


def test_ending_a_call_twice_changes_nothing(store: House) -> None:
    started = call.start(nora(now=NOW), staff=store.representative, now=NOW)
    ended = call.end(started, settled=False, staff=store.representative, now=NOW + MINUTE)

    again = call.end(ended, settled=True, last_words="x", staff=store.representative, now=NOW + 2 * MINUTE)

    assert (again.state, again.ended_at) == ("open", NOW + MINUTE)
    assert not started.messages.exists()


def test_nothing_is_added_to_a_call_that_is_over(store: House) -> None:
    started = call.start(nora(now=NOW), staff=store.representative, now=NOW)
    ended = call.end(started, settled=False, staff=store.representative, now=NOW)

    with pytest.raises(call.CallIsOver):
        call.said(ended, "one more thing", staff=store.representative, now=NOW + MINUTE)


def test_a_wish_is_kept_in_their_words_until_it_is_answered(store: House) -> None:
    started = call.start(nora(now=NOW), staff=store.representative, now=NOW)
    nine = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)

    wish = call.wished(started, call.Wished("9 o'clock sharp", nine), staff=store.representative, now=NOW)

    assert (wish.asked, wish.wished_at, wish.granted) == ("9 o'clock sharp", nine, None)
    assert Entry.objects.filter(kind="wish.made").exists()


def test_what_they_went_through_elsewhere_is_an_expectation_and_says_so(store: House) -> None:
    started = call.start(theo(now=NOW), staff=store.representative, now=NOW)

    heard = call.expects(
        started,
        call.Expects("My last gym kept me for an hour", "elsewhere", level="worse"),
        staff=store.representative,
        now=NOW,
    )

    assert (heard.source, heard.level, heard.recorded_by) == (
        "elsewhere",
        "worse",
        str(store.representative.actor),
    )


def test_a_card_read_out_is_told_at_the_scheduling_by_our_own_note(store: House) -> None:
    version = delivery(store.location, now=NOW)
    started = call.start(nora(now=NOW), staff=store.representative, now=NOW)

    told = call.told(started, version, about="order:7", staff=store.representative, now=NOW + MINUTE)

    assert (told.grade, told.medium, told.occasion) == (0, "spoken", "scheduling")
    assert (told.at, told.logged_at) == (NOW + MINUTE, NOW + MINUTE)


def test_nothing_is_read_out_to_somebody_who_has_hung_up(store: House) -> None:
    version = delivery(store.location, now=NOW)
    started = call.start(nora(now=NOW), staff=store.representative, now=NOW)
    ended = call.end(started, settled=False, staff=store.representative, now=NOW)

    with pytest.raises(call.CallIsOver):
        call.told(ended, version, staff=store.representative, now=NOW + MINUTE)

    assert not Disclosure.objects.exists()
