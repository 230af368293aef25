"""Erasing a person: what stands in the way, what goes, what stays, and that nothing is left anywhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kept.base.refusals import NotAllowed
from kept.business.rules import Role
from kept.complaints import examples as complaints
from kept.conversations import actions as conversations
from kept.conversations.models import RawMail
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.customers.queries import by_identity, possible_duplicates, search_for
from kept.deliveries.examples import sofa
from kept.desk import complain, erase, links, rate
from kept.desk import exit as leaving
from kept.desk.tests.life import EMAIL, MARK, NAME, NOW, OVER, PHONE, Life, lived
from kept.ledger import actions as ledger
from kept.ledger.audit import audit
from kept.ledger.models import Entry, Payload
from kept.ledger.queries import entries_about, export, payload_of
from kept.ledger.rules import reading
from kept.ledger.rules.verify import verify
from kept.memberships import examples as gyms
from kept.memberships import queries as members
from kept.memberships.models import Charge, Membership, Payment
from kept.orders.models import Line, Order
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies.models import Disclosure
from kept.promises import actions as promises
from kept.promises.models import Promise


@pytest.fixture
def life(db: None) -> Life:
    return lived()


def erased(life: Life) -> Customer:
    return erase.person(life.customer, because="asked", by=life.house.manager.actor, now=OVER)


def test_what_the_books_and_the_proofs_need_stays(life: Life) -> None:
    kept = (Entry, Promise, Disclosure, Order, Line, Charge, Payment, Membership, Outgoing)
    before = [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in kept]
    sums = list(Charge.objects.order_by("pk").values_list("minor", "at"))
    promise = Promise.objects.get(pk=life.promise.pk)

    erased(life)

    after = [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in kept]
    assert after[1:] == before[1:]
    assert set(before[0]) <= set(after[0])  # entries were only added
    assert list(Charge.objects.order_by("pk").values_list("minor", "at")) == sums
    left = Promise.objects.get(pk=life.promise.pk)
    assert (left.outcome, left.until, left.settled_at) == (promise.outcome, promise.until, promise.settled_at)


def test_the_page_says_when_by_whom_and_why_and_the_ledger_says_that(life: Life) -> None:
    customer = erased(life)

    assert (customer.name, customer.erased_at, customer.erased_because) == ("erased", OVER, "asked")
    assert customer.erased_by == str(life.house.manager.actor)
    entry = entries_about(f"customer:{customer.pk}").get(kind="customer.erased")
    said = payload_of(entry)
    assert said is not None
    assert (said["because"], said["records"]) == ("asked", 2)
    assert not Payload.objects.filter(customer=customer.pk).exists()


def test_every_record_that_was_merged_into_theirs_goes_with_it(life: Life) -> None:
    twin = Customer.objects.get(merged_into=life.customer)

    erased(life)

    twin.refresh_from_db()
    assert (twin.name, twin.erased_at) == ("erased", OVER)


def test_twice_is_once(life: Life) -> None:
    erased(life)

    again = erase.person(
        life.customer, because="old", by=life.house.manager.actor, now=OVER + timedelta(days=1)
    )

    assert (again.erased_at, again.erased_because) == (OVER, "asked")
    assert entries_about(f"customer:{again.pk}").filter(kind="customer.erased").count() == 1


def test_who_writes_again_is_somebody_new_and_nobody_is_found_by_the_old_name(life: Life) -> None:
    erased(life)

    assert by_identity("email", EMAIL) is None
    assert not search_for(life.house.manager, "erased")
    assert not search_for(life.house.manager, "zephyrine")
    new = person(NAME, email=EMAIL, phone=PHONE, now=OVER)
    assert new.pk != life.customer.pk
    assert not possible_duplicates(new)


def test_a_mailbox_that_is_read_again_does_not_bring_the_letter_back(life: Life) -> None:
    erased(life)

    raw = conversations.store_raw(f"From: {NAME} <{EMAIL}>\n\nHi".encode(), came_by="imap", now=OVER)

    assert bytes(raw.content) == b""
    assert RawMail.objects.exclude(content=b"").count() == 0


def test_what_had_not_left_never_leaves(life: Life) -> None:
    mail = outbox.queue(to=EMAIL, subject=MARK, text=MARK, by=life.house.manager.actor, now=OVER)

    erased(life)

    mail.refresh_from_db()
    assert mail.state == Outgoing.State.FAILED
    assert outbox.take_up(mail.pk, now=OVER) is None


def test_their_own_links_open_nothing_any_more(life: Life) -> None:
    said = complain.link(life.complaint, now=OVER).rpartition("/")[2]
    stars = rate.token(life.customer, f"membership:{life.membership.pk}", now=OVER)
    out = leaving.token(life.membership, now=OVER)
    assert leaving.open_link(out, now=OVER) == life.membership

    erased(life)

    for opens, signed in (
        (complain.open_link, said),
        (rate.open_link, stars),
        (leaving.open_link, out),
    ):
        with pytest.raises(links.LinkExpired):
            opens(signed, now=OVER)


def test_the_neighbours_are_left_alone(life: Life) -> None:
    other = person("Nora Feldman", now=NOW)
    other_sofa = sofa(other, life.house, number="Q-2", now=NOW)

    erased(life)

    other.refresh_from_db()
    other_sofa.refresh_from_db()
    assert (other.name, other.identities.count()) == ("Nora Feldman", 1)
    assert other_sofa.address == "Q-2 Bedford Avenue, Brooklyn"
    assert Order.objects.get(number="Q-2").latitude is not None


def owe(life: Life) -> None:
    offer = promises.Offer(
        customer=life.customer,
        location=life.house.location,
        kind="call_back",
        words="We call back",
        until=OVER + timedelta(days=1),
    )
    promises.make(offer, by=life.house.representative.actor, now=OVER)


def be_waited_for(life: Life) -> None:
    sofa(life.customer, life.house, number="Q-3", now=OVER)


def be_complained_to(life: Life) -> None:
    complaints.complain(life.house, life.promise, at=OVER)


def still_be_answered(life: Life) -> None:
    type(life.complaint).objects.filter(pk=life.complaint.pk).update(answer_until=OVER + timedelta(days=1))


def be_a_member(life: Life) -> None:
    contract, plan = life.membership.contract, life.membership.plan
    assert contract is not None
    gym = gyms.Gym(plan.location, plan, plan.add_ons.get(), contract)
    gyms.member(gym, life.customer, joined_at=OVER - timedelta(days=40), now=OVER)


def owe_us_a_fee(life: Life) -> None:
    Payment.objects.filter(charge__kind="exit_fee").delete()


def be_owed_money(life: Life) -> None:
    Payment.objects.filter(way="back").delete()


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        pytest.param(owe, "We still owe them: We call back", id="a promise is open"),
        pytest.param(be_waited_for, "Order Q-3 is not delivered. Deliver it", id="an order is not delivered"),
        pytest.param(be_complained_to, "is not decided. Decide it", id="a complaint is undecided"),
        pytest.param(still_be_answered, "They may still answer", id="the verdict may still be answered"),
        pytest.param(be_a_member, "“Fitness” still runs. End it", id="a membership runs"),
        pytest.param(owe_us_a_fee, "They owe $49.", id="they owe us money"),
        pytest.param(be_owed_money, "We owe them", id="we owe them money"),
    ],
)
def test_nobody_is_erased_while_something_is_open_between_us(
    life: Life, happens: Callable[[Life], None], words: str
) -> None:
    happens(life)

    with pytest.raises(erase.NotYet) as refused:
        erased(life)

    assert words in refused.value.words
    assert all(obstacle.first and obstacle.ref for obstacle in refused.value.obstacles)
    assert Customer.objects.get(pk=life.customer.pk).name == NAME
    assert Outgoing.objects.filter(customer=life.customer, text__icontains=MARK).exists()


def test_somebody_who_asked_to_leave_is_let_go_first(life: Life) -> None:
    cancellation = members.confirmed_exits(life.membership).get()
    type(cancellation).objects.filter(pk=cancellation.pk).update(confirmed_at=None)

    found = erase.in_the_way(life.customer, now=OVER)

    assert "They asked to leave “Fitness”, and it is not confirmed." in [each.words for each in found]


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.DISPATCHER, Role.DRIVER])
def test_only_a_manager_or_the_owner_erases_people(life: Life, role: Role) -> None:
    staff = getattr(life.house, role)

    with pytest.raises(NotAllowed):
        erase.get_person_for(staff, life.customer.pk)
    assert erase.get_person_for(life.house.owner, life.customer.pk) == life.customer
    assert erase.get_person_for(life.house.manager, life.customer.pk) == life.customer


def test_the_guards_let_words_go_and_nothing_else(life: Life) -> None:
    promise = Promise.objects.filter(pk=life.promise.pk)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        promise.update(words="erased", because="erased")  # not of somebody who was not erased

    erased(life)

    for change in ({"outcome": "kept"}, {"until": OVER}, {"words": "kept in time"}, {"minor": 1}):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            promise.update(**change)


@pytest.mark.usefixtures("fresh_database")
def test_every_receipt_from_before_still_verifies_and_the_whole_ledger_too() -> None:
    life = lived()
    told = Disclosure.objects.filter(customer=life.customer).first()
    assert told is not None
    entries = list(entries_about(f"disclosure:{told.pk}"))
    receipt = ledger.prove(entries, now=OVER)

    erased(life)

    later = ledger.prove(entries, now=OVER + timedelta(days=1))
    whole = reading.opened(io.BytesIO(b"".join(export())))
    in_their_hands = reading.read(receipt)
    assert verify(in_their_hands, reading.read(later), whole, now=OVER + timedelta(days=2)).ok
    found = audit()
    assert (found.count, found.erased > 0) == (0, True)  # as "kept ledger check"
    assert in_their_hands.entries[0].payload is not None  # the holder still has the words
    assert reading.read(later).entries[0].payload is None  # and nobody gets them from us again
