"""The day by which we answer: promised when a complaint is opened, ended by the letter, put off openly."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kept.base.calendars import Calendar
from kept.base.refusals import NotAllowed, Refused
from kept.business.examples import House
from kept.complaints import actions, deadlines, examples
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.customers.models import Customer
from kept.ledger.models import Entry
from kept.outbox.actions import queue
from kept.promises.actions import break_overdue
from kept.promises.models import Promise

NOW = MORNING + timedelta(hours=6)  # Thu 5 March 2026, 14:00 in New York
NEW_YORK = ZoneInfo("America/New_York")
OPEN_ALL_WEEK = dict.fromkeys(range(7), ((time(9), time(18)),))
TEN_DAYS_ON = datetime(2026, 3, 16, 4, tzinfo=UTC)  # the end of Sunday the 15th, after the clock change


@pytest.fixture
def complaint(store: House, nora: Customer) -> Complaint:
    promise = examples.arrive(
        examples.promise_window(store, nora), MORNING + timedelta(hours=5), by=store.driver
    )
    return examples.complain(store, promise, at=NOW)


def owed(complaint: Complaint) -> Promise:
    return deadlines.answers_owed(complaint, *complaint.reviews.all()).open().get()


def decide(complaint: Complaint, store: House, *, now: datetime = NOW) -> None:
    verdict = actions.propose(complaint, by=store.representative.actor, now=now).verdicts.get()
    actions.confirm(verdict, by=store.representative.actor, now=now)


def send(complaint: Complaint, store: House, *, now: datetime) -> None:
    by = store.representative.actor
    letter = actions.draft_letter(complaint, "What we found.", language="en", by=by, now=now)
    mail = queue(to="n@mail.example", subject="s", text="t", customer=complaint.customer, by=by, now=now)
    actions.letter_left(letter, mail, by=by, now=now)


def test_opening_a_complaint_promises_an_answer_by_the_tenth_working_day(
    store: House, complaint: Complaint
) -> None:
    promise = owed(complaint)

    assert (promise.kind, promise.words) == ("reply", "We answer your complaint, with our reasons")
    assert promise.until == store.location.calendar.working_day_end(NOW, 10)


@pytest.mark.parametrize(
    ("at", "closed", "until"),
    [
        ("2026-03-05T23:59:59-05:00", [], "2026-03-20T00:00:00-04:00"),
        ("2026-03-06T00:00:00-05:00", [], "2026-03-21T00:00:00-04:00"),
        ("2026-03-05T14:00:00-05:00", ["2026-03-10"], "2026-03-21T00:00:00-04:00"),
        ("2026-10-22T14:00:00-04:00", [], "2026-11-06T00:00:00-05:00"),
    ],
    ids=["a second before midnight", "at midnight", "a holiday does not count", "when the clocks go back"],
)
def test_the_day_is_counted_in_working_days_of_the_calendar(at: str, closed: list[str], until: str) -> None:
    weekdays = dict.fromkeys(range(5), ((time(9), time(18)),))
    holidays = frozenset(datetime.fromisoformat(day).date() for day in closed)

    due = deadlines.answer_by(Calendar(NEW_YORK, weekdays, holidays), 10, now=datetime.fromisoformat(at))

    assert due == datetime.fromisoformat(until)


def test_where_the_calendar_names_no_hours_monday_to_friday_counts() -> None:
    due = deadlines.answer_by(Calendar(NEW_YORK), 10, now=NOW)

    assert due == datetime.fromisoformat("2026-03-20T00:00:00-04:00")


def test_a_location_says_its_own_number_of_days(store: House, nora: Customer) -> None:
    store.location.complaints_within_days = 1
    store.location.hours = {str(day): [["09:00", "18:00"]] for day in range(7)}
    store.location.save()

    complaint = examples.complain(store, examples.promise_window(store, nora), at=NOW)

    assert owed(complaint).until == datetime.fromisoformat("2026-03-07T00:00:00-05:00")


def test_the_letter_keeps_it(store: House, complaint: Complaint) -> None:
    promise = owed(complaint)
    decide(complaint, store)

    send(complaint, store, now=promise.until)

    promise.refresh_from_db()
    assert promise.outcome == "kept"
    (due,) = deadlines.answers_due([complaint])[complaint.pk]
    assert (due.answered_at, due.is_late(NOW + timedelta(days=90))) == (promise.until, False)


def test_silence_breaks_it_and_a_late_letter_stays_late(store: House, complaint: Complaint) -> None:
    promise = owed(complaint)
    later = promise.until + timedelta(seconds=1)

    break_overdue(now=later)
    decide(complaint, store, now=later)
    send(complaint, store, now=later)

    promise.refresh_from_db()
    assert promise.outcome == "broken"
    (due,) = deadlines.answers_due([complaint])[complaint.pk]
    assert (due.answered_at, due.is_late(later)) == (later, True)


def test_put_off_at_our_wish_both_days_count(store: House, complaint: Complaint) -> None:
    first = owed(complaint)
    later = first.until + timedelta(days=7)
    by = store.representative.actor

    actions.put_off(complaint, later, because="We wait for the carrier.", by=by, now=NOW)
    decide(complaint, store)
    send(complaint, store, now=first.until + timedelta(days=1))

    first.refresh_from_db()
    assert (first.outcome, first.wish, first.replaced_by.outcome) == ("replaced", "ours", "kept")
    (due,) = deadlines.answers_due([complaint])[complaint.pk]
    assert (due.until, due.is_late(later)) == (first.until, True)
    assert Entry.objects.filter(kind="answer.put_off").count() == 1


@pytest.mark.parametrize(
    ("days", "because"),
    [(7, " "), (0, "We wait."), (-1, "We wait.")],
    ids=["no reason", "same day", "earlier"],
)
def test_it_is_not_put_off_silently_or_forward(
    store: House, complaint: Complaint, days: int, because: str
) -> None:
    until = owed(complaint).until + timedelta(days=days)

    with pytest.raises(Refused):
        actions.put_off(complaint, until, because=because, by=store.representative.actor, now=NOW)

    assert Promise.objects.filter(source="deadline").count() == 1


@pytest.mark.parametrize("role", ["driver", "dispatcher"])
def test_others_put_nothing_off(store: House, complaint: Complaint, role: str) -> None:
    who = store.driver if role == "driver" else store.dispatcher

    with pytest.raises(NotAllowed):
        actions.put_off(complaint, NOW + timedelta(days=90), because="why", by=who.actor, now=NOW)


def test_a_review_has_a_day_of_its_own_ended_by_its_own_letter(
    store: House, nora: Customer, complaint: Complaint
) -> None:
    decide(complaint, store)
    send(complaint, store, now=NOW)
    asked = actions.ask_review(complaint, by=nora.actor, now=NOW)
    promise = owed(complaint)
    assert promise.about == f"review:{asked.pk}"

    actions.review(asked, because="The records agree.", by=store.manager.actor, now=NOW)
    send(complaint, store, now=NOW + timedelta(days=1))

    promise.refresh_from_db()
    assert promise.outcome == "kept"
    assert [due.about for due in deadlines.answers_due([complaint])[complaint.pk]] == [
        f"complaint:{complaint.pk}",
        f"review:{asked.pk}",
    ]


def test_a_letter_about_something_else_does_not_answer_a_review_that_nobody_made(
    store: House, nora: Customer, complaint: Complaint
) -> None:
    decide(complaint, store)
    actions.ask_review(complaint, by=nora.actor, now=NOW)

    send(complaint, store, now=NOW)

    assert owed(complaint).about.startswith("review:")


def test_who_takes_it_back_frees_us_from_the_answer(store: House, complaint: Complaint) -> None:
    promise = owed(complaint)

    actions.withdraw(complaint, because="It came.", by=store.representative.actor, now=NOW)

    promise.refresh_from_db()
    assert (promise.outcome, promise.wish) == ("released", "customer")
    assert deadlines.answers_due([complaint]) == {complaint.pk: []}


def test_an_answer_of_theirs_makes_us_owe_another(store: House, nora: Customer, complaint: Complaint) -> None:
    decide(complaint, store)
    send(complaint, store, now=NOW)

    actions.answer_once(complaint, "I was outside.", by=nora.actor, now=NOW + timedelta(days=1))

    assert owed(complaint).until > NOW
