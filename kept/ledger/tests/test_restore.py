"""A restored backup: it is noticed before anything is sealed, and owned up to with a signed notice."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings
from pytest_django import Settings

from kept.base.actors import Actor
from kept.ledger import actions, queries, witness
from kept.ledger.models import Fork, Leaf
from kept.ledger.rules import merkle, notes, reading
from kept.ledger.tests.writing import DAY, NOW, drop_guard, entries
from kept.ledger.tree import Tiles

pytestmark = pytest.mark.django_db

OWNER = Actor("staff", 1)


def lost(size: int, root: bytes = b"7" * 32, at: datetime = NOW + DAY) -> notes.Checkpoint:
    """What was published after the backup was taken, and stands nowhere but in the file."""
    point = notes.Checkpoint(queries.origin(), size, root, at)
    with settings.WITNESS.open("a") as file:
        file.write(notes.Signer(point.origin, b"s" * 32).sign(point.text()) + "\n")
    return point


def restored() -> notes.Checkpoint:
    """Three entries are in the backup; five had been published."""
    entries(3)
    actions.checkpoint(now=NOW)
    return lost(5)


def test_a_tree_smaller_than_the_published_one_is_not_sealed_on() -> None:
    restored()
    [waiting] = entries(1)

    with pytest.raises(actions.Restored, match="kept ledger restored --because") as refused:
        actions.prove([waiting], now=NOW + 2 * DAY)

    assert refused.value.code == "ledger_restored"
    assert refused.value.words.startswith("This cannot be proven right now. Nothing is lost")
    assert Leaf.objects.get(entry=waiting).number is None


def test_a_tree_of_other_entries_is_not_sealed_on_although_it_is_as_large() -> None:
    entries(6)
    actions.checkpoint(now=NOW)
    lost(5)

    with pytest.raises(actions.Restored):
        actions.seal(now=NOW + 2 * DAY)


def test_a_backup_taken_before_signing_but_after_sealing_lost_nothing() -> None:
    entries(5)
    actions.seal(now=NOW)
    lost(5, root=Tiles().root(5))
    entries(1)

    assert actions.checkpoint(now=NOW + 2 * DAY).size == 6


def test_owning_up_writes_a_signed_notice_and_an_entry_and_what_waited_is_sealed() -> None:
    gone = restored()
    waiting = entries(1)

    point = actions.acknowledge_restore(because="the disk\nfailed\x1b", by=OWNER, now=NOW + 2 * DAY)

    [notice] = queries.forks()
    fork = notes.Fork.parse(notes.opened(notice, [key.vkey for key in queries.public_keys()]))
    assert (fork.lost.size, fork.lost.root, fork.lost.at) == (gone.size, gone.root, gone.at)
    assert (fork.kept.size, fork.kept.root) == (3, Tiles().root(3))
    assert fork.because == "the disk failed"
    entry = queries.entry_of("ledger.restored", "ledger")
    assert entry is not None
    assert queries.number_of(entry) is not None
    assert point.size == 5
    receipt = reading.read(actions.prove(waiting, now=NOW + 2 * DAY))
    assert receipt.forks == (notice,)


def test_the_notice_is_published_in_the_witness_file_before_the_next_checkpoint() -> None:
    restored()

    point = actions.acknowledge_restore(because="the disk failed", by=OWNER, now=NOW + 2 * DAY)

    assert reading.witnessed(settings.WITNESS.read_bytes())[-2:] == [*queries.forks(), point.note]
    entries(1)
    assert actions.checkpoint(now=NOW + 3 * DAY).size == 5


def test_owning_up_counts_for_everything_published_before_it() -> None:
    restored()
    actions.acknowledge_restore(because="the disk failed", by=OWNER, now=NOW + 2 * DAY)
    lost(4, root=b"8" * 32)  # the file of another machine, which had not seen the last one
    entries(1)

    assert actions.checkpoint(now=NOW + 3 * DAY).size == 5


def test_a_second_restore_is_noticed_again() -> None:
    restored()
    actions.acknowledge_restore(because="the disk failed", by=OWNER, now=NOW + 2 * DAY)
    point = notes.Checkpoint(queries.origin(), 50, b"9" * 32, NOW + 3 * DAY)
    with settings.WITNESS.open("a") as file:
        file.write(notes.Signer(point.origin, b"s" * 32).sign(point.text()) + "\n")

    with pytest.raises(actions.Restored):
        actions.seal(now=NOW + 3 * DAY)


def test_a_notice_that_a_second_restore_took_away_is_taken_back_from_the_witness_file() -> None:
    restored()
    actions.acknowledge_restore(because="the disk failed", by=OWNER, now=NOW + 2 * DAY)
    [first] = queries.forks()
    drop_guard("ledger_fork", "delete")
    Fork.objects.all().delete()  # the same backup once more: it was taken before the first notice
    lost(9, at=NOW + 3 * DAY)

    actions.acknowledge_restore(because="it failed again", by=OWNER, now=NOW + 4 * DAY)

    notices = queries.forks()
    assert len(notices) == 2
    assert first in notices


def test_a_notice_of_somebody_else_in_the_witness_file_is_not_taken_for_ours() -> None:
    gone = restored()
    lying = notes.Fork(
        gone.origin, notes.Tree(gone.size, gone.root, gone.at), notes.Tree(0, merkle.NOTHING), NOW, "x"
    )
    with settings.WITNESS.open("a") as file:
        file.write(notes.Signer(gone.origin, b"s" * 32).sign(lying.text()) + "\n")

    actions.acknowledge_restore(because="the disk failed", by=OWNER, now=NOW + 2 * DAY)

    assert len(queries.forks()) == 1


def test_where_nothing_was_restored_there_is_nothing_to_own_up_to() -> None:
    entries(1)
    actions.checkpoint(now=NOW)

    with pytest.raises(actions.NothingRestored, match="--witness"):
        actions.acknowledge_restore(because="just in case", by=OWNER, now=NOW)

    assert not Fork.objects.exists()


def test_a_notice_without_a_reason_is_refused() -> None:
    restored()

    with pytest.raises(actions.NoReason):
        actions.acknowledge_restore(because=" \n\x00", by=OWNER, now=NOW + 2 * DAY)


def test_a_clock_behind_what_is_lost_is_set_right_first() -> None:
    gone = restored()

    with pytest.raises(actions.ClockRanBack, match="Set the clock right"):
        actions.acknowledge_restore(because="the disk failed", by=OWNER, now=gone.at)


def test_where_more_was_signed_since_only_what_was_signed_before_counts_as_kept() -> None:
    entries(3)
    actions.checkpoint(now=NOW)
    entries(1)
    actions.checkpoint(now=NOW + 2 * DAY)  # nobody had noticed: the file had been restored as well
    seen = lost(5)

    actions.acknowledge_restore(because="the disk failed", by=OWNER, now=NOW + 3 * DAY, seen=seen)

    assert notes.Fork.parse(notes.text_of(queries.forks()[0])).kept == notes.Tree(3, Tiles().root(3))


def test_a_copy_kept_elsewhere_speaks_where_the_file_was_restored_as_well(settings: Settings) -> None:
    restored()
    copy = settings.WITNESS.with_suffix(".copy")
    settings.WITNESS.rename(copy)

    actions.acknowledge_restore(
        because="the disk failed", by=OWNER, now=NOW + 2 * DAY, seen=witness.newest(queries.origin(), copy)
    )

    assert Fork.objects.get().lost_size == 5


def test_a_file_that_holds_anything_but_notes_stops_nobody(settings: Settings) -> None:
    settings.WITNESS.write_bytes(b"\xff\x00 rubbish\n\nmore\n")

    assert actions.checkpoint(now=NOW).size == 0
    assert actions.checkpoint(now=NOW + DAY).size == 0


def test_the_checkpoints_of_another_ledger_in_the_same_file_stop_nobody() -> None:
    entries(1)
    actions.checkpoint(now=NOW)
    theirs = notes.Checkpoint("beds.example/ledger", 70, b"7" * 32, NOW)
    with settings.WITNESS.open("a") as file:
        file.write(notes.Signer(theirs.origin, b"s" * 32).sign(theirs.text()) + "\n")
    entries(1)

    assert actions.checkpoint(now=NOW + DAY).size == 2
