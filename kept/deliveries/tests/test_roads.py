"""Road servers: asked in the background, believed where they make sense, never waited for in a quote."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings

from kept.business.examples import House
from kept.customers.examples import nora
from kept.deliveries import actions, outside, plans, queries
from kept.deliveries.actions.drives import drop_old_drives, keep_drives
from kept.deliveries.examples import BROOKLYN, Fleet, sofa
from kept.deliveries.models import Delivery, Depot, Drive, drives
from kept.deliveries.named import Server, read
from kept.deliveries.outside import NoAnswer
from kept.deliveries.roads import servers, tasks
from kept.deliveries.roads.travel import cell_of
from kept.deliveries.routing import checker
from kept.deliveries.tests.outside import Answer, Asked, Fake, serving
from kept.work.models import Job
from kept.work.worker import Worker

NEAR, FAR = (40.6892, -73.9442), (40.7306, -73.9866)
KINDS = ("osrm", "valhalla")


def seconds_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How long this town's roads take: northwards twice as long as southwards."""
    north, east = (other[0] - one[0]) * 111, (other[1] - one[1]) * 84
    return 150 * abs(east) + (300 * north if north > 0 else -150 * north)


def town(asked: Asked) -> Answer:
    """OSRM and Valhalla in one: their addresses tell them apart."""
    if asked.path == "/sources_to_targets":
        ends = [
            [(place["lat"], place["lon"]) for place in asked.body[side]] for side in ("sources", "targets")
        ]
        return {"sources_to_targets": [[{"time": seconds_between(a, b)} for b in ends[1]] for a in ends[0]]}
    parts = urlsplit(asked.path)
    spots = [tuple(map(float, spot.split(",")))[::-1] for spot in parts.path.split("/")[-1].split(";")]
    query = {key: [int(at) for at in value[0].split(";")] for key, value in parse_qs(parts.query).items()
             if key != "annotations"}  # fmt: skip
    rows = [[seconds_between(spots[a], spots[b]) for b in query["destinations"]] for a in query["sources"]]  # type: ignore[arg-type]  # pairs
    return {"code": "Ok", "durations": rows}


@pytest.fixture(autouse=True)
def _nothing_read() -> Iterator[None]:
    drives.unlearn()
    yield
    drives.unlearn()


@pytest.fixture
def roads() -> Iterator[Fake]:
    with serving(town) as fake:
        yield fake


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, roads: Fake, settings: Settings) -> Server:
    named = Server(request.param, roads.address)
    settings.ROADS = named
    return named


def again(depot: Depot) -> Depot:
    return Depot.objects.select_related("location").get(pk=depot.pk)


def legs(depot: Depot, *places: tuple[float, float]) -> list[int]:
    travel = again(depot).travel
    points = travel.points(places)
    seconds: list[int] = travel.seconds(points[:-1], points[1:]).tolist()
    return seconds


def test_both_servers_tell_there_and_back(server: Server) -> None:
    (there,) = servers.table(server, [BROOKLYN], [NEAR, FAR])
    back = servers.table(server, [NEAR, FAR], [BROOKLYN])

    assert there == [
        pytest.approx(seconds_between(BROOKLYN, NEAR)),
        pytest.approx(seconds_between(BROOKLYN, FAR)),
    ]
    assert [row[0] for row in back] == [
        pytest.approx(seconds_between(NEAR, BROOKLYN)), pytest.approx(seconds_between(FAR, BROOKLYN))
    ]  # fmt: skip


