"""Random histories of a store: moves that people here really make, in any order, at growing instants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from kept.base.actors import SOFTWARE, Actor
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.examples import House
from kept.business.models import Staff, Team
from kept.complaints import actions as complaints
from kept.complaints import examples as sofa
from kept.complaints.models import Complaint, Letter, Review, Verdict
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Matter
from kept.customers import actions as customers
from kept.customers.models import Customer
from kept.ledger.actions import ref
from kept.memberships import actions as memberships
from kept.memberships import examples as club
from kept.memberships.models import Cancellation, Membership
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies import examples as papers
from kept.promises import actions as promises
from kept.promises.models import Promise, WishMade

WORDS = (
    "I want to cancel my membership, please.",
    "Bitte kündigen Sie meinen Vertrag.",
    "When does the sofa come?",
    "Thanks a lot",
)
LENGTHS = (
    timedelta(seconds=30),
    timedelta(minutes=20),
    timedelta(hours=5),
    timedelta(days=1),
    timedelta(days=4),
)


@dataclass
class History:
    """One store, whose people do one thing after another."""

    house: House
    now: datetime
    rng: Random
    people: list[Customer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gym = club.gym(self.house.location, now=self.now)
        self.policy = papers.delivery(self.house.location, now=self.now)
        self.staff = [self.house.representative, self.house.second_representative, self.house.manager]
        for name in ("Nora", "Amal", "Jo"):
            self.people.append(customers.add(name, by=SOFTWARE, now=self.now))

    def go_on(self) -> None:
        """One move, a while later. A move that the desk refuses is none."""
        self.now += self.rng.choice(LENGTHS)
        move: Callable[[], object] = self.rng.choice(self.moves())
        try:
            move()
        except (Refused, IndexError):  # refused, or there is nothing yet to do it with
            return

    def moves(self) -> list[Callable[[], object]]:
        return [
            self.write, self.write, self.name, self.settle, self.hand_over, self.promise, self.arrive,
            self.replace, self.release, self.wish, self.answer, self.hold, self.join, self.ask, self.offer,
            self.leave, self.receipt, self.stay, self.complain, self.decide, self.send, self.review,
            self.merge, self.insult, self.rate, self.change_teams,
        ]  # fmt: skip

    @property
    def somebody(self) -> Customer:
        return self.rng.choice(self.people)

    @property
    def one_of_us(self) -> Staff:
        return self.rng.choice(self.staff)

    @property
    def us(self) -> Actor:
        return self.one_of_us.actor

    def write(self) -> object:
        customer, words = self.somebody, self.rng.choice(WORDS)
        threads = list(Conversation.objects.filter(customer=customer))
        thread = self.rng.choice([*threads, None])
        if thread is None:
            thread = conversations.start(
                customer, channel="email", assignee=self.one_of_us, by=customer.actor, now=self.now
            )
        said = conversations.Words(words, "in", self.now)
        conversations.add_message(thread, said, by=customer.actor, now=self.now)
        staff = self.rng.choice([None, self.one_of_us])
        return conversations.touch(
            thread,
            conversations.Subject("question"),
            words=words,
            staff=staff,
            by=customer.actor,
            now=self.now,
        )

    def name(self) -> object:
        thread = self.rng.choice(list(Conversation.objects.all()))
        subject = conversations.Subject("delivery", f"order:{thread.customer_id}{self.rng.randint(1, 2)}")
        return conversations.touch(thread, subject, staff=self.one_of_us, by=self.us, now=self.now)

    def settle(self) -> object:
        return conversations.settle(self.rng.choice(list(Matter.objects.all())), by=self.us, now=self.now)

    def hand_over(self) -> object:
        passed = conversations.Pass("asked for", to_staff=self.one_of_us, by_rule=self.rng.random() < 0.3)
        thread = self.rng.choice(list(Conversation.objects.all()))
        return conversations.hand_over(thread, passed, by=self.us, now=self.now)

    def promise(self) -> object:
        return promises.make(self._offer(), by=self.us, now=self.now)

    def arrive(self) -> object:
        promise = self.rng.choice(list(Promise.objects.filter(kind="delivery_window")))
        happened = promises.Happened(
            kind="arrival", at=self.now, source="driver", evidence=f"arrival:{promise.pk}"
        )
        return promises.record(promise, happened, by=self.us, now=self.now)

    def replace(self) -> object:
        promise = self.rng.choice(list(Promise.objects.filter(kind="delivery_window").open()))
        wish = self.rng.choice(["customer", "ours"])
        return promises.replace(promise, self._offer(promise.customer), wish=wish, by=self.us, now=self.now)

    def release(self) -> object:
        promise = self.rng.choice(list(Promise.objects.open()))
        return promises.release(promise, reason="not needed", by=promise.customer.actor, now=self.now)

    def wish(self) -> object:
        made = WishMade(customer=self.somebody, asked="9 sharp", at=self.now, by=str(self.us))
        return promises.note_wish(made, now=self.now)

    def answer(self) -> object:
        wish = self.rng.choice(list(WishMade.objects.all()))
        reason = self.rng.choice(["", "The trucks are full"])
        other = self.rng.choice([(), ("2026-03-05 08:00-12:00",), ("2030-03-05 08:00-12:00", "Wed 8–12")])
        granted = self.rng.random() < 0.4
        by = self.us
        return promises.answer_wish(
            wish, granted=granted, reason=reason, alternatives=other, by=by, now=self.now
        )

    def hold(self) -> object:
        customer, term = self.somebody, self.policy.terms.get(key="window")
        if self.rng.random() < 0.6:
            sofa.tell_twice(self.policy, customer, self.house, booked_at=self.now)
        return policies.apply_term(
            term, customer=customer, about="", bound_at=self.now, asked=None, by=self.us, now=self.now
        )

    def join(self) -> object:
        return club.member(self.gym, self.somebody, joined_at=self.now - timedelta(days=60), now=self.now)

    def ask(self) -> object:
        membership = self.rng.choice(list(Membership.objects.all()))
        threads = list(Conversation.objects.filter(customer=membership.customer))
        asked = memberships.Asked(self.now, "email", self.rng.choice([*threads, None]))
        exit_ = memberships.ask_to_leave(membership, asked, by=self.us, now=self.now)
        return memberships.show_money(exit_, memberships.Choice(membership=True), by=self.us, now=self.now)

    def offer(self) -> object:
        exit_ = self.rng.choice(list(Cancellation.objects.all()))
        return memberships.show_offer(exit_, "half the price", by=self.us, now=self.now)

    def leave(self) -> object:
        exit_ = self.rng.choice(list(Cancellation.objects.filter(confirmed_at=None)))
        memberships.show_money(exit_, memberships.Choice(membership=True), by=self.us, now=self.now)
        return memberships.confirm(exit_, by=self.us, now=self.now)

    def receipt(self) -> object:
        exit_ = self.rng.choice(
            list(Cancellation.objects.filter(receipt_at=None, confirmed_at__isnull=False))
        )
        return memberships.receipt_sent(exit_, at=self.now, evidence="outgoing:1", now=self.now)

    def stay(self) -> object:
        return memberships.undo(self.rng.choice(list(Cancellation.objects.all())), by=self.us, now=self.now)

    def complain(self) -> object:
        promise = self.rng.choice(list(Promise.objects.all()))
        complaint = sofa.complain(self.house, promise, self.policy, at=self.now, at_stake=Money.of(20, "USD"))
        return complaints.propose(complaint, by=self.us, now=self.now)

    def decide(self) -> object:
        verdict = self.rng.choice(list(Verdict.objects.filter(final="")))
        if self.rng.random() < 0.5:
            return complaints.confirm(verdict, by=self.us, now=self.now)
        return complaints.overrule(verdict, "expectation_gap", because="as told", by=self.us, now=self.now)

    def send(self) -> object:
        complaint = self.rng.choice(list(Complaint.objects.filter(state="decided")))
        letter = Letter.objects.filter(complaint=complaint, sent_at=None).first()
        letter = letter or complaints.draft_letter(
            complaint, "Dear Nora", language="en", by=self.us, now=self.now
        )
        outgoing = Outgoing.objects.create(
            mail_id=f"{letter.pk}@hollis.example", queued_at=self.now, queued_by="software", due_at=self.now
        )
        return complaints.letter_left(letter, outgoing, by=self.us, now=self.now)

    def review(self) -> object:
        asked = Review.objects.filter(reviewed_at=None).first()
        if asked is None:
            complaint = self.rng.choice(list(Complaint.objects.exclude(closed_at=None)))
            return complaints.ask_review(complaint, by=complaint.customer.actor, now=self.now)
        claims = list(asked.complaint.claims.values_list("pk", flat=True))
        changed = {claims[0]: "service_failure"} if self.rng.random() < 0.5 else None
        return complaints.review(asked, because="looked again", changed=changed, by=self.us, now=self.now)

    def insult(self) -> object:
        staff, talk = self.one_of_us, self.rng.choice(list(Conversation.objects.all()))
        noted = conversations.note_insult(talk, staff=staff, now=self.now)
        return conversations.end_by_rule(noted, by=staff.actor, now=self.now)

    def rate(self) -> object:
        exit_ = self.rng.choice(list(Cancellation.objects.exclude(confirmed_at=None)))
        who, stars, here = exit_.membership.customer, self.rng.randint(1, 5), self.house.location
        return complaints.rate(ref(exit_), stars, customer=who, location=here, by=SOFTWARE, now=self.now)

    def change_teams(self) -> object:
        other, _made = Team.objects.get_or_create(name="The other desk")
        team = self.rng.choice([None, other, self.house.manager.team])
        return Staff.objects.filter(pk=self.one_of_us.pk).update(team=team)

    def merge(self) -> object:
        return customers.merge(self.somebody, self.somebody, by=self.us, now=self.now)

    def _offer(self, customer: Customer | None = None) -> promises.Offer:
        starts = self.now + self.rng.choice([timedelta(hours=1), timedelta(days=2)])
        until = starts + timedelta(hours=self.rng.choice([2, 3, 4]))
        place = (customer or self.somebody, self.house.location)
        return promises.Offer(*place, "delivery_window", "We come", until=until, starts_at=starts)
