"""The promises of today that break or probably will, with all that is needed to tell their customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.customers.models import Identity
from kept.deliveries import board, live, queries
from kept.deliveries.live import Seen
from kept.deliveries.models import Depot, Stop, Vehicle
from kept.deliveries.queries.finding import stops_at_hand
from kept.deliveries.rules import Free
from kept.deliveries.still_today import free_today
from kept.desk import make_good
from kept.desk.make_good import Credit
from kept.desk.people import identities_of
from kept.promises.models import Fact

MOST_QUOTED = 10  # for more, the windows are looked up on the order's page
MOST_WINDOWS = 3


@dataclass(frozen=True)
class Endangered:
    """One promise in danger: its stop, what we see, how to reach them, what they get, what is free instead.

    ``told`` are the contacts in which they heard of it from us; ``windows`` is None where nobody looked.
    """

    stop: Stop
    seen: Seen
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    credit: Credit | None
    told: tuple[Fact, ...]
    windows: tuple[Free, ...] | None


@dataclass(frozen=True)
class Board:
    """Who is still to be told, and who was, the window that ends first before the others.

    ``without_driver``: what we expect of these trucks holds only once somebody drives them.
    """

    to_tell: Sequence[Endangered]
    told: Sequence[Endangered]
    unpublished: Sequence[Depot]
    without_driver: Sequence[Vehicle]


def board_for(staff: Staff, *, now: datetime) -> Board:
    """All that is in danger today, at every depot."""
    require(staff, Right.BOOK_DELIVERIES)
    found: list[Endangered] = []
    unpublished, without_driver = [], []
    for depot in queries.depots():
        today = live.today(depot, now=now)
        if today.seen and today.published_at is None:
            unpublished.append(depot)
        without_driver += board.without_driver(staff, today.on, depot) if today.seen else []
        stops = stops_at_hand().in_bulk([seen.stop for seen in today.in_danger])
        found += [_endangered(stops[seen.stop], seen) for seen in today.in_danger]
    found.sort(key=lambda each: (bool(each.told), each.seen.until))
    found[:MOST_QUOTED] = [_with_windows(each, now=now) for each in found[:MOST_QUOTED]]
    to_tell, told = ([each for each in found if bool(each.told) is was] for was in (False, True))
    return Board(to_tell, told, unpublished, without_driver)


def get_for(staff: Staff, stop_id: int, *, now: datetime) -> tuple[Stop, Seen]:
    """A stop of today with what we see of it now. Raises NotFound for one that is not on the road today."""
    require(staff, Right.BOOK_DELIVERIES)
    stop = stops_at_hand().filter(pk=stop_id).first()
    seen = live.today(stop.plan.depot, now=now).of(stop.delivery_id) if stop else None
    if stop is None or seen is None or seen.stop != stop.pk:
        raise NotFound(_("This stop is not on the road today any more. Please reload the board."))
    return stop, seen


def _endangered(stop: Stop, seen: Seen) -> Endangered:
    ours = list(identities_of(stop.delivery.customer))
    return Endangered(
        stop=stop,
        seen=seen,
        emails=tuple(each.value for each in ours if each.kind == Identity.Kind.EMAIL),
        phones=tuple(each.value for each in ours if each.kind == Identity.Kind.PHONE),
        credit=make_good.credit(stop.promise),
        told=tuple(fact for fact in stop.promise.facts.all() if fact.kind == make_good.CONTACT),
        windows=None,
    )


def _with_windows(each: Endangered, *, now: datetime) -> Endangered:
    """Those of today that a truck on the road can still make, then the nearest on other days."""
    delivery = each.stop.delivery
    others = queries.quote(delivery, now=now).nearest_to(now, most=MOST_WINDOWS)
    return replace(each, windows=(*free_today(delivery, now=now), *others))
