"""Members are told by themselves: before another year begins, and when a fee has new words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.business.examples import House, house
from kept.customers import actions as customers
from kept.customers import examples as people
from kept.customers.models import Customer, Identity
from kept.desk import enclose, members, reply, told, untold
from kept.ledger.rules.reading import read
from kept.ledger.rules.verify import verify
from kept.memberships import examples as gyms
from kept.memberships.models import Membership
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.outbox.rules import Undeliverable
from kept.policies.models import Disclosure, Version

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return house(now=NOW - 400 * DAY)


@pytest.fixture
def club(store: House) -> gyms.Gym:
    return gyms.gym(store.location, now=NOW - 400 * DAY)


def joined(club: gyms.Gym, *, days_ago: int, customer: Customer | None = None) -> Membership:
    at = NOW - days_ago * DAY
    customer = customer or people.theo(now=at)
    gyms.told_properly(club.contract, customer, at=at - timedelta(minutes=10))
    return gyms.member(club, customer, joined_at=at, now=NOW)


def taken(letter: Outgoing, *, now: datetime = NOW) -> None:
    reply.accepted(enclose.complete(letter, now=now), response="250 OK", now=now)


def newer(contract: Version) -> Version:
    return gyms.next_contract(contract, fee=Money.of("59.00", "USD"), now=NOW)


def test_a_member_is_told_thirty_days_before_another_year_begins(club: gyms.Gym) -> None:
    membership = joined(club, days_ago=340)

    (letter,) = members.tell_due(now=NOW)

    told = Disclosure.objects.get(occasion="renewal")
    assert told.version == club.contract
    assert (told.about, told.medium, told.outgoing) == (f"membership:{membership.pk}", "email", letter)
    assert "27 March 2026" in letter.text
    assert "$45 a month" in letter.text
    assert "/leave/" in letter.text
    assert "How you leave (version 1)" in letter.text


def test_who_read_the_words_when_signing_reads_them_again_for_another_year(club: gyms.Gym) -> None:
    membership = joined(club, days_ago=340)
    (letter,) = members.tell_due(now=NOW)
    taken(letter)

    told.acknowledged(membership.customer, club.contract.pk, now=NOW + DAY)

    assert Disclosure.objects.get(occasion="renewal").grade == 4


def test_nobody_is_told_earlier_than_that(club: gyms.Gym) -> None:
    joined(club, days_ago=330)

    assert members.tell_due(now=NOW) == []


def test_told_once_is_enough_for_this_year_and_not_for_the_next(club: gyms.Gym) -> None:
    joined(club, days_ago=340)
    (letter,) = members.tell_due(now=NOW)
    waiting = members.tell_due(now=NOW + DAY)
    taken(letter)

    again = members.tell_due(now=NOW + DAY)
    next_year = members.tell_due(now=NOW + 366 * DAY)

    assert (waiting, again) == ([], [])
    assert len(next_year) == 1


def test_a_letter_that_came_to_nothing_is_not_sent_again_by_itself(club: gyms.Gym) -> None:
    joined(club, days_ago=340)
    (letter,) = members.tell_due(now=NOW)
    nobody = Undeliverable("550 nobody of that name", permanent=True)
    outbox.put_off(letter, why=nobody, now=NOW)

    again = members.tell_due(now=NOW + DAY)

    assert again == []
    rows = untold.due_and_untold(now=NOW + DAY)
    assert [(row.where, row.mail_failed) for row in rows] == [(untold.Where.DUE, True)]
    assert len(members.tell_due(now=NOW + 366 * DAY)) == 1


def test_one_whom_no_mail_can_reach_keeps_nobody_else_from_being_told(club: gyms.Gym) -> None:
    joined(club, days_ago=341)
    other = people.person("Una Reachable", now=NOW - 340 * DAY)
    joined(club, days_ago=340, customer=other)
    Identity.objects.filter(value="theo.marsh@mail.example").update(value="no address")

    letters = members.tell_due(now=NOW)

    assert [letter.customer for letter in letters] == [other]


def test_the_letter_carries_its_receipt(club: gyms.Gym) -> None:
    joined(club, days_ago=340)
    (letter,) = members.tell_due(now=NOW)

    taken(letter)

    receipt = read(bytes(letter.enclosures.get().content or b""))
    assert verify(receipt, now=NOW + DAY).ok
    assert Disclosure.objects.get(occasion="renewal").grade == 2


def test_who_is_bound_by_older_words_is_told_when_a_fee_changes(club: gyms.Gym) -> None:
    joined(club, days_ago=100)
    version = newer(club.contract)

    (letter,) = members.tell_due(now=NOW + DAY)

    told = Disclosure.objects.get(occasion="fee_change")
    assert told.version == version
    assert "What you agreed to stays as it is" in letter.text
    assert members.tell_due(now=NOW + DAY) == []


def test_who_signed_the_new_words_is_not_told_of_a_change(club: gyms.Gym, store: House) -> None:
    newer(club.contract)
    version = Version.objects.latest("number")
    later = gyms.Gym(store.location, club.plan, club.sessions, version)
    joined(later, days_ago=0)

    assert members.tell_due(now=NOW + DAY) == []


def test_who_has_left_is_told_nothing(club: gyms.Gym) -> None:
    membership = joined(club, days_ago=340)
    Membership.objects.filter(pk=membership.pk).update(service_end_on=NOW.date(), billing_end_on=NOW.date())

    assert members.tell_due(now=NOW) == []


def test_without_an_address_somebody_has_to_call(club: gyms.Gym) -> None:
    joined_on = (NOW - 340 * DAY).date()
    nobody = customers.add("Ivy Sandoval", language="en", since=joined_on, by=SOFTWARE, now=NOW - 340 * DAY)
    joined(club, days_ago=340, customer=nobody)

    assert members.tell_due(now=NOW) == []
    assert not Disclosure.objects.filter(occasion="renewal").exists()


def test_who_speaks_german_is_written_to_in_german(club: gyms.Gym) -> None:
    membership = joined(club, days_ago=340)
    Customer.objects.filter(pk=membership.customer.pk).update(language="de")

    (letter,) = members.tell_due(now=NOW)

    assert "beginnt" in letter.text
    assert "Wie Sie gehen" in letter.text
