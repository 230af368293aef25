"""What a claim is probably about: the customer's recent promises, and the terms an answer would rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kept.complaints.exits import promises_of
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.memberships.models import Cancellation
from kept.memberships.queries import FEE
from kept.policies.models import Term
from kept.promises.models import Outcome, Promise
from kept.promises.queries import promises_to

RECENT = timedelta(days=60)
ABOUT: dict[str, tuple[str, ...]] = {  # domain of the claim → kinds of promises it is about
    "delivery": ("delivery_window",),
    "billing": ("refund",),
    "access": ("call_back", "reply"),
    "product": ("delivery_window",),
}
AHEAD = "delivery.wished_window_refused"  # said at the booking, before the truck is due
ON_THE_WINDOW = ("delivery.late", AHEAD)


@dataclass(frozen=True)
class Bound:
    """A term, and when it bound the customer in this matter (DOMAIN §4)."""

    term: Term
    bound_at: datetime


@dataclass(frozen=True)
class Scope:
    """What the desk suggests; the representative confirms the list (DOMAIN §5)."""

    about: tuple[Promise, ...]
    relies_on: tuple[Bound, ...]


def suggest(kind: str, customer: Customer, *, now: datetime) -> Scope:
    """The newest promise of the right kind that had begun by now, and the terms that bound with it."""
    domain = kind.partition(".")[0]
    if domain == "membership" or kind == "conduct.pressured":
        return _of_exit(kind, customer, now=now)
    kinds = ABOUT.get(domain, ())
    found = [p for p in recent(customer, now=now) if p.kind in kinds and (_begun(p, now) or kind == AHEAD)]
    about = tuple(sorted(found, key=lambda promise: (promise.until, promise.pk))[-1:])
    return Scope(about, terms_for(kind, about))


def _begun(promise: Promise, now: datetime) -> bool:
    return (promise.starts_at or promise.until) <= now


def recent(customer: Customer, *, now: datetime) -> list[Promise]:
    """What was promised them and fell due within 60 days, or is open; newest first, without replaced ones."""
    promised = promises_to(customer).exclude(outcome=Outcome.REPLACED)
    return [p for p in promised if p.settled_at is None or p.until >= now - RECENT]


def terms_for(kind: str, about: tuple[Promise, ...]) -> tuple[Bound, ...]:
    """The window's term, in the version that stood when each window was booked."""
    if kind not in ON_THE_WINDOW:
        return ()
    found = []
    for promise in about:
        term = (
            Term.objects.filter(
                key="window",
                version__published_at__lte=promise.made_at,
                version__policy__location=promise.location_id,
            )
            .select_related("version__policy")
            .order_by("-version__published_at", "-pk")
            .first()
        )
        if term is not None:
            found.append(Bound(term, promise.made_at))
    return _once(found)


def _once(found: Iterable[Bound]) -> tuple[Bound, ...]:
    """Each term once, from when it first bound: what was told later came too late for that."""
    first: dict[int, Bound] = {}
    for bound in sorted(found, key=lambda each: each.bound_at):
        first.setdefault(bound.term.pk, bound)
    return tuple(first.values())


def _of_exit(kind: str, customer: Customer, *, now: datetime) -> Scope:
    """The end date, receipt and refund of the newest exit; a disputed fee rests on the fee's term."""
    latest = (
        Cancellation.objects.filter(membership__customer__in=ids_of(customer), asked_at__lte=now)
        .order_by("-asked_at", "-pk")
        .first()
    )
    if latest is None:
        return Scope((), ())
    fees = latest.applications.filter(term__key=FEE) if kind == "membership.fee_disputed" else ()
    bound = _once(Bound(tried.term, tried.bound_at) for tried in fees)
    return Scope(tuple(promises_of([latest])), bound)


def with_replaced(promises: Iterable[Promise]) -> list[Promise]:
    """The promises, once each, and all that they replaced, oldest first."""
    found: dict[int, Promise] = {}
    layer = {promise.pk: promise for promise in promises}
    while layer:
        found |= layer
        older = [promise.replaces_id for promise in layer.values() if promise.replaces_id not in found]
        layer = Promise.objects.in_bulk([pk for pk in older if pk is not None])
    return sorted(found.values(), key=lambda promise: (promise.made_at, promise.pk))
