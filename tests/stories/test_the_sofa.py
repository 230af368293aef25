"""Stories 3 and 4: the sofa and its window, its twin that came late, and the policy nobody was told."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest

from kept.base.actors import SOFTWARE
from kept.base.calendars import local_instant
from kept.business.examples import House, house
from kept.complaints.casefile import judge, read
from kept.complaints.models import Complaint, Finding, Letter
from kept.complaints.queries import get_complaint
from kept.customers.queries import by_identity
from kept.deliveries.actions import Tap
from kept.deliveries.examples import fleet
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.rules import LocalWindow
from kept.desk import arrive, book, call, complain, enclose, reply, sell, tell, wishes
from kept.orders import actions as orders
from kept.orders.examples import SOFA_CSV
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies import examples as cards
from kept.policies.models import Disclosure, Version
from kept.policies.rules import Grade
from kept.promises.models import Expectation, Promise, WishMade

FRIDAY = datetime(2026, 2, 27, 20, 40, tzinfo=UTC)  # 15:40 in New York: the sofa is bought
MONDAY = datetime(2026, 3, 2, 15, 58, tzinfo=UTC)  # 10:58: she phones for a time
THURSDAY = date(2026, 3, 5)
EIGHT_TO_TWELVE = LocalWindow(THURSDAY, time(8), time(12))
SHOUTED = (
    "This is bad customer service.",
    "I will never shop with you people again.",
    "This is not how you run a business.",
    "I'll tell all my friends not to shop here.",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    store = house(now=FRIDAY - timedelta(days=400))
    fleet(store, now=FRIDAY - timedelta(days=300))
    return store


@pytest.fixture
def policy(store: House) -> Version:
    return cards.delivery(store.location, now=FRIDAY - timedelta(days=200))


def thursday(store: House, hour: int, minute: int = 0) -> datetime:
    return local_instant(THURSDAY, time(hour, minute), store.location.zone)


def bought(store: House) -> Delivery:
    """The order comes in by CSV; its confirmation, with the policies due, leaves and is taken."""
    (order,) = sell.take_orders(SOFA_CSV.encode(), by=SOFTWARE, now=FRIDAY)
    orders.hand_over_invoice(order, by=store.representative.actor, now=FRIDAY)
    for outgoing in Outgoing.objects.all():
        complete = enclose.complete(outgoing, now=FRIDAY + timedelta(seconds=8))
        reply.accepted(complete, response="250 ok", now=FRIDAY + timedelta(seconds=9))
    return Delivery.objects.get(order=order)


def booked_by_phone(store: House, delivery: Delivery, card: Version | None) -> Stop:
    """She wishes nine o'clock; the card is read to her; 8–12 is promised at five past eleven."""
    ruth = store.representative
    phoned = call.start(delivery.customer, about=f"delivery:{delivery.pk}", staff=ruth, now=MONDAY)
    nine = wishes.Asked("Nine o'clock, please", hour=thursday(store, 9))
    answered = wishes.ask(delivery, nine, by=ruth.actor, now=MONDAY)
    assert answered.answer is not None and answered.answer.exact
    assert "An exact hour is not something we could promise" in answered.words
    assert answered.quote.find(EIGHT_TO_TWELVE) is not None
    if card is not None:
        tell.by_phone(
            card,
            customer=delivery.customer,
            occasion="scheduling",
            about=f"delivery:{delivery.pk}",
            by=ruth.actor,
            now=MONDAY + timedelta(minutes=2),
        )
    at = MONDAY + timedelta(minutes=7)
    stop = book.book(delivery, EIGHT_TO_TWELVE, wish=answered.wish, by=ruth.actor, now=at)
    call.end(phoned, settled=True, staff=ruth, now=at)
    return stop


def the_truck_comes(store: House, stop: Stop, at: datetime) -> Promise:
    arrive.arrive(stop, Tap(at), by=store.driver.actor, now=at)
    return Promise.objects.get(pk=stop.promise_id)


def she_shouts(store: House, delivery: Delivery, at: datetime) -> tuple[Complaint, Finding]:
    """The four sentences by phone, and the complaint that the desk opens from them."""
    ruth = store.representative
    phoned = call.start(delivery.customer, about=f"delivery:{delivery.pk}", staff=ruth, now=at)
    for words in SHOUTED:
        call.said(phoned, words, staff=ruth, now=at)
    complaint = complain.open_from(
        phoned, (complain.Heard("delivery.late", SHOUTED[0]),), stars=1, staff=ruth, now=at
    )
    found = complaint.findings.last()
    assert found is not None
    return get_complaint(complaint.pk), found


def letter_of(complaint: Complaint) -> str:
    return Letter.objects.filter(complaint=complaint).latest("pk").text


