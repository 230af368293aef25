"""What a process remembers: one thing a place, under its version, and no more than it may."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from kept.deliveries.shelf import Shelf, forget


def test_what_was_kept_with_another_version_is_not_found() -> None:
    shelf: Shelf[str] = Shelf()

    shelf.keep("Tuesday", 1, "empty")
    shelf.keep("Tuesday", 2, "one stop")

    assert shelf.find("Tuesday", 1) is None
    assert shelf.find("Tuesday", 2) == "one stop"
    assert shelf.find("Wednesday", 2) is None


def test_what_was_not_asked_for_longest_goes_first() -> None:
    shelf: Shelf[str] = Shelf(most=2)
    for day in ("Monday", "Tuesday"):
        shelf.keep(day, 1, day)

    shelf.find("Monday", 1)
    shelf.keep("Wednesday", 1, "Wednesday")

    assert [shelf.find(day, 1) for day in ("Monday", "Tuesday")] == ["Monday", None]


def test_what_is_there_is_not_made_again_and_forgetting_empties_every_shelf() -> None:
    shelf: Shelf[object] = Shelf()

    first, second = shelf.get("Monday", 1, object), shelf.get("Monday", 1, object)
    forget()

    assert first is second
    assert shelf.get("Monday", 1, object) is not first


def test_among_threads_nobody_finds_what_belongs_to_another_version() -> None:
    shelf: Shelf[int] = Shelf(most=3)

    def look(n: int) -> bool:
        return shelf.get(n % 5, n % 7, lambda: n % 7) == n % 7

    with ThreadPoolExecutor(8) as people:
        assert all(people.map(look, range(4_000)))
