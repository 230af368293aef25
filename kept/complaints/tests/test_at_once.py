"""Two people at one complaint at the same moment: one is heard, the other told why not, nothing half done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.money import Money
from kept.business.examples import House, house
from kept.complaints import actions, examples
from kept.complaints.deadlines import answers_owed
from kept.complaints.examples import MORNING
from kept.complaints.models import Answer, Complaint, Reopening, Review, SecondLook, Verdict
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer
from kept.ledger.models import Entry
from kept.work.tests.at_once import at_once, refusals

NOW = MORNING + timedelta(hours=6)


@pytest.fixture
def store(fresh_database: None) -> House:
    return house(now=MORNING - timedelta(days=60))


@pytest.fixture
def nora(store: House) -> Customer:
    return nora_feldman(now=MORNING - timedelta(days=7))


@pytest.fixture
def verdict(store: House, nora: Customer) -> Verdict:
    """Late by an hour, proposed as a failure of ours."""
    promise = examples.promise_window(store, nora)
    examples.arrive(promise, MORNING + timedelta(hours=5), by=store.driver)
    complaint = examples.complain(store, promise, at=NOW)
    return actions.propose(complaint, by=store.representative.actor, now=NOW).verdicts.get()


def complaint_of(verdict: Verdict) -> Complaint:
    return Complaint.objects.get(pk=verdict.claim.complaint_id)


def test_two_people_decide_the_same_claim(store: House, verdict: Verdict) -> None:
    answers = at_once(
        lambda: actions.confirm(verdict, by=store.representative.actor, now=NOW),
        lambda: actions.overrule(verdict, "not_told", because="why", by=store.manager.actor, now=NOW),
    )

    assert len(refusals(answers)) == 1
    decided = Entry.objects.filter(kind__in=["verdict.confirmed", "verdict.overruled"])
    assert decided.count() == Entry.objects.filter(kind="complaint.decided").count() == 1


def test_one_decides_while_the_customer_takes_it_back(store: House, verdict: Verdict) -> None:
    complaint = complaint_of(verdict)

    answers = at_once(
        lambda: actions.confirm(verdict, by=store.representative.actor, now=NOW),
        lambda: actions.withdraw(complaint, because="It came.", by=store.manager.actor, now=NOW),
    )

    assert len(refusals(answers)) == 1
    verdict.refresh_from_db()
    state = complaint_of(verdict).state
    assert (state, verdict.final) in [("decided", "service_failure"), ("withdrawn", "")]
    assert answers_owed(complaint).open().exists() is (state == "decided")


def test_one_reviews_while_the_customer_answers(store: House, nora: Customer, verdict: Verdict) -> None:
    actions.confirm(verdict, by=store.representative.actor, now=NOW)
    complaint = complaint_of(verdict)
    asked = actions.ask_review(complaint, by=nora.actor, now=NOW)
    changed = {verdict.claim_id: "not_told"}

    at_once(
        lambda: actions.review(asked, because="so", changed=changed, by=store.manager.actor, now=NOW),
        lambda: actions.answer_once(complaint, "I waited.", by=nora.actor, now=NOW),
    )

    reviewed = Review.objects.get().reviewed_at is not None
    assert complaint_of(verdict).state == "open"
    assert Answer.objects.count() == 1
    assert Verdict.objects.filter(review=asked).exists() is reviewed


def test_the_customer_answers_twice(store: House, nora: Customer, verdict: Verdict) -> None:
    actions.confirm(verdict, by=store.representative.actor, now=NOW)
    complaint = complaint_of(verdict)

    answers = at_once(*[lambda: actions.answer_once(complaint, "no", by=nora.actor, now=NOW)] * 2)

    assert (len(refusals(answers)), Answer.objects.count()) == (1, 1)
    assert answers_owed(complaint).open().count() == 1


def test_a_review_is_asked_for_twice(store: House, nora: Customer, verdict: Verdict) -> None:
    actions.confirm(verdict, by=store.representative.actor, now=NOW)
    complaint = complaint_of(verdict)

    answers = at_once(*[lambda: actions.ask_review(complaint, by=nora.actor, now=NOW)] * 2)

    assert (len(refusals(answers)), Review.objects.count()) == (1, 1)


def test_two_open_it_again(store: House, verdict: Verdict) -> None:
    actions.confirm(verdict, by=store.representative.actor, now=NOW)
    complaint = complaint_of(verdict)

    answers = at_once(
        *[lambda: actions.reopen(complaint, because="new", by=store.manager.actor, now=NOW)] * 2
    )

    assert (len(refusals(answers)), Reopening.objects.count()) == (1, 1)


def test_two_promise_up_to_the_limit_together(store: House, verdict: Verdict) -> None:
    complaint = complaint_of(verdict)
    until = NOW + timedelta(days=9)
    thirty = actions.Mending("30 back", until, "refund", Money.of(30, "USD"))

    answers = at_once(
        *[lambda: actions.promise_remedy(complaint, thirty, by=store.representative.actor, now=NOW)] * 2
    )

    assert (len(refusals(answers)), complaint.remedies.count()) == (1, 1)


def test_two_give_the_second_look(store: House, verdict: Verdict) -> None:
    actions.confirm(verdict, by=store.representative.actor, now=NOW)
    SecondLook.objects.get_or_create(verdict=verdict, defaults={"chosen_at": NOW})
    complaint, word = complaint_of(verdict), {verdict.claim_id: "not_told"}

    answers = at_once(
        lambda: actions.look(complaint, word, by=store.manager.actor, now=NOW),
        lambda: actions.look(complaint, word, by=store.owner.actor, now=NOW),
    )

    assert len(refusals(answers)) == 1
    assert Entry.objects.filter(kind="look.given").count() == 1
