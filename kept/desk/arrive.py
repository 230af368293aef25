"""A truck arrives: the window ends, and what our policy gives for a missed one is promised unasked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE, Actor
from kept.base.calendars import end_of_day
from kept.base.money import Money
from kept.deliveries import actions as deliveries
from kept.deliveries.models import Arrival, Stop, Visit
from kept.ledger.actions import ref
from kept.policies.queries import told_to
from kept.promises import actions as promises
from kept.promises.models import Outcome, Promise
from kept.promises.queries import promises_about

CREDIT = "late_credit"


@transaction.atomic
def arrive(stop: Stop, tap: deliveries.Tap, *, by: Actor, now: datetime) -> Arrival:
    """The driver is there. Raises UnlikelyTap."""
    arrival = deliveries.mark_arrival(stop, tap, by=by, now=now)
    _make_good(stop, now=now)
    return arrival


@transaction.atomic
def finish(
    stop: Stop, result: str, tap: deliveries.Tap, *, note: str = "", by: Actor, now: datetime
) -> Visit:
    """How the visit ended. Whoever can say so has arrived. Raises UnlikelyTap."""
    visit = deliveries.finish(stop, result, tap, note=note, by=by, now=now)
    _make_good(stop, now=now)
    return visit


@transaction.atomic
def miss(stop: Stop, *, by: Actor, now: datetime) -> Stop:
    """No truck came, and it is known. Raises UnlikelyTap."""
    stop = deliveries.mark_missed(stop, by=by, now=now)
    _make_good(stop, now=now)
    return stop


def _make_good(stop: Stop, *, now: datetime) -> Promise | None:
    """Promise the credit that the policy we told them names for a missed window. Twice is once.

    The words we told bind us: the version they were told last, the promise made before the window.
    """
    broken = Promise.objects.select_related("customer", "location").get(pk=stop.promise_id)
    if broken.outcome != Outcome.BROKEN or promises_about(ref(broken)).exists():
        return None
    told = told_to(broken.customer).filter(version__terms__key=CREDIT, at__lte=broken.until).first()
    if told is None:
        return None
    return _credit(broken, told.version.terms.get(key=CREDIT).facts, now=now)


def _credit(broken: Promise, facts: dict[str, int | str], *, now: datetime) -> Promise:
    amount = Money(int(facts["minor"]), str(facts["currency"]))
    zone = broken.location.zone
    last_day = now.astimezone(zone).date() + timedelta(days=int(facts["days"]))
    with override(broken.customer.language):
        words = _("%(amount)s back, because we missed your window") % {"amount": amount}
    offer = promises.Offer(
        customer=broken.customer,
        location=broken.location,
        kind="refund",
        words=words,
        until=end_of_day(last_day, zone),
        about=ref(broken),
        amount=amount,
        source="policy",
    )
    return promises.make(offer, by=SOFTWARE, now=now)
