"""Where an address may lie: suggestions for a person, from the operator's table and from a server."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from pytest_django import Settings

from kept.deliveries.addresses import Suggestion, file, servers, suggest
from kept.deliveries.named import Server
from kept.deliveries.outside import NoAnswer
from kept.deliveries.tests.outside import Answer, Asked, Fake, serving

ADDRESS = "1042 Bedford Avenue, Brooklyn"
NOMINATIM = [
    {"lat": "40.6892", "lon": "-73.9551", "display_name": "1042, Bedford Avenue,  Brooklyn",
     "address": {"house_number": "1042", "road": "Bedford Avenue"}},
    {"lat": "40.70", "lon": "-73.95", "display_name": "Bedford Avenue, Brooklyn", "address": {}},
]  # fmt: skip
PHOTON = {
    "features": [
        {"geometry": {"coordinates": [-73.9551, 40.6892]},
         "properties": {"housenumber": "1042", "street": "Bedford Avenue", "city": "Brooklyn"}},
        {"geometry": {"coordinates": [-73.95, 40.70]}, "properties": {"name": "Bedford Avenue"}},
    ]
}  # fmt: skip


def both(asked: Asked) -> Answer:
    return NOMINATIM if asked.path.startswith("/search") else PHOTON


@pytest.fixture(autouse=True)
def _nobody_asked_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(servers, "_next_turn", 0.0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world() -> Iterator[Fake]:
    with serving(both) as fake:
        yield fake


@pytest.fixture
def table(tmp_path: Path, settings: Settings) -> Path:
    settings.ADDRESS_FILE = tmp_path / "places.csv"
    settings.ADDRESS_FILE.write_text("address;lat;lon\n12, Harbour  Road;40.7;-74.01\n", encoding="utf-8")
    return tmp_path / "places.csv"


@pytest.mark.parametrize("kind", ["nominatim", "photon"])
def test_a_server_suggests_and_only_the_very_house_is_exact(kind: str, world: Fake) -> None:
    house, street = servers.ask(Server(kind, world.address), ADDRESS, country="US")

    assert (house.latitude, house.longitude, house.source, house.exact) == (40.6892, -73.9551, kind, True)
    assert "Bedford Avenue" in house.label
    assert "1042" in house.label
    assert not street.exact


def test_the_house_next_door_is_not_exact(world: Fake) -> None:
    house, _street = servers.ask(Server("nominatim", world.address), "1044 Bedford Avenue", country="")

    assert not house.exact


def test_nominatim_is_told_who_asks_and_in_which_country(world: Fake) -> None:
    servers.ask(Server("nominatim", world.address), ADDRESS, country="US")

    query = parse_qs(urlsplit(world.asked[0].path).query)
    assert (query["q"], query["countrycodes"], query["format"]) == ([ADDRESS], ["us"], ["jsonv2"])
    assert world.asked[0].agent.startswith("kept/")


def test_the_same_address_is_asked_once_a_day(world: Fake) -> None:
    server = Server("nominatim", world.address)

    assert servers.ask(server, ADDRESS, country="US") == servers.ask(server, ADDRESS, country="US")
    assert len(world.asked) == 1


def test_a_server_is_asked_in_turn_and_nobody_queues_for_long(
    world: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "BETWEEN", 0.2)
    monkeypatch.setattr(servers, "LONGEST_QUEUE", 0.5)
    server, begun = Server("nominatim", world.address), time.monotonic()
    refused: list[NoAnswer] = []

    def ask(number: int) -> None:
        try:
            servers.ask(server, f"{number} Bedford Avenue", country="")
        except NoAnswer as why:
            refused.append(why)

    crowd = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()

    assert (len(world.asked), len(refused)) == (3, 3)
    assert time.monotonic() - begun >= 2 * servers.BETWEEN
    assert "too many" in str(refused[0])


@pytest.mark.parametrize(
    "said",
    [
        pytest.param((500, b""), id="an error"),
        pytest.param(b"<html>", id="a page"),
        pytest.param({"error": "x"}, id="no list"),
        pytest.param([7], id="a list of numbers"),
        pytest.param([{"lat": "91", "lon": "0", "display_name": "x"}], id="off the globe"),
        pytest.param([{"lat": "nan", "lon": "0", "display_name": "x"}], id="not a number"),
        pytest.param([{"lat": 10**400, "lon": 0, "display_name": "x"}], id="beyond all numbers"),
        pytest.param([{"lat": None, "lon": "0", "display_name": "x"}], id="no latitude"),
        pytest.param([{"lat": "1", "lon": "0", "display_name": ["x"]}], id="no label"),
        pytest.param({"features": [{"geometry": {"coordinates": []}, "properties": {}}]}, id="no spot"),
        pytest.param({"features": [{"geometry": 7, "properties": {}}]}, id="no geometry"),
    ],
)
@pytest.mark.parametrize("kind", ["nominatim", "photon"])
def test_a_server_that_makes_no_sense_leaves_the_map(kind: str, said: Any, settings: Settings) -> None:
    with serving(lambda asked: said) as fake:
        settings.ADDRESSES = Server(kind, fake.address)

        found = suggest(ADDRESS)

    assert found.suggestions == ()
    assert "Copy the place from a map" in found.trouble


def test_a_server_that_repeats_what_it_was_asked_does_not_write_it_into_the_log(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(lambda asked: (400, json.dumps({"message": f"what is {ADDRESS}?"}).encode())) as fake:
        settings.ADDRESSES = Server("photon", fake.address)
        suggest(ADDRESS)

    assert "answers 400" in caplog.text
    assert "Bedford" not in caplog.text


def test_a_server_that_knows_nothing_is_no_trouble(settings: Settings) -> None:
    with serving(lambda asked: []) as fake:
        settings.ADDRESSES = Server("nominatim", fake.address)

        assert (suggest(ADDRESS).suggestions, suggest(ADDRESS).trouble) == ((), "")


def test_without_a_server_and_a_table_nothing_is_suggested() -> None:
    assert suggest(ADDRESS).suggestions == ()


def test_our_own_table_comes_first_however_the_address_is_spelled(
    table: Path, world: Fake, settings: Settings
) -> None:
    settings.ADDRESSES = Server("nominatim", world.address)

    found = suggest("12 HARBOUR ROAD")

    assert found.suggestions == (Suggestion("12, Harbour Road", 40.7, -74.01, "file", exact=True),)
    assert world.asked == []


def test_a_table_that_changed_is_read_again(table: Path) -> None:
    assert suggest("12 Harbour Road").suggestions

    table.write_text("address,latitude,longitude\n14 Harbour Road,40.7,-74.0\n")

    assert suggest("12 Harbour Road").suggestions == ()
    assert suggest("14 Harbour Road").suggestions


def test_a_table_that_is_broken_says_where_and_the_server_still_helps(
    table: Path, world: Fake, settings: Settings
) -> None:
    table.write_text("address;lat;lon\n12 Harbour Road;north;-74\n")
    settings.ADDRESSES = Server("nominatim", world.address)

    found = suggest(ADDRESS)

    assert len(found.suggestions) == 2
    assert "line 2" in found.trouble


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "line 1: the header lacks", id="empty"),
        pytest.param(b"address;lat\nx;1\n", "the header lacks longitude", id="a column is missing"),
        pytest.param(b"address;lat;lon\n\xff;1;2\n", "line 2: not UTF-8", id="another encoding"),
        pytest.param(b"address;lat;lon\nx;91;2\n", "line 2", id="off the globe"),
        pytest.param(b"address;lat;lon\nx;nan;2\n", "line 2", id="not a number"),
        pytest.param(b"address;lat;lon\n ,;1;2\n", "address is empty", id="no address"),
        pytest.param(b"address;lat;lon\nx;1;2\nX;1;3\n", "line 3: this address has another", id="twice"),
        pytest.param(b'address;lat;lon\n"x;1;2\n', "line", id="an open quote"),
        pytest.param(b"address;lat;lon\nx;1\n", "line 2", id="a short line"),
    ],
)
def test_a_bad_table_names_its_line(content: bytes, words: str) -> None:
    with pytest.raises(file.BadPlaces, match=words):
        file.read(content)


def test_a_table_may_be_a_spreadsheets_with_decimal_commas() -> None:
    read = file.read("\ufeffAddress;Lat;Lon;Note\nHafenstr. 3;53,55;9,99;x\n".encode())

    (found,) = read.find("hafenstr 3")
    assert (found.latitude, found.longitude) == (53.55, 9.99)
