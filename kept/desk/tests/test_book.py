"""Booking at the desk and on the customer's page: wish, true answer, promise, telling and confirmation."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from kept.business.examples import House, house
from kept.customers.examples import nora, person
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.rules import LocalWindow
from kept.desk import book, window_letters, wishes
from kept.desk.links import WINDOW_PATH
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies.examples import delivery as delivery_policy
from kept.policies.models import Disclosure, Term, TermApplication
from kept.policies.queries import current_version, told_to
from kept.policies.rules import Grade
from kept.promises import actions as promises
from kept.promises.models import Expectation, Outcome, Promise, Wish, WishMade

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)  # Monday 9:00 in New York
TUESDAY = date(2026, 3, 3)
MORNING = LocalWindow(TUESDAY, time(8), time(12))
NOON = LocalWindow(TUESDAY, time(12), time(16))
NINE = datetime(2026, 3, 3, 14, tzinfo=UTC)


@pytest.fixture
def store(db: None) -> House:
    found = house(now=NOW)
    van("Van 1", one_depot(found, now=NOW), found, now=NOW)
    delivery_policy(found.location, now=NOW)
    return found


@pytest.fixture
def customer(store: House) -> Customer:
    return nora(now=NOW)


@pytest.fixture
def delivery(store: House, customer: Customer) -> Delivery:
    return sofa(customer, store, number="101", now=NOW)


def fill(store: House, window: LocalWindow) -> None:
    """Two long visits, and the van's window is full."""
    for number in ("801", "802"):
        other = sofa(person(f"Guest {number}", now=NOW), store, number=number, minutes=200, now=NOW)
        deliveries.book(other, window, by=store.representative.actor, now=NOW)


def tell_the_window(customer: Customer, store: House) -> None:
    """At the purchase with the invoice, and read out just now when scheduling."""
    version = current_version("delivery")
    for occasion, medium, grade, at in (
        (Disclosure.Occasion.PURCHASE, Disclosure.Medium.INVOICE, Grade.A1, NOW - timedelta(days=3)),
        (Disclosure.Occasion.SCHEDULING, Disclosure.Medium.SPOKEN, Grade.A0, NOW),
    ):
        telling = policies.Telling(
            occasion=occasion, medium=medium, at=at, grade=grade, language="en", handed_over=grade == Grade.A1
        )
        policies.tell(version, customer=customer, telling=telling, by=store.representative.actor, now=at)


def test_a_wish_for_nine_is_refused_with_why_and_stays_as_what_is_expected(
    store: House, delivery: Delivery, customer: Customer
) -> None:
    tell_the_window(customer, store)
    by = store.representative.actor

    answered = wishes.ask(delivery, wishes.Asked("nine o'clock, please", hour=NINE), by=by, now=NOW)

    assert answered.wish.granted is False
    held = TermApplication.objects.get()
    assert (held.k, held.may_apply, held.about) == (1, True, f"delivery:{delivery.pk}")
    assert answered.wish.application == held
    assert held.disclosures.count() == 2
    assert answered.wish.reason.startswith("An exact hour is not something we could promise and keep")
    assert answered.wish.alternatives[0] == "2026-03-03 08:00-12:00"
    assert answered.words == answered.wish.reason
    expectation = Expectation.objects.get()
    assert (expectation.what, expectation.by_instant) == ("nine o'clock, please", NINE)
    assert expectation.source == Expectation.Source.WISH


def test_somebody_who_was_not_told_of_the_window_is_not_refused_by_it(
    store: House, delivery: Delivery
) -> None:
    by = store.representative.actor

    answered = wishes.ask(delivery, wishes.Asked("nine o'clock, please", hour=NINE), by=by, now=NOW)

    held = TermApplication.objects.get()
    assert (held.k, held.may_apply) == (0, False)
    assert (answered.wish.granted, answered.wish.answered_at) == (None, None)
    assert answered.words.startswith("We should have told you this sooner.")
    assert "Tue 3 Mar, 8–12 is free" in answered.words  # and something true to choose
    assert Expectation.objects.get().by_instant == NINE


