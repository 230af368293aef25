"""The one question about what was told: right is the best evidence, wrong is kept, and nobody is stopped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from kept.base.actors import SOFTWARE, Actor
from kept.business.examples import House, house
from kept.customers.examples import nora
from kept.ledger import queries as ledger
from kept.policies import actions
from kept.policies.actions import CheckDraft, Draft, Telling
from kept.policies.models import Check, Disclosure, Wording

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
ASKED = CheckDraft("When may we come?", ("At 9 sharp", "Some time in the window", "Whenever I phone"), 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return house(now=NOW)


def told(store: House, check: CheckDraft | None = ASKED) -> Disclosure:
    """The delivery policy, acknowledged by Nora on the page that shows it (A4)."""
    policy = actions.write("delivery", location=store.location, occasions=["scheduling"])
    draft = Draft({"en": ("How we come", "In a window.")}, checks={"en": check} if check else {})
    version = actions.publish(policy, draft, by=SOFTWARE, now=NOW)
    telling = Telling(occasion="scheduling", medium="page", at=NOW, grade=4, language="en")
    customer = nora(now=NOW)
    return actions.tell(version, customer=customer, telling=telling, by=customer.actor, now=NOW)


def by(disclosure: Disclosure) -> Actor:
    return disclosure.customer.actor


def test_who_says_it_back_correctly_has_understood(store: House) -> None:
    disclosure = told(store)

    assert actions.answer_check(disclosure, 1, by=by(disclosure), now=NOW)

    disclosure.refresh_from_db()
    assert disclosure.grade == 5
    assert disclosure.rises.get().evidence == "When may we come? Some time in the window"


def test_a_wrong_answer_takes_nothing_away_and_is_kept(store: House) -> None:
    disclosure = told(store)

    assert not actions.answer_check(disclosure, 0, by=by(disclosure), now=NOW)

    disclosure.refresh_from_db()
    assert disclosure.grade == 4
    entry = ledger.entries_about(f"disclosure:{disclosure.pk}")[1]
    said = ledger.payload_of(entry)
    assert entry.kind == "policy.misunderstood"
    assert said is not None
    assert said["answer"] == "At 9 sharp"


def test_who_reads_again_and_answers_right_has_understood(store: House) -> None:
    disclosure = told(store)
    actions.answer_check(disclosure, 2, by=by(disclosure), now=NOW)

    assert actions.answer_check(disclosure, 1, by=by(disclosure), now=NOW)
    assert actions.answer_check(disclosure, 1, by=by(disclosure), now=NOW)

    disclosure.refresh_from_db()
    assert (disclosure.grade, disclosure.rises.count()) == (5, 1)


@pytest.mark.parametrize(("check", "answer"), [(ASKED, 3), (ASKED, -1), (None, 0)])
def test_an_answer_that_was_not_offered_is_none(store: House, check: CheckDraft | None, answer: int) -> None:
    disclosure = told(store, check)

    with pytest.raises(actions.NoSuchAnswer):
        actions.answer_check(disclosure, answer, by=by(disclosure), now=NOW)


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(CheckDraft("When?", ("Ever",), 0), id="one answer"),
        pytest.param(CheckDraft("When?", ("a", "b", "c", "d", "e"), 0), id="five answers"),
        pytest.param(CheckDraft("When?", ("a", "a"), 0), id="twice the same"),
        pytest.param(CheckDraft("When?", ("a", " "), 0), id="an empty one"),
        pytest.param(CheckDraft("When?", ("a", "b"), 2), id="none is right"),
        pytest.param(CheckDraft(" ", ("a", "b"), 0), id="no question"),
    ],
)
def test_a_question_nobody_can_answer_is_not_published(store: House, check: CheckDraft) -> None:
    with pytest.raises(actions.NotPublishable):
        told(store, check)


@pytest.mark.parametrize(
    "statement", ["UPDATE policies_check SET question = 'other'", "DELETE FROM policies_check"]
)
def test_the_question_of_a_told_version_stays(store: House, statement: str) -> None:
    told(store)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_told_version_gets_no_question_afterwards(store: House) -> None:
    wording = told(store, None).wording

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Check.objects.create(wording=wording, question="When?", answers=["a", "b"], right=0)
    assert Wording.objects.get(pk=wording.pk).asks is None
