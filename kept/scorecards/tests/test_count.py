"""What one thing counts for in each of the six, once everything is counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.base.periods import Period
from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House
from kept.complaints import actions as complaints
from kept.complaints import examples
from kept.complaints.deadlines import answers_owed
from kept.complaints.examples import MORNING
from kept.conversations import actions as conversations
from kept.conversations.models import Contact, Conversation, HandOver, Matter
from kept.customers.models import Customer
from kept.memberships import actions as memberships
from kept.memberships import examples as gym
from kept.memberships.models import Membership
from kept.policies import examples as policies
from kept.promises import actions as promises
from kept.promises.models import Promise, Wish, WishMade
from kept.scorecards import actions, queries
from kept.scorecards.queries.cards import Rows
from kept.scorecards.scopes import BUSINESS, Days
from kept.scorecards.tests.conftest import number_of

NOON = MORNING + timedelta(hours=4)
DAY = MORNING.date()  # in New York as in UTC
WEEK = Days(DAY - timedelta(days=3), DAY + timedelta(days=4))
LATER = MORNING + timedelta(days=30)


def counted(store: House, name: str, *, now: datetime = LATER, days: Days = WEEK) -> Rows:
    actions.recount(now=now)
    return queries.get_rows_for(store.manager, name, BUSINESS, days)


def delivered(store: House, nora: Customer, *, minutes_late: int) -> Promise:
    promise = examples.promise_window(store, nora)
    return examples.arrive(promise, NOON + timedelta(minutes=minutes_late), by=store.driver)


def test_kept_is_the_sum_of_k_over_what_was_due(store: House, nora: Customer) -> None:
    for late in (0, 60, 120):
        delivered(store, nora, minutes_late=late)

    found = counted(store, "kept")

    assert (found.card.figure.total, found.card.figure.n) == (Fraction(9, 4), 3)
    assert found.card.figure.value == Fraction(3, 4)
    assert found.card.beside[0].beside.value == 4


def test_a_promise_that_nobody_recorded_counts_as_nothing(store: House, nora: Customer) -> None:
    examples.promise_window(store, nora)

    assert counted(store, "kept").card.figure.value == 0


def test_released_promises_and_those_not_yet_due_are_left_out(store: House, nora: Customer) -> None:
    released = examples.promise_window(store, nora)
    promises.release(released, reason="wishes none", by=nora.actor, now=MORNING - timedelta(hours=1))
    examples.promise_window(store, nora, starts_at=MORNING + timedelta(days=1))

    assert counted(store, "kept", now=NOON).card.figure.n == 0


@pytest.mark.parametrize(
    ("wish", "n", "total"), [(Wish.CUSTOMER, 1, Fraction(1)), (Wish.OURS, 2, Fraction(7, 4))]
)
def test_replaced_at_our_wish_both_count_by_the_one_arrival(
    store: House, nora: Customer, wish: Wish, n: int, total: Fraction
) -> None:
    old = examples.promise_window(store, nora)
    offer = promises.Offer(
        nora, store.location, "delivery_window", "12 to 16", until=NOON + timedelta(hours=4), starts_at=NOON
    )
    new = promises.replace(old, offer, wish=wish, by=store.dispatcher.actor, now=NOON - timedelta(minutes=1))
    examples.arrive(new, NOON + timedelta(hours=1), by=store.driver)

    found = counted(store, "kept").card.figure

    assert (found.n, found.total) == (n, total)


@pytest.mark.parametrize(
    ("until", "day"),
    [
        ("2026-03-06T04:59:59Z", "2026-03-05"),
        ("2026-03-06T05:00:00Z", "2026-03-06"),
        ("2026-03-08T06:59:59Z", "2026-03-08"),
        ("2026-03-09T03:59:59Z", "2026-03-08"),
        ("2026-11-01T05:30:00Z", "2026-11-01"),
        ("2026-11-02T04:59:59Z", "2026-11-01"),
        ("2026-11-02T05:00:00Z", "2026-11-02"),
    ],
    ids=[
        "a second before midnight", "at midnight", "before the hour that spring skips", "the short day ends",
        "the first time that half past one comes", "the long day ends", "the day after it",
    ],
)  # fmt: skip
def test_what_is_due_counts_on_the_local_day_on_which_it_was(
    store: House, nora: Customer, until: str, day: str
) -> None:
    due = datetime.fromisoformat(until)
    offer = promises.Offer(nora, store.location, "reply", "an answer", until=due)
    promises.make(offer, by=store.representative.actor, now=MORNING - timedelta(days=1))
    that = date.fromisoformat(day)

    found = counted(store, "kept", now=due + timedelta(days=1), days=Days(that, that + timedelta(days=1)))

    assert found.card.figure.n == 1


def matter(store: House, nora: Customer, *, settled_by: str = "", after: int | None = 10) -> Matter:
    settled_by = settled_by or str(store.representative.actor)
    conversation = Conversation.objects.create(
        customer=nora, channel="phone", opened_at=MORNING, opened_by="staff:1", last_word_at=MORNING
    )
    found = Matter.objects.create(
        customer=nora,
        kind="delivery",
        opened_at=MORNING,
        first_staff=store.representative,
        settled_at=None if after is None else MORNING + timedelta(minutes=after),
        settled_by="" if after is None else settled_by,
    )
    Contact.objects.create(matter=found, conversation=conversation, at=MORNING)
    return found


def pass_on(found: Matter, store: House, *, minutes: int = 5, by_rule: bool = False) -> None:
    HandOver.objects.create(
        conversation=found.contacts.get().conversation,
        from_staff=store.representative,
        to_staff=store.manager,
        reason="asked for",
        by_rule=by_rule,
        at=MORNING + timedelta(minutes=minutes),
        by="staff:1",
    )


def test_settled_by_the_first_person_for_good_is_immediate(store: House, nora: Customer) -> None:
    matter(store, nora)

    found = counted(store, "immediate")

    assert (found.card.figure.value, found.card.figure.n) == (Fraction(1), 1)
    assert found.card.beside[0].beside.value == 10


def test_a_hand_over_is_a_miss_unless_a_rule_asked_for_it(store: House, nora: Customer) -> None:
    pass_on(matter(store, nora), store)
    pass_on(matter(store, nora), store, by_rule=True)
    pass_on(matter(store, nora), store, minutes=11)  # after it was settled: another matter

    found = counted(store, "immediate").rows

    assert [row.score for row in sorted(found, key=number_of)] == [0, 1, 1]


def test_handed_on_by_a_rule_whoever_settles_it_then_it_is_no_miss(store: House, nora: Customer) -> None:
    pass_on(matter(store, nora, settled_by=str(store.manager.actor)), store, by_rule=True)

    assert counted(store, "immediate").card.figure.value == 1


def test_what_a_rule_ended_is_left_out_until_somebody_settles_it(store: House, nora: Customer) -> None:
    found = matter(store, nora, after=None)
    talk = found.contacts.get().conversation
    insult = conversations.note_insult(talk, staff=store.representative, now=MORNING)
    conversations.end_by_rule(insult, by=store.representative.actor, now=MORNING)

    left_out = counted(store, "immediate")
    assert (left_out.card.figure.n, [row.score for row in left_out.rows]) == (0, [None])

    conversations.settle(found, by=store.manager.actor, now=MORNING + timedelta(days=2))
    assert counted(store, "immediate").card.figure.value == 1


def test_opened_again_within_seven_days_is_a_miss(store: House, nora: Customer) -> None:
    found = matter(store, nora)
    conversation = found.contacts.get().conversation
    again = MORNING + timedelta(days=2)
    Contact.objects.create(matter=found, conversation=conversation, at=again, reopened=True)

    assert counted(store, "immediate").card.figure.value == 0


def test_settled_less_than_seven_days_ago_is_too_early_to_tell(store: House, nora: Customer) -> None:
    found = matter(store, nora)
    seven_days_on = MORNING + timedelta(days=7, minutes=10)

    early = counted(store, "immediate", now=seven_days_on - timedelta(seconds=1))
    late = counted(store, "immediate", now=seven_days_on)

    assert (early.card.figure.n, early.card.early) == (0, 1)
    assert [(row.ref, row.score) for row in early.rows] == [(f"matter:{found.pk}", None)]
    assert (late.card.figure.n, late.card.early) == (1, 0)


def test_not_settled_after_a_week_is_a_miss(store: House, nora: Customer) -> None:
    matter(store, nora, after=None)

    assert counted(store, "immediate").card.figure.value == 0


def test_settled_by_somebody_else_is_a_miss(store: House, nora: Customer) -> None:
    matter(store, nora, settled_by=str(store.manager.actor))

    assert counted(store, "immediate").card.figure.value == 0


def test_an_untold_term_counts_against_clear(store: House, nora: Customer) -> None:
    version = policies.delivery(store.location, now=MORNING - timedelta(days=50))
    told = examples.promise_window(store, nora)
    examples.complain(store, told, version, at=NOON)

    assert counted(store, "clear").card.figure.value == 0


@pytest.mark.parametrize(
    ("granted", "reason", "alternatives", "score"),
    [
        (True, "", (), 1),
        (False, "The trucks are full", ("Wed 8–12",), 1),
        (False, "The trucks are full", (), 0),
        (False, "", ("Wed 8–12",), 0),
    ],
    ids=["granted", "refused with an alternative", "refused with nothing else", "refused without why"],
)
def test_a_refused_wish_needs_its_reason_and_something_else(
    store: House, nora: Customer, granted: bool, reason: str, alternatives: tuple[str, ...], score: int
) -> None:
    wish = promises.note_wish(WishMade(customer=nora, asked="9 sharp", at=MORNING, by="staff:1"), now=MORNING)
    promises.answer_wish(
        wish, granted=granted, reason=reason, alternatives=alternatives, by=SOFTWARE, now=MORNING
    )

    assert counted(store, "accommodating").card.figure.value == score


@pytest.mark.parametrize(
    ("offered", "receipt_after", "score"),
    [(False, 60, 1), (True, 20, 0), (False, 61, 0)],
    ids=["two clicks and a receipt at once", "an offer came first", "the receipt came late"],
)
def test_an_exit_is_free_when_nothing_stood_in_its_way(
    store: House, nora: Customer, offered: bool, receipt_after: int, score: int
) -> None:
    club = gym.gym(store.location, now=MORNING - timedelta(days=400))
    membership = gym.member(club, nora, joined_at=MORNING - timedelta(days=300), now=MORNING)
    ruth = store.representative.actor
    asked = memberships.ask_to_leave(membership, memberships.Asked(MORNING, "phone"), by=ruth, now=MORNING)
    if offered:
        memberships.show_offer(asked, "half the price", by=ruth, now=MORNING + timedelta(seconds=30))
    out = MORNING + timedelta(minutes=2)
    memberships.show_money(asked, memberships.Choice(membership=True), by=ruth, now=out)
    confirmed = memberships.confirm(asked, by=ruth, now=out)
    at = out + timedelta(seconds=receipt_after)
    memberships.receipt_sent(confirmed, at=at, evidence="outgoing:1", now=at)

    found = counted(store, "free")

    assert found.card.figure.value == score
    assert found.card.beside[0].beside.value == 2


def test_who_has_to_ask_two_of_us_was_not_let_go_by_one_person(store: House, nora: Customer) -> None:
    club = gym.gym(store.location, now=MORNING - timedelta(days=400))
    membership = gym.member(club, nora, joined_at=MORNING - timedelta(days=300), now=MORNING)
    ruth, ben = store.representative.actor, store.second_representative.actor
    memberships.ask_to_leave(membership, memberships.Asked(MORNING, "phone"), by=ruth, now=MORNING)
    asked = memberships.ask_to_leave(membership, memberships.Asked(NOON, "phone"), by=ben, now=NOON)
    memberships.show_money(asked, memberships.Choice(membership=True), by=ben, now=NOON)
    memberships.confirm(asked, by=ben, now=NOON)
    memberships.receipt_sent(asked, at=NOON, evidence="outgoing:1", now=NOON)

    (row,) = counted(store, "free").rows

    assert (row.score, row.reason) == (Fraction(0), "persons")


def test_where_nobody_recorded_what_joining_took_two_steps_are_free(store: House, nora: Customer) -> None:
    club = gym.gym(store.location, now=MORNING - timedelta(days=400))
    joined = MORNING - timedelta(days=300)
    membership = Membership.objects.create(  # as one that stood in a folder of the past
        customer=nora, location=store.location, plan=club.plan, contract=club.contract, joined_at=joined,
        bound_at=joined, minor=4500, currency="USD", period_months=1, made_at=MORNING, made_by="software",
    )  # fmt: skip
    by = store.representative.actor
    asked = memberships.ask_to_leave(membership, memberships.Asked(MORNING, "phone"), by=by, now=MORNING)
    memberships.show_money(asked, memberships.Choice(membership=True), by=by, now=MORNING)
    memberships.confirm(asked, by=by, now=MORNING)
    memberships.receipt_sent(asked, at=MORNING, evidence="outgoing:1", now=MORNING)

    (row,) = counted(store, "free").rows

    assert (row.score, row.reason) == (Fraction(1), "let_go")


def test_a_complaint_not_answered_by_the_promised_day_is_unfair(store: House, nora: Customer) -> None:
    complaint = examples.complain(store, delivered(store, nora, minutes_late=0), at=NOON)
    complaints.propose(complaint, by=store.representative.actor, now=NOON)
    promised = answers_owed(complaint).get().until

    assert counted(store, "fair", now=promised).card.early == 1
    assert counted(store, "fair", now=promised + timedelta(seconds=1)).card.figure.value == 0


def test_closing_a_complaint_without_a_finding_is_no_way_around_the_answer(
    store: House, nora: Customer
) -> None:
    complaint = examples.complain(store, delivered(store, nora, minutes_late=0), at=NOON)
    promised = answers_owed(complaint).get().until
    complaints.close_without_finding(
        complaint, because="Nothing was due.", by=store.representative.actor, now=NOON
    )

    assert counted(store, "fair", now=promised + timedelta(seconds=1)).card.figure.value == 0


@pytest.mark.parametrize(
    ("days_late", "score", "reason"),
    [(-1, None, "withdrawn"), (1, Fraction(0), "late")],
    ids=["taken back in time", "taken back when the answer was late"],
)
def test_a_complaint_taken_back_is_left_out_unless_the_answer_was_late(
    store: House, nora: Customer, days_late: int, score: Fraction | None, reason: str
) -> None:
    complaint = examples.complain(store, delivered(store, nora, minutes_late=0), at=NOON)
    ended_at = answers_owed(complaint).get().until + timedelta(days=days_late)
    promises.break_overdue(now=ended_at)
    complaints.withdraw(complaint, because="All is well.", by=store.representative.actor, now=ended_at)

    found = counted(store, "fair", now=ended_at + timedelta(days=40))

    assert [(row.score, row.reason) for row in found.rows] == [(score, reason)]
    guards = {shown.name: shown.beside.value for shown in found.card.guards}
    assert (guards["withdrawn"], guards["settled"]) == (Fraction(score is None), Fraction(0))


@pytest.mark.parametrize(("days_late", "reason"), [(-1, "settled"), (1, "late")])
def test_what_was_agreed_on_is_left_out_unless_the_answer_was_late(
    store: House, nora: Customer, days_late: int, reason: str
) -> None:
    complaint = examples.complain(store, delivered(store, nora, minutes_late=0), at=NOON)
    by, now = store.representative.actor, answers_owed(complaint).get().until + timedelta(days=days_late)
    refund = complaints.Mending("30.00 USD back", now + timedelta(days=5), "refund", Money.of(30, "USD"))
    complaints.promise_remedy(complaint, refund, by=by, now=now)
    complaints.agree(complaint, because="Half the fee back.", by=by, now=now)

    assert [row.reason for row in counted(store, "fair", now=now + timedelta(days=40)).rows] == [reason]


def test_every_characteristic_has_its_place_and_none_is_summed(store: House) -> None:
    found = queries.get_scorecard_for(store.manager, BUSINESS, WEEK)

    assert [card.place.name for card in found.cards] == [
        "clear", "immediate", "free", "accommodating", "kept", "fair",
    ]  # fmt: skip
    assert all(card.figure.value is None for card in found.cards)


def test_offers_and_hand_overs_in_exits_are_figures(store: House) -> None:
    tallies = queries.tallies_for(store.manager, Period(MORNING, LATER))

    assert [(tally.name, len(tally.page(1))) for tally in tallies] == [
        ("offers_shown", 0), ("hand_overs", 0), ("fees_tried", 0), ("fees_stopped", 0),
    ]  # fmt: skip


def test_how_people_were_let_go_is_read_by_managers_alone(store: House) -> None:
    for stranger in (store.representative, store.driver, store.dispatcher):
        with pytest.raises(NotAllowed):
            queries.tallies_for(stranger, Period(MORNING, LATER))
    with pytest.raises(NotFound):
        queries.get_rows_for(store.manager, "smiles", BUSINESS, WEEK)
