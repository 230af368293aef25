"""A Tuesday on which the truck came to its first door at five past eleven, and somebody waits behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from kept.business.examples import House, house
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.deliveries import live
from kept.deliveries.actions import Tap
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.live import Seen
from kept.deliveries.models import DayPlan, Depot, Stop
from kept.deliveries.queries.finding import stops_at_hand
from kept.deliveries.rules import LocalWindow
from kept.desk import arrive, book, tell
from kept.policies.examples import delivery as delivery_policy
from kept.policies.queries import current_version

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)  # Monday 9:00 in New York
MORNING = LocalWindow(date(2026, 3, 3), time(8), time(12))
WEDNESDAY = LocalWindow(date(2026, 3, 4), time(8), time(12))
MINUTE = timedelta(minutes=1)
EIGHT = datetime(2026, 3, 3, 13, tzinfo=UTC)
FIRST_DOOR = EIGHT + 185 * MINUTE
WARNED = FIRST_DOOR + MINUTE


def store(*, vans: int = 1, password: str | None = None) -> House:
    """So many vans, and the delivery policy with its credit."""
    found = house(now=NOW, password=password)
    depot = one_depot(found, now=NOW)
    for number in range(1, vans + 1):
        van(f"Van {number}", depot, found, now=NOW)
    delivery_policy(found.location, now=NOW)
    return found


def booked(customer: Customer, house: House, *, number: str = "101", minutes: int = 60) -> Stop:
    """A sofa on Tuesday morning, an hour at the door; the card was read."""
    delivery = sofa(customer, house, number=number, minutes=minutes, now=NOW)
    card, by = current_version("delivery"), house.representative.actor
    tell.by_phone(card, customer=customer, occasion="scheduling", by=by, now=NOW)
    stop = book.book(delivery, MORNING, by=by, now=NOW + MINUTE)
    return stops_at_hand().get(pk=stop.pk)


def publish() -> None:
    DayPlan.objects.update(published_at=NOW, published_by="staff:1", version=100)


def late_for(customer: Customer, house: House) -> Stop:
    """They are second on the route, and the truck came to the first door at 11:05, for an hour."""
    first = booked(person("First Guest", now=NOW), house, number="100")
    stop = booked(customer, house)
    Stop.objects.filter(pk=stop.pk).update(sequence=100)  # both live at one address: any order is as good
    publish()
    arrive.arrive(first, Tap(FIRST_DOOR), by=house.driver.actor, now=FIRST_DOOR)
    return stops_at_hand().get(pk=stop.pk)


def look(stop: Stop, now: datetime = WARNED) -> Seen:
    """What we see of it."""
    found = live.today(Depot.objects.get(), now=now).of(stop.delivery_id)
    assert found is not None
    return found
