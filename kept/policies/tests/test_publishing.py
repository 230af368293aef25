"""Writing and publishing: nothing typed is lost, and nothing unsound becomes a version."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.base.actors import Actor
from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House, house
from kept.ledger import queries as ledger
from kept.policies import actions, examples, queries
from kept.policies.actions import Draft, TermDraft
from kept.policies.models import Manuscript, Policy, Version

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
MAYA = Actor("staff", 1)
WORDS = {"en": ("How we come", "In a window of four hours.")}
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return house(now=NOW)


@pytest.mark.parametrize(
    "term",
    [
        pytest.param(TermDraft("window", "service", {"hours": 0}), id="a window without length"),
        pytest.param(TermDraft("fee", "money", {"minor": 9900}), id="a fee without a currency"),
        pytest.param(
            TermDraft("fee", "service", {"minor": 1, "currency": "EUR"}),
            id="a fee that calls itself a service",
        ),
        pytest.param(TermDraft("assembly", "service", {"minor": 1}), id="a sum hidden in a rule of our own"),
    ],
)
def test_a_term_that_is_none_is_not_published(store: House, term: TermDraft) -> None:
    policy = actions.write("delivery", location=store.location, occasions=[])

    with pytest.raises(actions.NotPublishable):
        actions.publish(policy, Draft(WORDS, (term,)), by=MAYA, now=NOW)
    assert not Version.objects.exists()


def test_words_that_no_paper_can_hold_are_not_published(store: House) -> None:
    policy = actions.write("delivery", location=store.location, occasions=[])

    with pytest.raises(actions.NotPublishable):
        actions.publish(policy, Draft({"en": ("Deep", "> " * 40 + "down")}), by=MAYA, now=NOW)
    assert not Version.objects.exists()


def test_what_was_published_stands_in_the_ledger_with_its_terms_and_occasions(store: House) -> None:
    version = examples.delivery(store.location, now=NOW)

    entry = ledger.entries_about(f"version:{version.pk}")[0]

    said = ledger.payload_of(entry)
    assert said is not None
    assert said["terms"]["window"] == {"kind": "service", "hours": 4}
    assert said["occasions"] == ["purchase", "scheduling"]


def test_a_new_version_may_be_told_on_other_occasions(store: House) -> None:
    policy = examples.delivery(store.location, now=NOW).policy

    actions.publish(policy, Draft(WORDS, occasions=("renewal",)), by=MAYA, now=NOW)

    assert [version.policy.slug for version in queries.due_on("renewal")] == ["delivery"]
    assert queries.due_on("purchase") == []


def test_what_was_typed_is_kept_as_it_was_typed(store: House) -> None:
    manuscript = actions.begin_manuscript({"slug": "delivery"}, by=MAYA, now=NOW)

    actions.keep_manuscript(manuscript, {"slug": "de livery?", "fee": "a lot"}, by=MAYA, now=NOW)

    found = queries.get_manuscript_for(store.manager, manuscript.pk)
    assert found.typed == {"slug": "de livery?", "fee": "a lot"}


def test_the_next_version_is_begun_once(store: House) -> None:
    policy = examples.delivery(store.location, now=NOW).policy
    first = actions.begin_manuscript({"a": "b"}, policy=policy, by=MAYA, now=NOW)

    again = actions.begin_manuscript({}, policy=policy, by=MAYA, now=NOW)

    assert (again, again.typed) == (first, {"a": "b"})


def test_published_it_is_a_manuscript_no_longer(store: House) -> None:
    manuscript = actions.begin_manuscript({}, by=MAYA, now=NOW)

    version = actions.publish_manuscript(
        manuscript, "delivery", Draft(WORDS), location=store.location, by=MAYA, now=NOW
    )

    assert (version.policy.slug, version.number) == ("delivery", 1)
    with pytest.raises(NotFound):
        queries.get_manuscript_for(store.manager, manuscript.pk)


def test_a_taken_name_is_refused_and_what_was_written_stays(store: House) -> None:
    examples.delivery(store.location, now=NOW)
    manuscript = actions.begin_manuscript({}, by=MAYA, now=NOW)

    with pytest.raises(actions.NameTaken):
        actions.publish_manuscript(
            manuscript, "delivery", Draft(WORDS), location=store.location, by=MAYA, now=NOW
        )
    assert Manuscript.objects.get() == manuscript
    assert Policy.objects.get().versions.count() == 1


def test_only_who_writes_policies_reads_what_is_not_published(store: House) -> None:
    manuscript = actions.begin_manuscript({}, by=MAYA, now=NOW)

    with pytest.raises(NotAllowed):
        queries.get_manuscript_for(store.representative, manuscript.pk)
    with pytest.raises(NotAllowed):
        queries.manuscripts_for(store.representative)
