"""``kept token``, run as the command that it is, on a database of its own."""

from __future__ import annotations

from pathlib import Path

from kept.cli.tests.conftest import kept


def test_a_key_is_made_shown_once_and_revoked(empty_home: Path) -> None:
    made = kept("token", "new", "Shop", "--may", "orders.import", "--may", "deliveries.book", home=empty_home)
    listed = kept("token", "list", home=empty_home).stdout.decode()
    revoked = kept("token", "revoke", "Shop", home=empty_home)
    after = kept("token", "list", home=empty_home).stdout.decode()

    key = made.stdout.decode().strip()
    assert (made.returncode, revoked.returncode) == (0, 0)
    assert key.startswith("kept_")
    assert listed == "Shop\torders.import, deliveries.book\tnever used\n"
    assert key not in listed
    assert "revoked" in after


def test_a_right_of_people_is_given_to_no_program(empty_home: Path) -> None:
    ran = kept("token", "new", "Shop", "--may", "staff.manage", home=empty_home)

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"no program may" in ran.stderr


def test_a_program_that_is_unknown_cannot_be_revoked(empty_home: Path) -> None:
    ran = kept("token", "revoke", "Nobody", home=empty_home)

    assert ran.returncode == 2
    assert b"Nobody" in ran.stderr
