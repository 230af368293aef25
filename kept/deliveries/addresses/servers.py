"""Asking Nominatim or Photon where an address lies: once a second at most, the same only once a day."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.core.cache import cache

from kept.deliveries import outside
from kept.deliveries.addresses.suggestion import Suggestion, words_of
from kept.deliveries.named import Server
from kept.deliveries.outside import NoAnswer

MOST = 5
PATIENCE = 5.0  # seconds; somebody looks at the page meanwhile
BETWEEN = 1.0  # seconds: https://operations.osmfoundation.org/policies/nominatim/ asks for one a second
LONGEST_QUEUE = 3.0
KEPT_FOR = 24 * 3600

_turns = threading.Lock()
_next_turn = 0.0


def ask(server: Server, address: str, *, country: str) -> list[Suggestion]:
    """At most MOST places, the likeliest first. Raises NoAnswer."""
    key = f"address:{sha256(f'{server.name} {country} {address}'.encode()).hexdigest()}"
    known: list[Suggestion] | None = cache.get(key)
    if known is None:
        _wait_for_a_turn()
        found = (_nominatim if server.kind == "nominatim" else _photon)(server, address, country)
        known = list(found)[:MOST]
        cache.set(key, known, KEPT_FOR)
    return known


def _wait_for_a_turn() -> None:
    global _next_turn  # one turn for all threads of this process
    with _turns:
        now = time.monotonic()
        turn = max(now, _next_turn)
        if turn - now > LONGEST_QUEUE:
            raise NoAnswer("is being asked by too many of us right now")
        _next_turn = turn + BETWEEN
    time.sleep(turn - now)


def _nominatim(server: Server, address: str, country: str) -> Iterator[Suggestion]:
    """https://nominatim.org/release-docs/latest/api/Search/"""
    query = {"q": address, "format": "jsonv2", "addressdetails": "1", "limit": str(MOST)}
    query |= {"countrycodes": country.lower()} if country else {}
    said = outside.ask(f"{server.address}/search", query=query, seconds=PATIENCE)
    for each in _list(said):
        parts = each.get("address")
        house = parts.get("house_number") if isinstance(parts, dict) else None
        yield _suggestion(each.get("display_name"), each.get("lat"), each.get("lon"), house, address, server)


def _photon(server: Server, address: str, _country: str) -> Iterator[Suggestion]:
    """https://github.com/komoot/photon#search-api"""
    query = {"q": address, "limit": str(MOST)}
    said = outside.ask(f"{server.address}/api", query=query, seconds=PATIENCE)
    for each in _list(said.get("features") if isinstance(said, dict) else None):
        named, shape = each.get("properties"), each.get("geometry")
        spot = shape.get("coordinates") if isinstance(shape, dict) else None
        if not isinstance(named, dict) or not isinstance(spot, list) or len(spot) < 2:
            raise NoAnswer("answers no places")
        yield _suggestion(_label(named), spot[1], spot[0], named.get("housenumber"), address, server)


def _list(said: Any) -> list[dict[str, Any]]:
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise NoAnswer("answers no places")
    return said


def _label(named: dict[str, Any]) -> str:
    street = " ".join(str(named[key]) for key in ("street", "housenumber") if named.get(key))
    town = " ".join(str(named[key]) for key in ("postcode", "city") if named.get(key))
    parts = [named.get("name"), street, named.get("district"), town, named.get("state"), named.get("country")]
    return ", ".join(str(part) for part in parts if part)


def _suggestion(
    label: Any, latitude: Any, longitude: Any, house: Any, address: str, server: Server
) -> Suggestion:
    """``exact`` only where the answer names the very house number that was asked for."""
    try:
        spot = float(latitude), float(longitude)
        if not (isinstance(label, str) and label.strip() and all(map(math.isfinite, spot))):
            raise ValueError
        numbers = words_of(str(house)) if house else ()
        exact = bool(numbers) and set(numbers) <= set(words_of(address))
        return Suggestion(" ".join(label.split())[:200], *spot, server.kind, exact)
    except (TypeError, ValueError, OverflowError):
        raise NoAnswer("answers a place that is none") from None
