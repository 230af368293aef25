"""The demo business: three weeks of deliveries, two sofas, a gym, and a call that is going on now.

Everything is made with the moves that the desk itself uses, each at the time it is said to have happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.db import transaction

from kept.business import examples as store
from kept.conversations.models import Conversation
from kept.customers import examples as people
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries import examples as road
from kept.deliveries.models import Stop
from kept.deliveries.queries import delivery_of, get_depot
from kept.deliveries.rules import SHIFT_BUFFER_MINUTES, WINDOW_BUFFER_MINUTES, LocalWindow
from kept.desk import book, call, wishes
from kept.desk.demo.decided import COMPLAINED, Decided
from kept.desk.demo.gym import AtTheGym
from kept.desk.demo.moves import Moves
from kept.orders import actions as orders
from kept.policies import examples as cards

SHOUTED = (
    "This is bad customer service.",
    "I will never shop with you people again.",
    "This is not how you run a business.",
    "I'll tell all my friends not to shop here.",
)
NAMES = (
    "Ada Brooks", "Omar Haddad", "Lucia Romano", "Piotr Nowak", "Grace Kim", "Jonas Weber", "Amara Diallo",
    "Henry Walsh", "Mei Chen", "Rosa Delgado", "Elif Kaya", "Tomas Silva", "Ingrid Berg", "Samuel Price",
    "Noor Rahman", "Clara Jensen", "Victor Moreau", "Priya Nair", "Leo Fischer", "Hana Sato", "Miriam Gold",
    "Andre Costa", "Zoe Martin", "Kofi Mensah", "Alma Ruiz", "Ivan Petrov", "Sofia Rossi", "Daniel Shaw",
)  # fmt: skip
AHEAD = (
    ("Bea Lindgren", 8), ("Carlos Vega", 12), ("Dina Abbas", 8), ("Erik Solberg", 16), ("Farah Aziz", 12),
    ("Gus Morgan", 8), ("Hilda Braun", 12), ("Ines Prado", 16), ("Jack O'Dowd", 8), ("Keiko Abe", 12),
    ("Lars Holm", 16), ("Mona Said", 8), ("Nils Aker", 12), ("Olga Popova", 16), ("Paul Duran", 8),
)  # fmt: skip
TOMORROW = 11  # of those ahead, how many come tomorrow; the others the day after
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


def build(now: datetime) -> Conversation:
    """Fill an empty database with the demo. Returns the call that is going on ``now``.

    Nora's story is told outside of the one transaction that holds the rest: her mails have their papers and
    receipts, and the ledger seals only what is committed.
    """
    house = _fill(now)
    today = now.astimezone(house.location.zone).date()
    return _Road(house, now, today, with_papers=True).the_live_call()


@transaction.atomic
def _fill(now: datetime) -> store.House:
    opened = now - timedelta(days=4 * 365)
    house = store.house(now=opened, password=store.PASSWORD, days=7, reply_within_hours=8)
    buffers = (WINDOW_BUFFER_MINUTES, SHIFT_BUFFER_MINUTES)
    road.fleet(house, now=opened, weekdays=range(7), buffers=buffers)
    cards.delivery(house.location, now=opened)
    contract = cards.leaving(house.location, now=opened)
    today = now.astimezone(house.location.zone).date()
    trucks = _Road(house, now, today)
    trucks.weeks_that_went_by()
    trucks.the_twin_that_was_late()
    trucks.today_on_the_road()
    trucks.the_days_ahead()
    trucks.a_wish_to_answer()
    AtTheGym(house, now, today).stories(contract)
    return house


@dataclass(frozen=True)
class _Road(Moves):
    """The deliveries of the demo."""

    def weeks_that_went_by(self) -> None:
        """Deliveries of the last three weeks: nearly all came in their windows, in silence."""
        windows = cycle((8, 12, 16))
        for index, name in enumerate(NAMES):
            day = self.today - timedelta(days=2 + index * 3 // 4)
            delivery = self.sold(name, f"H-{2001 + index}", index, day - timedelta(days=6))
            opens = next(windows)
            stop = self.booked(delivery, day, opens, at=self.at(day - timedelta(days=4), 11))
            late = LATE.get(index)
            minutes = 240 + late if late else 40 + index * 37 % 190
            self.arrived(stop, self.at(day, opens) + timedelta(minutes=minutes))
            if index in STARS:
                self.rated(delivery, STARS[index], at=self.at(day, opens) + timedelta(hours=20))
            if index in COMPLAINED:
                Decided(self.house, self.now, self.today).complained(stop, COMPLAINED[index])

    def the_twin_that_was_late(self) -> None:
        """Sam Whitaker: the same sofa, told the same, and a truck an hour late yesterday."""
        day = self.today - timedelta(days=1)
        sam = people.sam(now=self.at(day - timedelta(days=6), 15))
        stop = self._sofa_of(sam, "H-1002", day)
        self.arrived(stop, self.at(day, 13))

    def today_on_the_road(self) -> None:
        """What the driver brings today, and the first visits that are done."""
        for index, (name, opens) in enumerate(
            [("Ruben Ortiz", 8), ("Nina Falk", 12), ("Abe Lewis", 12), ("Tara Singh", 16)]
        ):
            delivery = self.sold(name, f"H-{3001 + index}", index, self.today - timedelta(days=5))
            self.booked(delivery, self.today, opens, at=self.at(self.today - timedelta(days=3), 10))
        evening = self.at(self.today - timedelta(days=1), 20)
        deliveries.publish(get_depot(), self.today, by=self.house.dispatcher.actor, now=evening)
        for place, stop in enumerate(Stop.objects.filter(plan__on=self.today).order_by("sequence")):
            arrived = self.at(self.today, stop.opens.hour) + timedelta(minutes=75 + 20 * place)
            if arrived < self.now - timedelta(minutes=30):
                self.arrived(stop, arrived)

    def the_days_ahead(self) -> None:
        """What the dispatcher looks at: tomorrow's routes, nearly full, and a few for the day after."""
        for index, (name, opens) in enumerate(AHEAD):
            delivery = self.sold(name, f"H-{4001 + index}", index + 4, self.today - timedelta(days=4))
            day = self.today + timedelta(days=1 if index < TOMORROW else 2)
            self.booked(delivery, day, opens, at=self.at(self.today - timedelta(days=2), 10))

    def a_wish_to_answer(self) -> None:
        """Somebody wrote: they want nine o'clock. And somebody waits for a call back by five."""
        yesterday = self.now - timedelta(hours=19)
        delivery = self.sold("Lena Hartmann", "H-1003", 3, self.today - timedelta(days=2), language="de")
        self.letter(
            delivery.customer,
            "Liefertermin H-1003",
            "Guten Tag,\n\nich möchte die Lieferung am Donnerstag um 9 Uhr, vorher muss niemand kommen.\n\n"
            "Viele Grüße\nLena Hartmann",
            at=yesterday,
            about=f"delivery:{delivery.pk}",
        )
        self.sold("Owen Bradley", "H-1004", 1, self.today - timedelta(days=1))

    def the_live_call(self) -> Conversation:
        """Nora Feldman: the truck came yesterday at 11:40, inside 8–12; she had wished for nine."""
        day = self.today - timedelta(days=1)
        nora = people.nora(now=self.at(day - timedelta(days=6), 15))
        stop = self._sofa_of(nora, "H-1001", day)
        self.arrived(stop, self.at(day, 11, 40))
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
        bought = self.at(day - timedelta(days=6), 15, 30)
        order = self.order(customer.name, number, 0, bought)
        orders.hand_over_invoice(order, by=self.house.representative.actor, now=bought)
        delivery = delivery_of(order)
        assert delivery is not None
        asked_at = self.at(day - timedelta(days=3), 10, 58)
        ruth = self.house.representative
        booking = call.start(customer, about=f"delivery:{delivery.pk}", staff=ruth, now=asked_at)
        call.said(booking, "Can you come at nine o'clock?", staff=ruth, now=asked_at)
        wish = wishes.Asked("nine o'clock", hour=self.at(day, 9))
        answered = wishes.ask(delivery, wish, by=ruth.actor, now=asked_at)
        self.read_the_card(customer, delivery, at=asked_at + timedelta(minutes=2))
        window = LocalWindow(day, time(8), time(12))
        stop = book.book(
            delivery, window, wish=answered.wish, by=ruth.actor, now=asked_at + timedelta(minutes=7)
        )
        call.end(booking, settled=True, staff=ruth, now=asked_at + timedelta(minutes=8))
        self.mails_taken(delivery.customer, at=asked_at + timedelta(minutes=8))
        return stop
