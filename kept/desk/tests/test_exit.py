"""Being let go at the desk: by phone, by mail, by the own page; the receipt, the matter, the link."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.base.refusals import NotFound
from kept.business import examples as people
from kept.business.examples import House
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation, Matter
from kept.customers import examples as customers
from kept.customers.models import Customer, Identity
from kept.desk import call, clock, enclose
from kept.desk import exit as leaving
from kept.memberships import examples, queries
from kept.memberships.actions import Choice
from kept.memberships.models import Cancellation, Membership
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.promises.models import Promise

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 10, 12, tzinfo=NEW_YORK)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def house(db: None) -> House:
    return people.house(now=NOW - timedelta(days=2000))


@pytest.fixture
def theo(house: House) -> Customer:
    return customers.theo(now=NOW - timedelta(days=1200))


@pytest.fixture
def membership(house: House, theo: Customer) -> Membership:
    gym = examples.gym(house.location, now=NOW - timedelta(days=1900))
    return examples.three_years(gym, theo, now=NOW)


@pytest.fixture
def phone(house: House, theo: Customer) -> Conversation:
    return call.start(theo, staff=house.representative, now=NOW)


def sessions(membership: Membership) -> Choice:
    return Choice(membership=False, add_ons=tuple(membership.add_ons.all()))


def shown(membership: Membership, conversation: Conversation, house: House, at: datetime) -> Cancellation:
    wanted = leaving.Wanted(sessions(membership), conversation)
    by = house.representative
    return leaving.show(membership, wanted, staff=by, by=by.actor, now=at)


def let_go(membership: Membership, conversation: Conversation, house: House) -> Cancellation:
    cancellation = shown(membership, conversation, house, NOW + MINUTE)
    return leaving.confirm(cancellation, by=house.representative.actor, now=NOW + 2 * MINUTE)


def outcome(promise: Promise | None) -> str:
    assert promise is not None
    return Promise.objects.get(pk=promise.pk).outcome


def test_whoever_phones_is_let_go_by_whoever_answers(
    membership: Membership, phone: Conversation, house: House
) -> None:
    left = let_go(membership, phone, house)

    assert left.asked_at == phone.opened_at
    assert left.steps.count() == 2
    assert left.refund == Money.of("81.30", "USD")
    assert queries.hand_overs_of(left).count() == 0
    matter = Matter.objects.get()
    assert (matter.kind, matter.about) == ("cancellation", f"membership:{membership.pk}")
    assert matter.settled_at == NOW + 2 * MINUTE


def test_the_receipt_says_what_when_and_how_much(
    membership: Membership, phone: Conversation, house: House
) -> None:
    left = let_go(membership, phone, house)

    assert left.receipt is not None
    text = left.receipt.text
    for said in (
        "Training sessions",
        "Confirmed: 10 March 2026, 12:02 EDT",
        "Last day: 10 March 2026",
        "Last charge: $120 for Training sessions, on 1 March 2026",
        "Fee: $0",
        "Paid back: $81.30, by 20 March 2026",
        "/leave/",
        "/rate/",
    ):
        assert said in text
    assert phone.messages.get(direction="out").outgoing == left.receipt


def test_the_receipt_says_that_a_fee_and_the_money_back_are_not_set_off(house: House, theo: Customer) -> None:
    gym = examples.gym(house.location, now=NOW - timedelta(days=1900))
    joined_at = NOW - timedelta(days=100)
    examples.told_properly(gym.contract, theo, at=joined_at - timedelta(minutes=10))
    young = examples.member(gym, theo, joined_at=joined_at, now=NOW)
    by = house.representative.actor

    leaving.confirm(leaving.show(young, leaving.Wanted(Choice(True)), by=by, now=NOW), by=by, now=NOW)

    text = Outgoing.objects.get().text
    assert "Fee: $49" in text
    assert "not set off against each other" in text


def test_the_receipt_is_kept_when_the_mail_server_takes_it(
    membership: Membership, phone: Conversation, house: House
) -> None:
    left = let_go(membership, phone, house)
    assert left.receipt is not None
    at = NOW + 2 * MINUTE + timedelta(seconds=7)
    taken = outbox.accept(enclose.complete(left.receipt, now=at), response="250 ok", now=at)

    leaving.receipt_accepted(taken, now=at)
    leaving.receipt_accepted(taken, now=at)

    assert outcome(left.receipt_promise) == "kept"
    assert queries.get_exit(left.pk).receipt_at == at


def test_a_mail_that_is_no_receipt_keeps_none(house: House, theo: Customer) -> None:
    sent = outbox.queue(to="a@mail.example", subject="Hello", text="Hello", by=SOFTWARE, now=NOW)

    leaving.receipt_accepted(sent, now=NOW)

    assert not Promise.objects.exists()


def test_somebody_without_an_address_gets_the_receipt_handed_over(
    membership: Membership, phone: Conversation, house: House, theo: Customer
) -> None:
    Identity.objects.filter(customer=theo, kind="email").delete()

    left = let_go(membership, phone, house)
    leaving.receipt_handed_over(left, by=house.representative.actor, now=NOW + 2 * MINUTE)

    assert left.receipt is None
    assert not Outgoing.objects.exists()
    assert outcome(left.receipt_promise) == "kept"


def test_an_address_given_at_the_confirmation_gets_the_receipt(
    membership: Membership, phone: Conversation, house: House, theo: Customer
) -> None:
    Identity.objects.filter(customer=theo, kind="email").delete()
    cancellation = shown(membership, phone, house, NOW)

    left = leaving.confirm(cancellation, address="theo@new.example", by=house.manager.actor, now=NOW)

    assert left.receipt is not None
    assert left.receipt.to_address == "theo@new.example"


def letter(theo: Customer, text: str, at: datetime, joined: Conversation | None = None) -> Conversation:
    conversation = joined or conversations.start(theo, channel=Channel.EMAIL, by=theo.actor, now=at)
    words = conversations.Words(text=text, direction="in", said_at=at)
    conversations.add_message(conversation, words, by=theo.actor, now=at)
    return conversation


def test_by_mail_the_first_words_that_ask_count(membership: Membership, theo: Customer, house: House) -> None:
    mail = letter(theo, "When do you open on Sunday?", NOW - timedelta(days=9))
    letter(theo, "Please cancel my training sessions.", NOW - timedelta(days=4), mail)
    letter(theo, "Hello? Did you get this?", NOW - timedelta(days=1), mail)

    left = let_go(membership, mail, house)

    assert left.asked_at == NOW - timedelta(days=4)
    assert left.asked_channel == "email"
    assert left.steps.count() == 2
    assert Matter.objects.get().settled_at is not None


def test_by_mail_without_such_words_the_latest_letter_counts(
    membership: Membership, theo: Customer, house: House
) -> None:
    mail = letter(theo, "When do you open on Sunday?", NOW - timedelta(days=300))
    letter(theo, "It is about the sessions, as I said at the counter.", NOW - timedelta(days=1), mail)

    assert leaving.asked_in(mail, membership, now=NOW) == NOW - timedelta(days=1)


def test_an_asking_that_was_taken_back_does_not_count_again(
    membership: Membership, theo: Customer, house: House
) -> None:
    mail = letter(theo, "Please cancel my training sessions.", NOW - timedelta(days=4))
    left = let_go(membership, mail, house)
    leaving.undo(left, by=theo.actor, now=NOW + timedelta(hours=1))
    letter(theo, "Now I do want to cancel.", NOW + timedelta(days=5), mail)

    again = shown(membership, mail, house, NOW + timedelta(days=5))

    assert again.asked_at == NOW + timedelta(days=5)


def test_an_asking_that_went_astray_counts_from_then(
    membership: Membership, phone: Conversation, house: House
) -> None:
    wanted = leaving.Wanted(sessions(membership), phone, asked_at=NOW - timedelta(days=9))

    found = leaving.show(membership, wanted, by=house.representative.actor, now=NOW + MINUTE)

    assert found.asked_at == NOW - timedelta(days=9)
    assert str(found.billing_end_on) == "2026-03-01"


def test_nobody_is_let_go_in_somebody_elses_conversation(membership: Membership, house: House) -> None:
    other = call.start(customers.nora(now=NOW), staff=house.representative, now=NOW)

    with pytest.raises(leaving.AnotherCustomer):
        shown(membership, other, house, NOW)
    assert not Cancellation.objects.exists()


def test_on_the_own_page_the_exit_is_a_conversation_that_closes_itself(
    membership: Membership, theo: Customer
) -> None:
    wanted = leaving.Wanted(sessions(membership))
    cancellation = leaving.show(membership, wanted, by=theo.actor, now=NOW)
    leaving.show(membership, wanted, by=theo.actor, now=NOW + MINUTE)

    left = leaving.confirm(cancellation, by=theo.actor, now=NOW + 2 * MINUTE)

    conversation = Conversation.objects.get()
    assert (conversation.channel, conversation.state) == ("portal", "closed")
    assert left.confirmed_by == str(theo.actor)
    assert Matter.objects.get().settled_at is not None


def test_confirming_twice_sends_one_receipt(
    membership: Membership, phone: Conversation, house: House
) -> None:
    left = let_go(membership, phone, house)

    leaving.confirm(left, by=house.manager.actor, now=NOW + 3 * MINUTE)

    assert Outgoing.objects.count() == 1


def test_whoever_stays_after_all_gets_it_in_writing(
    membership: Membership, phone: Conversation, house: House, theo: Customer
) -> None:
    left = let_go(membership, phone, house)

    leaving.undo(left, by=theo.actor, now=NOW + timedelta(hours=2))
    leaving.undo(left, by=theo.actor, now=NOW + timedelta(hours=3))

    subjects = [sent.subject for sent in Outgoing.objects.order_by("pk")]
    assert subjects == ["Receipt: end of Training sessions", "You keep Training sessions"]
    assert outcome(left.refund_promise) == "released"


def test_a_refund_that_is_marked_as_paid_is_a_payment(
    membership: Membership, phone: Conversation, house: House
) -> None:
    left = let_go(membership, phone, house)
    assert left.refund_promise is not None
    assert left.end_promise is not None
    by = house.representative.actor

    paid = leaving.paid_back(left.refund_promise, left.refund, by=by, now=NOW + 5 * MINUTE)
    other = leaving.paid_back(left.end_promise, left.refund, by=by, now=NOW + 5 * MINUTE)

    assert (paid, other) == (True, False)
    assert outcome(left.refund_promise) == "kept"
    assert queries.balance(membership) == Money.of("0", "USD")


def test_a_mailbox_gets_its_links_five_times_a_day_at_most(membership: Membership) -> None:
    hours = [leaving.send_links("theo.marsh@mail.example", now=NOW + 60 * nth * MINUTE) for nth in range(7)]

    assert [letter is None for letter in hours] == [False] * 5 + [True] * 2
    assert leaving.send_links("theo.marsh@mail.example", now=NOW + timedelta(days=1)) is not None


def test_a_signed_link_opens_one_membership_for_thirty_days(membership: Membership) -> None:
    signed = leaving.token(membership, now=NOW)

    assert leaving.open_link(signed, now=NOW + timedelta(days=30)) == membership
    with pytest.raises(leaving.LinkExpired):
        leaving.open_link(signed, now=NOW + timedelta(days=30, seconds=1))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda signed: signed[:-1] + ("a" if signed[-1] != "a" else "b"), id="tampered"),
        pytest.param(lambda signed: "9" + signed, id="another number"),
        pytest.param(lambda signed: "nonsense", id="nonsense"),
        pytest.param(lambda signed: "", id="empty"),
    ],
)
def test_a_forged_link_opens_nothing(membership: Membership, spoil: Callable[[str], str]) -> None:
    with pytest.raises(NotFound):
        leaving.open_link(spoil(leaving.token(membership, now=NOW)), now=NOW)


def test_two_people_who_confirm_at_once_let_somebody_go_once(fresh_database: None) -> None:
    house = people.house(now=NOW - timedelta(days=2000))
    theo = customers.theo(now=NOW - timedelta(days=1200))
    gym = examples.gym(house.location, now=NOW - timedelta(days=1900))
    membership = examples.three_years(gym, theo, now=NOW)
    phone = call.start(theo, staff=house.representative, now=NOW)
    cancellation = shown(membership, phone, house, NOW)
    together = threading.Barrier(2)
    failed: list[Exception] = []

    def confirm(by: int) -> None:
        try:
            together.wait()
            who = (house.representative, house.manager)[by]
            leaving.confirm(Cancellation.objects.get(pk=cancellation.pk), by=who.actor, now=NOW + MINUTE)
        except Exception as error:  # noqa: BLE001  # a thread's error has to reach the test
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[by]) for by in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert Promise.objects.filter(kind="refund").count() == 1
    assert Outgoing.objects.count() == 1
    assert queries.get_exit(cancellation.pk).steps.count() == 2


def test_at_the_repeated_hour_of_autumn_the_receipt_names_the_zone(house: House, theo: Customer) -> None:
    at = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 1:30 for the second time, EST
    gym = examples.gym(house.location, now=NOW)
    membership = examples.three_years(gym, theo, now=at)
    conversation = call.start(theo, staff=house.representative, now=at)
    cancellation = shown(membership, conversation, house, at)

    left = leaving.confirm(cancellation, by=house.representative.actor, now=at)

    assert left.receipt is not None
    assert "1 November 2026, 01:30 EST" in left.receipt.text


def test_letting_go_by_mail_answers_the_letter_too(
    membership: Membership, theo: Customer, house: House
) -> None:
    house.location.reply_within_hours = 8
    house.location.save()
    letter = conversations.start(theo, channel=Channel.EMAIL, subject="Stop", by=theo.actor, now=NOW)
    owed = clock.owe_reply(letter, now=NOW)

    let_go(membership, letter, house)

    assert outcome(owed) == "kept"
