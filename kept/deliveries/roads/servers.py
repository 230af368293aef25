"""Asking OSRM or Valhalla how long drives take: a table of seconds between places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kept.deliveries import outside
from kept.deliveries.named import Server
from kept.deliveries.outside import NoAnswer
from kept.deliveries.routing.travel import GreatCircle, Place, Speeds

MOST_PLACES = 90  # in one question: OSRM takes 100 unless told otherwise, Valhalla 2,500 pairs
CROW = GreatCircle(Speeds(circuity=1, leg_seconds=0, town=24, country=24))  # straight on at 150 km/h
LONGEST = 24 * 3600  # seconds; no delivery is a day's drive away

Table = list[list[float | None]]
"""Driving seconds by origin and destination; None where the server knows no road."""


def table(server: Server, origins: Sequence[Place], destinations: Sequence[Place]) -> Table:
    """How long each drive takes without traffic. Raises NoAnswer, ValueError for more than MOST_PLACES."""
    if len(origins) + len(destinations) > MOST_PLACES + 1:
        raise ValueError(f"a question has at most {MOST_PLACES} places and one more")
    rows = (_osrm if server.kind == "osrm" else _valhalla)(server, origins, destinations)
    if len(rows) != len(origins) or any(len(row) != len(destinations) for row in rows):
        raise NoAnswer("answers a table of another size")
    found = [[_seconds(each) for each in row] for row in rows]
    _refuse_flights(found, origins, destinations)
    return found


def _osrm(server: Server, origins: Sequence[Place], destinations: Sequence[Place]) -> list[list[Any]]:
    """https://project-osrm.org/docs/v5.24.0/api/#table-service"""
    places = ";".join(f"{longitude:.6f},{latitude:.6f}" for latitude, longitude in [*origins, *destinations])
    query = {
        "sources": ";".join(str(at) for at in range(len(origins))),
        "destinations": ";".join(str(len(origins) + at) for at in range(len(destinations))),
        "annotations": "duration",
    }
    said = outside.ask(f"{server.address}/table/v1/driving/{places}", query=query)
    if not isinstance(said, dict) or said.get("code") != "Ok":
        raise NoAnswer("answers no table")
    return _rows(said.get("durations"))


def _valhalla(server: Server, origins: Sequence[Place], destinations: Sequence[Place]) -> list[list[Any]]:
    """https://valhalla.github.io/valhalla/api/matrix/api-reference/"""
    asked = {
        "sources": [{"lat": latitude, "lon": longitude} for latitude, longitude in origins],
        "targets": [{"lat": latitude, "lon": longitude} for latitude, longitude in destinations],
        "costing": "auto",
    }
    said = outside.ask(f"{server.address}/sources_to_targets", send=asked)
    rows = _rows(said.get("sources_to_targets") if isinstance(said, dict) else None)
    if not all(isinstance(each, dict) for row in rows for each in row):
        raise NoAnswer("answers no table")
    return [[each.get("time") for each in row] for row in rows]


def _rows(found: Any) -> list[list[Any]]:
    if not isinstance(found, list) or not all(isinstance(row, list) for row in found):
        raise NoAnswer("answers no table")
    return found


def _refuse_flights(found: Table, origins: Sequence[Place], destinations: Sequence[Place]) -> None:
    """Nobody drives so fast: a server without its map answers zeros, and every promise would seem true."""
    ends = CROW.points(destinations)
    for row, origin in zip(found, CROW.points(origins), strict=True):
        least = CROW.seconds(origin[None, :], ends).tolist()
        if any(said is not None and said + 60 < fast for said, fast in zip(row, least, strict=True)):
            raise NoAnswer("answers drives that no truck can make")


def _seconds(said: Any) -> float | None:
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, int | float) or said != said:
        raise NoAnswer("answers times that are no numbers")
    if not 0 <= said <= LONGEST:  # a whole number in JSON may be larger than any float
        raise NoAnswer(f"answers a drive of {str(said)[:20]} seconds")
    return said