def test_their_wish_is_answered_by_the_window_that_they_choose(store: House, delivery: Delivery) -> None:
    by = store.representative.actor
    wishes.ask(delivery, wishes.Asked("nine o'clock, please", hour=NINE), by=by, now=NOW)

    stop = book.choose(delivery, MORNING, now=NOW)

    wish = WishMade.objects.get()
    assert (wish.granted, wish.promise, wish.application) == (False, stop.promise, None)
    assert wish.alternatives == [str(MORNING)]


def test_an_hour_that_no_truck_could_make_is_no_attempt_to_hold_our_rule(
    store: House, delivery: Delivery
) -> None:
    fill(store, MORNING)
    long = sofa(person("Late Comer", now=NOW), store, number="103", minutes=60, now=NOW)
    by = store.representative.actor

    answered = wishes.ask(long, wishes.Asked("nine o'clock, please", hour=NINE), by=by, now=NOW)

    assert answered.wish.granted is False
    assert "The trucks are full on Tue 3 Mar, 8–12." in answered.wish.reason
    assert not TermApplication.objects.exists()


def test_a_span_that_we_do_not_offer_is_refused_only_where_our_windows_were_told(
    store: House, delivery: Delivery, customer: Customer
) -> None:
    by = store.representative.actor
    asked = wishes.Asked("between nine and ten", window=LocalWindow(TUESDAY, time(9), time(10)))

    untold = wishes.ask(delivery, asked, by=by, now=NOW)
    tell_the_window(customer, store)
    told = wishes.ask(delivery, asked, by=by, now=NOW)

    assert (untold.wish.granted, told.wish.granted) == (None, False)
    assert list(TermApplication.objects.order_by("pk").values_list("k", flat=True)) == [0, 1]


def test_after_the_booking_the_rule_counts_as_it_was_told_by_then(
    store: House, delivery: Delivery, customer: Customer
) -> None:
    by = store.representative.actor
    stop = book.book(delivery, MORNING, by=by, now=NOW)
    later = NOW + timedelta(hours=1)
    tell_the_window(customer, store)
    delivery.refresh_from_db()

    wishes.ask(delivery, wishes.Asked("nine o'clock after all", hour=NINE), by=by, now=later)

    assert TermApplication.objects.get().bound_at == stop.promise.made_at


def test_a_window_that_we_do_not_offer_is_not_booked_and_refuses_no_wish_by_the_way(
    store: House, delivery: Delivery
) -> None:
    by = store.representative.actor
    nine_to_ten = LocalWindow(TUESDAY, time(9), time(10))
    wish = wishes.ask(delivery, wishes.Asked("nine to ten", window=nine_to_ten), by=by, now=NOW).wish

    with pytest.raises(deliveries.NoLongerFree):
        book.book(delivery, nine_to_ten, wish=wish, by=by, now=NOW)

    assert WishMade.objects.get().answered_at is None


def test_without_a_written_rule_nothing_is_held_against_anybody(store: House, delivery: Delivery) -> None:
    Term.objects.all().delete()

    answered = wishes.ask(delivery, wishes.Asked("nine", hour=NINE), by=store.representative.actor, now=NOW)

    assert answered.stopped
    assert answered.wish.granted is None
    assert not TermApplication.objects.exists()


def test_the_database_refuses_a_wish_by_no_stopped_term(store: House, delivery: Delivery) -> None:
    by = store.representative.actor
    answered = wishes.ask(delivery, wishes.Asked("nine", hour=NINE), by=by, now=NOW)

    with pytest.raises(IntegrityError, match="a stopped term refuses no wish"), transaction.atomic():
        promises.answer_wish(
            answered.wish, granted=False, application=TermApplication.objects.get(), by=by, now=NOW
        )


