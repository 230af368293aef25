"""Joining at the counter: a plan is chosen, the contract is told in its words, and the membership stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import Actor
from kept.business.money import say_money
from kept.customers.models import Customer
from kept.customers.queries import canonical, email_of
from kept.desk import contract as contracts
from kept.desk import contract_paper, sealing, tell
from kept.desk import exit as leaving
from kept.desk.contract import Contract
from kept.memberships import actions, queries
from kept.memberships.models import Consent, Membership, Plan, PlanAddOn
from kept.outbox import actions as outbox
from kept.policies import actions as policies
from kept.policies.models import Disclosure, Version
from kept.policies.queries import told_to
from kept.policies.rules import Grade

STEPS = ("chose the plan", "signed")
PRESSED_TWICE = timedelta(minutes=1)  # the same plan for the same person within it is one press of a button


@dataclass(frozen=True)
class Signing:
    """What was chosen at the counter, and how the words were told.

    ``mark`` is that of the contract on the page. ``handed_over``: printed, and in the customer's hands;
    ``acknowledged``: the customer read the words on the page and ticked so; ``ticked``: each sum by itself.
    What is none of it was not told. ``began_at``: when the plan was chosen, where that is known.
    """

    plan: Plan
    mark: str
    add_ons: tuple[PlanAddOn, ...] = ()
    handed_over: bool = False
    acknowledged: bool = False
    ticked: Sequence[str] = ()
    began_at: datetime | None = None


@transaction.atomic
def join(customer: Customer, signing: Signing, *, by: Actor, now: datetime) -> Membership:
    """Write down the tellings and the membership that they bind, and mail the contract where we can.

    Handed over (A1) and acknowledged with each of its sums ticked (A4) are two written tellings: with both, a
    fee can be held against them (DOMAIN §4). A sum that was not ticked refuses nobody: its version was then
    not acknowledged. Raises OtherWords when something else holds now than the page showed. Pressed twice,
    they join once.
    """
    customer = canonical(customer)
    before = queries.memberships_of(customer).filter(plan=signing.plan, made_at__gte=now - PRESSED_TWICE)
    if already := before.first():
        return already
    contract = contracts.of(signing.plan, signing.add_ons, language=customer.language, now=now)
    contract.check(signing.mark, contract.to_tick)
    for version in contract.versions:
        _tell(version, contract, customer, signing, by=by, now=now)
    return bind(
        customer,
        contract,
        actions.Agreed(
            place=Consent.Place.COUNTER,
            language=contract.language,
            shown=contract.shown,
            mark=contract.mark,
            ticked=signing.ticked,
            ticked_at=now,
            handed_over=signing.handed_over,
        ),
        steps=dict(zip(STEPS, (signing.began_at or now, now), strict=True)),
        by=by,
        now=now,
    )


def bind(
    customer: Customer,
    contract: Contract,
    agreed: actions.Agreed,
    *,
    steps: dict[str, datetime],
    by: Actor,
    now: datetime,
) -> Membership:
    """The membership begins, with what was agreed to and the steps it took; a letter to keep is queued."""
    joining = actions.Joining(
        customer=customer,
        plan=contract.plan,
        joined_at=now,
        steps=tuple(steps),
        stepped_at=tuple(steps.values()),
        contract=contract.versions[0] if contract.versions else None,
        add_ons=contract.add_ons,
        agreed=agreed,
    )
    membership = actions.join(joining, by=by, now=now)
    _mail(membership, contract, by=by, now=now)
    return membership


def _tell(
    version: Version,
    contract: Contract,
    customer: Customer,
    signing: Signing,
    *,
    by: Actor,
    now: datetime,
) -> None:
    ways = []
    if signing.handed_over:
        ways.append((Disclosure.Medium.CONTRACT, Grade.A1))
    if signing.acknowledged and contract.acknowledged(version, signing.ticked):
        ways.append((Disclosure.Medium.PAGE, Grade.A4))
    for medium, grade in ways:
        telling = policies.Telling(
            occasion=Disclosure.Occasion.SIGNING,
            medium=medium,
            at=now,
            grade=grade,
            language=contract.language,
            handed_over=medium == Disclosure.Medium.CONTRACT,
        )
        policies.tell(version, customer=customer, telling=telling, by=by, now=now)


def _mail(membership: Membership, contract: Contract, *, by: Actor, now: datetime) -> None:
    """The contract to keep, the proof of what was agreed to and told, and the way out.

    It leaves after the signing, so it is no telling of it.
    """
    customer = membership.customer
    address = email_of(customer)
    if address is None:
        return
    with override(contract.language):
        subject = _("Your membership: %(plan)s") % {"plan": membership.plan}
        parts = (_in_words(membership, now=now), contract.sums_in_writing(), tell.own_page(customer, now=now))
        wordings = [wording for _version, wording in contract.words]
        text = "\n\n".join([*parts, *map(tell.in_writing, wordings)])
        html = tell.dressed(parts, wordings)
    tellings = told_to(customer).filter(version__in=contract.versions, logged_at=now).order_by("pk")
    files = (contract_paper.to_make(membership), sealing.to_seal(membership, *tellings))
    outbox.queue(
        to=address, subject=subject, text=text, html=html, files=files, customer=customer, by=by, now=now
    )


def _in_words(membership: Membership, *, now: datetime) -> str:
    taken = [f"  {membership.plan.name}: {say_money(membership.price)}"]
    taken += [f"  {one.name}: {say_money(one.price)}" for one in membership.add_ons.order_by("pk")]
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
