"""The demo business: three weeks of deliveries, two sofas, a gym, and a call that is going on now.

Everything is made with the moves that the desk itself uses, each at the time it is said to have happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.db import transaction

from kept.base.actors import SOFTWARE
from kept.base.calendars import local_instant
from kept.business import examples as store
from kept.business.examples import House
from kept.complaints import actions as complaints
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation
from kept.customers import examples as people
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries import examples as road
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.queries import delivery_of
from kept.deliveries.rules import LocalWindow
from kept.desk import arrive, book, call, clock, reply, sell, tell
from kept.memberships import examples as gym
from kept.orders import actions as orders
from kept.orders.models import Order
from kept.orders.rules import COLUMNS
from kept.outbox.models import Outgoing
from kept.policies import examples as cards
from kept.policies.models import Version
from kept.policies.queries import current_version

SHOUTED = (
    "This is bad customer service.",
    "I will never shop with you people again.",
    "This is not how you run a business.",
    "I'll tell all my friends not to shop here.",
)
PLACES = [
    (40.6892, -73.9442),
    (40.6721, -73.9570),
    (40.7014, -73.9301),
    (40.6601, -73.9690),
    (40.7128, -73.9480),
]
STREETS = ("Bedford Avenue", "Clinton Street", "Gates Avenue", "Dean Street", "Halsey Street")
NAMES = (
    "Ada Brooks", "Omar Haddad", "Lucia Romano", "Piotr Nowak", "Grace Kim", "Jonas Weber", "Amara Diallo",
    "Henry Walsh", "Mei Chen", "Rosa Delgado", "Elif Kaya", "Tomas Silva", "Ingrid Berg", "Samuel Price",
    "Noor Rahman", "Clara Jensen", "Victor Moreau", "Priya Nair", "Leo Fischer", "Hana Sato", "Miriam Gold",
    "Andre Costa", "Zoe Martin", "Kofi Mensah", "Alma Ruiz", "Ivan Petrov", "Sofia Rossi", "Daniel Shaw",
)  # fmt: skip
ARTICLES = ("Sofa “Linden”", "Oak table", "Washing machine", "Wardrobe “Elm”", "Refrigerator", "Bed frame")
LATE = {6: 35, 19: 80}  # of the past deliveries, which came how many minutes after their window
STARS = {2: 5, 6: 2, 9: 4, 13: 5, 17: 5, 19: 1, 23: 4}


@dataclass(frozen=True)
class Login:
    role: str
    email: str
    password: str


LOGINS = tuple(
    Login(role, f"{name}@hollis.example", store.PASSWORD)
    for role, name in (
        ("Representative", "ruth"),
        ("Manager", "maya"),
        ("Dispatcher", "dario"),
        ("Driver", "vince"),
    )
)


@transaction.atomic
def build(now: datetime) -> Conversation:
    """Fill an empty database with the demo. Returns the call that is going on ``now``."""
    opened = now - timedelta(days=4 * 365)
    house = store.house(now=opened, password=store.PASSWORD, days=7, reply_within_hours=8)
    road.fleet(house, now=opened, weekdays=range(7))
    cards.delivery(house.location, now=opened)
    contract = cards.leaving(house.location, now=opened)
    today = now.astimezone(house.location.zone).date()
    desk = _Desk(house, now, today)
    desk.weeks_that_went_by()
    desk.the_twin_that_was_late()
    desk.today_on_the_road()
    desk.a_wish_to_answer()
    desk.at_the_gym(contract)
    return desk.the_live_call()


@dataclass(frozen=True)
class _Desk:
    """The moves of the demo, in the house, as of today."""

    house: House
    now: datetime
    today: date

    def weeks_that_went_by(self) -> None:
        """Deliveries of the last three weeks: nearly all came in their windows, in silence."""
        windows = cycle((8, 12, 16))
        for index, name in enumerate(NAMES):
            day = self.today - timedelta(days=2 + index * 3 // 4)
            delivery = self._sold(name, f"H-{2001 + index}", index, day - timedelta(days=6))
            opens = next(windows)
            stop = self._booked(delivery, day, opens, at=self._at(day - timedelta(days=4), 11))
            late = LATE.get(index)
            minutes = 240 + late if late else 40 + index * 37 % 190
            self._arrived(stop, self._at(day, opens) + timedelta(minutes=minutes))
            if index in STARS:
                self._rated(delivery, STARS[index], at=self._at(day, opens) + timedelta(hours=20))

    def the_twin_that_was_late(self) -> None:
        """Sam Whitaker: the same sofa, told the same, and a truck an hour late yesterday."""
        day = self.today - timedelta(days=1)
        sam = people.sam(now=self._at(day - timedelta(days=6), 15))
        stop = self._sofa_of(sam, "H-1002", day)
        self._arrived(stop, self._at(day, 13))

    def today_on_the_road(self) -> None:
        """What the driver brings today, and the first visits that are done."""
        for index, (name, opens) in enumerate(
            [("Ruben Ortiz", 8), ("Nina Falk", 12), ("Abe Lewis", 12), ("Tara Singh", 16)]
        ):
            delivery = self._sold(name, f"H-{3001 + index}", index, self.today - timedelta(days=5))
            self._booked(delivery, self.today, opens, at=self._at(self.today - timedelta(days=3), 10))
        for place, stop in enumerate(Stop.objects.filter(plan__on=self.today).order_by("sequence")):
            arrived = self._at(self.today, stop.opens.hour) + timedelta(minutes=75 + 20 * place)
            if arrived < self.now - timedelta(minutes=30):
                self._arrived(stop, arrived)

    def a_wish_to_answer(self) -> None:
        """Somebody wrote: they want nine o'clock. And somebody waits for a call back by five."""
        yesterday = self.now - timedelta(hours=19)
        delivery = self._sold("Lena Hartmann", "H-1003", 3, self.today - timedelta(days=2), language="de")
        self._letter(
            delivery.customer,
            "Liefertermin H-1003",
            "Guten Tag,\n\nich möchte die Lieferung am Donnerstag um 9 Uhr, vorher muss niemand kommen.\n\n"
            "Viele Grüße\nLena Hartmann",
            at=yesterday,
            about=f"delivery:{delivery.pk}",
        )
        self._sold("Owen Bradley", "H-1004", 1, self.today - timedelta(days=1))

    def at_the_gym(self, contract: Version) -> None:
        """Theo Marsh was properly told and always treated well; Ivy Sandoval was told of the fee once."""
        club = gym.gym(self.house.location, now=self.now - timedelta(days=4 * 365), contract=contract)
        theo = people.theo(now=self.now - timedelta(days=3 * 365))
        membership = gym.three_years(club, theo, now=self.now)
        self._letter(
            theo,
            "My training sessions",
            "Hello,\n\nI want to stop my training sessions. They have become too dear and I have no time.\n"
            "Please do not call me about it: my last gym kept me for an hour.\n\nTheo Marsh",
            at=self.now - timedelta(minutes=50),
            about=f"membership:{membership.pk}",
        )
        joined = self.now - timedelta(days=150)
        ivy = people.person("Ivy Sandoval", phone="+1 212 555 0146", now=joined)
        gym.told_once(contract, ivy, at=joined - timedelta(minutes=10))
        gym.member(club, ivy, joined_at=joined, now=self.now)

    def the_live_call(self) -> Conversation:
        """Nora Feldman: the truck came yesterday at 11:40, inside 8–12; she had wished for nine."""
        day = self.today - timedelta(days=1)
        nora = people.nora(now=self._at(day - timedelta(days=6), 15))
        stop = self._sofa_of(nora, "H-1001", day)
        self._arrived(stop, self._at(day, 11, 40))
        about = f"delivery:{stop.delivery_id}"
        live = call.start(
            nora, about=about, staff=self.house.representative, now=self.now - timedelta(minutes=2)
        )
        for second, words in enumerate(SHOUTED):
            at = self.now - timedelta(seconds=90 - 20 * second)
            call.said(live, words, staff=self.house.representative, now=at)
        return live

    def _sofa_of(self, customer: Customer, number: str, day: date) -> Stop:
        """Story 3: told at the purchase, wished nine, told when scheduling, promised 8–12 at 11:05."""
        bought = self._at(day - timedelta(days=6), 15, 30)
        order = self._order(customer.name, number, 0, bought)
        orders.hand_over_invoice(order, by=self.house.representative.actor, now=bought)
        delivery = delivery_of(order)
        assert delivery is not None
        asked_at = self._at(day - timedelta(days=3), 10, 58)
        ruth = self.house.representative
        booking = call.start(customer, about=f"delivery:{delivery.pk}", staff=ruth, now=asked_at)
        call.said(booking, "Can you come at nine o'clock?", staff=ruth, now=asked_at)
        wish = book.Asked("nine o'clock", hour=self._at(day, 9))
        answered = book.ask(delivery, wish, by=ruth.actor, now=asked_at)
        self._read_the_card(customer, delivery, at=asked_at + timedelta(minutes=2))
        window = LocalWindow(day, time(8), time(12))
        stop = book.book(
            delivery, window, wish=answered.wish, by=ruth.actor, now=asked_at + timedelta(minutes=7)
        )
        call.end(booking, settled=True, staff=ruth, now=asked_at + timedelta(minutes=8))
        self._mails_taken(delivery.customer, at=asked_at + timedelta(minutes=8))
        return stop

    def _sold(self, name: str, number: str, place: int, on: date, *, language: str = "en") -> Delivery:
        order = self._order(name, number, place, self._at(on, 15), language=language)
        delivery = delivery_of(order)
        assert delivery is not None
        return delivery

    def _order(self, name: str, number: str, place: int, at: datetime, *, language: str = "en") -> Order:
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
        self._mails_taken(order.customer, at=at + timedelta(seconds=20))
        return order

    def _booked(self, delivery: Delivery, day: date, opens: int, *, at: datetime) -> Stop:
        self._read_the_card(delivery.customer, delivery, at=at - timedelta(minutes=1))
        window = LocalWindow(day, time(opens), time(opens + 4))
        stop = book.book(delivery, window, by=self.house.representative.actor, now=at)
        self._mails_taken(delivery.customer, at=at + timedelta(seconds=20))
        return stop

    def _read_the_card(self, customer: Customer, delivery: Delivery, *, at: datetime) -> None:
        card = current_version("delivery")
        ruth = self.house.representative.actor
        tell.by_phone(
            card, customer=customer, occasion="scheduling", about=f"delivery:{delivery.pk}", by=ruth, now=at
        )

    def _arrived(self, stop: Stop, at: datetime) -> None:
        driver = self.house.driver.actor
        arrive.arrive(stop, deliveries.Tap(at), by=driver, now=at)
        done = at + timedelta(minutes=20)
        arrive.finish(stop, "delivered", deliveries.Tap(done), by=driver, now=done)

    def _rated(self, delivery: Delivery, stars: int, *, at: datetime) -> None:
        complaints.rate(
            f"delivery:{delivery.pk}",
            stars,
            customer=delivery.customer,
            location=self.house.location,
            by=delivery.customer.actor,
            now=at,
        )

    def _letter(self, customer: Customer, subject: str, text: str, *, at: datetime, about: str) -> None:
        letter = conversations.start(
            customer, channel=Channel.EMAIL, subject=subject, by=customer.actor, now=at
        )
        words = conversations.Words(text=text, direction="in", said_at=at)
        conversations.add_message(letter, words, by=customer.actor, now=at)
        kind = about.partition(":")[0]
        conversations.touch(letter, conversations.Subject(kind, about), by=customer.actor, now=at)
        clock.owe_reply(letter, now=at)

    def _mails_taken(self, customer: Customer, *, at: datetime) -> None:
        """The receiving server took what was queued for them, as it would have within seconds."""
        for outgoing in Outgoing.objects.filter(customer=customer, state="queued"):
            reply.accepted(outgoing, response="250 2.0.0 taken", now=at)

    def _at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return local_instant(day, time(hour, minute), self.house.location.zone)
