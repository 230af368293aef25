"""A tenth of what was decided is judged again by somebody who has not seen the first verdict."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.refusals import NotAllowed, Refused
from kept.business.examples import House
from kept.complaints import actions, examples, looks
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, SecondLook, Verdict
from kept.customers.models import Customer
from kept.ledger.models import Entry

NOW = MORNING + timedelta(hours=6)


def decided(store: House, nora: Customer) -> Complaint:
    promise = examples.promise_window(store, nora)
    examples.arrive(promise, MORNING + timedelta(hours=5), by=store.driver)
    complaint = examples.complain(store, promise, at=NOW)
    verdict = actions.propose(complaint, by=store.representative.actor, now=NOW).verdicts.get()
    actions.confirm(verdict, by=store.representative.actor, now=NOW)
    return complaint


@pytest.fixture
def chosen(store: House, nora: Customer) -> Complaint:
    complaint = decided(store, nora)
    if not SecondLook.objects.exists():
        SecondLook.objects.create(verdict=Verdict.objects.get(), chosen_at=NOW)
    return complaint


def test_the_entry_of_the_decision_chooses_and_anybody_can_check_it(store: House, nora: Customer) -> None:
    for _n in range(25):
        decided(store, nora)

    entries = Entry.objects.filter(kind="complaint.decided")
    by_the_ledger = {entry.subject for entry in entries if looks.is_chosen(entry.payload_hash)}
    put_up = {f"complaint:{look.verdict.claim.complaint_id}" for look in SecondLook.objects.all()}
    assert put_up == by_the_ledger


def test_one_hash_in_ten_is_chosen() -> None:
    chosen = [n for n in range(1000) if looks.is_chosen(f"{n:064x}")]

    assert len(chosen) == 100


def test_somebody_else_judges_it_and_the_two_are_compared(store: House, chosen: Complaint) -> None:
    claim = chosen.claims.get()

    (look,) = actions.look(
        chosen, {claim.pk: "expectation_gap"}, because="It came.", by=store.manager.actor, now=NOW
    )

    assert (look.agrees, Verdict.objects.get().final) == (False, "service_failure")
    found = looks.agreement(NOW, NOW + timedelta(days=1))
    assert (found.alike, found.otherwise, found.looked_at) == ((), (look.pk,), 1)
    assert looks.agreement(NOW + timedelta(seconds=1), NOW + timedelta(days=1)).looked_at == 0


def test_who_had_a_part_in_it_does_not_see_it(store: House, chosen: Complaint) -> None:
    claim = chosen.claims.get()

    with pytest.raises(NotAllowed):
        actions.look(chosen, {claim.pk: "conduct"}, by=store.representative.actor, now=NOW)

    assert not looks.waiting_for(store.representative).exists()
    assert looks.waiting_for(store.manager).get() == chosen


def test_every_claim_is_judged_once(store: House, chosen: Complaint) -> None:
    claim = chosen.claims.get()
    with pytest.raises(Refused, match="every claim"):
        actions.look(chosen, {}, by=store.manager.actor, now=NOW)
    actions.look(chosen, {claim.pk: "service_failure"}, by=store.manager.actor, now=NOW)

    with pytest.raises(Refused, match="already"):
        actions.look(chosen, {claim.pk: "not_told"}, by=store.owner.actor, now=NOW)

    assert SecondLook.objects.get().agrees


@pytest.mark.parametrize("role", ["driver", "dispatcher"])
def test_others_look_at_nothing(store: House, chosen: Complaint, role: str) -> None:
    who = store.driver if role == "driver" else store.dispatcher

    with pytest.raises(NotAllowed):
        looks.waiting_for(who)
    with pytest.raises(NotAllowed):
        actions.look(chosen, {chosen.claims.get().pk: "conduct"}, by=who.actor, now=NOW)
