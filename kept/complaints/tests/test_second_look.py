"""A tenth of what was decided is judged again by somebody who has not seen the first verdict."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from kept.base.refusals import NotAllowed, Refused
from kept.business.examples import House
from kept.business.queries import who_may
from kept.business.rules import Right
from kept.complaints import actions, examples, looks
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, SecondLook, Verdict
from kept.customers.models import Customer
from kept.ledger.models import Entry
from kept.ledger.queries import payload_of

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


def test_a_look_stepped_back_from_is_a_colleagues_at_once_and_never_theirs_again(
    store: House, chosen: Complaint
) -> None:
    actions.step_back(chosen, by=store.manager.actor, now=NOW)
    assert looks.waiting_for(store.owner).get() == chosen
    actions.look(chosen, {chosen.claims.get().pk: "conduct"}, by=store.owner.actor, now=NOW)
    by = store.representative.actor
    actions.reopen(chosen, because="A photo came.", by=by, now=NOW)
    anew = actions.propose(chosen, by=by, now=NOW).verdicts.get()
    actions.confirm(anew, by=by, now=NOW)

    SecondLook.objects.get_or_create(verdict=anew, defaults={"chosen_at": NOW})

    assert not looks.waiting_for(store.manager).exists()
    with pytest.raises(NotAllowed, match="no part"):
        actions.look(chosen, {chosen.claims.get().pk: "conduct"}, by=store.manager.actor, now=NOW)


def test_the_entry_says_how_many_are_left_to_look(store: House, chosen: Complaint) -> None:
    before = len(who_may(Right.DECIDE_COMPLAINTS, but=store.representative))

    actions.step_back(chosen, by=store.manager.actor, now=NOW)

    said = payload_of(Entry.objects.get(kind="look.stepped_back"))
    assert said is not None and said["left"] == before - 1 > 0


def test_who_stepped_back_is_counted_for_thirty_days_with_its_rows(
    store: House, nora: Customer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    complaints = [decided(store, nora) for _n in range(4)]
    for verdict in Verdict.objects.all():
        SecondLook.objects.get_or_create(verdict=verdict, defaults={"chosen_at": NOW})
    lately, looked, long_ago, *_rest = complaints
    actions.step_back(long_ago, by=store.manager.actor, now=NOW - timedelta(days=30))
    actions.step_back(lately, by=store.manager.actor, now=NOW)
    actions.step_back(looked, by=store.owner.actor, now=NOW)
    actions.look(looked, {looked.claims.get().pk: "conduct"}, by=store.manager.actor, now=NOW)

    with django_assert_num_queries(2):
        found = looks.stepped_back_for(store.owner, now=NOW)

    assert [(each.staff, [row.complaint for row in each.back], each.looked) for each in found] == [
        (store.owner, [looked], 0),
        (store.manager, [lately], 1),
    ]
    assert [row.is_open for each in found for row in each.back] == [False, True]  # type: ignore[attr-defined]  # it is annotated


@pytest.mark.parametrize("role", ["representative", "driver", "dispatcher"])
def test_who_stepped_back_is_shown_to_who_reads_figures_only(store: House, role: str) -> None:
    with pytest.raises(NotAllowed):
        looks.stepped_back_for(getattr(store, role), now=NOW)
