"""The gym of the stories: its plan, and members who were told its fee properly, once, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kept.base.actors import SOFTWARE
from kept.base.calendars import local_instant
from kept.base.money import Money
from kept.business.models import Location
from kept.customers.models import Customer
from kept.memberships import actions
from kept.memberships.models import Membership, Plan, PlanAddOn
from kept.policies import actions as policies
from kept.policies import examples as cards
from kept.policies.models import Disclosure, Version
from kept.policies.rules import Grade

JOINING = ("chose the plan", "gave name and address", "signed")


@dataclass(frozen=True)
class Gym:
    """The gym under the same roof: 45.00 a month, training sessions 120.00 in addition."""

    location: Location
    plan: Plan
    sessions: PlanAddOn
    contract: Version


def gym(location: Location, *, now: datetime, contract: Version | None = None) -> Gym:
    draft = actions.PlanDraft(
        name="Fitness",
        price=Money.of("45.00", location.currency),
        add_ons=(("Training sessions", Money.of("120.00", location.currency)),),
    )
    plan = actions.make_plan(draft, location=location, by=SOFTWARE, now=now)
    return Gym(location, plan, plan.add_ons.get(), contract or cards.leaving(location, now=now))


def member(gym: Gym, customer: Customer, *, joined_at: datetime, now: datetime) -> Membership:
    """Somebody who joined with training sessions, and has paid the local month of ``now``."""
    membership = actions.join(
        actions.Joining(
            customer=customer,
            plan=gym.plan,
            joined_at=joined_at,
            steps=JOINING,
            contract=gym.contract,
            add_ons=(gym.sessions,),
        ),
        by=SOFTWARE,
        now=joined_at,
    )
    pay_month(membership, now=now)
    return membership


def three_years(gym: Gym, customer: Customer, *, now: datetime) -> Membership:
    """A member for three years, properly told when signing; nothing ever went wrong."""
    joined_at = now - timedelta(days=3 * 365)
    told_properly(gym.contract, customer, at=joined_at - timedelta(minutes=10))
    return member(gym, customer, joined_at=joined_at, now=now)


def pay_month(membership: Membership, *, now: datetime) -> None:
    """Charge the local month of ``now`` on its first day, and have it paid at once."""
    zone = membership.location.zone
    first = now.astimezone(zone).date().replace(day=1)
    following = first_of_next_month(first)
    at = local_instant(first, datetime.min.time().replace(hour=9), zone)
    for charge in actions.charge_period(membership, first, following, by=SOFTWARE, now=at):
        actions.record_payment(charge, at=at, reference=f"card-{charge.pk}", by=SOFTWARE, now=at)


def first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def told_properly(contract: Version, customer: Customer, *, at: datetime) -> None:
    """Twice in writing: on the contract handed over, and on the page where it was acknowledged (A4)."""
    told_once(contract, customer, at=at)
    _tell(contract, customer, Disclosure.Medium.PAGE, Grade.A4, at=at + timedelta(minutes=5))


def told_once(contract: Version, customer: Customer, *, at: datetime) -> None:
    """On the contract that was handed over, and nowhere else."""
    _tell(contract, customer, Disclosure.Medium.CONTRACT, Grade.A1, at=at)


def next_contract(contract: Version, *, fee: Money, now: datetime) -> Version:
    """The same policy in a new version with another fee."""
    terms = tuple(
        policies.TermDraft(
            term.key, term.kind, {**term.facts, "minor": fee.minor} if term.key == "fee" else dict(term.facts)
        )
        for term in contract.terms.order_by("pk")
    )
    wordings = {one.language: (one.title, one.words) for one in contract.wordings.order_by("pk")}
    return policies.publish(contract.policy, policies.Draft(wordings, terms), by=SOFTWARE, now=now)


def _tell(contract: Version, customer: Customer, medium: str, grade: Grade, *, at: datetime) -> None:
    telling = policies.Telling(
        occasion=Disclosure.Occasion.SIGNING,
        medium=medium,
        at=at,
        grade=grade,
        language=customer.language,
        handed_over=True,
    )
    policies.tell(contract, customer=customer, telling=telling, by=SOFTWARE, now=at)
