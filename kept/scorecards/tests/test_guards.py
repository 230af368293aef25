"""What guards the six against gaming: each as it is counted and as it is shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from kept.base.actors import SOFTWARE
from kept.business.examples import House
from kept.complaints import actions as complaints
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.complaints.models import SecondLook, Verdict
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from kept.customers import actions as customers
from kept.customers.models import Customer
from kept.memberships import actions as memberships
from kept.memberships import examples as club
from kept.memberships.models import Membership
from kept.orders.examples import sofa
from kept.policies import actions as policies
from kept.policies.models import Version
from kept.promises import actions as promises
from kept.promises.models import WishMade
from kept.scorecards import actions, queries
from kept.scorecards.characteristics.clear import WALL
from kept.scorecards.models import Counted
from kept.scorecards.queries.cards import Rows
from kept.scorecards.rules import Beside
from kept.scorecards.scopes import BUSINESS, Days
from kept.scorecards.tests.conftest import number_of

DAY = MORNING.date()
DAYS = Days(DAY - timedelta(days=10), DAY + timedelta(days=40))
LATER = MORNING + timedelta(days=30)
LEAVING = "I want to cancel my membership. Ich kündige."


def counted(store: House, name: str, *, now: datetime = LATER) -> Rows:
    actions.follow(now=now)
    return queries.get_rows_for(store.manager, name, BUSINESS, DAYS)


def guards(found: Rows) -> dict[str, Beside]:
    return {shown.name: shown.beside for shown in (*found.card.beside, *found.card.guards)}


def rule_of(store: House, words: str) -> Version:
    terms = (policies.TermDraft("window", "service", {"hours": 4}),)
    draft = policies.Draft({"en": ("How we deliver", words)}, terms)
    policy = policies.write("delivery", location=store.location, occasions=["purchase"])
    return policies.publish(policy, draft, by=SOFTWARE, now=MORNING - timedelta(days=60))


def hold(store: House, nora: Customer, version: Version) -> None:
    policies.apply_term(
        version.terms.get(),
        customer=nora,
        about="",
        bound_at=MORNING,
        asked=None,
        by=store.representative.actor,
        now=MORNING,
    )


@pytest.mark.parametrize(
    ("words", "score", "reason"),
    [(WALL, 1, "told"), (WALL + 1, 0, "walls")],
    ids=["what can be read in a minute, twice", "a wall of text twice is one telling"],
)
def test_a_wall_of_text_does_not_count_as_separate_tellings(
    store: House, nora: Customer, words: int, score: int, reason: str
) -> None:
    version = rule_of(store, "word " * words)
    examples.tell_twice(version, nora, store, booked_at=MORNING - timedelta(hours=1))
    hold(store, nora, version)

    found = counted(store, "clear")

    assert [(row.score, row.reason) for row in found.rows] == [(Fraction(score), reason)]
    assert guards(found)["marked_wall"].value == 1 - score
    assert guards(found)["words"] == Beside(Fraction(240), "words", 2)


def test_two_policies_on_one_paper_are_one_wall(store: House, nora: Customer) -> None:
    version = rule_of(store, "word " * (WALL - 1))
    beside = club.gym(store.location, now=MORNING - timedelta(days=90)).contract
    examples.tell_twice(version, nora, store, booked_at=MORNING - timedelta(hours=1))
    examples.tell_twice(beside, nora, store, booked_at=MORNING - timedelta(hours=1))
    hold(store, nora, version)

    assert counted(store, "clear").rows[0].reason == "walls"


def test_closed_early_and_opened_again_is_a_miss_and_is_counted(store: House, nora: Customer) -> None:
    by = store.representative.actor
    call = conversations.start(nora, channel="phone", by=by, now=MORNING)
    about = conversations.Subject("delivery", "order:1")
    matter = conversations.touch(call, about, staff=store.representative, by=by, now=MORNING)
    assert matter is not None
    conversations.settle(matter, by=by, now=MORNING + timedelta(minutes=3))
    conversations.touch(call, about, by=nora.actor, now=MORNING + timedelta(days=6))
    conversations.settle(matter, by=by, now=MORNING + timedelta(days=6, minutes=3))

    found = counted(store, "immediate")

    assert [row.reason for row in found.rows] == ["reopened"]
    assert guards(found)["marked_reopened"].value == 1


def write(nora: Customer, store: House, words: str, *, at: datetime = MORNING) -> Conversation:
    mail = conversations.start(nora, channel="email", assignee=store.representative, by=nora.actor, now=at)
    conversations.add_message(mail, conversations.Words(words, "in", at), by=nora.actor, now=at)
    return mail


def member(store: House, nora: Customer) -> Membership:
    gym = club.gym(store.location, now=MORNING - timedelta(days=400))
    return club.member(gym, nora, joined_at=MORNING - timedelta(days=300), now=MORNING)


def test_words_that_ask_to_leave_and_are_not_begun_are_a_miss(store: House, nora: Customer) -> None:
    member(store, nora)
    mail = write(nora, store, LEAVING)
    write(nora, store, "When do you open on Sunday?")

    early = counted(store, "free", now=MORNING + timedelta(hours=23))
    late = counted(store, "free", now=MORNING + timedelta(hours=24))

    assert (early.card.early, early.card.figure.n) == (1, 0)
    assert [(row.ref, row.score, row.reason) for row in late.rows] == [
        (f"conversation:{mail.pk}", Fraction(0), "asked_in_words")
    ]
    assert guards(late)["marked_asked_in_words"].value == 1


def test_words_of_somebody_erased_stay_as_they_were_and_wait_for_nothing(
    store: House, nora: Customer
) -> None:
    member(store, nora)
    write(nora, store, LEAVING)
    counted(store, "free", now=MORNING + timedelta(hours=1))
    customers.forget([nora.pk], because="asked for", by=store.owner.actor, now=MORNING + timedelta(hours=2))

    assert [row.reason for row in counted(store, "free").rows] == ["just_asked"]
    assert not Counted.objects.filter(again_at__lte=LATER).exists()


def test_words_that_were_begun_within_the_day_are_one_exit_with_it(store: House, nora: Customer) -> None:
    membership = member(store, nora)
    mail = write(nora, store, LEAVING)
    counted(store, "free", now=MORNING + timedelta(hours=1))
    asked = memberships.Asked(MORNING, "email", mail)
    exit_ = memberships.ask_to_leave(
        membership, asked, by=store.representative.actor, now=MORNING + timedelta(hours=2)
    )

    assert [row.ref for row in counted(store, "free").rows] == [f"cancellation:{exit_.pk}"]


def test_an_exit_that_was_begun_and_not_finished_within_a_day_is_a_miss(store: House, nora: Customer) -> None:
    membership, by = member(store, nora), store.representative.actor
    exit_ = memberships.ask_to_leave(membership, memberships.Asked(MORNING, "phone"), by=by, now=MORNING)

    early = counted(store, "free", now=MORNING + timedelta(hours=23))
    late = counted(store, "free", now=MORNING + timedelta(hours=24))
    memberships.show_money(exit_, memberships.Choice(membership=True), by=by, now=LATER)
    memberships.confirm(exit_, by=by, now=LATER)
    memberships.receipt_sent(exit_, at=LATER, evidence="outgoing:1", now=LATER)
    finished = counted(store, "free", now=LATER)

    assert (early.card.early, early.card.figure.n) == (1, 0)
    assert [(row.score, row.reason) for row in late.rows] == [(Fraction(0), "unfinished")]
    assert guards(late)["marked_unfinished"].value == 1
    assert [(row.score, row.reason) for row in finished.rows] == [(Fraction(1), "let_go")]


@pytest.mark.parametrize(("hours", "counts"), [(23, []), (25, ["unfinished"])])
def test_an_exit_taken_back_within_the_day_is_none(
    store: House, nora: Customer, hours: int, counts: list[str]
) -> None:
    asked = memberships.Asked(MORNING, "phone")
    exit_ = memberships.ask_to_leave(member(store, nora), asked, by=store.representative.actor, now=MORNING)
    memberships.undo(exit_, by=nora.actor, now=MORNING + timedelta(hours=hours))

    assert [row.reason for row in counted(store, "free").rows] == counts


def test_whoever_only_looked_at_the_portal_and_stayed_was_not_held(store: House, nora: Customer) -> None:
    asked = memberships.Asked(MORNING, "portal")
    memberships.ask_to_leave(member(store, nora), asked, by=nora.actor, now=MORNING)

    assert counted(store, "free").rows == ()


def test_words_of_somebody_who_is_no_member_ask_for_nothing(store: House, nora: Customer) -> None:
    write(nora, store, LEAVING)

    assert counted(store, "free").rows == ()


def test_the_receipt_of_an_exit_is_not_missing_within_its_minute(store: House, nora: Customer) -> None:
    membership, by = member(store, nora), store.representative.actor
    exit_ = memberships.ask_to_leave(membership, memberships.Asked(MORNING, "phone"), by=by, now=MORNING)
    memberships.show_money(exit_, memberships.Choice(membership=True), by=by, now=MORNING)
    memberships.confirm(exit_, by=by, now=MORNING)

    waits = counted(store, "free", now=MORNING + timedelta(seconds=59)).card
    missing = counted(store, "free", now=MORNING + timedelta(seconds=60)).card

    assert (waits.early, waits.figure.n) == (1, 0)
    assert missing.early == missing.figure.value == 0


def test_an_alternative_that_was_over_could_not_be_booked(store: House, nora: Customer) -> None:
    for other in ("2026-03-05 04:00-07:59", "2026-03-05 08:00-12:00"):
        wish = WishMade(customer=nora, asked="9 sharp", at=MORNING, by=str(store.representative.actor))
        promises.note_wish(wish, now=MORNING)
        promises.answer_wish(
            wish, granted=False, reason="full", alternatives=(other,), by=SOFTWARE, now=MORNING
        )

    found = counted(store, "accommodating")

    rows = sorted(found.rows, key=number_of)
    assert [row.reason for row in rows] == ["not_bookable", "refused_well"]
    assert guards(found)["not_bookable"].value == 1
    assert guards(found)["granted"] == Beside(Fraction(0), "%", 2)


def test_promising_nothing_and_promising_wide_show(store: House, nora: Customer) -> None:
    sofa(store.location, now=MORNING)
    examples.promise_window(store, nora, hours=4)
    examples.promise_window(store, nora, hours=9)

    found = guards(counted(store, "kept"))

    assert found["width"] == Beside(Fraction(13, 2), "h", 2)
    assert found["per_order"] == Beside(Fraction(2), "per order", 1)
    assert found["unrecorded"].value == 2


def test_verdicts_overturns_and_blind_looks_stand_beside_fair(store: House, nora: Customer) -> None:
    for word in ("expectation_gap", "service_failure"):
        promise = examples.promise_window(store, nora)
        examples.arrive(promise, MORNING, by=store.driver)
        complaint = examples.complain(store, promise, at=MORNING + timedelta(hours=5))
        complaints.propose(complaint, by=SOFTWARE, now=MORNING + timedelta(hours=6))
        verdict = Verdict.objects.get(claim__complaint=complaint)
        by, now = store.representative.actor, MORNING + timedelta(hours=7)
        if verdict.proposed == word:
            complaints.confirm(verdict, by=by, now=now)
        else:
            complaints.overrule(verdict, word, because="as I see it", by=by, now=now)
        SecondLook.objects.update_or_create(
            verdict=verdict,
            defaults={
                "chosen_at": now, "word": "expectation_gap", "looked_at": now, "looked_by": store.manager,
                "because": "blind",
            },
        )  # fmt: skip

    actions.recount(now=LATER)
    found = guards(counted(store, "fair"))

    assert found["verdict_expectation_gap"] == Beside(Fraction(50), "%", 2)
    assert found["verdict_service_failure"] == Beside(Fraction(50), "%", 2)
    assert found["agreed"] == Beside(Fraction(50), "%", 2)
    assert found["overturned"] == Beside(Fraction(0), "%", 2)
