"""Erasing a person: what stands in the way, and then every word of theirs, across the house, at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.business.money import say_money
from kept.business.queries import require
from kept.business.rules import Right
from kept.complaints import actions as complaints
from kept.complaints.models import Complaint, Review
from kept.conversations import actions as conversations
from kept.customers import actions as customers
from kept.customers.models import Customer
from kept.customers.queries import get_customer_for, ids_of
from kept.deliveries import actions as deliveries
from kept.deliveries.models import Delivery, State
from kept.ledger import actions as ledger
from kept.memberships import actions as memberships
from kept.memberships import queries as members
from kept.memberships.models import Membership
from kept.orders import actions as orders
from kept.outbox import actions as outbox
from kept.policies import actions as policies
from kept.promises import actions as promises
from kept.promises.queries import promises_to

BECAUSE = Customer.Because.choices
ON_THE_WAY = (State.WAITING, State.SCHEDULED, State.ARRIVED)


@dataclass(frozen=True)
class Obstacle:
    """Why somebody cannot be erased yet, what to do first, and the row that it is about."""

    words: str
    first: str
    ref: str


class NotYet(Refused):
    code = "not_erasable_yet"

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(" ".join(f"{each.words} {each.first}" for each in obstacles))
        self.obstacles = obstacles


def get_person_for(staff: Staff, pk: int) -> Customer:
    """Somebody, for whoever may erase people."""
    require(staff, Right.ERASE_CUSTOMERS)
    return get_customer_for(staff, pk)


@transaction.atomic
def person(customer: Customer, *, because: str, by: Actor, now: datetime) -> Customer:
    """Erase a person and every record that was merged into theirs: nobody can bring it back. Twice is once.

    What stays is numbers, sums, days and hashes (docs/rules/erasing.md); every receipt still verifies.
    Raises NotYet with all that stands in the way: then nothing is done.
    """
    people = ids_of(customer)
    customers.lock(people)
    customer.refresh_from_db()
    if customer.erased_at is not None:
        return customer
    if obstacles := in_the_way(customer, now=now):
        raise NotYet(obstacles)
    strings = customers.forget(people, because=because, by=by, now=now)
    addresses = [string for string in strings if "@" in string]
    conversations.forget(people, addresses=addresses, by=by, now=now)
    outbox.forget(people, addresses=addresses, now=now)
    policies.forget(people)
    promises.forget(people)
    orders.forget(people)
    deliveries.forget(people)
    memberships.forget(people, addresses=addresses, now=now)
    complaints.forget(people)
    ledger.erase(people, by=by, now=now)
    customer.refresh_from_db()
    ledger.record("customer.erased", customer, by=by, at=now, because=because, records=len(people))
    return customer


def in_the_way(customer: Customer, *, now: datetime) -> list[Obstacle]:
    """Whatever is not finished between this person and us, with what to do first."""
    return [
        *_owed(customer),
        *_on_the_way(customer),
        *_complained(customer, now=now),
        *(each for membership in members.memberships_of(customer) for each in _joined(membership, now=now)),
    ]


def _owed(customer: Customer) -> Iterator[Obstacle]:
    for promise in promises_to(customer).open():
        yield Obstacle(
            _("We still owe them: %(words)s") % {"words": promise.words},
            _("Keep it, or note that they release us."),
            ledger.ref(promise),
        )


def _on_the_way(customer: Customer) -> Iterator[Obstacle]:
    waiting = Delivery.objects.filter(customer__in=ids_of(customer), state__in=ON_THE_WAY)
    for delivery in waiting.select_related("order"):
        yield Obstacle(
            _("Order %(number)s is not delivered.") % {"number": delivery.order.number},
            _("Deliver it, or cancel it."),
            ledger.ref(delivery.order),
        )


def _complained(customer: Customer, *, now: datetime) -> Iterator[Obstacle]:
    theirs = Complaint.objects.filter(customer__in=ids_of(customer)).order_by("pk")
    asked = set(Review.objects.filter(reviewed_at=None).values_list("complaint", flat=True))
    for complaint in theirs:
        if complaint.pk in asked:
            words, first = _("They asked for a review."), _("Let somebody else look at it again.")
        elif complaint.closed_at is None:
            words, first = _("A complaint of theirs is not decided."), _("Decide it, or close it.")
        elif complaint.state == Complaint.State.DECIDED and not complaint.is_final(now):
            words = _("They may still answer to the verdict on their complaint.")
            first = _("Send the letter, and wait until the time to answer is over.")
        else:
            continue
        yield Obstacle(words, first, ledger.ref(complaint))


def _joined(membership: Membership, *, now: datetime) -> Iterator[Obstacle]:
    ref, plan = ledger.ref(membership), {"plan": membership.plan.name}
    today = now.astimezone(membership.location.zone).date()
    if members.open_exit(membership) is not None:
        yield Obstacle(
            _("They asked to leave “%(plan)s”, and it is not confirmed.") % plan,
            _("Confirm it, or note that they stay."),
            ref,
        )
    elif membership.runs_on(today) or any(each.runs_on(today) for each in membership.add_ons.all()):
        yield Obstacle(_("“%(plan)s” still runs.") % plan, _("End it, and wait for its last day."), ref)
    balance = members.balance(membership)
    if balance.minor > 0:
        yield Obstacle(
            _("They owe %(amount)s.") % {"amount": say_money(balance)},
            _("Note the payment when it comes."),
            ref,
        )
    elif balance:
        owed = {"amount": say_money(balance.share(-1, 1))}
        yield Obstacle(_("We owe them %(amount)s.") % owed, _("Pay it back, and note it."), ref)
