"""Ending a complaint by agreement, and opening again what was over; what was decided stays on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.examples import House
from kept.complaints import actions, deadlines, examples
from kept.complaints.examples import MORNING
from kept.complaints.models import Claim, Complaint, Reopening, Verdict
from kept.customers.models import Customer

NOW = MORNING + timedelta(hours=6)
LATER = NOW + timedelta(days=30)


@pytest.fixture
def complaint(store: House, nora: Customer) -> Complaint:
    promise = examples.promise_window(store, nora)
    examples.arrive(promise, MORNING + timedelta(hours=5), by=store.driver)
    complaint = examples.complain(store, promise, at=NOW)
    actions.propose(complaint, by=store.representative.actor, now=NOW)
    return complaint


def fresh(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def decided(complaint: Complaint, store: House) -> Verdict:
    return actions.confirm(Verdict.objects.latest("pk"), by=store.representative.actor, now=NOW)


def test_a_decided_complaint_is_opened_again_and_the_first_verdict_stays(
    store: House, complaint: Complaint
) -> None:
    before = decided(complaint, store)

    actions.reopen(complaint, because="They sent a photo.", by=store.representative.actor, now=LATER)
    proposed = actions.propose(complaint, by=store.representative.actor, now=LATER).verdicts.get()
    actions.overrule(proposed, "not_told", because="The photo.", by=store.manager.actor, now=LATER)

    assert fresh(complaint).state == "decided"
    assert [v.final for v in Claim.objects.get().verdicts.all()] == [before.final, "not_told"]
    reopening = Reopening.objects.get()
    assert (reopening.was, reopening.because) == ("decided", "They sent a photo.")


def test_from_then_on_an_answer_is_owed_anew(store: House, complaint: Complaint) -> None:
    actions.withdraw(complaint, because="It came.", by=store.representative.actor, now=NOW)

    actions.reopen(complaint, because="It was broken.", by=store.representative.actor, now=LATER)

    assert deadlines.answers_owed(complaint).open().get().made_at == LATER
    assert fresh(complaint).answer_until is None


@pytest.mark.parametrize("end", [actions.withdraw, actions.close_without_finding])
def test_whatever_ended_it_it_can_be_opened_again(store: House, complaint: Complaint, end) -> None:  # type: ignore[no-untyped-def]  # two actions of one shape
    end(complaint, because="So they said.", by=store.representative.actor, now=NOW)

    actions.reopen(complaint, because="They came back.", by=store.manager.actor, now=LATER)

    assert (fresh(complaint).state, fresh(complaint).because) == ("open", "")


def test_it_is_not_opened_again_without_a_reason_while_open_or_during_a_review(
    store: House, nora: Customer, complaint: Complaint
) -> None:
    by = store.representative.actor
    with pytest.raises(Refused, match="is open"):
        actions.reopen(complaint, because="again", by=by, now=NOW)
    decided(complaint, store)
    with pytest.raises(Refused, match="say why"):
        actions.reopen(complaint, because=" ", by=by, now=NOW)
    actions.ask_review(complaint, by=nora.actor, now=NOW)

    with pytest.raises(Refused, match="looking at it already"):
        actions.reopen(complaint, because="again", by=by, now=NOW)

    assert not Reopening.objects.exists()


def test_both_sides_agree_on_a_remedy_without_a_verdict(store: House, complaint: Complaint) -> None:
    by = store.representative.actor
    mending = actions.Mending("30.00 USD back", LATER, "refund", Money.of(30, "USD"))
    remedy = actions.promise_remedy(complaint, mending, by=by, now=NOW)

    settled = actions.agree(complaint, because="Nora takes the 30 dollars.", by=by, now=NOW)

    remedy.promise.refresh_from_db()
    assert (settled.state, remedy.promise.accepted_at) == ("settled", NOW)
    assert not Verdict.objects.exclude(final="").exists()
    with pytest.raises(Refused):
        actions.confirm(Verdict.objects.get(), by=by, now=NOW)


def test_nothing_is_agreed_on_while_nothing_is_promised(store: House, complaint: Complaint) -> None:
    with pytest.raises(Refused, match="Promise what you agreed on"):
        actions.agree(complaint, because="All good.", by=store.representative.actor, now=NOW)

    assert fresh(complaint).state == "proposed"


def test_above_the_limit_one_person_does_not_close_it_as_nothing(store: House, nora: Customer) -> None:
    promise = examples.promise_window(store, nora)
    dear = examples.complain(store, promise, at=NOW, at_stake=Money.of("100.01", "USD"))

    with pytest.raises(Refused, match="second person"):
        actions.close_without_finding(dear, because="nothing", by=store.owner.actor, now=NOW)

    assert fresh(dear).state == "open"