def test_a_free_window_that_is_wished_and_booked_is_a_wish_granted(store: House, delivery: Delivery) -> None:
    by = store.representative.actor
    answered = wishes.ask(delivery, wishes.Asked("Tuesday morning", window=MORNING), by=by, now=NOW)
    assert answered.wish.answered_at is None

    stop = book.book(delivery, MORNING, wish=answered.wish, by=by, now=NOW)

    wish = WishMade.objects.get()
    assert (wish.granted, wish.promise) == (True, stop.promise)
    assert not Expectation.objects.exists()


def test_a_full_window_is_answered_with_the_reason_and_windows_that_can_be_booked(
    store: House, delivery: Delivery
) -> None:
    fill(store, MORNING)
    long = sofa(person("Late Comer", now=NOW), store, number="103", minutes=60, now=NOW)

    answered = wishes.ask(
        long, wishes.Asked("Tuesday morning", window=MORNING), by=store.representative.actor, now=NOW
    )

    assert answered.wish.granted is False
    assert answered.wish.reason.startswith("The trucks are full on Tue 3 Mar, 8–12.")
    offered = LocalWindow.parse(answered.wish.alternatives[0])
    assert book.book(long, offered, by=store.representative.actor, now=NOW).window == offered


def test_a_customer_who_minds_no_window_is_offered_those_near_a_truck_first(
    store: House, delivery: Delivery
) -> None:
    book.book(delivery, NOON, by=store.representative.actor, now=NOW)
    neighbour = sofa(person("Next Door", now=NOW), store, number="102", place=(40.6893, -73.944), now=NOW)

    answered = wishes.ask(neighbour, wishes.Asked("any time"), by=store.representative.actor, now=NOW)

    assert answered.answer is None
    assert answered.words.startswith("Tue 3 Mar, 12–16 is free, and a truck is near you then.")


def test_the_confirmation_carries_the_policy_and_is_a_telling_at_scheduling(
    store: House, delivery: Delivery, customer: Customer
) -> None:
    book.book(delivery, MORNING, by=store.representative.actor, now=NOW)

    mail = Outgoing.objects.get()
    told = told_to(customer).get()
    assert mail.subject == "We come Tue 3 Mar, 8–12"
    assert "We come on Tue 3 Mar between 08:00 and 12:00." in mail.text
    assert "We cannot promise an exact hour." in mail.text
    assert (told.occasion, told.medium, told.grade) == ("scheduling", "confirmation", Grade.A1)
    assert told.outgoing == mail


def test_a_customer_without_an_address_is_booked_and_nothing_is_sent(store: House) -> None:
    silent = sofa(person("No Mail", now=NOW), store, number="105", now=NOW)
    silent.customer.identities.all().delete()

    stop = book.book(silent, MORNING, by=store.representative.actor, now=NOW)

    assert stop.promise.settled_at is None
    assert not Outgoing.objects.exists()


def test_choosing_on_the_page_acknowledges_the_policy_and_makes_an_accepted_promise(
    store: House, delivery: Delivery, customer: Customer
) -> None:
    stop = book.choose(delivery, MORNING, now=NOW)

    shown = told_to(customer).get(medium=Disclosure.Medium.PAGE)
    assert (shown.grade, shown.at, shown.by) == (Grade.A4, NOW, f"customer:{customer.pk}")
    assert stop.promise.accepted_at == NOW
    assert stop.promise.made_by == f"customer:{customer.pk}"


def test_choosing_another_window_replaces_the_first_at_the_customers_wish(
    store: House, delivery: Delivery
) -> None:
    first = book.choose(delivery, MORNING, now=NOW).promise

    second = book.choose(delivery, NOON, now=NOW).promise

    first.refresh_from_db()
    assert (first.outcome, first.wish) == (Outcome.REPLACED, Wish.CUSTOMER)
    assert second.replaces == first


def test_a_choice_pressed_twice_is_one_choice(delivery: Delivery) -> None:
    first = book.choose(delivery, MORNING, now=NOW)
    again = book.choose(delivery, MORNING, now=NOW)

    assert again == first
    assert (Promise.objects.count(), Outgoing.objects.count(), Disclosure.objects.count()) == (1, 1, 2)


