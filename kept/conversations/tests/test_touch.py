"""Matters over any number of conversations."""

from __future__ import annotations

from datetime import timedelta

from kept.base.actors import CLOCK
from kept.business.examples import House
from kept.conversations import actions, examples
from kept.conversations.actions import Subject
from kept.conversations.models import Conversation, Matter
from kept.conversations.tests.conftest import NOW
from kept.customers import actions as customers
from kept.customers.models import Customer

SOFA = Subject("delivery", "order:12")


def touch(
    conversation: Conversation, subject: Subject = SOFA, *, words: str = "Where is it?", days: float = 0
) -> Matter:
    matter = actions.touch(conversation, subject, words=words, by=CLOCK, now=NOW + timedelta(days=days))
    assert matter is not None
    return matter


def test_a_second_conversation_about_the_same_order_is_the_same_matter(house: House, nora: Customer) -> None:
    first = touch(examples.mail(nora, "Where is it?", now=NOW))

    second = touch(examples.call(nora, staff=house.representative, now=NOW), days=1)

    assert first == second
    assert second.contacts.count() == 2


def test_a_new_contact_within_seven_days_reopens_the_settled_matter(house: House, nora: Customer) -> None:
    matter = touch(examples.mail(nora, "Where is it?", now=NOW))
    actions.settle(matter, by=house.representative.actor, now=NOW)

    again = touch(examples.call(nora, staff=house.representative, now=NOW), days=6.9)

    assert again == matter
    assert again.settled_at is None
    assert again.contacts.filter(reopened=True).count() == 1


def test_a_contact_after_seven_days_is_a_matter_of_its_own(house: House, nora: Customer) -> None:
    matter = touch(examples.mail(nora, "Where is it?", now=NOW))
    actions.settle(matter, by=house.representative.actor, now=NOW)

    assert touch(examples.mail(nora, "Hm", now=NOW), days=7) != matter


def test_pure_thanks_reopen_nothing(house: House, nora: Customer) -> None:
    conversation = examples.mail(nora, "Where is it?", now=NOW)
    matter = touch(conversation)
    actions.close(conversation, by=house.representative.actor, now=NOW)

    touched = actions.touch(conversation, SOFA, words="Thank you so much. Nora", by=nora.actor, now=NOW)
    examples.add(conversation, "Thank you so much. Nora", now=NOW + timedelta(hours=1))

    matter.refresh_from_db()
    conversation.refresh_from_db()
    assert touched is None
    assert matter.settled_at is not None
    assert conversation.is_closed


def test_another_customer_with_the_same_subject_has_a_matter_of_their_own(
    nora: Customer, sam: Customer
) -> None:
    assert touch(examples.mail(nora, "x", now=NOW)) != touch(examples.mail(sam, "x", now=NOW))


def test_the_merged_record_of_one_person_shares_the_matter(
    house: House, nora: Customer, sam: Customer
) -> None:
    matter = touch(examples.mail(sam, "x", now=NOW))
    customers.merge(sam, nora, by=house.manager.actor, now=NOW)

    assert touch(examples.mail(nora, "x", now=NOW)) == matter


def test_a_subject_named_later_gives_the_matter_its_name(nora: Customer) -> None:
    conversation = examples.mail(nora, "Where is it?", now=NOW)
    unnamed = touch(conversation, Subject("question"))

    named = touch(conversation, SOFA, days=2)

    assert (named.pk, named.about, named.kind) == (unnamed.pk, "order:12", "delivery")
    assert Matter.objects.count() == 1


def test_a_subject_named_later_counts_from_when_the_contact_came(house: House, nora: Customer) -> None:
    settled = touch(examples.mail(nora, "Where is it?", now=NOW))
    actions.settle(settled, by=house.representative.actor, now=NOW)
    conversation = examples.mail(nora, "Still broken", now=NOW + timedelta(days=6))
    touch(conversation, Subject("question"), days=6)

    named = touch(conversation, SOFA, days=9)

    assert named == settled
    assert named.settled_at is None
    assert Matter.objects.count() == 1


def test_who_touched_a_matter_first_stays_its_first_person(house: House, nora: Customer) -> None:
    conversation = examples.mail(nora, "x", now=NOW)
    for staff in (house.representative, house.manager):
        actions.touch(conversation, SOFA, staff=staff, by=staff.actor, now=NOW)

    assert touch(conversation).first_staff == house.representative
