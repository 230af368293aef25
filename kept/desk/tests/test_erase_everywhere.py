"""That nothing of an erased person is left anywhere: no column of the database, no byte of its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from kept.base.actors import SOFTWARE
from kept.conversations import actions as conversations
from kept.desk import receive
from kept.desk.letters import Address, Bounced, Letter, Written
from kept.desk.tests.life import EMAIL, MARK, OVER, STRINGS, Life, lived
from kept.desk.tests.test_erase import erased, life
from kept.outbox import actions as outbox

__all__ = ["life"]


def test_nothing_of_a_person_is_left_anywhere_in_the_database(life: Life) -> None:
    before = places_with(STRINGS)

    erased(life)

    assert len(before) > 45  # columns, that is: so much is held of one person
    assert places_with(STRINGS) == set()


def test_what_a_mail_server_says_afterwards_brings_nothing_back(life: Life) -> None:
    mail = outbox.queue(to=EMAIL, subject=MARK, text=MARK, customer=life.customer, by=SOFTWARE, now=OVER)
    under_way = outbox.take_up(mail.pk, now=OVER)
    assert under_way is not None
    erased(life)

    outbox.accept(under_way, response=f"250 <{EMAIL}> ok", now=OVER)
    said = Bounced(mail.mail_id, EMAIL, permanent=True, words=f"<{EMAIL}> unknown")
    report = Letter(Address("", "mailer-daemon@else.example"), written=Written.BOUNCE, bounced=said)
    raw = conversations.store_raw(f"Final-Recipient: {EMAIL}; late".encode(), came_by="imap", now=OVER)
    taken = receive.take(report, raw=raw, by=SOFTWARE, now=OVER)

    assert taken.outcome == receive.Outcome.BOUNCE
    assert places_with(STRINGS) == set()


def test_every_column_that_could_hold_a_word_of_theirs_is_reached_or_named(life: Life) -> None:
    """Whoever adds a column says what becomes of it when its person is erased.

    Either ``lived`` fills it (and the test above sees it emptied), or it stands in EMPTIED_TOO, or it is
    named as one that holds nobody's words.
    """
    held = places_with(STRINGS)

    unknown = {
        column
        for column in columns_of_text()
        if column not in held | EMPTIED_TOO and not NAMES_NOBODY.search(column)
    }

    assert unknown == set()


EMPTIED_TOO = {  # what this life happens to have no word of hers in
    "complaints_verdict.reasons",
    "deliveries_delivery.placed_by",
    "memberships_step.what",
    "outbox_outgoing.last_error",
    "promises_wishmade.reason",
}
NAMES_NOBODY = re.compile(
    r"^(business|ledger|work|memberships_plan|scorecards)"  # ours
    r"|^policies_(check|manuscript|policy|term|version|wording)"
    r"|^deliveries_(depot|drive|vehicle)|^deliveries_dayplan|[.]skills$"
    r"|[._](by|currency|language|sha256|mark|about|external)$"  # numbers, codes, hashes
    r"|^complaints_finding[.](?!case)|^complaints_verdict[.](evidence|favours|missing)"  # figures and refs
    r"|^complaints_rating[.]rated|^conversations_rawmail[.](came_by|outcome)|^conversations_matter[.]kind"
    r"|[.]content_type$|^memberships_(addon[.]name|consent|signup[.](shown|ticked))"  # what we sell
    r"|^orders_(line[.]article|order[.]number|invoice[.]number)"  # the books
    r"|^outbox_(enclosure[.]made_from|outgoing[.](channel|mail_id|reply_to))"  # our own marks
    r"|^policies_disclosure[.](medium|occasion|paper)$"
    r"|^promises_(fact|promise[.]source|wishmade[.]alternatives)"
)


def columns_of_text() -> Iterator[str]:
    for model in apps.get_models():
        for each in model._meta.local_concrete_fields:
            if model.__module__.startswith("kept.") and isinstance(each, TEXT) and not each.choices:
                yield f"{model._meta.db_table}.{each.column}"


TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


@pytest.mark.usefixtures("fresh_database")
def test_nothing_is_left_in_the_files_of_sqlite_either() -> None:
    life = lived()
    if connection.vendor == "postgresql":  # its dead rows go with the next vacuum: docs/rules/erasing.md
        erased(life)
        vacuum_away()
        assert places_with(STRINGS) == set()
        return
    assert MARK in on_disk()

    erased(life)

    assert [string for string in STRINGS if string in on_disk()] == []


def vacuum_away() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL")


def on_disk() -> str:
    """SQLite's file and its log, once what was committed has moved from the one to the other."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
    file = Path(str(connection.settings_dict["NAME"]))
    log = file.with_name(f"{file.name}-wal")
    held = file.read_bytes() + (log.read_bytes() if log.exists() else b"")
    return held.decode("utf-8", "replace").lower()


def places_with(strings: tuple[str, ...]) -> set[str]:
    """Every column of the database in which one of these stands, whatever its type: ``table.column``."""
    return {place for place, text in everything() if any(string in text for string in strings)}


def everything() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, bytes | memoryview):
                        yield f"{table}.{column}", bytes(value).decode("utf-8", "replace").lower()
                    elif value is not None:
                        yield f"{table}.{column}", str(value).lower()
