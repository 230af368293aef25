"""Writing down people, their identities, and merges."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.base.actors import SOFTWARE
from kept.base.refusals import NotAllowed
from kept.business.examples import house
from kept.customers import actions, queries, rules
from kept.customers.examples import nora, person, sam
from kept.customers.models import Customer, Merge
from kept.ledger.models import Entry

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        (" Nora@Mail.Example ", "nora@mail.example"),
        ("a+b@c", "a+b@c"),
    ],
)
def test_an_address_is_found_however_it_is_typed(typed: str, normal: str) -> None:
    assert rules.normal_email(typed) == normal


@pytest.mark.parametrize(
    "typed", ["", "nora", "@x", "x@", "a b@c", "<a@b>", "().)@a", "a@b@c", "a\x7f@b.cd", "x" * 250 + "@b.cd"]
)
def test_what_is_no_address_is_refused_in_words(typed: str) -> None:
    with pytest.raises(rules.UnreadableIdentity, match="no e-mail address"):
        rules.normal_email(typed)


@pytest.mark.parametrize("typed", ["(212) 555-0143", "+1 212 555 0143", "212.555.0143"])
def test_a_number_is_found_however_it_is_typed(typed: str) -> None:
    assert rules.normal_phone(typed, "US") == "+12125550143"


@pytest.mark.parametrize("typed", ["", "hello", "12", "+", "1" * 40])
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(rules.UnreadableIdentity, match="no phone number"):
        rules.normal_phone(typed, "US")


def test_no_two_customers_share_an_address() -> None:
    customer = nora(now=NOW)

    with pytest.raises(actions.IdentityTaken):
        actions.add_email(sam(now=NOW), "NORA.FELDMAN@mail.example", now=NOW)
    assert queries.by_identity("email", "nora.feldman@mail.example") == customer


def test_merged_records_are_found_as_one_person_and_apart_again_when_undone() -> None:
    customer, other = nora(now=NOW), person("Nora Feldman", email="nf@work.example", now=NOW)
    assert list(queries.possible_duplicates(customer)) == [other]

    merged = actions.merge(other, customer, by=SOFTWARE, now=NOW)

    assert queries.by_identity("email", "nf@work.example") == customer
    assert sorted(queries.ids_of(customer)) == sorted([customer.pk, other.pk])
    assert not queries.possible_duplicates(customer).exists()

    actions.undo_merge(merged, by=SOFTWARE, now=NOW)

    assert queries.by_identity("email", "nf@work.example") == other


def test_two_who_merge_two_records_each_the_other_way_round_make_no_circle() -> None:
    customer, other = nora(now=NOW), sam(now=NOW)
    as_the_second_read_them = Customer.objects.get(pk=customer.pk), Customer.objects.get(pk=other.pk)
    actions.merge(other, customer, by=SOFTWARE, now=NOW)

    with pytest.raises(actions.NotMergeable):
        actions.merge(*as_the_second_read_them, by=SOFTWARE, now=NOW)

    assert queries.canonical(Customer.objects.get(pk=other.pk)) == customer


def test_a_merge_undone_twice_is_undone_once() -> None:
    customer, other = nora(now=NOW), sam(now=NOW)
    merged = actions.merge(other, customer, by=SOFTWARE, now=NOW)
    as_the_second_read_it = Merge.objects.get(pk=merged.pk)
    actions.undo_merge(merged, by=SOFTWARE, now=NOW)

    with pytest.raises(actions.NotMergeable):
        actions.undo_merge(as_the_second_read_it, by=SOFTWARE, now=NOW)

    assert Entry.objects.filter(kind="customer.unmerged").count() == 1


def test_two_records_cannot_be_merged_in_a_circle() -> None:
    customer, other = nora(now=NOW), sam(now=NOW)
    actions.merge(other, customer, by=SOFTWARE, now=NOW)

    with pytest.raises(actions.NotMergeable):
        actions.merge(customer, other, by=SOFTWARE, now=NOW)


def test_a_customer_is_found_by_part_of_a_number() -> None:
    staff, customer = house(now=NOW).representative, nora(now=NOW)

    assert list(queries.search_for(staff, "5550143")) == [customer]
    assert list(queries.search_for(staff, "feldman nora")) == [customer]


def test_a_driver_finds_nobody() -> None:
    driver, customer = house(now=NOW).driver, nora(now=NOW)

    with pytest.raises(NotAllowed):
        queries.search_for(driver, "nora")
    with pytest.raises(NotAllowed):
        queries.get_customer_for(driver, customer.pk)
