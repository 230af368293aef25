"""A Tuesday morning that is full: another order of the stops makes room for one more, or none does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from kept.business.examples import House, house
from kept.customers.examples import person
from kept.deliveries import actions, plans, queries
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Delivery
from kept.deliveries.rules import LocalWindow
from kept.policies.examples import delivery as delivery_policy

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)  # Monday 9:00 in New York
TUESDAY = date(2026, 3, 3)
MORNING, NOON = (LocalWindow(TUESDAY, time(opens), time(opens + 4)) for opens in (8, 12))
WEDNESDAY = LocalWindow(date(2026, 3, 4), time(8), time(12))
WEST, EAST = (40.70, -74.05), (40.70, -73.80)


def store() -> House:
    """A store with its delivery policy, nine days old."""
    then = NOW - timedelta(days=9)
    found = house(now=then)
    delivery_policy(found.location, now=then)
    return found


def to_and_fro(store: House) -> None:
    """One van drives to and fro until half past twelve. In a better order it takes one more in the east."""
    depot, by = one_depot(store, now=NOW), store.dispatcher.actor
    van("Van 1", depot, store, hours=(time(8), time(12, 30)), now=NOW)
    for number, place in (("801", WEST), ("802", EAST), ("803", WEST), ("804", EAST)):
        guest = person(f"Guest {number}", now=NOW)
        other = sofa(guest, store, number=number, place=place, minutes=20, now=NOW)
        actions.book(other, MORNING, by=by, now=NOW)
    day = plans.load(depot, [TUESDAY])[TUESDAY]
    (route,) = day.routes
    stops = tuple(sorted(route.stops, key=lambda stop: stop.key))
    worse = replace(day, routes=(replace(route, stops=stops),))
    actions.adopt(depot, TUESDAY, worse, read_version=day.version, because="so they came", by=by, now=NOW)


def hopeless(store: House) -> None:
    """One van until half past twelve, and one visit takes nearly all of the morning."""
    depot = one_depot(store, now=NOW)
    van("Van 1", depot, store, hours=(time(8), time(12, 30)), now=NOW)
    first = sofa(person("Guest 801", now=NOW), store, number="801", minutes=200, now=NOW)
    actions.book(first, MORNING, by=store.dispatcher.actor, now=NOW)


def one_more(
    store: House, name: str = "Late Comer", *, number: str = "105", language: str = "en"
) -> Delivery:
    """Somebody in the east who wants the morning, too."""
    customer = person(name, now=NOW, language=language)
    return sofa(customer, store, number=number, place=EAST, minutes=45, now=NOW)


def is_full(delivery: Delivery) -> bool:
    return queries.quote(delivery, now=NOW).find(MORNING) is None
