"""From the four sentences on the phone to the letter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.refusals import NotFound, Refused
from kept.business.examples import House
from kept.complaints import actions, examples
from kept.complaints.deadlines import answers_owed
from kept.complaints.examples import MORNING, WORDS
from kept.complaints.models import Complaint, Verdict
from kept.complaints.tests.calls import phoned
from kept.conversations.models import Channel, Conversation, Message
from kept.conversations.queries import draft_of
from kept.customers.models import Customer, Identity
from kept.desk import complain, enclose
from kept.outbox.models import Outgoing
from kept.policies import examples as policies
from kept.policies.models import Version
from kept.promises.models import Promise

NOW = MORNING + timedelta(hours=6)


@pytest.fixture
def delivery(store: House) -> Version:
    return policies.delivery(store.location, now=MORNING - timedelta(days=50))


@pytest.fixture
def call(store: House, nora: Customer) -> Conversation:
    return phoned(nora, at=NOW)


def sofa(store: House, nora: Customer, *, hours: float) -> Promise:
    promise = examples.promise_window(store, nora)
    return examples.arrive(promise, MORNING + timedelta(hours=hours), by=store.driver)


def complained(call: Conversation, store: House, kind: str = "delivery.late") -> Complaint:
    return complain.open_from(call, (complain.Heard(kind),), stars=1, staff=store.representative, now=NOW)


def verdict_of(complaint: Complaint) -> Verdict:
    standing = complaint.claims.get().standing
    assert standing is not None
    return standing


def test_the_sofa_that_came_in_its_window_is_proposed_as_an_expectation_gap(
    store: House, nora: Customer, delivery: Version, call: Conversation
) -> None:
    promise = sofa(store, nora, hours=3)
    examples.tell_twice(delivery, nora, store, booked_at=promise.made_at)

    complaint = complained(call, store)

    assert complaint.words == WORDS
    assert list(complaint.claims.get().about.all()) == [promise]
    assert verdict_of(complaint).proposed == "expectation_gap"


def test_the_letter_lies_in_the_composer_of_whoever_opened_it(
    store: House, nora: Customer, call: Conversation
) -> None:
    sofa(store, nora, hours=5)

    complaint = complained(call, store)

    draft = draft_of(call, store.representative)
    assert draft is not None
    assert draft.text == complaint.letters.get().text
    assert len(draft.text.split()) <= 150


def test_while_the_call_lasts_the_composer_is_left_alone(
    store: House, nora: Customer, call: Conversation
) -> None:
    Conversation.objects.update(ended_at=None)
    call.refresh_from_db()
    sofa(store, nora, hours=5)

    complaint = complained(call, store)

    assert draft_of(call, store.representative) is None
    assert complaint.letters.count() == 1


@pytest.mark.parametrize("forged", ["", "abc", "a:b:c"])
def test_a_forged_link_opens_nothing(db: None, forged: str) -> None:
    with pytest.raises(NotFound):
        complain.open_link(forged, now=NOW)


def test_the_newest_window_is_suggested_and_another_can_be_named(
    store: House, nora: Customer, call: Conversation
) -> None:
    older = sofa(store, nora, hours=5)
    newer = examples.promise_window(store, nora, starts_at=MORNING + timedelta(hours=1))
    examples.promise_window(store, nora, starts_at=NOW + timedelta(days=1))

    suggested = complained(call, store)
    named = complain.open_from(
        call, (complain.Heard("delivery.late", about=(older,)),), staff=store.representative, now=NOW
    )

    assert list(suggested.claims.get().about.all()) == [newer]
    assert list(named.claims.get().about.all()) == [older]


def test_the_letter_leaves_as_our_answer_once_everything_is_decided(
    store: House, nora: Customer, call: Conversation
) -> None:
    sofa(store, nora, hours=5)
    complaint = complained(call, store)
    letter = complaint.letters.get()
    with pytest.raises(Refused, match="decide every claim"):
        complain.send_letter(letter, staff=store.representative, now=NOW)
    actions.confirm(verdict_of(complaint), by=store.representative.actor, now=NOW)

    outgoing = complain.send_letter(letter, staff=store.representative, now=NOW)

    assert outgoing.to_address == "nora.feldman@mail.example"
    assert Message.objects.filter(direction="out").latest("pk").text.startswith(letter.text)
    address = outgoing.text.rpartition("/")[2]
    assert complain.open_link(address, now=NOW) == complaint
    answer_until = Complaint.objects.get().answer_until
    assert answer_until == NOW + timedelta(days=7)
    letter.refresh_from_db()
    told = Outgoing.objects.count()
    with pytest.raises(Refused, match="left already"):
        complain.send_letter(letter, staff=store.representative, now=NOW)
    assert Outgoing.objects.count() == told == 2


def test_what_goes_with_a_german_letter_is_said_in_german(
    store: House, nora: Customer, call: Conversation
) -> None:
    Customer.objects.filter(pk=nora.pk).update(language="de")
    sofa(store, nora, hours=5)
    complaint = complained(call, store)
    actions.confirm(verdict_of(complaint), by=store.representative.actor, now=NOW)
    outgoing = complain.send_letter(complaint.letters.get(), staff=store.representative, now=NOW)

    complete = enclose.complete(outgoing, now=NOW)

    assert complete.footer.startswith("Der Beleg complaint-")


def test_they_may_answer_until_the_day_that_the_letter_names(
    store: House, nora: Customer, call: Conversation
) -> None:
    sofa(store, nora, hours=5)
    complaint = complained(call, store)
    in_ten_days = NOW + timedelta(days=10)
    mending = actions.Mending("30.00 USD back", in_ten_days)
    actions.promise_remedy(complaint, mending, by=store.representative.actor, now=NOW)
    complain.propose(complaint, staff=store.representative, now=NOW)
    actions.confirm(verdict_of(complaint), by=store.representative.actor, now=NOW)

    letter = complaint.letters.get()
    complain.send_letter(letter, staff=store.representative, now=NOW)

    assert "Answer once by 15 Mar 2026" in letter.text
    assert Complaint.objects.get().answer_until == in_ten_days


def test_a_call_in_which_nothing_was_said_is_no_complaint(store: House, nora: Customer) -> None:
    silent = Conversation.objects.create(
        customer=nora, channel=Channel.PHONE, opened_at=NOW, opened_by="staff:1", last_word_at=NOW
    )

    with pytest.raises(Refused, match="what the customer said"):
        complained(silent, store)


@pytest.mark.parametrize(
    "kind", ["conduct.rude", "product.defective", "access.no_call_back", "billing.refund_late"]
)
def test_a_claim_with_nothing_to_be_about_is_taken_all_the_same(
    store: House, nora: Customer, call: Conversation, kind: str
) -> None:
    assert complained(call, store, kind).claims.get().kind == kind


def test_they_are_told_at_once_by_when_we_answer(store: House, nora: Customer, call: Conversation) -> None:
    sofa(store, nora, hours=5)

    complaint = complained(call, store)

    told = Outgoing.objects.get()
    assert "with our reasons and what we looked at, by 17 March 2026" in told.text
    assert complain.open_link(told.text.rpartition("/")[2], now=NOW) == complaint
    assert Message.objects.get(direction="out").outgoing == told


def test_whom_we_cannot_write_to_is_promised_an_answer_all_the_same(
    store: House, nora: Customer, call: Conversation
) -> None:
    Identity.objects.filter(customer=nora, kind="email").delete()
    sofa(store, nora, hours=5)

    complaint = complained(call, store)

    assert not Outgoing.objects.exists()
    assert answers_owed(complaint).open().exists()


def test_a_german_is_told_in_german(store: House, nora: Customer, call: Conversation) -> None:
    Customer.objects.update(language="de")
    sofa(store, nora, hours=5)

    complained(call, store)

    assert "bis 17. März 2026" in Outgoing.objects.get().text


def test_a_later_day_is_written_to_them_with_the_reason(
    store: House, nora: Customer, call: Conversation
) -> None:
    sofa(store, nora, hours=5)
    complaint = complained(call, store)

    complain.put_off(
        complaint, NOW + timedelta(days=30), "The carrier is slow.", staff=store.manager, now=NOW
    )

    told = Outgoing.objects.latest("pk").text
    assert "The carrier is slow." in told
    assert "one that we did not keep" in told


@pytest.mark.parametrize("ending", ["settled", "withdrawn", "closed_without_finding"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_ended_without_a_verdict_has_a_letter_of_its_own(
    store: House, nora: Customer, call: Conversation, ending: str, language: str
) -> None:
    Customer.objects.update(language=language)
    sofa(store, nora, hours=5)
    complaint = complained(call, store)
    by, why = store.representative.actor, "word " * 100
    mending = actions.Mending("A new sofa", NOW + timedelta(days=9))
    actions.promise_remedy(complaint, mending, by=by, now=NOW)
    end = {"settled": actions.agree, "withdrawn": actions.withdraw}.get(ending, actions.close_without_finding)
    complaint = end(complaint, because=why, by=by, now=NOW)

    letter = complain.draft_letter(complaint, complaint.findings.get(), staff=store.representative, now=NOW)

    assert "A new sofa" in letter.text
    assert "word word" in letter.text
    assert len(letter.text.split()) <= 150
    assert complain.send_letter(letter, staff=store.representative, now=NOW)
