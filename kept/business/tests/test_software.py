"""Programs that work here: a key of their own, few rights, shown once, revoked for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.base.actors import Actor
from kept.base.refusals import NotAllowed, NotFound
from kept.business import actions, queries
from kept.business.examples import House, house
from kept.business.models import Software
from kept.business.rules import FOR_SOFTWARE, Right
from kept.ledger.models import Entry
from kept.ledger.queries import payload_of

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
SHOP = [Right.IMPORT_ORDERS, Right.BOOK_DELIVERIES]


@pytest.fixture
def store(db: None) -> House:
    return house(now=NOW)


def let_in(store: House, name: str = "Shop", rights: list[Right] = SHOP) -> tuple[Software, str]:
    return actions.let_in(name, rights, by=store.owner.actor, now=NOW)


def test_a_key_is_found_by_itself_and_stands_nowhere(store: House) -> None:
    software, key = let_in(store)

    assert queries.by_key(key) == software
    assert len(key) > 40
    row = Software.objects.values().get()
    assert key not in str(row)
    entry = Entry.objects.get(kind="software.let_in")
    assert key not in str(payload_of(entry))


def test_a_program_may_what_it_was_given_and_nothing_else(store: House) -> None:
    software, _key = let_in(store)

    assert {right for right in Right if software.may(right)} == set(SHOP)


def test_a_right_of_people_is_given_to_no_program(store: House) -> None:
    with pytest.raises(actions.NoSuchKey):
        let_in(store, rights=[Right.IMPORT_ORDERS, Right.MANAGE_STAFF])

    software = Software(rights=[right.value for right in Right])
    assert {right for right in Right if software.may(right)} == set(FOR_SOFTWARE)


@pytest.mark.parametrize(("name", "rights"), [(" ", SHOP), ("Shop", [])])
def test_a_key_without_name_or_right_makes_no_sense(store: House, name: str, rights: list[Right]) -> None:
    with pytest.raises(actions.NoSuchKey):
        let_in(store, name, rights)


def test_two_programs_do_not_share_a_name(store: House) -> None:
    let_in(store)

    with pytest.raises(actions.AlreadyHere):
        let_in(store, "SHOP")


def test_a_revoked_key_opens_nothing_and_revoking_twice_is_once(store: House) -> None:
    software, key = let_in(store)

    actions.shut_out(software, by=store.owner.actor, now=NOW)
    actions.shut_out(software, by=store.manager.actor, now=NOW + timedelta(days=1))

    software.refresh_from_db()
    assert queries.by_key(key) is None
    assert not any(software.may(right) for right in Right)
    assert (software.revoked_at, software.revoked_by) == (NOW, str(store.owner.actor))
    assert Entry.objects.filter(kind="software.shut_out").count() == 1


@pytest.mark.parametrize("key", ["", "kept_", "kept_x", "\0", "ü" * 500])
def test_no_key_finds_nobody(store: House, key: str) -> None:
    let_in(store)

    assert queries.by_key(key) is None


def test_when_it_was_last_used_is_kept_to_the_minute(store: House) -> None:
    software, _key = let_in(store)

    for seconds in (0, 30, 90):
        software.refresh_from_db()
        actions.note_use(software, now=NOW + timedelta(seconds=seconds))

    software.refresh_from_db()
    assert software.last_used_at == NOW + timedelta(seconds=90)


def test_a_program_is_called_by_its_name(store: House) -> None:
    software, _key = let_in(store)

    assert queries.name_of(software.actor) == "Shop"
    assert queries.name_of(Actor("software")) == "the desk"
    assert queries.name_of(Actor("software", 999_999)) == "another program"


def test_only_the_owner_sees_the_programs(store: House) -> None:
    software, _key = let_in(store)

    assert queries.get_software_for(store.owner, software.pk) == software
    with pytest.raises(NotAllowed):
        queries.software_for(store.manager)
    with pytest.raises(NotFound):
        queries.get_software_for(store.owner, 999)
