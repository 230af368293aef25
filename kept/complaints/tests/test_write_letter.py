"""The letter: what was decided, in at most 150 words, and never a sentence that blames."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.examples import House
from kept.complaints import actions, examples, queries
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, Finding
from kept.customers.models import Customer
from kept.policies.models import Version

NOW = MORNING + timedelta(hours=6)


def finding_of(store: House, nora: Customer, *, hours: int) -> Finding:
    promise = examples.promise_window(store, nora)
    examples.arrive(promise, MORNING + timedelta(hours=hours), by=store.driver)
    complaint = examples.complain(store, promise, at=NOW)
    return actions.propose(complaint, by=store.representative.actor, now=NOW)


def complaint_of(finding: Finding) -> Complaint:
    assert finding.complaint is not None
    return finding.complaint


def test_the_letter_names_the_remedy_that_was_promised_and_by_when(store: House, nora: Customer) -> None:
    finding = finding_of(store, nora, hours=5)
    actions.promise_remedy(
        complaint_of(finding),
        actions.Mending("30.00 USD back", NOW + timedelta(days=10), amount=Money.of(30, "USD")),
        by=store.representative.actor,
        now=NOW,
    )

    letter = queries.letter_of(finding, language="en", now=NOW)

    assert "By 15 Mar 2026 you receive 30.00 USD back." in letter.text
    assert letter.length <= 150


def test_a_usual_remedy_stands_within_its_sentence(store: House, nora: Customer) -> None:
    finding = finding_of(store, nora, hours=5)
    mending = actions.Mending("A credit on your account: 30.00 USD", NOW + timedelta(days=9))
    actions.promise_remedy(complaint_of(finding), mending, by=store.owner.actor, now=NOW)

    letter = queries.letter_of(finding, language="en", now=NOW)

    assert "By 14 Mar 2026 you receive a credit on your account: 30.00 USD." in letter.text


def test_several_promises_stand_in_the_letter_each_by_its_day(store: House, nora: Customer) -> None:
    finding = finding_of(store, nora, hours=5)
    for words, days in (("a new chair", 9), ("30.00 USD back", 3)):
        mending = actions.Mending(words, NOW + timedelta(days=days))
        actions.promise_remedy(complaint_of(finding), mending, by=store.owner.actor, now=NOW)

    letter = queries.letter_of(finding, language="en", now=NOW)

    assert "By 14 Mar 2026 you receive 30.00 USD back (by 8 Mar 2026); a new chair." in letter.text


def test_what_is_usual_and_nobody_promised_is_not_said_to_come(store: House, nora: Customer) -> None:
    finding = finding_of(store, nora, hours=5)

    letter = queries.letter_of(finding, language="en", now=NOW)

    assert finding.remedies and "you receive" not in letter.text
    assert "We keep this open for you until" in letter.text


def test_once_a_person_has_looked_the_letter_does_not_say_that_one_will(store: House, nora: Customer) -> None:
    promise = examples.promise_window(store, nora)
    examples.arrive(promise, MORNING + timedelta(hours=3), by=store.driver)
    complaint = examples.complain(store, promise, kind="conduct.rude", at=NOW)
    finding = actions.propose(complaint, by=store.representative.actor, now=NOW)
    assert "A person looks at it" in queries.letter_of(finding, language="en", now=NOW).text

    actions.overrule(
        finding.verdicts.get(), "conduct", because="Those were the words", by=store.manager.actor, now=NOW
    )

    assert "A person looks at it" not in queries.letter_of(finding, language="en", now=NOW).text


@pytest.mark.parametrize("language", ["en", "de"])
def test_however_long_the_promises_are_the_letter_keeps_to_its_length(
    store: House, nora: Customer, language: str
) -> None:
    finding = finding_of(store, nora, hours=5)
    for days in range(1, 5):
        mending = actions.Mending("a b c d " * 50, NOW + timedelta(days=days))
        actions.promise_remedy(complaint_of(finding), mending, by=store.owner.actor, now=NOW)

    assert queries.letter_of(finding, language=language, now=NOW).length <= 150


def test_the_letter_says_what_a_person_decided_not_what_was_proposed(store: House, nora: Customer) -> None:
    finding = finding_of(store, nora, hours=3)
    proposed = queries.letter_of(finding, language="en", now=NOW).text
    actions.overrule(
        finding.verdicts.get(), "not_told", because="The flat was not named", by=store.manager.actor, now=NOW
    )

    decided = queries.letter_of(finding, language="en", now=NOW).text

    assert decided != proposed


def test_a_letter_that_blames_or_is_too_long_is_not_kept_as_ready(
    store: House, nora: Customer, delivery: Version
) -> None:
    complaint = complaint_of(finding_of(store, nora, hours=3))
    letter = actions.draft_letter(complaint, "Dear Nora", language="en", by=store.manager.actor, now=NOW)

    with pytest.raises(Refused, match="never write"):
        actions.edit_letter(letter, "As clearly\nstated, no.", by=store.manager.actor, now=NOW)
    with pytest.raises(Refused, match="at most 150"):
        actions.edit_letter(letter, "word " * 151, by=store.manager.actor, now=NOW)
    assert actions.edit_letter(letter, "word " * 150, by=store.manager.actor, now=NOW)


def test_drafting_again_writes_over_the_draft(store: House, nora: Customer) -> None:
    complaint = complaint_of(finding_of(store, nora, hours=3))

    actions.draft_letter(complaint, "one", language="en", by=store.manager.actor, now=NOW)
    actions.draft_letter(complaint, "two", language="en", by=store.manager.actor, now=NOW)

    assert [letter.text for letter in complaint.letters.all()] == ["two"]
