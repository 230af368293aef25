"""A person who finds that a record is missing does not say whose gap it is: the slots of the claim do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.examples import House
from kept.complaints import actions, examples, queries
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, Verdict
from kept.customers.models import Customer

NOW = MORNING + timedelta(hours=6)


def proposed(store: House, nora: Customer, kind: str, *, hours: int | None) -> Verdict:
    """Of a window, in which the truck came after so many hours, or nobody wrote it down; 150 at stake."""
    promise = examples.promise_window(store, nora)
    if hours is not None:
        examples.arrive(promise, MORNING + timedelta(hours=hours), by=store.driver)
    complaint = examples.complain(store, promise, kind=kind, at=NOW, at_stake=Money.of(150, "USD"))
    return actions.propose(complaint, by=store.representative.actor, now=NOW).verdicts.get()


def overruled(verdict: Verdict, store: House) -> Verdict:
    return actions.overrule(
        verdict, "no_evidence", because="Nothing shows it", by=store.representative.actor, now=NOW
    )


def test_where_our_record_is_missing_the_doubt_goes_to_the_customer(store: House, nora: Customer) -> None:
    verdict = overruled(proposed(store, nora, "delivery.damaged", hours=3), store)  # nobody looked at it

    text = queries.letter_of(verdict.finding, language="en", now=NOW).text
    assert (verdict.favours, verdict.second_needed) == ("customer", False)
    assert "you have the benefit of the doubt" in text


def test_where_no_record_was_ours_it_favours_nobody_and_needs_a_second_person(
    store: House, nora: Customer
) -> None:
    verdict = overruled(proposed(store, nora, "delivery.late", hours=3), store)

    text = queries.letter_of(verdict.finding, language="en", now=NOW).text
    assert (verdict.favours, verdict.second_needed) == ("nobody", True)
    assert "benefit of the doubt" not in text and "No record decides this" in text


def test_a_review_does_not_turn_a_failure_into_nobodys_doubt_alone(store: House, nora: Customer) -> None:
    verdict = proposed(store, nora, "delivery.late", hours=5)
    actions.confirm(verdict, by=store.representative.actor, now=NOW)
    complaint = Complaint.objects.get()
    asked = actions.ask_review(complaint, by=nora.actor, now=NOW)

    with pytest.raises(Refused, match="one person does not turn this"):
        actions.review(
            asked, because="so", changed={verdict.claim_id: "no_evidence"}, by=store.manager.actor, now=NOW
        )
