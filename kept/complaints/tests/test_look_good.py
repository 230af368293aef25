"""A colleague who wants to look good finds no way round a verdict, a second person, or a review."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.money import Money
from kept.base.refusals import NotAllowed, Refused
from kept.business.examples import House
from kept.complaints import actions, examples, looks
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, SecondLook, Verdict
from kept.customers.models import Customer

NOW = MORNING + timedelta(hours=6)


def late(store: House, nora: Customer, at_stake: Money | None = None) -> Complaint:
    promise = examples.promise_window(store, nora)
    examples.arrive(promise, MORNING + timedelta(hours=5), by=store.driver)
    complaint = examples.complain(store, promise, at=NOW, at_stake=at_stake)
    actions.propose(complaint, by=store.representative.actor, now=NOW)
    return complaint


def test_who_closed_it_without_a_finding_does_not_review_that(store: House, nora: Customer) -> None:
    complaint, by = late(store, nora), store.representative.actor
    actions.close_without_finding(complaint, because="Nothing was due.", by=by, now=NOW)
    asked = actions.ask_review(complaint, by=nora.actor, now=NOW)

    with pytest.raises(NotAllowed, match="has not decided"):
        actions.review(asked, because="It is fine.", by=by, now=NOW + timedelta(days=2))

    assert (
        actions.review(asked, because="It is not.", by=store.manager.actor, now=NOW).reviewer == store.manager
    )


def test_who_let_it_stand_once_does_not_review_it_again(store: House, nora: Customer) -> None:
    complaint = late(store, nora)
    actions.confirm(Verdict.objects.get(), by=store.representative.actor, now=NOW)
    first = actions.ask_review(complaint, by=nora.actor, now=NOW)
    actions.review(first, because="It stands.", by=store.manager.actor, now=NOW)
    second = actions.ask_review(complaint, by=nora.actor, now=NOW)

    with pytest.raises(NotAllowed, match="has not decided"):
        actions.review(second, because="It stands.", by=store.manager.actor, now=NOW + timedelta(days=2))

    actions.review(second, because="It stands.", by=store.owner.actor, now=NOW)


def test_a_review_alone_turns_nothing_against_the_customer_above_the_limit(
    store: House, nora: Customer
) -> None:
    complaint = late(store, nora, Money.of(101, "USD"))
    actions.confirm(Verdict.objects.get(), by=store.representative.actor, now=NOW)
    claim = complaint.claims.get()
    asked = actions.ask_review(complaint, by=nora.actor, now=NOW)

    with pytest.raises(Refused, match="second person"):
        actions.review(
            asked,
            because="It came.",
            changed={claim.pk: "expectation_gap"},
            by=store.manager.actor,
            now=NOW,
        )

    assert claim.standing is not None and claim.standing.final == "service_failure"
    actions.review(
        asked, because="Told nowhere.", changed={claim.pk: "not_told"}, by=store.manager.actor, now=NOW
    )


def test_taking_every_claim_back_first_is_no_way_to_close_it_alone(store: House, nora: Customer) -> None:
    complaint, by = late(store, nora, Money.of(101, "USD")), store.representative.actor
    actions.withdraw_claim(complaint.claims.get(), by=by, now=NOW)

    with pytest.raises(Refused, match="taken back"):
        actions.close_without_finding(complaint, because="Nothing is left.", by=by, now=NOW)

    assert actions.withdraw(complaint, because="She said so.", by=by, now=NOW).state == "withdrawn"


def test_a_second_look_at_what_they_no_longer_say_lapses(store: House, nora: Customer) -> None:
    complaint, by = late(store, nora), store.representative.actor
    other = actions.add_claim(complaint, actions.ClaimMade("conduct.rude"), by=by, now=NOW)
    actions.propose(complaint, by=by, now=NOW)
    decided = list(Verdict.objects.order_by("-pk")[:2])
    for verdict in decided:
        decide = actions.overrule if verdict.proposed else actions.decide_conduct
        decide(verdict, "conduct", because="So it was.", by=by, now=NOW)
    for verdict in decided:  # one in ten is chosen anyway
        SecondLook.objects.get_or_create(verdict=verdict, defaults={"chosen_at": NOW})
    actions.reopen(complaint, because="A photo came.", by=by, now=NOW)
    actions.withdraw_claim(other, by=by, now=NOW)
    standing = complaint.claims.exclude(pk=other.pk).get()

    given = actions.look(complaint, {standing.pk: "conduct"}, by=store.manager.actor, now=NOW)

    assert [each.verdict.claim_id for each in given] == [standing.pk]
    assert not looks.waiting_for(store.owner).exists()


def test_who_wrote_the_letter_or_proposed_does_not_look_blind(store: House, nora: Customer) -> None:
    complaint = late(store, nora)
    actions.confirm(Verdict.objects.get(), by=store.representative.actor, now=NOW)
    SecondLook.objects.get_or_create(verdict=Verdict.objects.get(), defaults={"chosen_at": NOW})
    assert looks.waiting_for(store.manager).get() == complaint

    actions.draft_letter(complaint, "Dear Nora", language="en", by=store.manager.actor, now=NOW)

    assert not looks.waiting_for(store.manager).exists()
    assert looks.waiting_for(store.owner).get() == complaint
