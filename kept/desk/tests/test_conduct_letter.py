"""The letter about how somebody was treated rests on the lines that were read, and on a person's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kept.business.examples import House
from kept.complaints import actions, examples, letter, queries
from kept.complaints.actions.writing import refuse_unsendable
from kept.complaints.examples import MORNING
from kept.complaints.letter_words import spoken_in
from kept.complaints.models import Complaint, Letter
from kept.complaints.said import MOST_LINES
from kept.conversations.models import Conversation
from kept.customers.models import Customer
from kept.desk import call, complain, ladder

NOW = MORNING + timedelta(hours=6)  # Thu 5 March, 14:00 in New York
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(store: House, nora: Customer) -> Conversation:
    """She phones at 13:50, and is told off."""
    rep = store.representative
    found = call.start(nora, staff=rep, now=NOW - 10 * MINUTE)
    call.said(found, "When does my sofa come?", staff=rep, now=NOW - 9 * MINUTE)
    call.said(found, "Read your own letter.", ours=True, staff=rep, now=NOW - 8 * MINUTE)
    return call.end(found, settled=False, last_words="How rude.", staff=rep, now=NOW - 7 * MINUTE)


def complained(talk: Conversation, store: House, kind: str = "conduct.rude") -> Complaint:
    return complain.open_from(talk, (complain.Heard(kind),), staff=store.representative, now=NOW)


def judged(complaint: Complaint, store: House, word: str, because: str) -> Letter:
    """The manager reads it and decides; the letter is written anew."""
    finding = complaint.findings.latest("pk")
    actions.decide_conduct(
        finding.verdicts.get(), word, because=because, by=store.manager.actor, now=NOW + MINUTE
    )
    return complain.draft_letter(complaint, finding, staff=store.manager, now=NOW + MINUTE)


def test_it_names_the_conversation_that_was_read_and_when(store: House, talk: Conversation) -> None:
    text = judged(complained(talk, store), store, "conduct", "She was told off").text

    assert "5 Mar 2026, 13:51: our call with you, 3 lines" in text
    assert "no dated record" not in text


def test_where_not_all_have_room_the_lines_that_were_read_stay(
    store: House, nora: Customer, talk: Conversation
) -> None:
    windows = [
        examples.promise_window(store, nora, starts_at=MORNING - timedelta(days=day)) for day in range(4)
    ]
    for window in windows:
        assert window.starts_at is not None
        examples.arrive(window, window.starts_at + timedelta(hours=1), by=store.driver)
    heard = complain.Heard("conduct.rude", about=tuple(windows))
    complaint = complain.open_from(talk, (heard,), staff=store.representative, now=NOW)

    text = judged(complaint, store, "conduct", "She was told off " * 3).text

    assert "our call with you, 3 lines" in text


def test_it_rests_on_the_persons_finding_and_apologises_by_their_name(
    store: House, talk: Conversation
) -> None:
    manager = store.manager.name

    text = judged(complained(talk, store), store, "conduct", "She was told off").text

    assert f"{manager} read it and found: She was told off." in text
    assert f"{manager} apologises to you for this." in text


def test_in_german_as_well(store: House, nora: Customer, talk: Conversation) -> None:
    Customer.objects.filter(pk=nora.pk).update(language="de")

    text = judged(complained(talk, store), store, "conduct", "Der Ton war falsch").text

    assert "5.3.2026, 13:51: unser Telefonat, 3 Zeilen" in text
    assert f"{store.manager.name} bittet Sie dafür um Entschuldigung." in text


def test_nobody_apologises_where_nothing_was_wrong_and_no_promise_is_made_up(
    store: House, talk: Conversation
) -> None:
    text = judged(complained(talk, store), store, "expectation_gap", "Each line was friendly").text

    assert "We read what was said and written, and found nothing wrong in it." in text
    assert "Each line was friendly." in text
    assert "apologises" not in text and "kept our promise" not in text


def test_before_anybody_read_it_the_letter_says_who_will(store: House, talk: Conversation) -> None:
    text = complained(talk, store).letters.get().text

    assert "A person will look at how you were treated." in text
    assert "our call with you" in text


def test_the_verdict_names_each_line_as_its_evidence(store: House, talk: Conversation) -> None:
    complaint = complained(talk, store)

    verdict = complaint.claims.get().standing
    assert verdict is not None
    assert verdict.evidence == [f"message:{line.pk}" for line in talk.messages.all()[:3]]
    finding = complaint.findings.get()
    case, answer = queries.as_decided(finding)
    said = [each.words for each in letter.looked_at(case, answer, language=spoken_in("en"))]
    assert said == ["what you said", "what our staff said", "what you said"]


def test_what_was_said_after_the_complaint_and_what_no_person_wrote_is_no_evidence(
    store: House, talk: Conversation
) -> None:
    complaint = complained(talk, store)  # it is confirmed to them by a mail that nobody typed
    complain.propose(complaint, staff=store.representative, now=NOW + MINUTE)

    verdict = queries.get_complaint(complaint.pk).claims.get().standing
    assert verdict is not None
    assert len(verdict.evidence) == 3


def test_a_late_truck_brings_nobodys_words_into_the_case(store: House, talk: Conversation) -> None:
    complaint = complained(talk, store, "delivery.late")

    assert not [f for f in complaint.findings.get().case["facts"] if f["kind"] == "statement"]


def test_of_two_hundred_lines_the_newest_are_the_evidence(store: House, talk: Conversation) -> None:
    newest = talk.messages.order_by("at").last()
    assert newest is not None
    for _n in range(200):
        newest.pk = None
        newest.save()

    complaint = complained(talk, store)

    verdict = complaint.claims.get().standing
    assert verdict is not None and len(verdict.evidence) == MOST_LINES


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "because", ["a reason " * 60, "Policy is policy", "{who} {0} !!!", "x" * 500], ids=str.split
)
def test_whatever_the_reason_is_the_letter_can_leave(
    store: House, nora: Customer, talk: Conversation, because: str, language: str
) -> None:
    Customer.objects.filter(pk=nora.pk).update(language=language)

    letter = judged(complained(talk, store), store, "conduct", because)

    refuse_unsendable(letter.text)


def test_the_apology_is_promised_with_the_name_of_who_judged_it(store: House, talk: Conversation) -> None:
    complaint = complained(talk, store)
    judged(complaint, store, "conduct", "She was told off")
    complaint = queries.get_complaint(complaint.pk)
    finding = queries.newest_finding(complaint)
    assert finding is not None

    rungs = ladder.of(complaint, finding, staff=store.representative, now=NOW).rungs

    assert rungs[0].words == f"An apology by name: {store.manager.name}"


def test_a_review_that_finds_it_apologises_by_the_name_of_the_reviewer(
    store: House, nora: Customer, talk: Conversation
) -> None:
    complaint = complained(talk, store)
    judged(complaint, store, "expectation_gap", "Each line was friendly")
    asked = actions.ask_review(complaint, by=nora.actor, now=NOW + 2 * MINUTE)
    changed = {complaint.claims.get().pk: "conduct"}

    actions.review(asked, because="It was not", changed=changed, by=store.owner.actor, now=NOW + 3 * MINUTE)

    finding = complaint.findings.latest("pk")
    text = queries.letter_of(finding, language="en", now=NOW).text
    assert f"{store.owner.name} apologises to you for this." in text
    assert "friendly" not in text


def test_without_a_person_nobody_is_made_to_apologise(store: House, talk: Conversation) -> None:
    complaint = complained(talk, store)
    judged(complaint, store, "conduct", "She was told off")
    case, answer = queries.as_decided(complaint.findings.get())
    nobody = replace(answer, claims=tuple(replace(claim, judged=None) for claim in answer.claims))

    text = letter.write(case, nobody, by=NOW).text

    assert "apologises" not in text and "A person has looked at it and says so." in text
