"""What is due to be told and was not: each row, why it stands there, and how it goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from pytest_django import DjangoAssertNumQueries

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.base.refusals import NotFound
from kept.business.examples import House, house
from kept.customers import actions as customers
from kept.customers.examples import nora, person, theo
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries.examples import fleet, sofa
from kept.deliveries.models import Delivery
from kept.deliveries.rules import LocalWindow
from kept.desk import untold
from kept.desk.tell import NoAddress
from kept.desk.untold import Untold, Where
from kept.memberships import actions as memberships
from kept.memberships import examples as gyms
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.policies.examples import delivery as delivery_policy
from kept.policies.models import Disclosure, Version

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)  # Monday 9:00 in New York
BEFORE = NOW - timedelta(days=5)
MORNING = LocalWindow(date(2026, 3, 3), time(8), time(12))
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    found = house(now=BEFORE)
    fleet(found, now=BEFORE)
    return found


@pytest.fixture
def policy(store: House) -> Version:
    return delivery_policy(store.location, now=BEFORE)


def tell(
    version: Version,
    customer: Customer,
    occasion: str,
    *,
    grade: int = 2,
    at: datetime = BEFORE,
    about: str = "",
) -> Disclosure:
    telling = policies.Telling(
        occasion=occasion, medium="contract", at=at, grade=grade, language="en", about=about, handed_over=True
    )
    return policies.tell(version, customer=customer, telling=telling, by=SOFTWARE, now=at)


def bought(store: House, number: str = "101", customer: Customer | None = None) -> Delivery:
    return sofa(customer or nora(now=BEFORE), store, number=number, now=BEFORE)


def due(now: datetime = NOW) -> list[Untold]:
    return untold.due_and_untold(now=now)


def test_a_sale_without_its_policy_is_due(store: House, policy: Version) -> None:
    delivery = bought(store)

    [row] = due()

    assert (row.where, row.occasion, row.about) == (Where.DUE, "purchase", f"order:{delivery.order.pk}")
    assert (row.customer, row.version, row.since) == (delivery.customer, policy, delivery.order.placed_at)
    assert "no telling in writing reached the customer's hands" in row.why


def test_told_at_the_purchase_it_is_said_once_more_before_the_window_binds(
    store: House, policy: Version
) -> None:
    delivery = bought(store)
    tell(policy, delivery.customer, "purchase")

    [row] = due()

    assert (row.where, row.occasion, row.binds_at) == (Where.AHEAD, "scheduling", None)
    assert "two occasions" in row.why


def test_told_on_both_occasions_nothing_is_due(store: House, policy: Version) -> None:
    delivery = bought(store)
    for occasion in ("purchase", "scheduling"):
        tell(policy, delivery.customer, occasion)

    assert due() == []


def test_a_window_that_was_booked_untold_bound_nobody(store: House, policy: Version) -> None:
    delivery = bought(store)
    deliveries.book(delivery, MORNING, by=SOFTWARE, now=NOW - MINUTE)
    for occasion in ("purchase", "scheduling"):
        tell(policy, delivery.customer, occasion, at=NOW)

    [row] = due()

    assert (row.where, row.binds_at) == (Where.LATE, NOW - MINUTE)
    assert "after the term bound" not in row.why
    assert due(now=NOW + timedelta(days=2)) == []  # the window is over: nothing is ahead of it


def test_who_booked_under_the_version_before_owes_nothing_to_the_next_one(
    store: House, policy: Version
) -> None:
    booked, waits = bought(store), bought(store, "102", theo(now=BEFORE))
    for delivery, occasion in product((booked, waits), ("purchase", "scheduling")):
        tell(policy, delivery.customer, occasion)
    deliveries.book(booked, MORNING, by=SOFTWARE, now=NOW - MINUTE)

    hours = policies.TermDraft("window", "service", {"hours": 2})
    words = {"en": ("How we deliver", "We come within a window of 2 hours.")}
    newest = policies.publish(policy.policy, policies.Draft(words, (hours,)), by=SOFTWARE, now=NOW)

    [row] = due()
    assert (row.customer, row.version, row.where) == (waits.customer, newest, Where.DUE)


def test_what_was_told_to_a_record_merged_into_them_counts(store: House, policy: Version) -> None:
    delivery = bought(store)
    twin = person("Nora Feldman", now=BEFORE, email="twin@mail.example")
    tell(policy, twin, "purchase")
    customers.merge(twin, delivery.customer, by=SOFTWARE, now=NOW)

    assert [row.where for row in due()] == [Where.AHEAD]


def test_a_cancelled_sale_is_due_for_nothing(store: House, policy: Version) -> None:
    deliveries.cancel(bought(store), reason="", by=SOFTWARE, now=NOW)

    assert [row for row in due() if row.occasion == "scheduling"] == []


def test_what_no_term_rests_on_is_not_due(store: House) -> None:
    rule = policies.write("welcome", location=store.location, occasions=["purchase"])
    policies.publish(rule, policies.Draft({"en": ("Welcome", "Come in.")}), by=SOFTWARE, now=BEFORE)
    bought(store)

    assert due() == []


# Members


def test_a_contract_signed_untold_is_bound_untold(store: House) -> None:
    gym = gyms.gym(store.location, now=BEFORE)
    member = gyms.member(gym, theo(now=BEFORE), joined_at=BEFORE, now=NOW)

    [row] = due()

    assert (row.where, row.occasion, row.about) == (Where.LATE, "signing", f"membership:{member.pk}")
    assert "a money term is told twice in writing" in row.why


def test_a_fee_that_changed_is_due_to_everybody_who_signed_the_old_one(store: House) -> None:
    gym = gyms.gym(store.location, now=BEFORE)
    gyms.three_years(gym, theo(now=BEFORE), now=NOW - timedelta(days=100))
    gyms.three_years(gym, nora(now=BEFORE), now=NOW - timedelta(days=100))
    assert due() == []

    newest = gyms.next_contract(gym.contract, fee=Money(9900, "USD"), now=NOW)

    rows = due()
    assert [(row.where, row.occasion, row.version) for row in rows] == [(Where.DUE, "fee_change", newest)] * 2


def test_new_words_alone_are_no_change_of_a_fee(store: House) -> None:
    gym = gyms.gym(store.location, now=BEFORE)
    gyms.three_years(gym, theo(now=BEFORE), now=NOW - timedelta(days=100))

    gyms.next_contract(gym.contract, fee=Money(4900, "USD"), now=NOW)

    assert due() == []


def test_a_renewal_is_due_a_month_ahead_and_told_it_is_not(store: House) -> None:
    gym, customer = gyms.gym(store.location, now=BEFORE), theo(now=BEFORE)
    joined_at = datetime(2025, 3, 20, 15, tzinfo=UTC)
    gyms.told_properly(gym.contract, customer, at=joined_at - MINUTE * 10)
    gyms.member(gym, customer, joined_at=joined_at, now=NOW)
    midnight = datetime(2026, 3, 20, 4, tzinfo=UTC)  # in New York, after the spring change

    assert due(now=midnight - timedelta(days=31)) == []
    [row] = due(now=midnight - timedelta(days=30))
    assert (row.where, row.occasion, row.binds_at) == (Where.DUE, "renewal", midnight)

    tell(gym.contract, customer, "renewal", grade=4, at=NOW)
    assert [row.where for row in due(now=NOW)] == [Where.AHEAD]
    tell(gym.contract, customer, "renewal", at=NOW)
    assert due(now=NOW) == []


def test_who_left_is_told_nothing_any_more(store: House) -> None:
    gym, customer = gyms.gym(store.location, now=BEFORE), theo(now=BEFORE)
    member = gyms.member(gym, customer, joined_at=BEFORE, now=NOW)
    leaving = memberships.ask_to_leave(member, memberships.Asked(NOW, "phone"), by=SOFTWARE, now=NOW)
    memberships.show_money(leaving, memberships.Choice(membership=True), by=SOFTWARE, now=NOW)
    memberships.confirm(leaving, by=SOFTWARE, now=NOW)

    assert due() == []


# Telling


def test_told_by_mail_it_is_under_way_and_due_again_if_it_fails(store: House, policy: Version) -> None:
    delivery = bought(store)
    [row] = due()

    outgoing = untold.by_mail(row, by=SOFTWARE, now=NOW)

    assert due() == []
    assert policy.wordings.get(language="en").words in outgoing.text
    assert "/p/told/" in outgoing.text
    assert "<p>" in outgoing.html
    told = Disclosure.objects.get(customer=delivery.customer)
    assert (told.occasion, told.medium, told.grade, told.outgoing) == ("purchase", "email", 1, outgoing)
    Outgoing.objects.filter(pk=outgoing.pk).update(state="failed")
    assert [(again.where, again.mail_failed) for again in due()] == [(Where.DUE, True)]


def test_a_sale_that_was_taken_along_is_over_after_thirty_days(store: House, policy: Version) -> None:
    delivery = bought(store)
    Delivery.objects.filter(pk=delivery.pk).delete()
    month = timedelta(days=30)

    assert [row.occasion for row in due(delivery.order.placed_at + month)] == ["purchase"]
    assert due(delivery.order.placed_at + month + MINUTE) == []


def test_read_out_it_is_told_by_whoever_says_so(store: House, policy: Version) -> None:
    delivery = bought(store)
    tell(policy, delivery.customer, "purchase")
    [row] = due()

    told = untold.read_out(untold.find(row.key, now=NOW), by=store.representative.actor, now=NOW)

    assert (told.occasion, told.grade, told.by) == ("scheduling", 0, str(store.representative.actor))
    assert due() == []


def test_what_was_told_meanwhile_is_not_told_twice(store: House, policy: Version) -> None:
    bought(store)
    [row] = due()
    untold.by_mail(row, by=SOFTWARE, now=NOW)

    with pytest.raises(NotFound):
        untold.find(row.key, now=NOW)
    assert Disclosure.objects.count() == 1


def test_who_has_no_address_is_called_instead(store: House, policy: Version) -> None:
    customer = customers.add("Ida Call", language="en", since=None, by=SOFTWARE, now=BEFORE)
    delivery_policy_row = Untold(Where.DUE, customer, policy, "purchase", "", BEFORE, None, "not told")

    with pytest.raises(NoAddress):
        untold.by_mail(delivery_policy_row, by=SOFTWARE, now=NOW)
    assert not Disclosure.objects.exists()


def test_many_sales_are_read_in_as_many_questions_as_few(
    store: House, policy: Version, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        bought(store, str(900 + number), person(f"Guest {number}", now=BEFORE))

    with django_assert_max_num_queries(30):
        rows = due()

    assert len(rows) == 8
