"""Two tabs send the same form of a complaint in one moment: one is opened."""

from __future__ import annotations

from datetime import UTC, datetime

from kept.business.examples import house
from kept.complaints.models import Claim, Complaint
from kept.customers.examples import nora
from kept.desk import call, complain, complain_by_form
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
