"""The people and things that the tests of the desk's pages meet: one store, its customers, a call, a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.test import Client

from kept.base.money import Money
from kept.business.examples import House, house
from kept.business.models import Staff
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Message
from kept.customers import examples as people
from kept.customers.models import Customer
from kept.deliveries.examples import fleet, sofa
from kept.deliveries.models import Delivery
from kept.desk import call, tell
from kept.outbox.actions import File
from kept.policies.examples import delivery as delivery_policy
from kept.policies.models import Disclosure, Version
from kept.promises import actions as promises
from kept.promises.models import Promise

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # Monday 11:00 in New York
MINUTE = timedelta(minutes=1)
FOUR_SENTENCES = "This is bad customer service. I'm telling all my friends not to shop here."
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Cast:
    """Nora is on the phone about her sofa; Sam has written; both are owed something."""

    house: House
    policy: Version
    nora: Customer
    sam: Customer
    delivery: Delivery
    call: Conversation
    mail: Conversation
    letter: Message
    owed: Promise
    refund: Promise
    telling: Disclosure

    @property
    def representative(self) -> Staff:
        return self.house.representative


def cast() -> Cast:
    store = house(now=NOW - timedelta(days=60))
    policy = delivery_policy(store.location, now=NOW - timedelta(days=50))
    fleet(store, now=NOW - timedelta(days=50))
    nora, sam = people.nora(now=NOW - timedelta(days=9)), people.sam(now=NOW - timedelta(days=9))
    delivery = sofa(nora, store, number="10442", now=NOW - timedelta(days=5))
    rep = store.representative
    on_the_phone = call.start(nora, about=f"order:{delivery.order.pk}", staff=rep, now=NOW - 3 * MINUTE)
    call.said(on_the_phone, "Nobody has told me when it comes.", staff=rep, now=NOW - 2 * MINUTE)
    telling = tell.by_phone(policy, customer=nora, occasion="scheduling", by=rep.actor, now=NOW - MINUTE)
    mail, letter = write(sam, "Your truck was late", FOUR_SENTENCES, at=NOW - 60 * MINUTE)
    return Cast(
        house=store,
        policy=policy,
        nora=nora,
        sam=sam,
        delivery=delivery,
        call=on_the_phone,
        mail=mail,
        letter=letter,
        owed=_promise(sam, store, "call_back", "We call back by five.", hours=1),
        refund=_promise(sam, store, "refund", "30.00 USD back.", hours=200, amount=Money(3000, "USD")),
        telling=telling,
    )


def write(
    customer: Customer, subject: str, text: str, *, at: datetime, html: str = "<p>As it looks</p>"
) -> tuple[Conversation, Message]:
    """A mail of theirs, in a conversation of its own, with a file."""
    by = customer.actor
    conversation = conversations.start(customer, channel="email", subject=subject, by=by, now=at)
    conversations.touch(conversation, conversations.Subject("mail"), by=by, now=at)
    words = conversations.Words(
        text=text,
        direction="in",
        said_at=at,
        html=html,
        from_address="sam.whitaker@mail.example",
        files=(File("door.html", "text/html", b"<script>alert(1)</script>"),),
    )
    return conversation, conversations.add_message(conversation, words, by=by, now=at)


def _promise(
    customer: Customer, store: House, kind: str, words: str, *, hours: int, amount: Money | None = None
) -> Promise:
    offer = promises.Offer(customer, store.location, kind, words, NOW + timedelta(hours=hours), amount=amount)
    return promises.make(offer, by=store.representative.actor, now=NOW - timedelta(days=1))


def come_in(client: Client, staff: Staff) -> Client:
    client.force_login(staff, backend=BACKEND)
    return client
