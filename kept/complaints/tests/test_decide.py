"""People decide: confirm, overrule with a reason, agree as the second, review somebody else's decision."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kept.base.money import Money
from kept.base.refusals import NotAllowed, Refused
from kept.business.examples import House
from kept.business.models import Staff
from kept.complaints import actions, examples, queries
from kept.complaints.examples import MORNING
from kept.complaints.models import Claim, Complaint, Verdict
from kept.customers.models import Customer
from kept.ledger.models import Entry
from kept.policies.models import Version
from kept.promises import actions as promises

NOW = MORNING + timedelta(hours=6)
DEAR = Money.of("100.01", "USD")


@pytest.fixture
def gap(store: House, nora: Customer, delivery: Version) -> Verdict:
    return propose_gap(store, nora, delivery)


def propose_gap(
    store: House, customer: Customer, delivery: Version, *, at_stake: Money | None = None
) -> Verdict:
    """Kept and told: the desk proposes an expectation gap."""
    promise = examples.promise_window(store, customer)
    examples.arrive(promise, MORNING + timedelta(hours=3), by=store.driver)
    examples.tell_twice(delivery, customer, store, booked_at=promise.made_at)
    complaint = examples.complain(store, promise, delivery, at=NOW, at_stake=at_stake)
    return actions.propose(complaint, by=store.representative.actor, now=NOW).verdicts.get()


def complaint_of(verdict: Verdict) -> Complaint:
    return Complaint.objects.get(pk=verdict.claim.complaint_id)


def test_a_confirmed_verdict_decides_the_complaint(store: House, gap: Verdict) -> None:
    confirmed = actions.confirm(gap, by=store.representative.actor, now=NOW)

    assert (confirmed.final, confirmed.decided_by) == ("expectation_gap", store.representative)
    assert complaint_of(gap).state == "decided"
    assert Entry.objects.filter(kind="verdict.confirmed", subject=f"verdict:{gap.pk}").exists()


def test_an_overrule_has_a_reason_and_an_entry_of_its_own(store: House, gap: Verdict) -> None:
    with pytest.raises(Refused, match="say why"):
        actions.overrule(gap, "service_failure", because="  ", by=store.representative.actor, now=NOW)

    overruled = actions.overrule(
        gap, "service_failure", because="The driver came twice.", by=store.manager.actor, now=NOW
    )

    assert overruled.overruled
    assert Entry.objects.filter(kind="verdict.overruled", subject=f"verdict:{gap.pk}").exists()


def test_a_decided_verdict_is_not_decided_again(store: House, gap: Verdict) -> None:
    actions.confirm(gap, by=store.representative.actor, now=NOW)

    with pytest.raises(Refused):
        actions.overrule(gap, "not_told", because="second thoughts", by=store.manager.actor, now=NOW)


def test_conduct_is_judged_by_a_person_and_never_confirmed(
    store: House, nora: Customer, delivery: Version
) -> None:
    promise = examples.promise_window(store, nora)
    examples.arrive(promise, MORNING + timedelta(hours=3), by=store.driver)
    complaint = examples.complain(store, promise, at=NOW, kind="conduct.rude")
    verdict = actions.propose(complaint, by=store.representative.actor, now=NOW).verdicts.get()
    with pytest.raises(Refused):
        actions.confirm(verdict, by=store.manager.actor, now=NOW)

    actions.decide_conduct(
        verdict, "conduct", because="The call was cut off twice.", by=store.manager.actor, now=NOW
    )

    assert complaint_of(verdict).state == "decided"


@pytest.mark.parametrize(
    ("at_stake", "second"),
    [(Money.of(100, "USD"), False), (DEAR, True)],
    ids=["a hundred needs nobody else", "a cent more does"],
)
def test_a_verdict_against_the_customer_above_the_limit_needs_a_second_person(
    store: House, nora: Customer, delivery: Version, at_stake: Money, second: bool
) -> None:
    verdict = propose_gap(store, nora, delivery, at_stake=at_stake)

    decided = actions.confirm(verdict, by=store.representative.actor, now=NOW)

    assert decided.second_needed is second
    assert complaint_of(verdict).state == ("proposed" if second else "decided")


def test_the_second_person_is_another_with_the_right_to(
    store: House, nora: Customer, delivery: Version
) -> None:
    verdict = propose_gap(store, nora, delivery, at_stake=DEAR)
    actions.confirm(verdict, by=store.manager.actor, now=NOW)
    with pytest.raises(NotAllowed):
        actions.second(verdict, by=store.representative.actor, now=NOW)
    with pytest.raises(Refused, match="somebody else"):
        actions.second(verdict, by=store.manager.actor, now=NOW)

    actions.second(verdict, by=store.owner.actor, now=NOW)

    assert complaint_of(verdict).state == "decided"


def test_where_there_is_nobody_else_a_day_of_waiting_stands_in(
    store: House, nora: Customer, delivery: Version
) -> None:
    verdict = propose_gap(store, nora, delivery, at_stake=DEAR)
    Staff.objects.exclude(pk=store.owner.pk).update(is_active=False)
    actions.confirm(verdict, by=store.owner.actor, now=NOW)
    day_later = NOW + timedelta(hours=24)

    early = actions.settle_waited(now=day_later - timedelta(seconds=1))
    in_time = actions.settle_waited(now=day_later)
    again = actions.settle_waited(now=day_later)

    assert (early, in_time, again) == (0, 1, 0)
    assert complaint_of(verdict).state == "decided"


def test_the_wait_is_a_day_of_hours_across_the_clock_change(
    store: House, nora: Customer, delivery: Version
) -> None:
    verdict = propose_gap(store, nora, delivery, at_stake=DEAR)
    Staff.objects.exclude(pk=store.owner.pk).update(is_active=False)
    before_spring = datetime.fromisoformat("2026-03-07T23:59:00-05:00")

    actions.confirm(verdict, by=store.owner.actor, now=before_spring)

    waits_until = Verdict.objects.get(pk=verdict.pk).waits_until
    assert waits_until == before_spring + timedelta(hours=24)


def test_the_customer_answers_once_and_a_person_looks_again(
    store: House, gap: Verdict, nora: Customer
) -> None:
    actions.confirm(gap, by=store.representative.actor, now=NOW)
    complaint = complaint_of(gap)

    actions.answer_once(complaint, "I waited outside.", by=nora.actor, now=NOW)

    assert complaint_of(gap).state == "open"
    with pytest.raises(Refused, match="with us already"):
        actions.answer_once(complaint, "And another thing", by=nora.actor, now=NOW)


def test_once_final_the_customer_may_only_ask_for_a_review(
    store: House, gap: Verdict, nora: Customer
) -> None:
    actions.confirm(gap, by=store.representative.actor, now=NOW)
    Complaint.objects.update(answer_until=NOW)

    with pytest.raises(Refused, match="final"):
        actions.answer_once(complaint_of(gap), "late", by=nora.actor, now=NOW + timedelta(seconds=1))
    assert actions.ask_review(complaint_of(gap), by=nora.actor, now=NOW + timedelta(seconds=1))


def test_a_review_is_made_by_somebody_else(store: House, gap: Verdict, nora: Customer) -> None:
    actions.confirm(gap, by=store.representative.actor, now=NOW)
    asked = actions.ask_review(complaint_of(gap), "Please look again", by=nora.actor, now=NOW)

    with pytest.raises(NotAllowed):
        actions.review(asked, because="I was right", by=store.representative.actor, now=NOW)
    made = actions.review(
        asked, because="The tracker says 12:40", changed={gap.claim_id: "service_failure"},
        by=store.second_representative.actor, now=NOW,
    )  # fmt: skip

    standing = Claim.objects.get().standing
    assert standing is not None
    assert (made.upheld, standing.final) == (False, "service_failure")
    assert Verdict.objects.get(pk=gap.pk).final == "expectation_gap"


def test_a_review_that_changes_nothing_upholds(store: House, gap: Verdict, nora: Customer) -> None:
    actions.confirm(gap, by=store.representative.actor, now=NOW)
    asked = actions.ask_review(complaint_of(gap), by=nora.actor, now=NOW)

    made = actions.review(asked, because="The records agree.", by=store.manager.actor, now=NOW)

    assert made.upheld
    assert Verdict.objects.count() == 1


def test_a_driver_decides_nothing_and_sees_nothing(store: House, gap: Verdict) -> None:
    with pytest.raises(NotAllowed):
        actions.confirm(gap, by=store.driver.actor, now=NOW)
    with pytest.raises(NotAllowed):
        queries.get_complaint_for(store.driver, gap.claim.complaint_id)
    with pytest.raises(NotAllowed):
        queries.complaints_for(store.driver)


def test_software_decides_nothing(store: House, gap: Verdict, nora: Customer) -> None:
    with pytest.raises(NotAllowed):
        actions.confirm(gap, by=nora.actor, now=NOW)


def test_a_complaint_closes_without_finding_only_with_a_reason(store: House, gap: Verdict) -> None:
    with pytest.raises(Refused, match="say why"):
        actions.close_without_finding(complaint_of(gap), because="", by=store.manager.actor, now=NOW)

    closed = actions.close_without_finding(
        complaint_of(gap), because="It was about another shop.", by=store.manager.actor, now=NOW
    )

    assert closed.state == "closed_without_finding"
    with pytest.raises(Refused):
        actions.withdraw(closed, because="never mind", by=store.manager.actor, now=NOW)


def test_where_nobody_else_is_left_the_same_person_reviews_a_day_later(
    store: House, gap: Verdict, nora: Customer
) -> None:
    Staff.objects.exclude(pk=store.owner.pk).update(is_active=False)
    actions.confirm(gap, by=store.owner.actor, now=NOW)
    asked = actions.ask_review(complaint_of(gap), by=nora.actor, now=NOW)
    with pytest.raises(NotAllowed, match="after a day"):
        actions.review(asked, because="I was right", by=store.owner.actor, now=NOW)

    made = actions.review(
        asked, because="I looked again.", by=store.owner.actor, now=NOW + timedelta(hours=24)
    )

    assert made.upheld


def test_when_the_second_person_leaves_the_wait_begins(
    store: House, nora: Customer, delivery: Version
) -> None:
    verdict = propose_gap(store, nora, delivery, at_stake=DEAR)
    actions.confirm(verdict, by=store.owner.actor, now=NOW)
    Staff.objects.exclude(pk=store.owner.pk).update(is_active=False)

    found_out = actions.settle_waited(now=NOW + timedelta(days=2))
    a_day_later = actions.settle_waited(now=NOW + timedelta(days=3))

    assert (found_out, a_day_later) == (0, 1)
    assert complaint_of(verdict).state == "decided"


def test_nobody_agrees_as_the_second_with_what_is_over_or_no_longer_proposed(
    store: House, nora: Customer, delivery: Version
) -> None:
    verdict = propose_gap(store, nora, delivery, at_stake=DEAR)
    actions.confirm(verdict, by=store.manager.actor, now=NOW)
    actions.propose(complaint_of(verdict), by=store.representative.actor, now=NOW)
    with pytest.raises(Refused, match="newer proposal"):
        actions.second(verdict, by=store.owner.actor, now=NOW)
    actions.withdraw(complaint_of(verdict), because="It came.", by=store.manager.actor, now=NOW)

    with pytest.raises(Refused, match="closed"):
        actions.second(verdict, by=store.owner.actor, now=NOW)


def test_finding_nothing_above_the_limit_needs_a_second_person_too(
    store: House, nora: Customer, delivery: Version
) -> None:
    verdict = propose_gap(store, nora, delivery, at_stake=DEAR)

    decided = actions.overrule(
        verdict, "closed_without_finding", because="Nothing to see.", by=store.manager.actor, now=NOW
    )

    assert decided.second_needed
    assert complaint_of(verdict).state == "proposed"


def test_a_claim_that_was_taken_back_is_not_decided(store: House, gap: Verdict) -> None:
    actions.withdraw_claim(gap.claim, by=store.representative.actor, now=NOW)

    with pytest.raises(Refused, match="no longer says"):
        actions.confirm(gap, by=store.representative.actor, now=NOW)


def test_a_review_that_finds_something_where_nothing_was_found_decides_it(
    store: House, gap: Verdict, nora: Customer
) -> None:
    actions.close_without_finding(complaint_of(gap), because="no", by=store.manager.actor, now=NOW)
    asked = actions.ask_review(complaint_of(gap), by=nora.actor, now=NOW)

    actions.review(
        asked, because="The truck.", changed={gap.claim_id: "service_failure"},
        by=store.owner.actor, now=NOW,
    )  # fmt: skip

    assert complaint_of(gap).state == "decided"


def test_money_promised_in_its_scope_is_at_stake_though_nobody_wrote_it_down(
    store: House, nora: Customer
) -> None:
    offer = promises.Offer(nora, store.location, "refund", "back", NOW, amount=DEAR)
    promise = promises.make(offer, by=store.representative.actor, now=MORNING)
    complaint = examples.complain(store, promise, at=NOW, kind="billing.refund_late")
    verdict = actions.propose(complaint, by=store.representative.actor, now=NOW).verdicts.get()

    decided = actions.overrule(
        verdict, "expectation_gap", because="It is on its way.", by=store.representative.actor, now=NOW
    )

    assert decided.second_needed


def test_claims_decided_differently_make_a_split_complaint(
    store: House, gap: Verdict, nora: Customer
) -> None:
    complaint = complaint_of(gap)
    actions.add_claim(complaint, actions.ClaimMade("conduct.rude"), by=store.manager.actor, now=NOW)
    for verdict in actions.propose(complaint, by=store.manager.actor, now=NOW).verdicts.all():
        decide = actions.overrule if verdict.proposed else actions.decide_conduct
        to = "not_told" if verdict.proposed else "conduct"
        decide(verdict, to, because="Both are true.", by=store.manager.actor, now=NOW)

    assert str(complaint_of(gap).verdict).startswith("Split")
    assert complaint_of(gap).state == "decided"
