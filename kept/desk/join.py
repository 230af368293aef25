"""Joining at the counter: a plan is chosen, the contract is told in its words, and the membership stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.customers.models import Customer
from kept.customers.queries import canonical, email_of
from kept.desk import exit as leaving
from kept.desk import tell
from kept.memberships import actions, queries
from kept.memberships.models import Membership, Plan, PlanAddOn
from kept.outbox import actions as outbox
from kept.policies import actions as policies
from kept.policies.models import Disclosure, Version
from kept.policies.queries import due_on
from kept.policies.rules import Grade

STEPS = ("chose the plan", "signed")
PRESSED_TWICE = timedelta(minutes=1)  # the same plan for the same person within it is one press of a button
TERMS_OF_LEAVING = {queries.FEE, queries.NOTICE, queries.REFUND}


class OtherWords(Refused):
    code = "contract_changed_meanwhile"


@dataclass(frozen=True)
class Signing:
    """What was chosen at the counter, and how the words were told.

    ``shown`` are the versions that stood on the page. ``handed_over``: printed, and in the customer's hands;
    ``acknowledged``: the customer read them on the page and ticked them. What is neither was not told.
    """

    plan: Plan
    shown: Sequence[int]
    add_ons: tuple[PlanAddOn, ...] = ()
    handed_over: bool = False
    acknowledged: bool = False


def contracts() -> list[Version]:
    """What somebody who joins is told: every policy due at the signing, the one about leaving first."""
    due = due_on(Disclosure.Occasion.SIGNING)
    return sorted(due, key=lambda version: not (TERMS_OF_LEAVING & {t.key for t in version.terms.all()}))


@transaction.atomic
def join(customer: Customer, signing: Signing, *, by: Actor, now: datetime) -> Membership:
    """Write down the tellings and the membership that they bind, and mail the contract where we can.

    Handed over (A1) and acknowledged (A4) are two written tellings: with both, a fee can be held against
    them (DOMAIN §4). Raises OtherWords when a new version was published since the page was shown. Pressed
    twice, they join once.
    """
    customer = canonical(customer)
    before = queries.memberships_of(customer).filter(plan=signing.plan, made_at__gte=now - PRESSED_TWICE)
    if already := before.first():
        return already
    versions = contracts()
    if [version.pk for version in versions] != list(signing.shown):
        raise OtherWords(
            _("The contract has new words since this page was opened. Please read it once more.")
        )
    for version in versions:
        _tell(version, customer, signing, by=by, now=now)
    joining = actions.Joining(
        customer=customer,
        plan=signing.plan,
        joined_at=now,
        steps=STEPS,
        contract=versions[0] if versions else None,
        add_ons=signing.add_ons,
    )
    membership = actions.join(joining, by=by, now=now)
    _mail(membership, versions, by=by, now=now)
    return membership


def _tell(version: Version, customer: Customer, signing: Signing, *, by: Actor, now: datetime) -> None:
    ways = []
    if signing.handed_over:
        ways.append((Disclosure.Medium.CONTRACT, Grade.A1))
    if signing.acknowledged:
        ways.append((Disclosure.Medium.PAGE, Grade.A4))
    for medium, grade in ways:
        telling = policies.Telling(
            occasion=Disclosure.Occasion.SIGNING,
            medium=medium,
            at=now,
            grade=grade,
            language=customer.language,
            handed_over=medium == Disclosure.Medium.CONTRACT,
        )
        policies.tell(version, customer=customer, telling=telling, by=by, now=now)


def _mail(membership: Membership, versions: list[Version], *, by: Actor, now: datetime) -> None:
    """The contract to keep, with the way out. It leaves after the signing, so it is no telling of it."""
    customer = membership.customer
    address = email_of(customer)
    if address is None:
        return
    with override(customer.language):
        subject = _("Your membership: %(plan)s") % {"plan": membership.plan}
        text = "\n\n".join(
            [_in_words(membership, now=now), *(tell.in_writing(v, customer) for v in versions)]
        )
    outbox.queue(to=address, subject=subject, text=text, customer=customer, by=by, now=now)


def _in_words(membership: Membership, *, now: datetime) -> str:
    taken = [f"  {membership.plan.name}: {membership.price}"]
    taken += [f"  {one.name}: {one.price}" for one in membership.add_ons.order_by("pk")]
    return "\n".join(
        [
            _("Hello %(name)s,") % {"name": membership.customer.name},
            "",
            _("you joined today. Every %(months)s months, you pay:") % {"months": membership.period_months}
            if membership.period_months > 1
            else _("you joined today. Every month, you pay:"),
            *taken,
            "",
            _("You can leave on this page, without a log-in: %(link)s")
            % {"link": leaving.way_out(membership, now=now)},
        ]
    )
