"""Arrivals from a file: promises end by them; whole or not at all; twice is once; the driver came first."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.base.actors import SOFTWARE
from kept.business.examples import House, house
from kept.customers.examples import nora, sam
from kept.deliveries import actions
from kept.deliveries.actions import Tap
from kept.deliveries.arrivals import BadArrivals, read_arrivals
from kept.deliveries.examples import fleet, sofa
from kept.deliveries.models import Arrival, Stop, Visit
from kept.deliveries.rules import LocalWindow
from kept.desk.take_arrivals import Taken, take_file
from kept.ledger.models import Entry

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
EVENING = datetime(2026, 3, 4, 2, tzinfo=UTC)  # Tuesday 21:00 in New York
NEW_YORK = ZoneInfo("America/New_York")
MORNING = LocalWindow(date(2026, 3, 3), time(8), time(12))
HEADER = "order,delivery,day,arrived_at,result"


@pytest.fixture
def store(db: None) -> House:
    store = house(now=NOW)
    fleet(store, now=NOW)
    return store


@pytest.fixture
def stops(store: House) -> list[Stop]:
    found = [
        sofa(nora(now=NOW), store, number="101", now=NOW),
        sofa(sam(now=NOW), store, number="102", now=NOW),
    ]
    return [actions.book(each, MORNING, by=store.representative.actor, now=NOW) for each in found]


def take(*lines: str, now: datetime = EVENING) -> Taken:
    return take_file("\n".join([HEADER, *lines]).encode(), by=SOFTWARE, now=now)


def outcomes(stops: list[Stop]) -> list[str]:
    for stop in stops:
        stop.promise.refresh_from_db()
        stop.delivery.refresh_from_db()
    return [stop.promise.outcome for stop in stops]


def test_promises_end_as_the_file_says(stops: list[Stop]) -> None:
    taken = take(
        "101,,2026-03-03,2026-03-03T11:40,delivered", f",{stops[1].delivery_id},,2026-03-03T12:20-05:00,"
    )

    assert taken == Taken(new=2, standing=0)
    assert outcomes(stops) == ["kept", "broken"]
    assert [stop.delivery.state for stop in stops] == ["delivered", "arrived"]
    arrival = Arrival.objects.get(stop=stops[0])
    assert (arrival.source, arrival.by, arrival.at) == (
        "import",
        "software",
        datetime(2026, 3, 3, 16, 40, tzinfo=UTC),
    )


def test_the_same_file_twice_is_taken_once(stops: list[Stop]) -> None:
    line = "101,,2026-03-03,2026-03-03T11:40,delivered"
    take(line)
    entries = Entry.objects.count()

    assert take(line, now=EVENING + timedelta(hours=1)) == Taken(new=0, standing=1)
    assert Entry.objects.count() == entries


def test_a_result_may_come_later_than_the_arrival(stops: list[Stop]) -> None:
    take("101,,,2026-03-03T11:40,")

    assert take("101,,,2026-03-03T11:40,nobody there") == Taken(new=1, standing=0)
    assert Visit.objects.get().result == "nobody_there"


def test_with_one_bad_line_nothing_is_taken_and_every_bad_one_is_named(stops: list[Stop]) -> None:
    with pytest.raises(BadArrivals) as refused:
        take("101,,,2026-03-03T11:40,delivered", "999,,,2026-03-03T11:40,", "102,,,2026-03-05T11:40,")

    assert [line.partition(":")[0] for line in refused.value.lines] == ["line 3", "line 4"]
    assert Arrival.objects.count() == 0
    assert outcomes(stops) == ["", ""]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("101,,2026-03-03,2026-03-03T23:40,", "lies in the future", id="in the future"),
        pytest.param("101,,2026-03-03,2026-03-02T11:40,", "is planned for", id="before its day"),
        pytest.param("101,,2026-03-02,2026-03-02T11:40,", "No truck was planned", id="on another day"),
    ],
)
def test_an_arrival_that_cannot_be_is_refused(line: str, words: str, stops: list[Stop]) -> None:
    with pytest.raises(BadArrivals, match=f"line 2: .*{words}"):
        take(line)


def test_a_file_of_last_month_is_taken_and_one_of_last_year_is_not(stops: list[Stop]) -> None:
    line = "101,,,2026-03-03T11:40,"
    with pytest.raises(BadArrivals, match="days old"):
        take(line, now=EVENING + timedelta(days=32))

    assert take(line, now=EVENING + timedelta(days=30)) == Taken(new=1, standing=0)


def test_the_drivers_tap_counts_and_another_time_is_noted_once(store: House, stops: list[Stop]) -> None:
    tapped_at = datetime(2026, 3, 3, 16, 40, tzinfo=UTC)
    actions.mark_arrival(stops[0], Tap(tapped_at), by=store.driver.actor, now=tapped_at)
    line = "101,,,2026-03-03T12:30,"

    assert (take(line), take(line)) == (Taken(0, 1), Taken(0, 1))

    assert outcomes(stops)[0] == "kept"
    assert Arrival.objects.get().at == tapped_at
    assert Entry.objects.filter(kind="arrival.said_again").count() == 1


def test_a_file_that_contradicts_what_was_taken_is_refused(store: House, stops: list[Stop]) -> None:
    take("101,,,2026-03-03T11:40,delivered")

    with pytest.raises(BadArrivals, match="Another time"):
        take("101,,,2026-03-03T11:50,delivered")
    with pytest.raises(BadArrivals, match="delivered"):
        take("101,,,2026-03-03T11:40,refused")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "lacks arrived_at", id="empty"),
        pytest.param(b"order,arrived_at\n", "no arrivals", id="a header only"),
        pytest.param(b"order,arrived_at,who\n1,2,3\n", "nobody knows the column 'who'", id="unknown"),
        pytest.param(b"order,arrived_at\n101,noon\n", "line 2: arrived_at 'noon'", id="no time"),
        pytest.param(b"order,arrived_at\n,2026-03-03T11:40\n", "line 2: give an order", id="nothing named"),
        pytest.param(b"order,delivery,arrived_at\n1,2,2026-03-03T11:40\n", "one of them", id="both named"),
        pytest.param(b"delivery,arrived_at\n0,2026-03-03T11:40\n", "delivery 0", id="delivery nought"),
        pytest.param(b"delivery,arrived_at\n-1,2026-03-03T11:40\n", "delivery -1", id="below nought"),
        pytest.param(b"delivery,arrived_at\nx,2026-03-03T11:40\n", "no whole number", id="no number"),
        pytest.param(b"order,arrived_at,day\n1,2026-03-03T11:40,Tuesday\n", "day 'Tuesday'", id="no day"),
        pytest.param(b"order,arrived_at,result\n1,2026-03-03T11:40,lost\n", "result 'lost'", id="no result"),
        pytest.param(b"order,arrived_at\n1,2026-03-03T11:40,x\n", "more cells", id="too many cells"),
        pytest.param(b"order,arrived_at\n1\xff,2026-03-03\n", "line 2: not UTF-8", id="another encoding"),
        pytest.param(b"PK\x03\x04\x00\x00", "zero byte", id="a spreadsheet"),
        pytest.param(b'order,arrived_at\n"1,2026-03-03\n', "unexpected end", id="cut off"),
        pytest.param(b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB", id="huge"),
    ],
)
def test_a_bad_file_names_its_line(content: bytes, words: str) -> None:
    with pytest.raises(BadArrivals, match=words):
        read_arrivals(content, zone=NEW_YORK)


def test_a_local_time_at_the_clock_change_is_an_instant() -> None:
    content = b"order,arrived_at\n1,2026-03-08T02:30\n1,2026-11-01T01:30\n"

    assert [came.day.isoformat() for came in read_arrivals(content, zone=NEW_YORK)] == [
        "2026-03-08",
        "2026-11-01",
    ]


@given(st.binary(max_size=200))
def test_whatever_comes_is_read_or_refused(content: bytes) -> None:
    try:
        assert read_arrivals(b"order,arrived_at\n" + content, zone=NEW_YORK)
    except BadArrivals as refused:
        assert refused.lines
