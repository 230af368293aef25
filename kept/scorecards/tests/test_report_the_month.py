"""The month's report: made once, on the first working day, and sent to whoever runs the place."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.utils.translation import override

from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House
from kept.business.models import Location
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.customers.models import Customer
from kept.ledger.models import Entry
from kept.outbox.models import Outgoing
from kept.paper.tests import reading
from kept.scorecards import actions, report_words, reports, tasks
from kept.scorecards.models import Counted, Report
from kept.scorecards.monthly import month_of
from kept.scorecards.places import Name
from kept.scorecards.suggesting import suggestions
from kept.scorecards.tests.history import History

MARCH = date(2026, 3, 1)
APRIL = datetime(2026, 4, 1, 10, 30, tzinfo=UTC)  # Wednesday 6:30 in New York
HOUR = timedelta(hours=1)


@pytest.fixture
def delivered(store: House, nora: Customer) -> House:
    """A window in time and one late, in March; everything counted by April."""
    for minutes in (0, 60):
        promise = examples.promise_window(store, nora)
        examples.arrive(promise, MORNING + timedelta(hours=4, minutes=minutes), by=store.driver)
    actions.recount(now=APRIL)
    return store


def printed(location: Location, month: date = MARCH, *, now: datetime = APRIL) -> str:
    content, _notice = report_words.printed(location, month, now=now)
    return reading.whole(content)


def test_it_is_due_from_the_first_working_morning_of_the_next_month(delivered: House) -> None:
    here = delivered.location

    assert reports.due(APRIL - HOUR) == []  # 5:30 in New York
    assert reports.due(APRIL) == [(here, MARCH)]
    assert reports.due(APRIL + timedelta(days=12)) == [(here, MARCH)]  # the clock slept


def test_on_a_closed_first_it_waits_for_the_first_open_day(delivered: House) -> None:
    here = delivered.location
    here.closed_on = ["2026-04-01", "2026-04-02"]
    here.save()

    assert reports.due(APRIL + timedelta(days=1)) == []
    assert reports.due(APRIL + timedelta(days=2)) == [(here, MARCH)]


def test_a_month_in_which_nothing_was_counted_is_not_reported(store: House) -> None:
    assert reports.due(APRIL) == []


def test_it_is_kept_once_and_sent_to_the_owner_and_the_manager(delivered: House) -> None:
    with time_machine.travel(APRIL, tick=False):
        made = [tasks.report_the_month.func(), tasks.report_the_month.func()]

    report = Report.objects.get()
    sent = Outgoing.objects.order_by("to_address")
    assert made == [1, 0]
    assert [mail.to_address for mail in sent] == ["edith@hollis.example", "maya@hollis.example"]
    assert all(mail.customer is None for mail in sent)
    assert {bytes(mail.enclosures.get().content or b"") for mail in sent} == {bytes(report.content)}
    assert Entry.objects.filter(kind="report.made", subject=f"report:{report.pk}").count() == 1


def test_two_workers_at_once_keep_one(delivered: House) -> None:
    content, notice = report_words.printed(delivered.location, MARCH, now=APRIL)
    by = delivered.owner.actor

    first = actions.keep_report(delivered.location, MARCH, content, notice, by=by, now=APRIL)
    second = actions.keep_report(delivered.location, MARCH, content, notice, by=by, now=APRIL)

    assert first is not None
    assert second is None
    assert Outgoing.objects.count() == 2


def test_it_says_what_was_kept_and_in_silence_and_what_is_too_few(delivered: House) -> None:
    text = printed(delivered.location)

    assert "2promisescamedueinMarch2026,1ofthemkeptwholeand1not." in text
    assert "Keptinsilence,withoutacomplaintorarating:1." in text
    assert "Fewerthan20rows,tobereadwithcare:Kept." in text
    assert "Nobodycomplained." in text
    assert "Nothingstandsoutintherowsofthismonth." in text


def test_where_german_is_spoken_it_is_german_to_the_last_word(delivered: House) -> None:
    here = delivered.location
    here.languages, here.country = ["de"], "DE"

    text = printed(here)

    assert "März2026:2Versprechenwurdenfällig,davon1ganzgehaltenund1nicht." in text
    assert "Gehalten:Versprechen,jedessoweitgezählt,wieesgehaltenwurde" in text
    assert "87,5%" in text
    for english in ("promise", "figure", "month", "complain", "nobody"):
        assert english not in text.lower(), english


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_busy_month_is_two_to_four_pages_and_names_no_customer(store: House, language: str) -> None:
    history = History(store, MORNING - timedelta(days=4), Random(3))  # not for secrets
    for _ in range(220):
        history.go_on()
    actions.recount(now=history.now)
    here = store.location
    here.languages = [language]

    busiest, _rows = Counter(row.day.replace(day=1) for row in Counted.objects.all()).most_common(1)[0]

    content, _notice = report_words.printed(here, busiest, now=history.now)

    text = reading.whole(content)
    assert 2 <= len(reading.pages(content)) <= 4
    for name in ("Nora", "Amal", "Ruth", "Okafor"):
        assert name not in text


def test_an_empty_month_is_said_plainly(store: House) -> None:
    text = printed(store.location)

    assert "NopromisecamedueinMarch2026." in text


def test_a_month_runs_from_local_midnight_to_local_midnight(store: House, nora: Customer) -> None:
    zone = store.location.zone
    ends = [datetime(2026, 3, 31, 23, 59, tzinfo=zone), datetime(2026, 4, 1, 0, 30, tzinfo=zone)]
    for until in ends:
        promise = examples.promise_window(store, nora, starts_at=until - timedelta(hours=4))
        examples.arrive(promise, until, by=store.driver)
    actions.recount(now=APRIL + timedelta(days=2))

    march, april = (
        month_of(store.location, first, now=APRIL + timedelta(days=2)) for first in (MARCH, date(2026, 4, 1))
    )

    assert (march.perception.kept.of, april.perception.kept.of) == (1, 1)
    assert (march.promised["delivery_window"]["kept"], april.promised["delivery_window"]["kept"]) == (1, 1)


def test_each_suggestion_rests_on_rows_of_the_month(store: House, nora: Customer) -> None:
    for _ in range(3):
        late = examples.promise_window(store, nora)
        examples.arrive(late, MORNING + timedelta(hours=6), by=store.driver)
    for _ in range(3):
        examples.promise_window(store, nora)  # and nobody marked what happened
    actions.recount(now=APRIL)

    with override("en"):
        found = suggestions(month_of(store.location, MARCH, now=APRIL))

    assert found[0].startswith("Delivery windows: 6 of 6 were broken.")
    assert found[1].startswith("3 promises came due without a record")


def test_only_who_runs_a_place_reads_its_reports(delivered: House) -> None:
    with time_machine.travel(APRIL, tick=False):
        tasks.report_the_month.func()
    report = Report.objects.get()
    elsewhere = Location.objects.get(pk=delivered.location.pk)
    elsewhere.pk = None
    elsewhere.save()

    assert reports.get_report_for(delivered.manager, report.pk) == report
    delivered.manager.location = elsewhere
    with pytest.raises(NotFound):
        reports.get_report_for(delivered.manager, report.pk)
    for stranger in (delivered.representative, delivered.driver, delivered.dispatcher):
        with pytest.raises(NotAllowed):
            reports.get_report_for(stranger, report.pk)


def test_the_kinds_of_promises_sum_to_the_first_sentence(store: House) -> None:
    history = History(store, MORNING, Random(7))  # not for secrets
    for _ in range(120):
        history.go_on()
    actions.recount(now=history.now)
    months = {row.day.replace(day=1) for row in Counted.objects.filter(name="taken")}

    for first in months:
        month = month_of(store.location, first, now=history.now)
        kept = sum(ended["kept"] for ended in month.promised.values())
        broken = sum(ended["broken"] for ended in month.promised.values())

        assert (kept, kept + broken) == (month.perception.kept.some, month.perception.kept.of)
        assert month.perception.kept.of == month.of(Name.KEPT).figure.n
