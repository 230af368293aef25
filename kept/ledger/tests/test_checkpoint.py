"""The tree is signed and published; a wrong clock, a damaged tree and a full disk are met without a lie."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, Settings

from kept.ledger import actions, queries
from kept.ledger.models import Checkpoint, Tile
from kept.ledger.rules import notes, reading
from kept.ledger.tests.writing import DAY, NOW, drop_guard, entries, root_of_leaves

pytestmark = pytest.mark.django_db


def published() -> list[str]:
    """The notes of the witness file, as a stranger reads it."""
    return reading.witnessed(settings.WITNESS.read_bytes())


def test_a_checkpoint_is_signed_over_every_entry_with_the_published_key() -> None:
    entries(5)

    point = actions.checkpoint(now=NOW)

    read = notes.Checkpoint.parse(notes.opened(point.note, [key.vkey for key in queries.public_keys()]))
    assert read == notes.Checkpoint("127.0.0.1:8040/ledger", 5, root_of_leaves(), NOW)
    assert (point.size, bytes(point.root), point.at) == (read.size, read.root, read.at)


def test_an_empty_ledger_is_signed_too() -> None:
    assert actions.checkpoint(now=NOW).size == 0


def test_with_nothing_new_on_the_same_day_it_is_the_same_checkpoint() -> None:
    entries(1)
    first = actions.checkpoint(now=NOW)

    assert actions.checkpoint(now=NOW + timedelta(hours=13, minutes=59)) == first
    assert actions.checkpoint(now=NOW + timedelta(hours=14)) != first


def test_a_new_entry_needs_a_new_checkpoint() -> None:
    entries(1)
    first = actions.checkpoint(now=NOW)
    entries(1)

    second = actions.checkpoint(now=NOW)

    assert (first.size, second.size) == (1, 2)


def test_the_witness_file_holds_every_note() -> None:
    for day in range(3):
        entries(1)
        actions.checkpoint(now=NOW + day * DAY)

    assert published() == list(Checkpoint.objects.order_by("pk").values_list("note", flat=True))


def test_a_clock_that_ran_back_is_not_signed() -> None:
    entries(1)
    actions.checkpoint(now=NOW)
    entries(1)

    with pytest.raises(actions.ClockRanBack, match="Set the clock right"):
        actions.checkpoint(now=NOW - DAY)

    assert Checkpoint.objects.count() == 1
    assert actions.checkpoint(now=NOW + DAY).size == 2


def test_two_clocks_a_few_seconds_apart_are_no_reason_to_stop() -> None:
    entries(1)
    first = actions.checkpoint(now=NOW)
    entries(1)

    assert actions.checkpoint(now=NOW - timedelta(seconds=5)).at == first.at


def test_nothing_is_signed_that_may_be_taken_back() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        actions.checkpoint(now=NOW)


def test_a_tree_that_was_tampered_with_is_not_signed_again() -> None:
    entries(2)
    actions.checkpoint(now=NOW)
    entries(1)
    drop_guard("ledger_tile", "update")
    Tile.objects.update(hashes=b"0" * 64)

    with pytest.raises(actions.Damaged, match="not those that were signed"):
        actions.checkpoint(now=NOW)


def test_a_tile_that_was_cut_off_is_found_before_more_is_added() -> None:
    entries(2)
    actions.checkpoint(now=NOW)
    entries(1)
    drop_guard("ledger_tile", "update")
    Tile.objects.update(hashes=b"0" * 32)

    with pytest.raises(actions.Damaged, match="should hold 2 hashes"):
        actions.seal(now=NOW)


def test_what_the_witness_file_lacks_is_added(settings: Settings) -> None:
    first = actions.checkpoint(now=NOW)
    actions.checkpoint(now=NOW + DAY)
    settings.WITNESS.write_text(f"{first.note}\n")  # an old copy was put back

    actions.checkpoint(now=NOW + 2 * DAY)

    assert published() == list(Checkpoint.objects.order_by("pk").values_list("note", flat=True))


def test_a_note_that_a_crash_tore_is_written_again_whole(settings: Settings) -> None:
    for day in range(2):
        actions.checkpoint(now=NOW + day * DAY)
    whole = settings.WITNESS.read_text()
    for cut in (1, 2, 3, 50, 120, len(whole) // 2 - 3):
        settings.WITNESS.write_text(whole[:-cut])

        actions.checkpoint(now=NOW + DAY)

        assert settings.WITNESS.read_text() == whole


def test_a_lost_witness_file_is_written_anew_and_a_warning_says_so(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for day in range(60):  # more than is looked at from the end
        actions.checkpoint(now=NOW + day * DAY)
    settings.WITNESS.unlink()

    actions.checkpoint(now=NOW + 61 * DAY)

    assert "written anew" in caplog.text
    assert len(published()) == 61


def test_a_witness_file_that_cannot_be_written_stops_nobody(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.WITNESS = settings.HOME / "no such folder" / "witness.txt"

    point = actions.checkpoint(now=NOW)

    assert point.size == 0
    assert "cannot be written" in caplog.text


def test_the_name_of_the_ledger_never_changes_although_the_address_does(settings: Settings) -> None:
    settings.BASE_URL = "https://desk.example.com:8443/shop"
    actions.checkpoint(now=NOW)
    settings.BASE_URL = "https://elsewhere.example.com"

    point = actions.checkpoint(now=NOW + DAY)

    assert queries.origin() == "desk.example.com:8443/shop/ledger"
    assert point.note.startswith("desk.example.com:8443/shop/ledger\n")


MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        pytest.param(NOW - timedelta(seconds=1), None, id="before the first, none"),
        pytest.param(NOW, NOW, id="the first of its day"),
        pytest.param(MIDNIGHT - timedelta(seconds=1), NOW, id="the first of its day, late"),
        pytest.param(MIDNIGHT, MIDNIGHT, id="at midnight, the new day's"),
        pytest.param(MIDNIGHT + timedelta(hours=9), MIDNIGHT, id="not the newest of the day"),
        pytest.param(MIDNIGHT + 5 * DAY, MIDNIGHT, id="of the last day that has one"),
    ],
)
def test_the_checkpoint_of_a_day_is_the_first_one_made_on_it(
    asked: datetime, answered: datetime | None
) -> None:
    for at in (NOW, NOW + timedelta(hours=1), MIDNIGHT, MIDNIGHT + timedelta(hours=8)):
        entries(1)
        actions.checkpoint(now=at)

    found = queries.day_checkpoint(asked)

    assert (None if found is None else found.at) == answered


def test_a_checkpoint_costs_the_same_however_many_there_are(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for day in range(30):
        actions.checkpoint(now=NOW + day * DAY)
    entries(1)

    with django_assert_max_num_queries(27):
        actions.checkpoint(now=NOW + 40 * DAY)
