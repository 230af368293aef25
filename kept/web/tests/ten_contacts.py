"""Ten people who get in touch on one Tuesday, each with the one fact that decides what is said first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from playwright.sync_api import Page

from kept.base.money import Money
from kept.business.examples import PASSWORD, House, house
from kept.complaints import examples as complaints
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Stop
from kept.deliveries.queries import get_depot
from kept.deliveries.rules import LocalWindow
from kept.desk import book, call, tell
from kept.policies import actions as policies
from kept.policies.examples import delivery as delivery_policy
from kept.policies.examples import leaving
from kept.policies.models import Version
from kept.policies.queries import current_version
from kept.promises import actions as promises
from kept.promises.models import Expectation, Promise
from kept.web.tests.conftest import Visitor
from tests.fresh import Scene

NOW = datetime(2026, 3, 3, 17, 0, tzinfo=UTC)  # Tuesday 12:00 in New York
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TWO_WEEKS_AGO = datetime(2026, 2, 17, 13, 0, tzinfo=UTC)  # a Tuesday, 8:00


@dataclass(frozen=True)
class Contact:
    """Somebody, what they write or say, and the words that must be seen first."""

    key: str
    customer: Customer
    words: str
    fact: str


@dataclass(frozen=True)
class Placed:
    """A contact as it came in: by mail, and as a call that goes on."""

    contact: Contact
    mail: Conversation
    call: Conversation


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time runs from NOW on."""
    with time_machine.travel(NOW) as traveller:
        yield traveller


@pytest.fixture
def ten(served: str, clock: time_machine.Traveller, scene: Scene) -> list[Placed]:
    return list(scene(build)[1])


def build() -> tuple[House, list[Placed]]:
    """The store with its ten, at NOW."""
    opened = NOW - 60 * DAY
    store = house(now=opened, password=PASSWORD)
    van("Van 1", one_depot(store, now=opened), store, now=opened)
    delivery_policy(store.location, now=opened)
    leaving(store.location, now=opened)
    contacts = list(_contacts(store))
    on_the_road(store)
    return store, [_placed(contact, store) for contact in contacts]


def on_the_road(store: House) -> None:
    """Today's route goes out."""
    deliveries.publish(get_depot(), date(2026, 3, 3), by=store.dispatcher.actor, now=NOW - 16 * HOUR)


def _placed(contact: Contact, store: House) -> Placed:
    theirs = contact.customer
    mail = conversations.start(theirs, channel="email", subject="A question", by=theirs.actor, now=NOW)
    said = conversations.Words(text=contact.words, direction="in", said_at=NOW)
    conversations.add_message(mail, said, by=theirs.actor, now=NOW)
    phoned = call.start(theirs, staff=store.representative, now=NOW)
    call.said(phoned, contact.words, staff=store.representative, now=NOW)
    return Placed(contact, mail, phoned)


def _contacts(store: House) -> Iterator[Contact]:
    yield _unpaid_credit(store)
    yield _truck_of_today(store)
    yield _late_refund(store)
    yield _told_the_fee(store)
    yield _never_told_the_fee(store)
    yield _handed_on(store)
    yield _held_for_an_hour(store)
    yield _waits_for_our_letter(store)
    yield _moved_at_our_wish(store)
    yield _kept_in_silence(store)


def _someone(name: str) -> Customer:
    return person(name, now=NOW - 50 * DAY, since=date(2024, 5, 6))


def _window(store: House, customer: Customer, starts_at: datetime, came: timedelta | None) -> Promise:
    promise = complaints.promise_window(store, customer, starts_at=starts_at)
    return complaints.arrive(promise, starts_at + came, by=store.driver) if came else promise


def _back(store: House, customer: Customer, until: datetime, *, about: str = "") -> Promise:
    """Thirty dollars back; when the day is over, silence has broken it."""
    offer = promises.Offer(
        customer, store.location, "refund", "30.00 USD back", until, about=about, amount=Money(3000, "USD")
    )
    promised = promises.make(offer, by=store.representative.actor, now=until - 10 * DAY)
    promises.break_overdue(now=NOW)
    return promised


def _unpaid_credit(store: House) -> Contact:
    abel = _someone("Abel Thorne")
    late = _window(store, abel, TWO_WEEKS_AGO, 7 * HOUR)
    _back(store, abel, datetime(2026, 2, 28, 5, 0, tzinfo=UTC), about=f"promise:{late.pk}")
    fact = (
        "What we promised for it by the end of 27 February 2026 has not come, by our record: 30.00 USD back."
    )
    return Contact("the credit is unpaid", abel, "I have ordered with you again.", fact)