def test_choosing_the_window_that_was_booked_by_phone_accepts_it_and_acknowledges_the_policy(
    store: House, delivery: Delivery
) -> None:
    stop = book.book(delivery, MORNING, by=store.representative.actor, now=NOW)

    chosen = book.choose(delivery, MORNING, now=NOW)

    promise = Promise.objects.get()
    assert (chosen, promise.accepted_at, promise.settled_at) == (stop, NOW, None)
    assert Disclosure.objects.filter(grade=Grade.A4).count() == 1
    assert Outgoing.objects.count() == 1


def test_moving_to_the_window_that_stands_already_replaces_nothing(store: House, delivery: Delivery) -> None:
    by = store.representative.actor
    stop = book.book(delivery, MORNING, by=by, now=NOW)

    moved = book.move(delivery, MORNING, wish=Wish.CUSTOMER, by=by, now=NOW)

    assert moved == stop
    assert (Promise.objects.count(), Outgoing.objects.count()) == (1, 1)


def test_a_window_that_filled_up_meanwhile_is_refused_and_nothing_was_told(store: House) -> None:
    late = sofa(person("Late Comer", now=NOW), store, number="103", minutes=60, now=NOW)
    fill(store, MORNING)

    with pytest.raises(deliveries.NoLongerFree, match="Tue 3 Mar, 12–16 is free"):
        book.choose(late, MORNING, now=NOW)

    assert not told_to(late.customer).exists()
    assert Promise.objects.count() == 2


def test_a_lost_race_answers_the_wish_that_was_waiting(store: House) -> None:
    late = sofa(person("Late Comer", now=NOW), store, number="103", minutes=60, now=NOW)
    by = store.representative.actor
    wish = wishes.ask(late, wishes.Asked("Tuesday morning", window=MORNING), by=by, now=NOW).wish
    fill(store, MORNING)

    with pytest.raises(deliveries.NoLongerFree):
        book.book(late, MORNING, wish=wish, by=by, now=NOW)

    wish.refresh_from_db()
    assert wish.granted is False
    assert "2026-03-03 12:00-16:00" in wish.alternatives


def test_moving_confirms_the_new_window_and_says_at_whose_wish(store: House, delivery: Delivery) -> None:
    book.book(delivery, MORNING, by=store.representative.actor, now=NOW)

    stop = book.move(delivery, NOON, wish=Wish.OURS, by=store.dispatcher.actor, now=NOW)

    assert stop.promise.replaces is not None and stop.promise.replaces.wish == Wish.OURS
    assert list(Outgoing.objects.order_by("pk").values_list("subject", flat=True)) == [
        "We come Tue 3 Mar, 8–12",
        "We come Tue 3 Mar, 12–16",
    ]


def test_cancelling_frees_the_place_and_is_confirmed_in_writing(store: House, delivery: Delivery) -> None:
    book.book(delivery, MORNING, by=store.representative.actor, now=NOW)

    book.cancel(delivery, reason="found another sofa", by=store.representative.actor, now=NOW)

    assert not Stop.objects.exists()
    assert Promise.objects.get().outcome == Outcome.RELEASED
    latest = Outgoing.objects.latest("pk")
    assert latest.subject == "Your delivery for order 101 is cancelled"


def test_the_page_for_choosing_is_sent_as_a_link(store: House, delivery: Delivery) -> None:
    mail = window_letters.invite(delivery, by=store.representative.actor, now=NOW)

    assert mail is not None
    assert f"/{WINDOW_PATH}/" in mail.text
    assert mail.subject == "Choose when we come: order 101"


def test_a_german_customer_is_written_to_in_german_words_of_the_policy(store: House) -> None:
    german = sofa(person("Jutta Brandt", now=NOW, language="de"), store, number="107", now=NOW)

    book.book(german, MORNING, by=store.representative.actor, now=NOW)

    assert "Eine genaue Uhrzeit können wir nicht zusagen." in Outgoing.objects.get().text
    assert told_to(german.customer).get().wording.language == "de"
