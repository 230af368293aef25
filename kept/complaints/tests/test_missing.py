"""What was ours to write down and is missing decides for the customer, in the claim that it would decide."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.business.examples import House
from kept.complaints import actions, casefile, evidence, examples
from kept.complaints.case import Case
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, Verdict
from kept.customers.models import Customer
from kept.deliveries.examples import fleet, sofa
from kept.memberships import examples as gym
from kept.policies.models import Version

NOW = MORNING + timedelta(hours=6)


@pytest.fixture
def sold(store: House, nora: Customer) -> None:
    """A sofa, of which nobody ever wrote an invoice."""
    fleet(store, now=MORNING - timedelta(days=10))
    sofa(nora, store, number="101", now=MORNING - timedelta(days=6))


def complained(store: House, nora: Customer, *claims: actions.ClaimMade) -> Complaint:
    said = actions.Said(nora, store.location, "That is not what I bought", NOW)
    return actions.open_complaint(said, claims, by=store.representative.actor, now=NOW)


def proposed(complaint: Complaint, store: House) -> dict[str, tuple[str, str]]:
    """By kind of claim the word that is proposed, and whom the doubt favours."""
    finding = actions.propose(complaint, by=store.representative.actor, now=NOW)
    verdicts: list[Verdict] = list(finding.verdicts.select_related("claim"))
    return {each.claim.kind: (each.proposed, each.favours) for each in verdicts}


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("kind", ["billing.wrong_amount", "product.not_as_described"])
def test_an_invoice_that_nobody_wrote_goes_to_the_customer(store: House, nora: Customer, kind: str) -> None:
    complaint = complained(store, nora, actions.ClaimMade(kind))

    assert proposed(complaint, store) == {kind: ("no_evidence", "customer")}


def test_of_a_sale_that_never_was_nothing_is_missing(store: House, nora: Customer) -> None:
    complaint = complained(store, nora, actions.ClaimMade("billing.wrong_amount"))

    assert proposed(complaint, store) == {"billing.wrong_amount": ("closed_without_finding", "")}


def test_a_pause_without_their_own_words_is_ours_to_show(store: House, nora: Customer) -> None:
    club = gym.gym(store.location, now=MORNING - timedelta(days=200))
    gym.member(club, nora, joined_at=MORNING - timedelta(days=150), now=MORNING)

    complaint = complained(store, nora, actions.ClaimMade("membership.wrong_freeze"))

    assert proposed(complaint, store) == {"membership.wrong_freeze": ("no_evidence", "customer")}


@pytest.mark.usefixtures("sold")
def test_it_says_nothing_of_another_claim(store: House, nora: Customer) -> None:
    window = examples.arrive(
        examples.promise_window(store, nora), MORNING + timedelta(hours=3), by=store.driver
    )
    late = actions.ClaimMade("delivery.late", about=(window,))
    complaint = complained(store, nora, late, actions.ClaimMade("billing.wrong_amount"))

    assert proposed(complaint, store) == {
        "delivery.late": ("expectation_gap", ""),
        "billing.wrong_amount": ("no_evidence", "customer"),
    }


@pytest.mark.usefixtures("sold")
def test_where_the_answer_rests_on_a_term_the_telling_decides(
    store: House, nora: Customer, delivery: Version
) -> None:
    resting = actions.Resting(delivery.terms.get(key="window"), MORNING - timedelta(days=3))
    complaint = complained(store, nora, actions.ClaimMade("billing.not_agreed", relies_on=(resting,)))

    assert proposed(complaint, store) == {"billing.not_agreed": ("not_told", "")}


@pytest.mark.usefixtures("sold")
def test_it_stands_in_the_file_and_opens_the_claim(store: House, nora: Customer) -> None:
    complaint = complained(store, nora, actions.ClaimMade("billing.wrong_amount"))

    gathered = evidence.of_complaint(complaint)

    (absent,) = [fact for fact in gathered.case.facts if fact.kind == "record_absent"]
    assert (absent.record, absent.should_exist, absent.claim) == ("invoice", True, "billing.wrong_amount")
    at = gathered.case.facts.index(absent)
    assert gathered.rows[f"facts[{at}]"] == f"claim:{complaint.claims.get().pk}"
    again = Case.model_validate_json(casefile.write(gathered.case))
    assert casefile.judge(again).claims[0].favours == "customer"
