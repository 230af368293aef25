"""What stands before the first word: from rows, few queries, nothing guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kept.base.money import Money
from kept.base.refusals import NotAllowed
from kept.business.examples import House
from kept.complaints import examples
from kept.complaints.brief import get_brief_for
from kept.complaints.examples import MORNING
from kept.complaints.known import Brings
from kept.complaints.models import Claim, Complaint, Letter, Remedy
from kept.conversations.models import Contact, Conversation, HandOver, Matter
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.policies.examples import leaving
from kept.policies.models import Version
from kept.promises import actions as promises
from kept.promises.models import Expectation, Promise

pytestmark = pytest.mark.django_db
LAST_MONTH = MORNING - timedelta(days=28)
NOON = MORNING + timedelta(hours=4)


@pytest.fixture
def clara(store: House) -> Customer:
    return person("Clara Busch", now=MORNING)


def late_last_month(store: House, customer: Customer, *, hours: int = 3) -> Promise:
    promise = examples.promise_window(store, customer, starts_at=LAST_MONTH)
    return examples.arrive(promise, LAST_MONTH + timedelta(hours=4 + hours), by=store.driver)


def complain_with_remedy(store: House, customer: Customer, promise: Promise) -> Promise:
    complaint = Complaint.objects.create(
        customer=customer, location=store.location, words="Too late", at=LAST_MONTH,
        opened_at=LAST_MONTH, opened_by=str(store.representative.actor),
    )  # fmt: skip
    claim = Claim.objects.create(
        complaint=complaint,
        kind="delivery.late",
        added_at=LAST_MONTH,
        added_by="staff:1",
    )
    claim.about.add(promise)
    by_next_week = LAST_MONTH + timedelta(days=5)
    offer = promises.Offer(customer, store.location, "remedy", "30 dollars of credit", until=by_next_week)
    remedy = promises.make(offer, by=store.representative.actor, now=LAST_MONTH)
    Remedy.objects.create(complaint=complaint, promise=remedy, at=LAST_MONTH, by=store.representative)
    return remedy


def sentences(store: House, customer: Customer, *, now: datetime) -> list[str]:
    return [said.sentence for said in get_brief_for(store.representative, customer, now=now).first_words]


def test_our_failure_of_last_time_and_todays_kept_window_are_said_first(
    store: House, clara: Customer
) -> None:
    late_last_month(store, clara)
    today = examples.promise_window(store, clara)
    examples.arrive(today, MORNING + timedelta(hours=3, minutes=40), by=store.driver)

    brief = get_brief_for(store.representative, clara, now=NOON)

    first = brief.first_words[0]
    assert first.sentence == (
        "On 5 February 2026 we came 3 hours after your window. Today’s window was kept."
    )
    assert first.refs == (brief.failures[0].ref, f"promise:{today.pk}")


def test_a_late_promise_is_named_before_everything_else(store: House, clara: Customer) -> None:
    offer = promises.Offer(clara, store.location, "call_back", "We call you back", until=NOON)
    promises.make(offer, by=store.representative.actor, now=MORNING)
    late_last_month(store, clara)

    brief = get_brief_for(store.representative, clara, now=NOON + timedelta(minutes=1))

    assert [owed.words for owed in brief.late] == ["We call you back"]
    assert brief.first_words[0].sentence == (
        "We promised “We call you back” by today 12:00, and it is not done yet."
    )


def test_a_promise_is_not_late_at_the_instant_it_is_due(store: House, clara: Customer) -> None:
    offer = promises.Offer(clara, store.location, "call_back", "We call you back", until=NOON)
    promises.make(offer, by=store.representative.actor, now=MORNING)

    assert not get_brief_for(store.representative, clara, now=NOON).late


def test_a_failure_shows_the_remedy_and_what_became_of_it(store: House, clara: Customer) -> None:
    promise = late_last_month(store, clara)
    remedy = complain_with_remedy(store, clara, promise)
    given = promises.Happened(kind="remedy_given", at=LAST_MONTH + timedelta(days=1), source="desk")
    promises.record(remedy, given, by=store.representative.actor, now=LAST_MONTH + timedelta(days=1))

    brief = get_brief_for(store.representative, clara, now=NOON)

    assert [(b.words, b.outcome) for b in brief.failures[0].became] == [("30 dollars of credit", "kept")]
    assert brief.first_words[1].sentence.endswith("We made it good: 30 dollars of credit.")


def test_a_failure_that_nothing_was_done_about_says_so(store: House, clara: Customer) -> None:
    late_last_month(store, clara)

    assert sentences(store, clara, now=NOON)[0].endswith("Nothing is on record that we did about it.")


def test_what_they_went_through_elsewhere_is_their_words_and_no_temper(store: House, clara: Customer) -> None:
    promises.note_expectation(
        Expectation(customer=clara, what="my last gym kept me for an hour", source="elsewhere", at=MORNING),
        by=store.representative.actor,
        now=MORNING,
    )

    assert sentences(store, clara, now=NOON) == [
        "You told us what you went through elsewhere: “my last gym kept me for an hour”."
    ]


def test_hand_overs_of_the_last_matter_are_counted(store: House, clara: Customer) -> None:
    conversation = Conversation.objects.create(
        customer=clara, channel="phone", opened_at=LAST_MONTH, opened_by="staff:1", last_word_at=LAST_MONTH
    )
    matter = Matter.objects.create(
        customer=clara, kind="delivery", opened_at=LAST_MONTH, settled_at=LAST_MONTH + timedelta(hours=1)
    )
    Contact.objects.create(matter=matter, conversation=conversation, at=LAST_MONTH)
    for minutes in (5, 10, 90):  # the last one belongs to another matter of the same conversation
        HandOver.objects.create(
            conversation=conversation, to_staff=store.manager, reason="asked for", by="staff:1",
            at=LAST_MONTH + timedelta(minutes=minutes),
        )  # fmt: skip

    brief = get_brief_for(store.representative, clara, now=NOON)

    assert brief.last_matter is not None
    assert brief.last_matter.handed_on == 2


def test_a_customer_with_whom_nothing_ever_went_wrong_may_hear_that(store: House, clara: Customer) -> None:
    promise = examples.promise_window(store, clara, starts_at=LAST_MONTH)
    examples.arrive(promise, LAST_MONTH + timedelta(hours=1), by=store.driver)

    assert sentences(store, clara, now=NOON) == ["So far we have kept the one promise that was due to you."]


def test_with_nothing_on_record_nothing_is_suggested(store: House, clara: Customer) -> None:
    assert sentences(store, clara, now=NOON) == []


@pytest.mark.parametrize(
    ("arrived", "now", "said"),
    [
        (None, MORNING, "Your window today is 8:00 to 12:00."),
        (None, NOON + timedelta(minutes=1), "Today’s window was 8:00 to 12:00, and no arrival is recorded."),
        (
            NOON + timedelta(hours=1),
            NOON + timedelta(hours=2),
            "Today’s window was 8:00 to 12:00, and we came at 13:00.",
        ),
    ],
    ids=["before it ends", "past its end without a record", "an hour late"],
)
def test_todays_window_is_told_as_it_stands(
    store: House, clara: Customer, arrived: datetime | None, now: datetime, said: str
) -> None:
    promise = examples.promise_window(store, clara)
    if arrived:
        examples.arrive(promise, arrived, by=store.driver)

    assert said in sentences(store, clara, now=now)


def test_today_is_the_locations_day_at_both_clock_changes(store: House, clara: Customer) -> None:
    late_evening = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)  # Sun 1 November, 22:00 in New York: 25 hours long
    examples.promise_window(store, clara, starts_at=late_evening, hours=1)

    same_day = get_brief_for(store.representative, clara, now=datetime(2026, 11, 1, 4, 30, tzinfo=UTC))
    next_day = get_brief_for(store.representative, clara, now=datetime(2026, 11, 2, 5, 1, tzinfo=UTC))

    assert len(same_day.today) == 1
    assert next_day.today == ()


@pytest.mark.parametrize("failures", [1, 5])
def test_the_brief_takes_a_fixed_number_of_queries(
    store: House, clara: Customer, failures: int, django_assert_num_queries: Any
) -> None:
    for _ in range(failures):
        complain_with_remedy(store, clara, late_last_month(store, clara))

    with django_assert_num_queries(13):
        get_brief_for(store.representative, clara, now=NOON, location=store.location)


def test_a_driver_reads_no_brief(store: House, clara: Customer) -> None:
    with pytest.raises(NotAllowed):
        get_brief_for(store.driver, clara, now=NOON)


def test_another_customers_failures_stay_theirs(store: House, clara: Customer) -> None:
    late_last_month(store, person("Somebody Else", now=MORNING))

    brief = get_brief_for(store.representative, clara, now=NOON)

    assert (brief.failures, brief.owed, brief.told) == ((), (), ())


def told(store: House, clara: Customer, version: Version, medium: str, *, days: int) -> None:
    at = NOON - timedelta(days=days)
    examples.tell(version, clara, store, occasion="conversation", medium=medium, at=at, grade=0)


def test_what_they_bring_orders_what_they_were_told(store: House, clara: Customer, delivery: Version) -> None:
    contract = leaving(store.location, now=LAST_MONTH)
    told(store, clara, contract, "contract", days=20)
    told(store, clara, contract, "email", days=10)
    told(store, clara, delivery, "spoken", days=1)

    def titles(words: str) -> list[str]:
        return [
            told.title
            for told in get_brief_for(store.representative, clara, now=NOON, brings=Brings(words)).told
        ]

    assert titles("") == ["How we deliver", "How you leave"]
    assert titles("I will not pay this fee") == ["How you leave", "How we deliver"]
    line = get_brief_for(store.representative, clara, now=NOON, brings=Brings("the fee")).told[0]
    assert (line.times, line.written, line.at) == (2, 2, NOON - timedelta(days=10))


def test_a_policy_about_what_they_bring_that_nobody_told_them_is_named(
    store: House, clara: Customer, delivery: Version
) -> None:
    contract = leaving(store.location, now=LAST_MONTH)
    told(store, clara, delivery, "spoken", days=1)

    def untold(words: str) -> list[str]:
        return [
            each.ref
            for each in get_brief_for(store.representative, clara, now=NOON, brings=Brings(words)).untold
        ]

    assert untold("What is this fee?") == [f"version:{contract.pk}"]
    assert untold("Where is the truck?") == []
    assert untold("When is my refund coming?") == []  # that one binds us alone
    assert untold("") == []


def test_a_window_moved_at_our_wish_is_ours_and_one_moved_at_theirs_is_not(
    store: House, clara: Customer
) -> None:
    for wish, days in (("ours", 1), ("customer", 2)):
        old = examples.promise_window(store, clara, starts_at=MORNING + timedelta(days=days))
        later = timedelta(days=7)
        offer = promises.Offer(
            clara, store.location, "delivery_window", "Your sofa comes", old.until + later,
            starts_at=old.until + later - timedelta(hours=4),
        )  # fmt: skip
        promises.replace(old, offer, wish=wish, by=store.dispatcher.actor, now=MORNING)

    brief = get_brief_for(store.representative, clara, now=NOON)

    assert [moved.starts_at for moved in brief.moved] == [MORNING + timedelta(days=1)]


def test_a_credit_that_was_broken_too_stands_beside_its_failure_and_not_once_more(
    store: House, clara: Customer
) -> None:
    late = late_last_month(store, clara)
    due = LAST_MONTH + timedelta(days=10)
    offer = promises.Offer(
        clara, store.location, "refund", "30 dollars back", due, about=f"promise:{late.pk}",
        amount=Money(3000, "USD"),
    )  # fmt: skip
    promises.make(offer, by=store.representative.actor, now=LAST_MONTH + timedelta(days=1))
    promises.break_overdue(now=NOON)

    brief = get_brief_for(store.representative, clara, now=NOON)

    (failure,) = brief.failures
    assert [(became.words, became.outcome) for became in failure.became] == [("30 dollars back", "broken")]
    assert brief.first_words[0].sentence == (
        "On 5 February 2026 we came 3 hours after your window. What we promised for it by "
        "15 February 2026, 8:00 has not come, by our record: 30 dollars back."
    )


def test_a_complaint_waits_until_its_letter_has_left(store: House, clara: Customer) -> None:
    complaint = examples.complain(store, late_last_month(store, clara), at=MORNING)
    letter = Letter.objects.create(
        complaint=complaint, text="What we found", language="en", drafted_at=MORNING, edited_by="staff:1"
    )
    assert [c.ref for c in get_brief_for(store.representative, clara, now=NOON).complaints] == [
        f"complaint:{complaint.pk}"
    ]

    letter.sent_at = NOON
    letter.save()

    assert get_brief_for(store.representative, clara, now=NOON).complaints == ()
