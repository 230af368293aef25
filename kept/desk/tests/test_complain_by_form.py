"""Two tabs open the same complaint in one moment, by the form or by what was noticed: one is opened."""

from __future__ import annotations

from datetime import UTC, datetime

from kept.business.examples import house
from kept.complaints.models import Claim, Complaint
from kept.customers.examples import nora
from kept.desk import call, complain, complain_by_form, hear
from kept.work.tests.at_once import at_once

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)


def test_two_tabs_at_once_open_one(fresh_database: None) -> None:
    store = house(now=NOW)
    talk = call.start(nora(now=NOW), staff=store.representative, now=NOW)
    written = complain_by_form.Written(complain.Heard("conduct.rude", "He shouted."), "He shouted at me.")

    def send() -> Complaint:
        return complain_by_form.take(talk, written, staff=store.representative, now=NOW)

    answers = at_once(send, send)

    assert answers[0] == answers[1] == Complaint.objects.get()
    assert Claim.objects.count() == 1


def test_the_form_and_what_was_noticed_at_once_open_one(fresh_database: None) -> None:
    store = house(now=NOW)
    talk = call.start(nora(now=NOW), staff=store.representative, now=NOW)
    call.said(talk, "Your man was very rude to me.", staff=store.representative, now=NOW)
    (noticed,) = hear.notice(talk, now=NOW).suggestions
    written = complain_by_form.Written(complain.Heard(noticed.kind, noticed.sentence))

    def send() -> Complaint:
        return complain_by_form.take(talk, written, staff=store.second_representative, now=NOW)

    def press() -> Complaint:
        return hear.open_noticed(talk, {noticed.key: noticed.kind}, staff=store.representative, now=NOW)

    answers = at_once(send, press)

    assert [each for each in answers if isinstance(each, Complaint)] == [Complaint.objects.get()]
    assert Claim.objects.count() == 1