def _truck_of_today(store: House) -> Contact:
    bella = _someone("Bella Franke")
    delivery = sofa(bella, store, number="501", now=NOW - 4 * DAY)
    by, booked_at = store.representative.actor, NOW - DAY
    window = LocalWindow(date(2026, 3, 3), time(12), time(16))
    tell.by_phone(_card(), customer=bella, occasion="scheduling", by=by, now=booked_at)
    before = sofa(_someone("Kurt Vogel"), store, number="502", minutes=100, now=NOW - 4 * DAY)
    for each in (before, delivery):
        book.book(each, window, by=by, now=booked_at)
    Stop.objects.filter(delivery=delivery).update(sequence=100)  # both live at one address
    return Contact("the truck of today", bella, "Where is your truck?", "As we see it now, we come between 1")


def _late_refund(store: House) -> Contact:
    carl = _someone("Carl Ibsen")
    _back(store, carl, datetime(2026, 2, 28, 5, 0, tzinfo=UTC))
    fact = "We promised “30.00 USD back” by the end of 27 February 2026, and by our record it has not come."
    return Contact("the refund is late", carl, "I wanted to ask for my money back.", fact)


def _told_the_fee(store: House) -> Contact:
    dora = _someone("Dora Quill")
    for medium, grade, days in (("contract", 4, 40), ("email", 2, 20)):
        telling = policies.Telling("signing", medium, NOW - days * DAY, grade, "en")
        by = store.representative.actor
        policies.tell(_leaving(), customer=dora, telling=telling, by=by, now=telling.at)
    words = "Why should I pay a fee for my training sessions?"
    return Contact("told the fee twice in writing", dora, words, "told twice in writing, last Wed 11 Feb")


def _never_told_the_fee(store: House) -> Contact:
    emil = _someone("Emil Novak")
    by, at = store.representative.actor, NOW - 30 * DAY
    tell.by_phone(_card(), customer=emil, occasion="scheduling", by=by, now=at)
    words = "Why should I pay a fee for my training sessions?"
    return Contact(
        "never told the fee", emil, words, "How you leave: never told, so nothing of it binds them"
    )


def _handed_on(store: House) -> Contact:
    fay = _someone("Fay Osei")
    began = NOW - 9 * DAY
    phoned = call.start(fay, staff=store.representative, now=began)
    colleagues = (store.second_representative, store.manager, store.second_representative)
    for minutes, other in enumerate(colleagues, 3):
        passed = conversations.Pass("She asks for the invoice", to_staff=other)
        at = began + minutes * timedelta(minutes=1)
        conversations.hand_over(phoned, passed, by=store.representative.actor, now=at)
    call.end(phoned, settled=True, staff=store.second_representative, now=began + HOUR)
    return Contact("handed on three times", fay, "It is me again.", "Last time you were handed on 3 times.")


def _held_for_an_hour(store: House) -> Contact:
    gina = _someone("Gina Marsh")
    heard = Expectation(
        customer=gina, what="my last gym kept me for an hour", source="elsewhere", at=NOW - DAY
    )
    promises.note_expectation(heard, by=store.representative.actor, now=NOW - DAY)
    return Contact("an hour at the last gym", gina, "I want to quit.", "“my last gym kept me for an hour”")


def _waits_for_our_letter(store: House) -> Contact:
    hugo = _someone("Hugo Brandt")
    late = _window(store, hugo, TWO_WEEKS_AGO, 5 * HOUR)
    complaints.complain(store, late, at=NOW - 8 * DAY)
    fact = "Your complaint of 23 February 2026 is with us, and our letter has not left yet."
    return Contact("waits for our letter", hugo, "You still owe me an answer.", fact)


def _moved_at_our_wish(store: House) -> Contact:
    ines = _someone("Ines Kral")
    old = complaints.promise_window(store, ines, starts_at=datetime(2026, 3, 4, 13, 0, tzinfo=UTC))
    offer = promises.Offer(
        ines, store.location, "delivery_window", "Your sofa comes between 8 and 12",
        starts_at=old.starts_at + 2 * DAY if old.starts_at else None, until=old.until + 2 * DAY,
    )  # fmt: skip
    promises.replace(old, offer, wish="ours", by=store.dispatcher.actor, now=NOW - DAY)
    fact = (
        "It was we who moved your window: from 4 March 2026, 8:00 to 12:00, to 6 March 2026, 8:00 to 12:00."
    )
    return Contact("moved at our wish", ines, "When does it come?", fact)


def _kept_in_silence(store: House) -> Contact:
    jana = _someone("Jana Weiss")
    for weeks in range(12):
        _window(store, jana, TWO_WEEKS_AGO - weeks * DAY, 2 * HOUR)
    fact = "So far we have kept all 12 promises that were due to you."
    return Contact("nothing wrong ever", jana, "Hello, I have a question.", fact)


def _card() -> Version:
    return current_version("delivery")


def _leaving() -> Version:
    return current_version("leaving")


def log_in(visitor: Visitor, size: tuple[int, int]) -> Page:
    """Ruth comes in, and stands before the inbox."""
    page = visitor.open("/account/login/?next=/desk/", size=size)
    page.get_by_label("Email").fill("ruth@hollis.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    page.wait_for_load_state("networkidle")
    return page
