"""Exits as evidence: what was done to somebody who wanted to leave cannot pass unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.business.examples import House
from kept.complaints import actions, casefile, evidence, exits
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, Finding, Verdict
from kept.complaints.scope import suggest
from kept.customers.examples import theo as theo_marsh
from kept.customers.models import Customer
from kept.memberships import actions as memberships
from kept.memberships import examples as gym
from kept.memberships.models import Cancellation, Membership
from kept.policies import examples as policies
from kept.promises import actions as promises
from kept.promises.models import Expectation

ASKED = MORNING
OUT = MORNING + timedelta(minutes=2)
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def theo(store: House) -> Customer:
    return theo_marsh(now=MORNING)


@pytest.fixture
def club(store: House) -> gym.Gym:
    years_ago = MORNING - timedelta(days=4 * 365)
    contract = policies.leaving(store.location, now=years_ago)
    return gym.gym(store.location, now=years_ago, contract=contract)


@pytest.fixture
def membership(club: gym.Gym, theo: Customer) -> Membership:
    return gym.three_years(club, theo, now=MORNING)


def ask(membership: Membership, store: House) -> Cancellation:
    return memberships.ask_to_leave(
        membership, memberships.Asked(ASKED, "phone"), by=store.representative.actor, now=ASKED
    )


def let_go(found: Cancellation, store: House, *, receipt_after: int = 20) -> Cancellation:
    by = store.representative.actor
    memberships.show_money(found, memberships.Choice(membership=True), by=by, now=OUT)
    found = memberships.confirm(found, by=by, now=OUT)
    at = OUT + timedelta(seconds=receipt_after)
    return memberships.receipt_sent(found, at=at, evidence="outgoing:1", now=at)


def proposed(store: House, theo: Customer, kind: str) -> Finding:
    found = suggest(kind, theo, now=LATER)
    resting = tuple(actions.Resting(bound.term, bound.bound_at) for bound in found.relies_on)
    complaint = actions.open_complaint(
        actions.Said(theo, store.location, "They would not let me go", LATER),
        (actions.ClaimMade(kind, about=found.about, relies_on=resting),),
        by=store.representative.actor,
        now=LATER,
    )
    return actions.propose(complaint, by=store.representative.actor, now=LATER)


def verdict_of(finding: Finding) -> Verdict:
    return finding.verdicts.get()


def test_an_offer_before_the_confirmation_breaks_the_house_code(
    store: House, theo: Customer, membership: Membership
) -> None:
    asked = ask(membership, store)
    memberships.show_offer(asked, "half the price", by=store.manager.actor, now=ASKED + timedelta(minutes=1))
    let_go(asked, store)

    verdict = verdict_of(proposed(store, theo, "membership.pressured"))

    assert verdict.proposed == "rule_breach"
    assert any(row.startswith("offershown:") for row in verdict.evidence)


def test_an_exit_asked_and_never_confirmed_is_a_breach(
    store: House, theo: Customer, membership: Membership
) -> None:
    ask(membership, store)

    verdict = verdict_of(proposed(store, theo, "membership.cancellation_ignored"))

    assert verdict.proposed == "rule_breach"
    assert any(row.startswith("asking:") for row in verdict.evidence)


def test_a_late_receipt_is_a_breach_and_one_in_time_is_not(
    store: House, theo: Customer, membership: Membership
) -> None:
    let_go(ask(membership, store), store, receipt_after=61)

    assert verdict_of(proposed(store, theo, "membership.cancellation_refused")).proposed == "rule_breach"


def test_of_two_exits_in_one_complaint_each_is_judged_by_its_own(
    store: House, theo: Customer, club: gym.Gym, membership: Membership
) -> None:
    second = gym.member(club, theo, joined_at=MORNING - timedelta(days=400), now=MORNING)
    well, badly = ask(membership, store), ask(second, store)
    memberships.show_offer(badly, "half the price", by=store.manager.actor, now=ASKED + timedelta(minutes=1))
    left = [let_go(well, store), let_go(badly, store, receipt_after=90)]
    claims = tuple(
        actions.ClaimMade("membership.cancellation_refused", about=tuple(exits.promises_of([each])))
        for each in left
    )

    complaint = actions.open_complaint(
        actions.Said(theo, store.location, "They would not let me go", LATER),
        claims,
        by=store.representative.actor,
        now=LATER,
    )

    answers = casefile.judge(evidence.of_complaint(complaint).case).claims
    assert [answer.verdict for answer in answers] == ["expectation_gap", "rule_breach"]
    assert len(answers[1].reasons) == 2


def test_the_desk_and_the_file_agree_on_an_exit(store: House, theo: Customer, membership: Membership) -> None:
    let_go(ask(membership, store), store)
    finding = proposed(store, theo, "membership.cancellation_refused")
    complaint = Complaint.objects.get(pk=finding.complaint_id or 0)

    reading = casefile.read(casefile.write(evidence.of_complaint(complaint).case))

    assert reading.unknown == ()
    answer = casefile.judge(reading.case)
    assert answer.claims[0].verdict == verdict_of(finding).proposed == "expectation_gap"
    assert str(answer.kept) == finding.kept_score == "1"


def test_a_disputed_fee_told_once_was_not_told(store: House, theo: Customer) -> None:
    joined = MORNING - timedelta(days=150)
    club = gym.gym(store.location, now=joined - timedelta(days=1))
    gym.told_once(club.contract, theo, at=joined - timedelta(minutes=10))
    young = gym.member(club, theo, joined_at=joined, now=MORNING)
    asked = ask(young, store)
    memberships.show_money(asked, memberships.Choice(membership=True), by=store.representative.actor, now=OUT)

    found = suggest("membership.fee_disputed", theo, now=LATER)

    assert [(b.term.key, b.bound_at) for b in found.relies_on] == [("fee", young.bound_at)]
    let_go(asked, store)
    assert verdict_of(proposed(store, theo, "membership.fee_disputed")).proposed == "not_told"


def test_who_was_let_go_at_once_after_bracing_for_a_fight_rates_it_exceeded(
    store: House, theo: Customer, membership: Membership
) -> None:
    heard = Expectation(
        customer=theo, what="my last gym kept me for an hour", source="elsewhere", at=ASKED, level="worse"
    )
    promises.note_expectation(heard, by=store.representative.actor, now=ASKED)
    let_go(ask(membership, store), store)

    rating = actions.rate(
        f"membership:{membership.pk}", 5, customer=theo, location=store.location, by=theo.actor, now=LATER
    )

    found = rating.finding
    assert (found.kept_score, found.expectation_gap) == ("1", "0")
    assert found.outcome_against_expectation == "exceeded"
    assert {"facts[0]", "promises[receipt]"} <= set(found.rows)
