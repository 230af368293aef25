"""The desk proposes: from rows, by the pure judge, with the evidence each reason rests on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.refusals import Refused
from kept.business.examples import House
from kept.complaints import actions, casefile, evidence, examples
from kept.complaints.examples import MORNING
from kept.complaints.fields import CLAIM_KINDS
from kept.complaints.models import Claim, Complaint, Finding, Verdict
from kept.complaints.scope import suggest
from kept.complaints.words import ClaimKind
from kept.customers.examples import sam
from kept.customers.models import Customer
from kept.ledger.models import Entry
from kept.policies import actions as policies
from kept.policies.models import TermApplication, Version
from kept.promises import actions as promises
from kept.promises.models import Expectation, Promise

NOON = MORNING + timedelta(hours=4)
AFTERWARDS = MORNING + timedelta(hours=6)


def sofa(store: House, nora: Customer, *, minutes_late: int = -20) -> Promise:
    promise = examples.promise_window(store, nora)
    return examples.arrive(promise, NOON + timedelta(minutes=minutes_late), by=store.driver)


def proposed(complaint: Complaint, store: House) -> Finding:
    return actions.propose(complaint, by=store.representative.actor, now=AFTERWARDS)


def only_verdict(finding: Finding) -> Verdict:
    return finding.verdicts.get()


def test_told_twice_and_inside_its_window_is_an_expectation_gap(
    store: House, nora: Customer, delivery: Version
) -> None:
    promise = sofa(store, nora)
    examples.tell_twice(delivery, nora, store, booked_at=promise.made_at)
    complaint = examples.complain(store, promise, delivery, at=AFTERWARDS)

    finding = proposed(complaint, store)

    assert only_verdict(finding).proposed == "expectation_gap"
    assert (finding.kept_score, finding.told, finding.rated) == ("1", 1, "0")
    assert (finding.service_gap, finding.disclosure_gap, finding.expectation_gap) == ("0", "0", "1")


def test_the_twin_an_hour_late_is_our_failure_with_the_exact_fractions(
    store: House, nora: Customer, delivery: Version
) -> None:
    promise = sofa(store, nora, minutes_late=60)
    examples.tell_twice(delivery, nora, store, booked_at=promise.made_at)
    complaint = examples.complain(store, promise, delivery, at=AFTERWARDS, stars=2)

    finding = proposed(complaint, store)

    assert only_verdict(finding).proposed == "service_failure"
    assert (finding.kept_score, finding.service_gap, finding.expectation_gap) == ("3/4", "1/4", "1/2")


def test_a_policy_nobody_was_told_is_our_failure(store: House, nora: Customer, delivery: Version) -> None:
    complaint = examples.complain(store, sofa(store, nora), delivery, at=AFTERWARDS)

    finding = proposed(complaint, store)

    assert only_verdict(finding).proposed == "not_told"
    assert finding.disclosure_gap == "1"


def test_a_grade_that_rose_only_after_the_window_was_booked_proves_nothing(
    store: House, nora: Customer, delivery: Version
) -> None:
    promise = sofa(store, nora)
    booked = promise.made_at
    mail = examples.tell(
        delivery, nora, store, occasion="purchase", medium="email", at=booked - timedelta(days=3), grade=1
    )
    examples.tell(delivery, nora, store, occasion="scheduling", medium="spoken", at=booked, grade=0)
    policies.raise_grade(mail, 4, evidence="opened", by=nora.actor, now=booked + timedelta(hours=1))
    complaint = examples.complain(store, promise, delivery, at=AFTERWARDS)

    gathered = evidence.of_complaint(complaint)

    assert gathered.case.disclosures[0].grade == "A1"
    assert only_verdict(proposed(complaint, store)).proposed == "not_told"


def test_every_reason_names_the_rows_it_rests_on(store: House, nora: Customer, delivery: Version) -> None:
    promise = sofa(store, nora)
    examples.tell_twice(delivery, nora, store, booked_at=promise.made_at)
    complaint = examples.complain(store, promise, delivery, at=AFTERWARDS)

    verdict = only_verdict(proposed(complaint, store))

    named = {row for reason in verdict.reasons for row in reason["rows"]}
    fact = promise.facts.get()
    assert {f"promise:{promise.pk}", f"fact:{fact.pk}"} <= named
    assert {row.partition(":")[0] for row in named} == {"promise", "fact", "term", "disclosure"}


@pytest.mark.parametrize("minutes_late", [-20, 60, 300])
@pytest.mark.parametrize("told", [True, False])
def test_the_desk_and_kept_judge_agree_on_the_exported_file(
    store: House, nora: Customer, delivery: Version, told: bool, minutes_late: int
) -> None:
    promise = sofa(store, nora, minutes_late=minutes_late)
    if told:
        examples.tell_twice(delivery, nora, store, booked_at=promise.made_at)
    promises.note_expectation(
        Expectation(customer=nora, what="9 sharp", source="wish", at=promise.made_at, by_instant=MORNING),
        by=store.representative.actor,
        now=promise.made_at,
    )
    complaint = examples.complain(store, promise, delivery, at=AFTERWARDS)
    gathered = evidence.of_complaint(complaint)

    read_back = casefile.read(casefile.write(gathered.case))

    assert read_back.unknown == ()
    assert read_back.case == gathered.case
    answer = casefile.judge(read_back.case)
    finding = proposed(complaint, store)
    assert answer.claims[0].verdict == only_verdict(finding).proposed
    assert str(answer.kept) == finding.kept_score
    assert answer.outcome == finding.outcome_against_expectation


def test_a_window_replaced_at_our_wish_brings_the_old_one_into_the_case(store: House, nora: Customer) -> None:
    first = examples.promise_window(store, nora)
    later = promises.Offer(
        nora, store.location, "delivery_window", "Your sofa comes between 13 and 17",
        starts_at=MORNING + timedelta(hours=5), until=MORNING + timedelta(hours=9),
    )  # fmt: skip
    moved = promises.replace(
        first, later, wish="ours", by=store.dispatcher.actor, now=MORNING + timedelta(minutes=239)
    )
    examples.arrive(moved, MORNING + timedelta(hours=6), by=store.driver)
    complaint = examples.complain(store, moved, at=MORNING + timedelta(hours=10))

    finding = actions.propose(complaint, by=store.representative.actor, now=MORNING + timedelta(hours=11))

    assert only_verdict(finding).proposed == "service_failure"
    assert finding.kept_score == "3/4"


def test_conduct_comes_back_without_a_verdict(store: House, nora: Customer) -> None:
    complaint = examples.complain(store, sofa(store, nora), at=AFTERWARDS, kind="conduct.rude")

    finding = proposed(complaint, store)

    assert only_verdict(finding).proposed == ""
    assert finding.needs_person


def test_wrong_information_is_honoured_as_a_promise_made_when_it_was_said(
    store: House, nora: Customer
) -> None:
    complaint = examples.complain(store, sofa(store, nora), at=AFTERWARDS, kind="conduct.wrong_information")
    said_at = MORNING - timedelta(days=1)

    nine = actions.Mending("We come at nine", MORNING + timedelta(hours=1), "delivery_window", None, MORNING)

    promise = actions.honour(
        complaint.claims.get(),
        nine,
        said_at=said_at,
        said_by=store.second_representative.actor,
        by=store.manager.actor,
        now=AFTERWARDS,
    )  # fmt: skip

    assert (promise.source, promise.made_at, promise.made_by) == (
        "statement", said_at, str(store.second_representative.actor),
    )  # fmt: skip
    finding = proposed(complaint, store)
    assert only_verdict(finding).proposed == "no_evidence"
    assert only_verdict(finding).favours == "customer"


def test_with_nothing_in_scope_the_desk_proposes_to_close_without_finding(
    store: House, nora: Customer
) -> None:
    complaint = actions.open_complaint(
        actions.Said(nora, store.location, "The weather was bad", AFTERWARDS),
        (actions.ClaimMade("product.worn"),),
        by=store.representative.actor,
        now=AFTERWARDS,
    )
    verdict = only_verdict(proposed(complaint, store))

    assert verdict.proposed == "closed_without_finding"
    actions.confirm(verdict, by=store.representative.actor, now=AFTERWARDS)
    complaint.refresh_from_db()
    assert complaint.state == "closed_without_finding"


def test_a_wish_refused_for_tomorrow_rests_on_the_window_that_was_told(
    store: House, nora: Customer, delivery: Version
) -> None:
    tomorrow = examples.promise_window(store, nora, starts_at=MORNING + timedelta(days=1))
    examples.tell_twice(delivery, nora, store, booked_at=tomorrow.made_at)

    found = suggest("delivery.wished_window_refused", nora, now=AFTERWARDS)
    complaint = actions.open_complaint(
        actions.Said(nora, store.location, "I wanted nine", AFTERWARDS),
        (
            actions.ClaimMade(
                "delivery.wished_window_refused",
                about=found.about,
                relies_on=tuple(actions.Resting(b.term, b.bound_at) for b in found.relies_on),
            ),
        ),
        by=store.representative.actor,
        now=AFTERWARDS,
    )
    finding = proposed(complaint, store)

    assert only_verdict(finding).proposed == "expectation_gap"
    assert finding.kept_score == ""


def test_proposing_again_keeps_the_old_finding_and_counts_the_new(
    store: House, nora: Customer, delivery: Version
) -> None:
    complaint = examples.complain(store, sofa(store, nora), delivery, at=AFTERWARDS)
    proposed(complaint, store)

    second = proposed(complaint, store)

    assert Finding.objects.filter(complaint=complaint).count() == 2
    assert Claim.objects.get().standing == only_verdict(second)


def test_resting_an_answer_on_a_term_counts_as_an_attempt_to_hold_it_against_the_customer(
    store: House, nora: Customer, delivery: Version
) -> None:
    examples.complain(store, sofa(store, nora), delivery, at=AFTERWARDS)

    attempt = TermApplication.objects.get()

    assert (attempt.k, attempt.may_apply) == (0, False)


def test_a_withdrawn_claim_is_not_judged(store: House, nora: Customer, delivery: Version) -> None:
    complaint = examples.complain(store, sofa(store, nora), delivery, at=AFTERWARDS)
    actions.withdraw_claim(complaint.claims.get(), by=nora.actor, now=AFTERWARDS)

    finding = proposed(complaint, store)

    assert not finding.verdicts.exists()


def test_nobody_complains_about_a_promise_made_to_somebody_else(
    store: House, nora: Customer, delivery: Version
) -> None:
    other = examples.promise_window(store, sam(now=MORNING))

    with pytest.raises(Refused, match="somebody else"):
        actions.open_complaint(
            actions.Said(nora, store.location, "Late", AFTERWARDS),
            (actions.ClaimMade("delivery.late", about=(other,)),),
            by=store.representative.actor,
            now=AFTERWARDS,
        )


def test_verdicts_are_ledger_entries(store: House, nora: Customer, delivery: Version) -> None:
    complaint = examples.complain(store, sofa(store, nora), delivery, at=AFTERWARDS)

    verdict = only_verdict(proposed(complaint, store))

    assert Entry.objects.filter(kind="verdict.proposed", subject=f"verdict:{verdict.pk}").exists()


def test_the_kinds_of_claims_are_those_the_judge_knows() -> None:
    assert list(ClaimKind.values) == list(CLAIM_KINDS)
