"""Publishing, telling, rising grades, and the one way to hold a term against a customer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kept.base.actors import SOFTWARE, Actor
from kept.base.money import Money
from kept.base.refusals import NotAllowed
from kept.business.examples import House, house
from kept.customers.examples import nora, person
from kept.customers.models import Customer
from kept.ledger.queries import entries_about
from kept.policies import actions, examples, queries
from kept.policies.actions import Draft, Telling
from kept.policies.models import Disclosure, TermApplication, Version

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
SIGNED = NOW + timedelta(days=1)
RUTH = Actor("staff", 1)
FEE = Money(4900, "USD")
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return house(now=NOW)


def written(at: datetime, grade: int, occasion: str = "signing", language: str = "en") -> Telling:
    return Telling(occasion=occasion, medium="contract", at=at, grade=grade, language=language)


def apply_fee(version: Version, customer: Customer) -> TermApplication:
    return actions.apply_term(
        version.terms.get(key="fee"),
        customer=customer,
        about="membership:1",
        bound_at=SIGNED,
        asked=FEE,
        by=RUTH,
        now=SIGNED + timedelta(days=100),
    )


def test_a_telling_keeps_the_exact_words_it_told(store: House) -> None:
    version = examples.delivery(store.location, now=NOW)

    told = actions.tell(version, customer=nora(now=NOW), telling=written(NOW, 1), by=RUTH, now=NOW)

    assert told.words_sha256 == version.wordings.get(language="en").sha256
    assert [entry.kind for entry in entries_about(f"disclosure:{told.pk}")] == ["policy.told"]


def test_a_customer_is_told_in_their_own_language_where_we_have_it(store: House) -> None:
    version = examples.delivery(store.location, now=NOW)
    german = person("Jonas Weber", language="de", now=NOW)

    told = actions.tell(version, customer=german, telling=written(NOW, 1, language="de"), by=RUTH, now=NOW)

    assert told.wording.title == "Wie wir liefern"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policies_version SET number = 9",
        "UPDATE policies_wording SET words = 'other'",
        "DELETE FROM policies_wording",
        "UPDATE policies_term SET facts = '{}'",
        "DELETE FROM policies_disclosure",
    ],
)
def test_a_told_version_is_never_edited(store: House, statement: str) -> None:
    version = examples.delivery(store.location, now=NOW)
    actions.tell(version, customer=nora(now=NOW), telling=written(NOW, 1), by=RUTH, now=NOW)

    with pytest.raises(IntegrityError, match=r"never changes|stays"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_next_version_stands_beside_the_old_one(store: House) -> None:
    first = examples.delivery(store.location, now=NOW)

    second = actions.publish(first.policy, Draft({"en": ("How we deliver", "New words.")}), by=RUTH, now=NOW)

    assert second.number == 2
    assert queries.current_version("delivery") == second


def test_a_policy_without_words_is_not_published(store: House) -> None:
    policy = actions.write("empty", location=store.location, occasions=[])

    with pytest.raises(actions.NotPublishable):
        actions.publish(policy, Draft({"en": ("Title", "  ")}), by=RUTH, now=NOW)


def test_a_grade_only_rises_and_each_rise_is_an_entry(store: House) -> None:
    version = examples.delivery(store.location, now=NOW)
    told = actions.tell(version, customer=nora(now=NOW), telling=written(NOW, 1), by=RUTH, now=NOW)

    told = actions.raise_grade(told, 2, evidence="250 ok", by=SOFTWARE, now=NOW)
    actions.raise_grade(told, 2, evidence="again", by=SOFTWARE, now=NOW)

    assert (told.grade, told.rises.count()) == (2, 1)
    with pytest.raises(actions.GradeOnlyRises):
        actions.raise_grade(told, 1, evidence="less", by=SOFTWARE, now=NOW)
    assert [entry.kind for entry in entries_about(f"disclosure:{told.pk}")] == [
        "policy.told",
        "policy.grade_rose",
    ]


def test_a_fee_told_twice_in_writing_and_seen_may_be_charged(store: House) -> None:
    version, customer = examples.leaving(store.location, now=NOW), nora(now=NOW)
    actions.tell(version, customer=customer, telling=written(NOW, 4), by=RUTH, now=NOW)
    actions.tell(version, customer=customer, telling=written(NOW, 2, "purchase"), by=RUTH, now=NOW)

    applied = apply_fee(version, customer)

    assert (applied.k, applied.may_apply, applied.charged_minor) == (1, True, 4900)


def test_a_fee_told_once_is_stopped_and_the_attempt_is_counted(store: House) -> None:
    version, customer = examples.leaving(store.location, now=NOW), nora(now=NOW)
    actions.tell(version, customer=customer, telling=written(NOW, 4), by=RUTH, now=NOW)

    applied = apply_fee(version, customer)

    assert (applied.k, applied.may_apply, applied.charged_minor) == (0, False, 0)
    assert applied.reasons[0]["words"]
    assert TermApplication.objects.count() == 1
    assert [entry.kind for entry in entries_about(f"termapplication:{applied.pk}")] == ["term.stopped"]


def test_a_fee_told_after_signing_is_not_chargeable(store: House) -> None:
    version, customer = examples.leaving(store.location, now=NOW), nora(now=NOW)
    after = SIGNED + timedelta(seconds=1)
    for occasion in ("signing", "renewal"):
        actions.tell(version, customer=customer, telling=written(after, 4, occasion), by=RUTH, now=after)

    assert not apply_fee(version, customer).may_apply


def test_a_fee_told_in_an_old_version_is_not_chargeable(store: House) -> None:
    old, customer = examples.leaving(store.location, now=NOW), nora(now=NOW)
    for occasion in ("signing", "purchase"):
        actions.tell(old, customer=customer, telling=written(NOW, 4, occasion), by=RUTH, now=NOW)
    draft = Draft(
        {"en": ("How you leave", "Dearer.")},
        (actions.TermDraft("fee", "money", {"minor": 9900, "currency": "USD"}),),
    )
    new = actions.publish(old.policy, draft, by=RUTH, now=NOW)

    assert apply_fee(old, customer).may_apply
    assert not apply_fee(new, customer).may_apply


def test_a_grade_that_rose_after_the_signing_came_too_late(store: House) -> None:
    version, customer = examples.leaving(store.location, now=NOW), nora(now=NOW)
    told = [
        actions.tell(version, customer=customer, telling=written(NOW, 2, occasion), by=RUTH, now=NOW)
        for occasion in ("signing", "purchase")
    ]
    actions.raise_grade(told[0], 4, evidence="clicked", by=SOFTWARE, now=SIGNED + timedelta(days=2))

    assert not apply_fee(version, customer).may_apply


def test_the_database_refuses_to_apply_what_was_not_told(store: House) -> None:
    version, customer = examples.leaving(store.location, now=NOW), nora(now=NOW)
    applied = apply_fee(version, customer)

    with pytest.raises(IntegrityError), transaction.atomic():
        TermApplication.objects.filter(pk=applied.pk).update(may_apply=True)


def test_a_driver_reads_no_policy_and_no_telling(store: House) -> None:
    version = examples.delivery(store.location, now=NOW)
    told = actions.tell(version, customer=nora(now=NOW), telling=written(NOW, 1), by=RUTH, now=NOW)

    for read in (
        lambda: queries.cards_for(store.driver),
        lambda: queries.get_version_for(store.driver, version.pk),
        lambda: queries.get_disclosure_for(store.driver, told.pk),
    ):
        with pytest.raises(NotAllowed):
            read()
    assert queries.get_disclosure_for(store.representative, told.pk) == Disclosure.objects.get()
