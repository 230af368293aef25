"""The load on people: whose week held how much, on our clocks, and never whose words it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kept.base.actors import SOFTWARE
from kept.base.refusals import NotAllowed
from kept.business import actions as business
from kept.business.examples import House, house
from kept.business.models import Location, Staff
from kept.conversations import actions
from kept.conversations.load import Borne, load_for
from kept.conversations.models import Conversation, Message
from kept.customers.examples import nora
from kept.customers.models import Customer

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 11, 17, 0, tzinfo=UTC)  # Wednesday 13:00 in New York; the clocks changed on Sunday
MINUTE = timedelta(minutes=1)
WEEK = timedelta(weeks=1)


@pytest.fixture
def store() -> House:
    return house(now=NOW - timedelta(days=60))


@pytest.fixture
def clara(store: House) -> Customer:
    return nora(now=NOW - timedelta(days=50))


def phoned(clara: Customer, staff: Staff, at: datetime, *, minutes: int) -> Conversation:
    talk = actions.start(clara, channel="phone", assignee=staff, by=staff.actor, now=at)
    return actions.end_call(talk, by=staff.actor, now=at + minutes * MINUTE)


def said(talk: Conversation, staff: Staff, at: datetime) -> Message:
    words = actions.Words(text="Yes", direction="out", said_at=at)
    return actions.add_message(talk, words, by=staff.actor, now=at)


def weeks(store: House, staff: Staff, *, now: datetime = NOW) -> dict[date, Borne]:
    (mine,) = [
        each for each in load_for(store.manager, now=now, zone=store.location.zone) if each.staff == staff
    ]
    return dict(mine.weeks)


def test_a_manager_sees_the_load_of_their_own_place(store: House) -> None:
    there = Location.objects.get(pk=store.location.pk)
    there.pk, there.name = None, "Boston"
    there.save()
    quentin = business.hire(
        Staff(email="q@hollis.example", name="Quentin Ames", role="manager", location=there),
        password=None, by=SOFTWARE, now=NOW,
    )  # fmt: skip

    def seen(staff: Staff) -> set[str]:
        return {each.staff.name for each in load_for(staff, now=NOW, zone=store.location.zone)}

    assert seen(quentin) == {quentin.name}
    assert quentin.name not in seen(store.manager)
    assert {quentin.name, store.representative.name} <= seen(store.owner)


def test_calls_and_answers_are_counted_once_per_contact_with_their_minutes(
    store: House, clara: Customer
) -> None:
    ruth = store.representative
    talk = phoned(clara, ruth, NOW - 60 * MINUTE, minutes=12)
    said(talk, ruth, NOW - 55 * MINUTE)
    mail = actions.start(clara, channel="email", by=clara.actor, now=NOW)
    said(mail, ruth, NOW)
    said(mail, ruth, NOW + MINUTE)
    phoned(clara, ruth, NOW - WEEK, minutes=30)

    found = weeks(store, ruth, now=NOW + 2 * MINUTE)

    assert found[date(2026, 3, 9)] == Borne(contacts=2, live_minutes=12)
    assert found[date(2026, 3, 2)] == Borne(contacts=1, live_minutes=30)
    assert list(found) == [date(2026, 3, 9), date(2026, 3, 2), date(2026, 2, 23), date(2026, 2, 16)]


def test_a_call_handed_over_is_shared_by_the_time_each_had_it(store: House, clara: Customer) -> None:
    began = NOW - 60 * MINUTE
    ruth, ben = store.representative, store.second_representative
    talk = actions.start(clara, channel="phone", assignee=ruth, by=ruth.actor, now=began)
    insult = actions.note_insult(talk, staff=ruth, now=began + 10 * MINUTE)
    passed = actions.Pass("By rule", to_staff=ben, by_rule=True)
    actions.hand_over_by_rule(insult, passed, by=ruth.actor, now=began + 10 * MINUTE)
    said(talk, ben, began + 11 * MINUTE)
    actions.end_call(talk, by=ben.actor, now=began + 15 * MINUTE)
    insult.refresh_from_db()
    actions.take_a_moment(insult, now=began + 11 * MINUTE)

    this_week = date(2026, 3, 9)
    assert weeks(store, ruth)[this_week] == Borne(1, 10, insults=1, handed_over=1, moments_off=1)
    assert weeks(store, ben)[this_week] == Borne(contacts=1, live_minutes=5)


def test_a_week_begins_on_monday_at_our_midnight_also_after_the_clocks_changed(
    store: House, clara: Customer
) -> None:
    midnight = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)  # Monday 0:00 in New York, summer time since Sunday
    for at in (midnight - MINUTE, midnight):
        actions.note_insult(
            actions.start(clara, channel="email", by=clara.actor, now=at), staff=store.representative, now=at
        )

    found = weeks(store, store.representative)

    assert [found[monday].insults for monday in (date(2026, 3, 9), date(2026, 3, 2))] == [1, 1]


def test_who_does_not_lead_sees_their_own(store: House) -> None:
    found = load_for(store.representative, now=NOW, zone=store.location.zone)

    assert [each.staff for each in found] == [store.representative]


def test_who_answers_nobody_sees_nothing(store: House) -> None:
    for stranger in (store.dispatcher, store.driver):
        with pytest.raises(NotAllowed):
            load_for(stranger, now=NOW, zone=store.location.zone)


def test_a_call_that_still_goes_on_has_no_minutes_yet(store: House, clara: Customer) -> None:
    ruth = store.representative
    actions.start(clara, channel="phone", assignee=ruth, by=ruth.actor, now=NOW - 5 * MINUTE)

    assert weeks(store, ruth)[date(2026, 3, 9)] == Borne(contacts=1)


def test_it_asks_the_same_questions_for_one_call_and_for_thirty(
    store: House, clara: Customer, django_assert_max_num_queries: Any
) -> None:
    for minute in range(30):
        talk = phoned(clara, store.representative, NOW - minute * MINUTE, minutes=1)
        actions.hand_over(
            talk, actions.Pass("asked", to_staff=store.manager), by=store.representative.actor, now=NOW
        )

    with django_assert_max_num_queries(9):
        load_for(store.manager, now=NOW, zone=store.location.zone)
