"""No sequence of moves, in whatever order, holds money against somebody who was not properly told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.base.actors import SOFTWARE
from kept.base.refusals import Refused
from kept.business.examples import House
from kept.customers.models import Customer
from kept.memberships import actions, examples, queries
from kept.memberships.examples import Gym
from kept.memberships.models import Cancellation, Charge, Membership
from kept.policies import actions as policies
from kept.policies.models import Disclosure, TermApplication, Version
from kept.policies.rules import Grade

BEFORE, AFTER = timedelta(minutes=-10), timedelta(hours=1)


@dataclass(frozen=True)
class Telling:
    """A telling as somebody may have done it, and whether it is a writing that counts for money (§4)."""

    medium: str
    grade: int
    when: timedelta = BEFORE
    language: str = "en"
    handed_over: bool = True

    @property
    def counts(self) -> bool:
        in_time = self.when <= timedelta(0) and self.language == "en"
        in_hand = self.grade >= Grade.A2 or (self.grade == Grade.A1 and self.handed_over)
        return in_time and self.medium != "spoken" and in_hand


TELLINGS = st.builds(
    Telling,
    medium=st.sampled_from(["contract", "page", "spoken", "email"]),
    grade=st.integers(0, 4),
    when=st.sampled_from([BEFORE, AFTER]),
    language=st.sampled_from(["en", "en", "en", "de"]),
    handed_over=st.booleans(),
)
MOVES = st.sampled_from(
    ["ask", "show all", "show sessions", "confirm", "undo", "charge", "tell more", "dearer", "pay"]
)


@dataclass
class Life:
    """One membership and what is done to it, a few hours after each other."""

    gym: Gym
    customer: Customer
    membership: Membership
    now: datetime
    dearer: int = field(default=0)

    def does(self, move: str) -> None:
        self.now += timedelta(hours=5)
        moves: dict[str, Callable[[], object]] = {
            "ask": lambda: actions.ask_to_leave(
                self.membership, actions.Asked(self.now, "phone"), by=SOFTWARE, now=self.now
            ),
            "show all": lambda: self.shows(actions.Choice(True)),
            "show sessions": lambda: self.shows(
                actions.Choice(False, tuple(self.membership.add_ons.order_by("pk")))
            ),
            "confirm": lambda: actions.confirm(self.exit, by=self.customer.actor, now=self.now),
            "undo": lambda: actions.undo(self.exit, by=self.customer.actor, now=self.now),
            "charge": self.is_charged,
            "tell more": lambda: tell(self.gym.contract, self.customer, Telling("page", 4), at=self.now),
            "dearer": self.has_a_dearer_contract,
            "pay": lambda: examples.pay_month(self.membership, now=self.now + timedelta(days=31)),
        }
        try:
            with transaction.atomic():
                moves[move]()
        except (Refused, Cancellation.DoesNotExist):
            pass

    @property
    def exit(self) -> Cancellation:
        return self.membership.cancellations.latest("pk")

    def shows(self, choice: actions.Choice) -> None:
        actions.show_money(self.exit, choice, by=SOFTWARE, now=self.now)

    def is_charged(self) -> None:
        self.membership.refresh_from_db()
        span = queries.next_period(self.membership)
        actions.charge_period(self.membership, span.starts_on, span.ends_on, by=SOFTWARE, now=self.now)

    def has_a_dearer_contract(self) -> None:
        self.dearer += 1
        contract(self.gym.contract, now=self.now, minor=4900 + self.dearer)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tellings=st.lists(TELLINGS, max_size=3), moves=st.lists(MOVES, min_size=2, max_size=12))
def test_no_moves_hold_money_against_somebody_who_was_not_told(
    gym: Gym, theo: Customer, house: House, now: datetime, tellings: list[Telling], moves: list[str]
) -> None:
    counted = [telling for telling in tellings if telling.counts]
    told = len(counted) >= 2 and max(telling.grade for telling in counted) >= Grade.A3
    with transaction.atomic():
        signed_at = now - timedelta(days=60)
        strict = Gym(gym.location, gym.plan, gym.sessions, contract(gym.contract, now=signed_at + 2 * BEFORE))
        for telling in tellings:
            tell(strict.contract, theo, telling, at=signed_at + telling.when)
        life = Life(strict, theo, examples.member(strict, theo, joined_at=signed_at, now=now), now)

        for move in ["ask", "show all", *moves]:
            life.does(move)
            nothing_is_held_past(life, told=told)

        transaction.set_rollback(True)


def nothing_is_held_past(life: Life, *, told: bool) -> None:
    fees = list(Charge.objects.filter(kind="exit_fee"))
    attempts = list(TermApplication.objects.all())
    assert {attempt.k for attempt in attempts} <= {int(told)}
    assert all(attempt.charged_minor in (None, 4900 if told else 0) for attempt in attempts)
    assert told or not fees
    assert all(fee.minor == 4900 for fee in fees)
    zone = life.membership.location.zone
    for row in Cancellation.objects.exclude(shown_at=None):
        assert row.billing_end_on is not None
        noticed = (row.billing_end_on - row.asked_at.astimezone(zone).date()).days
        assert noticed == (14 if told else 0)
        assert told or row.fee_minor == 0


def contract(before: Version, *, now: datetime, minor: int = 4900) -> Version:
    """A contract with a fee whenever it ends, and a notice of 14 days."""
    terms = (
        policies.TermDraft("fee", "money", {"minor": minor, "currency": "USD"}),
        policies.TermDraft("notice", "money", {"days": 14}),
    )
    words = {
        "en": ("How you leave", "It costs a fee, and ends 14 days after you say so."),
        "de": ("Wie Sie gehen", "Es kostet eine Gebühr und endet 14 Tage, nachdem Sie es sagen."),
    }
    return policies.publish(before.policy, policies.Draft(words, terms), by=SOFTWARE, now=now)


def tell(version: Version, customer: Customer, telling: Telling, *, at: datetime) -> None:
    policies.tell(
        version,
        customer=customer,
        telling=policies.Telling(
            occasion=Disclosure.Occasion.SIGNING,
            medium=telling.medium,
            at=at,
            grade=telling.grade,
            language=telling.language,
            handed_over=telling.handed_over,
        ),
        by=SOFTWARE,
        now=at,
    )
