"""``kept deliveries arrivals``, run as the command that it is, on a database of its own."""

from __future__ import annotations

from pathlib import Path

from kept.cli.tests.conftest import kept


def test_an_unfounded_desk_says_what_to_do_first(empty_home: Path) -> None:
    ran = kept(
        "deliveries", "arrivals", "-", home=empty_home, content=b"order,arrived_at\n1,2026-03-03T11:40\n"
    )

    assert ran.returncode == 2
    assert b"location" in ran.stderr
