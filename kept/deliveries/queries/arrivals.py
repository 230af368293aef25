"""Finding the stop that a file or another system speaks of, and what is known of its arrival."""

from __future__ import annotations

from datetime import UTC

from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.deliveries import words
from kept.deliveries.arrivals import Came
from kept.deliveries.models import Arrival, Stop, Visit
from kept.deliveries.queries.finding import stops_at_hand
from kept.ledger.actions import ref
from kept.ledger.queries import entries_about, payload_of


def stop_of(came: Came) -> Stop:
    """The one stop of this order or delivery on this day. Raises NotFound."""
    stops = stops_at_hand().filter(plan__on=came.day)
    named = (
        stops.filter(delivery__order__number=came.order)
        if came.order
        else stops.filter(delivery=came.delivery)
    )
    found = list(named[:2])
    if len(found) != 1:
        raise NotFound(
            _("No truck was planned to go there on %(day)s.") % {"day": words.say_day(came.day)}
            if not found
            else _("Several deliveries of this order stand on that day: name the delivery.")
        )
    return found[0]


def arrival_of(stop: Stop) -> Arrival | None:
    return Arrival.objects.filter(stop=stop).first()


def visit_of(stop: Stop) -> Visit | None:
    return Visit.objects.filter(stop=stop).first()


def is_noted(arrival: Arrival, came: Came) -> bool:
    """Whether it stands in the ledger already that somebody else says another time."""
    said = [
        payload_of(entry) or {} for entry in entries_about(ref(arrival)).filter(kind="arrival.said_again")
    ]
    return came.at.astimezone(UTC).isoformat() in [each.get("said") for each in said]