def test_the_sofa_that_came_in_its_window(store: House, policy: Version) -> None:
    delivery = bought(store)
    (first_telling,) = Disclosure.objects.all()
    assert (first_telling.occasion, first_telling.grade) == ("purchase", Grade.A2)

    stop = booked_by_phone(store, delivery, policy)
    wish = WishMade.objects.get()
    assert wish.granted is False and wish.alternatives and wish.reason
    assert Expectation.objects.get().source == "wish"

    promise = the_truck_comes(store, stop, thursday(store, 11, 40))
    assert promise.outcome == "kept"

    complaint, found = she_shouts(store, delivery, thursday(store, 12, 10))

    assert found.verdict == "expectation_gap"
    assert (found.kept_score, found.told) == ("1", 1)
    assert (found.service_gap, found.disclosure_gap, found.expectation_gap) == ("0", "0", "1")
    assert found.outcome_against_expectation == "missed"
    (proposed,) = [verdict for claim in complaint.claims.all() for verdict in claim.verdicts.all()]
    assert all(reason["words"] for reason in proposed.reasons)
    assert "2026" in proposed.reasons[0]["words"]
    assert len(letter_of(complaint).split()) <= 150

    # The same answer comes from the file that the desk exports, without a database.
    assert judge(read(json.dumps(found.case).encode()).case).as_dict()["verdict"] == "expectation_gap"


def test_the_twin_whose_truck_was_an_hour_late(store: House, policy: Version) -> None:
    delivery = bought(store)
    stop = booked_by_phone(store, delivery, policy)

    promise = the_truck_comes(store, stop, thursday(store, 13))
    assert promise.outcome == "broken"
    (credit,) = Promise.objects.filter(kind="refund")
    assert (str(credit.amount), credit.outcome) == ("30.00 USD", "")

    complaint, found = she_shouts(store, delivery, thursday(store, 13, 10))

    assert (found.verdict, found.kept_score, found.service_gap) == ("service_failure", "3/4", "1/4")
    assert found.remedies
    assert "did not keep our promise" in letter_of(complaint)


def test_the_customer_chooses_herself_and_that_is_the_best_telling(store: House, policy: Version) -> None:
    delivery = bought(store)

    stop = book.choose(delivery, EIGHT_TO_TWELVE, now=MONDAY)

    chosen = Disclosure.objects.get(medium="page")
    assert (chosen.grade, chosen.by) == (Grade.A4, str(delivery.customer.actor))
    assert stop.promise.accepted_at == MONDAY
    the_truck_comes(store, stop, thursday(store, 11, 40))
    _complaint, found = she_shouts(store, delivery, thursday(store, 12, 10))
    assert (found.verdict, found.told) == ("expectation_gap", 1)


def test_the_policy_nobody_was_told(store: House, policy: Version) -> None:
    # It stands on the web site only: no confirmation carries it, and nobody reads the card.
    policy.policy.occasions = []
    policy.policy.save()
    delivery = bought(store)
    site = policies.Telling(occasion="on_request", medium="web_site", at=FRIDAY, grade=0, language="en")
    policies.tell(policy, customer=delivery.customer, telling=site, by=SOFTWARE, now=FRIDAY)
    stop = booked_by_phone(store, delivery, None)
    the_truck_comes(store, stop, thursday(store, 11, 40))

    complaint, found = she_shouts(store, delivery, thursday(store, 12, 10))

    assert (found.verdict, found.told) == ("not_told", 0)
    assert (found.service_gap, found.disclosure_gap, found.expectation_gap) == ("0", "1", "0")
    assert "not" in letter_of(complaint)


def test_shouting_changes_nothing(store: House, policy: Version) -> None:
    delivery = bought(store)
    stop = booked_by_phone(store, delivery, policy)
    the_truck_comes(store, stop, thursday(store, 11, 40))
    ruth = store.representative
    verdicts = []
    for words in ("It came later than I had hoped. Thank you for looking into it.", "YOU IDIOTS. LIARS."):
        phoned = call.start(delivery.customer, staff=ruth, now=thursday(store, 12, 10))
        call.said(phoned, words, staff=ruth, now=thursday(store, 12, 10))
        heard = (complain.Heard("delivery.late", words),)
        complaint = complain.open_from(phoned, heard, stars=1, staff=ruth, now=thursday(store, 12, 10))
        verdicts.append(Finding.objects.filter(complaint=complaint).latest("pk").verdict)

    assert verdicts == ["expectation_gap", "expectation_gap"]


def test_the_same_file_of_orders_twice_tells_nobody_twice(store: House, policy: Version) -> None:
    bought(store)

    assert sell.take_orders(SOFA_CSV.encode(), by=SOFTWARE, now=FRIDAY) == []

    assert (Outgoing.objects.count(), Disclosure.objects.count(), Delivery.objects.count()) == (1, 1, 1)
    assert by_identity("email", "nora.feldman@mail.example") is not None