def test_an_address_that_becomes_known_is_asked_about_in_the_background(
    vans: Fleet, store: House, server: Server, roads: Fake, now: datetime
) -> None:
    delivery = sofa(nora(now=now), store, number="1042", place=NEAR, now=now)
    asked_at_once = len(roads.asked)

    Worker().run_waiting()

    assert asked_at_once == 0
    assert len(roads.asked) == 2
    assert roads.asked[0].agent.startswith("kept/")
    there, back = legs(vans.depot, BROOKLYN, NEAR, BROOKLYN)
    assert (there, back) == (
        -int(-seconds_between(BROOKLYN, NEAR) // 1) + 60, -int(-seconds_between(NEAR, BROOKLYN) // 1) + 60
    )  # fmt: skip
    assert delivery.latitude is not None


def test_what_is_kept_is_never_asked_again(
    vans: Fleet, store: House, server: Server, roads: Fake, now: datetime
) -> None:
    delivery = sofa(nora(now=now), store, number="1042", place=NEAR, now=now)
    assert tasks.learn_roads.func(delivery.pk) == 2

    again_learnt = tasks.learn_roads.func(delivery.pk)

    assert (again_learnt, len(roads.asked)) == (0, 2)


def test_a_drive_that_nobody_asked_about_is_guessed_longer_than_without_a_server(
    vans: Fleet, server: Server, settings: Settings
) -> None:
    (guessed,) = legs(vans.depot, BROOKLYN, FAR)
    settings.ROADS = None
    (plain,) = legs(vans.depot, BROOKLYN, FAR)

    assert guessed > plain


def test_neither_a_quote_nor_a_booking_asks_a_server(
    vans: Fleet, store: House, server: Server, roads: Fake, now: datetime
) -> None:
    delivery = sofa(nora(now=now), store, number="1042", place=NEAR, now=now)

    found = queries.quote(delivery, now=now)
    actions.book(delivery, found.free[0].window, by=store.dispatcher.actor, now=now)

    assert roads.asked == []


def test_what_is_booked_by_road_times_passes_the_checker(
    vans: Fleet, store: House, server: Server, now: datetime
) -> None:
    customer = nora(now=now)
    places = [(40.66 + 0.011 * at, -73.99 + 0.017 * (at * 7 % 5)) for at in range(8)]
    for at, place in enumerate(places):
        delivery = sofa(customer, store, number=f"20{at}", place=place, now=now)
        Worker().run_waiting()
        delivery = Delivery.objects.get(pk=delivery.pk)
        window = queries.quote(delivery, now=now).by_nearness()[0].window
        actions.book(delivery, window, by=store.dispatcher.actor, now=now)

    depot = again(vans.depot)
    days = plans.local_days(depot, now, 14)
    assert [checker.faults(plan, depot.travel) for plan in plans.load(depot, days).values()] == [[]] * 14
    assert Drive.objects.count() == 2 * (8 * 9 // 2)


def test_one_plan_is_driven_by_one_truth(vans: Fleet, server: Server, now: datetime) -> None:
    depot = again(vans.depot)
    before = depot.travel
    keep_drives(server.name, [(cell_of(BROOKLYN), cell_of(FAR), 4_000)], now=now)

    assert depot.travel is before
    assert legs(depot, BROOKLYN, FAR) == [4_060]


def test_what_was_dropped_is_forgotten_by_every_process_within_a_day(
    vans: Fleet, server: Server, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_drives(server.name, [(cell_of(BROOKLYN), cell_of(FAR), 4_000)], now=now)
    (known,) = legs(vans.depot, BROOKLYN, FAR)
    Drive.objects.all().delete()

    (still_known,) = legs(vans.depot, BROOKLYN, FAR)
    monkeypatch.setattr(drives, "ANEW_AFTER", -1)
    (guessed,) = legs(vans.depot, BROOKLYN, FAR)

    assert known == still_known == 4_060
    assert guessed != 4_060


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param((400, b'{"code":"TooBig","message":"Too many"}'), "400 TooBig$", id="refused"),
        pytest.param((400, b'{"code":"2 Home Street","error":["2 Home Street"]}'), "400$", id="an echo"),
        pytest.param((503, b""), "503", id="overloaded"),
        pytest.param((302, b""), "302", id="sent elsewhere"),
        pytest.param(b"<html>busy</html>", "no JSON", id="a page"),
        pytest.param(b'{"code":"Ok","durations":[[1', "no JSON", id="cut off"),
        pytest.param(b"[" * 100_000, "no JSON", id="nested without end"),
        pytest.param(b"null", "no JSON", id="null"),
        pytest.param(b"[]", "no table", id="a list"),
        pytest.param({"code": "NoTable"}, "no table", id="no table"),
        pytest.param({"code": "Ok", "durations": 7, "sources_to_targets": [[7]]}, "no table", id="a number"),
        pytest.param(
            {"code": "Ok", "durations": [[9e3, 1]], "sources_to_targets": [[{"time": 1}, {"time": 1}]]},
            "another size", id="too wide",
        ),
        pytest.param(
            {"code": "Ok", "durations": [["7"]], "sources_to_targets": [[{"time": "7"}]]},
            "no numbers", id="a text for a number",
        ),
        pytest.param(
            b'{"code":"Ok","durations":[[NaN]],"sources_to_targets":[[{"time":NaN}]]}', "no numbers", id="NaN"
        ),
        pytest.param(
            {"code": "Ok", "durations": [[-5]], "sources_to_targets": [[{"time": -5}]]}, "-5", id="negative"
        ),
        pytest.param(
            {"code": "Ok", "durations": [[10**400]], "sources_to_targets": [[{"time": 10**400}]]},
            "a drive of 1000", id="longer than a number can say",
        ),
        pytest.param(
            {"code": "Ok", "durations": [[0]], "sources_to_targets": [[{"time": 0}]]},
            "no truck can make", id="zeros",
        ),
    ],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_one_sentence(kind: str, said: Any, words: str) -> None:
    with serving(lambda asked: said) as fake, pytest.raises(NoAnswer, match=words):
        servers.table(Server(kind, fake.address), [BROOKLYN], [FAR])


def test_a_drive_without_a_road_is_guessed_and_the_log_says_so(
    vans: Fleet, store: House, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    delivery = sofa(nora(now=now), store, number="1042", place=NEAR, now=now)

    with serving(lambda asked: {"code": "Ok", "durations": [[None]]}) as fake:
        settings.ROADS = Server("osrm", fake.address)
        kept = tasks.learn_roads.func(delivery.pk)

    assert kept == 0
    assert "no road for 2 of 2" in caplog.text
    assert str(NEAR[0]) not in caplog.text


def test_a_server_that_is_silent_is_asked_later_and_says_so_without_an_address(
    vans: Fleet, store: House, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ROADS = Server("osrm", "http://me:secret@127.0.0.1:9")
    sofa(nora(now=now), store, number="1042", place=NEAR, now=now)

    with caplog.at_level(logging.WARNING):
        Worker(clock=lambda: datetime(2026, 11, 1, tzinfo=UTC)).run_waiting()

    job = Job.objects.get()
    assert (job.outcome, job.attempts) == ("", 1)
    assert "osrm 127.0.0.1:9 cannot be reached" in caplog.text
    assert "secret" not in caplog.text
    assert str(NEAR[0]) not in caplog.text


def test_a_server_that_failed_is_left_alone_for_a_while() -> None:
    with serving(lambda asked: (503, b"")) as fake:
        for words in ("503", "a moment ago"):
            with pytest.raises(NoAnswer, match=words):
                outside.ask(fake.address)

    assert len(fake.asked) == 1


def test_who_answers_drop_by_drop_is_not_waited_for() -> None:
    hung_up = threading.Event()

    def dripping(asked: Asked) -> Answer:
        hung_up.wait(5)
        return {}

    with serving(dripping) as fake:
        begun = time.monotonic()
        with pytest.raises(NoAnswer, match="cannot be reached"):
            outside.ask(fake.address, seconds=0.4)
        hung_up.set()

    assert time.monotonic() - begun < 3


def test_an_answer_without_end_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "MOST_BYTES", 1_000)
    with serving(lambda asked: b"x" * 100_000) as fake, pytest.raises(NoAnswer, match="more than we take"):
        outside.ask(fake.address)


def test_addresses_known_before_the_server_are_asked_about_within_the_hour(
    vans: Fleet, store: House, roads: Fake, settings: Settings, now: datetime
) -> None:
    customer = nora(now=now)
    sofa(customer, store, number="1042", place=NEAR, now=now)
    sofa(customer, store, number="1043", place=FAR, now=now)
    sofa(customer, store, number="1044", place=None, now=now)
    settings.ROADS = Server("osrm", roads.address)

    found = tasks.learn_missing_roads.func()
    Worker().run_waiting()

    assert found == 2
    assert tasks.learn_missing_roads.func() == 0
    assert Drive.objects.count() == 6


def test_drives_are_dropped_after_a_month_and_where_nothing_is_to_be_brought(
    vans: Fleet, store: House, server: Server, now: datetime
) -> None:
    sofa(nora(now=now), store, number="1042", place=NEAR, now=now)
    home, near, far = (cell_of(place) for place in (BROOKLYN, NEAR, FAR))
    keep_drives(server.name, [(home, near, 500), (home, far, 900)], now=now)

    drop_old_drives(now=now)
    kept = [(drive.to_latitude, drive.to_longitude) for drive in Drive.objects.all()]
    drop_old_drives(now=now + timedelta(days=31))

    assert kept == [near]
    assert Drive.objects.count() == 0


def test_a_person_who_is_forgotten_leaves_no_drive_behind(
    vans: Fleet, store: House, server: Server, now: datetime
) -> None:
    delivery = sofa(nora(now=now), store, number="1042", place=NEAR, now=now)
    tasks.learn_roads.func(delivery.pk)
    keep_drives(server.name, [(cell_of(BROOKLYN), cell_of(FAR), 900)], now=now)

    actions.forget([delivery.customer_id])
    actions.forget([delivery.customer_id])

    assert [(each.to_latitude, each.to_longitude) for each in Drive.objects.all()] == [cell_of(FAR)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("osrm:http://roads:5000/", "osrm roads:5000", id="a slash at the end"),
        pytest.param(
            "valhalla:https://me:secret@roads.example/v", "valhalla roads.example/v", id="a password"
        ),
    ],
)
def test_a_server_is_named_without_its_password(text: str, name: str) -> None:
    server = read(text, kinds=KINDS)

    assert server is not None
    assert server.name == name


@pytest.mark.parametrize(
    "text",
    ["roads", "osrm:", "osrm:roads:5000", "osrm:file:///etc/passwd", "osrm:ftp://roads", "osrm:http://",
     "osrm:http://roads:port", "osrm:http://ro ads", "osrm:http://roads?x=1", "bing:http://roads"],
)  # fmt: skip
def test_what_names_no_server_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names no server"):
        read(text, kinds=KINDS)
