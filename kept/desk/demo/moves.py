"""The moves from which the demo is made: sell, book, arrive, write, each at the time it is said to happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kept.base.actors import SOFTWARE
from kept.base.calendars import local_instant
from kept.business.examples import House
from kept.complaints import actions as complaints
from kept.conversations import actions as conversations
from kept.conversations.models import Channel
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.queries import delivery_of
from kept.deliveries.rules import LocalWindow
from kept.desk import arrive, book, call, clock, enclose, reply, sell, tell
from kept.orders.models import Order
from kept.orders.rules import COLUMNS
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies.queries import current_version

PLACES = [
    (40.6892, -73.9442),
    (40.6721, -73.9570),
    (40.7014, -73.9301),
    (40.6601, -73.9690),
    (40.7128, -73.9480),
]
STREETS = ("Bedford Avenue", "Clinton Street", "Gates Avenue", "Dean Street", "Halsey Street")
ARTICLES = ("Sofa “Linden”", "Oak table", "Washing machine", "Wardrobe “Elm”", "Refrigerator", "Bed frame")


@dataclass(frozen=True)
class Moves:
    """In this house, as of ``today``; each move says at what time.

    ``with_papers``: what is mailed has its papers, sealed ``now``. Not for the many of the past: a hundred
    pages would keep whoever waits for the demo.
    """

    house: House
    now: datetime
    today: date
    with_papers: bool = False

    def sold(self, name: str, number: str, place: int, on: date, *, language: str = "en") -> Delivery:
        order = self.order(name, number, place, self.at(on, 15), language=language)
        delivery = delivery_of(order)
        assert delivery is not None
        return delivery

    def order(self, name: str, number: str, place: int, at: datetime, *, language: str = "en") -> Order:
        latitude, longitude = PLACES[place % len(PLACES)]
        latitude, longitude = latitude + place * 0.0011, longitude - place * 0.0007
        address = f"{12 + 7 * place} {STREETS[place % len(STREETS)]}, Brooklyn"
        email = f"{name.lower().replace(' ', '.')}@mail.example"
        article = ARTICLES[place % len(ARTICLES)]
        cells = (
            number, at.isoformat(), name, email, "", language, f'"{address}"',
            f"{latitude:.5f}", f"{longitude:.5f}", article, "1", "1299.00", "25", "1500",
        )  # fmt: skip
        content = "\n".join([",".join(COLUMNS), ",".join(cells)])
        (order,) = sell.take_orders(content.encode(), by=SOFTWARE, now=at)
        self.mails_taken(order.customer, at=at + timedelta(seconds=20))
        return order

    def booked(self, delivery: Delivery, day: date, opens: int, *, at: datetime) -> Stop:
        """They phoned for a time; the card was read to them, a window booked, and the matter settled."""
        ruth, rang_at = self.house.representative, at - timedelta(minutes=3)
        phoned = call.start(delivery.customer, about=f"delivery:{delivery.pk}", staff=ruth, now=rang_at)
        call.said(phoned, "When can you bring it?", staff=ruth, now=rang_at)
        self.read_the_card(delivery.customer, delivery, at=at - timedelta(minutes=1))
        window = LocalWindow(day, time(opens), time(opens + 4))
        stop = book.book(delivery, window, by=ruth.actor, now=at)
        call.end(phoned, settled=True, staff=ruth, now=at)
        self.mails_taken(delivery.customer, at=at + timedelta(seconds=20))
        return stop

    def read_the_card(self, customer: Customer, delivery: Delivery, *, at: datetime) -> None:
        card = current_version("delivery")
        ruth = self.house.representative.actor
        tell.by_phone(
            card, customer=customer, occasion="scheduling", about=f"delivery:{delivery.pk}", by=ruth, now=at
        )

    def arrived(self, stop: Stop, at: datetime) -> None:
        driver = self.house.driver.actor
        arrive.arrive(stop, deliveries.Tap(at), by=driver, now=at)
        done = at + timedelta(minutes=20)
        arrive.finish(stop, "delivered", deliveries.Tap(done), by=driver, now=done)

    def rated(self, delivery: Delivery, stars: int, *, at: datetime) -> None:
        complaints.rate(
            f"delivery:{delivery.pk}",
            stars,
            customer=delivery.customer,
            location=self.house.location,
            by=delivery.customer.actor,
            now=at,
        )

    def letter(self, customer: Customer, subject: str, text: str, *, at: datetime, about: str) -> None:
        letter = conversations.start(
            customer, channel=Channel.EMAIL, subject=subject, by=customer.actor, now=at
        )
        words = conversations.Words(text=text, direction="in", said_at=at)
        conversations.add_message(letter, words, by=customer.actor, now=at)
        kind = about.partition(":")[0]
        conversations.touch(letter, conversations.Subject(kind, about), by=customer.actor, now=at)
        clock.owe_reply(letter, now=at)

    def mails_taken(self, customer: Customer, *, at: datetime) -> None:
        """The receiving server took what was queued for them, as it would have within seconds."""
        for outgoing in Outgoing.objects.filter(customer=customer, state="queued"):
            if self.with_papers:
                enclose.complete(outgoing, now=self.now)
            else:
                outbox.leave_out(outgoing)
            reply.accepted(outgoing, response="250 2.0.0 taken", now=at)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return local_instant(day, time(hour, minute), self.house.location.zone)
