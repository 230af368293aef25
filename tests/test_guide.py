"""The pages for people say what is there: their links, their commands and their settings exist."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from kept.cli import COMMANDS
from kept.orders.rules import COLUMNS, NEEDED

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text()):
        name, _hash, anchor = link.partition("#")
        there = page.parent / name if name else page
        assert there.exists(), link
        assert not anchor or anchor in anchors(there), link


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "rules").glob("*.md")), ids=lambda page: page.stem)
def test_the_examples_of_a_rule_are_true(page: Path) -> None:
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0


def test_the_page_of_the_command_has_a_part_for_each_with_an_example() -> None:
    text = (GUIDE / "command.md").read_text()
    parts = dict(re.findall(r"^## kept (\w+)[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))

    assert set(parts) == set(COMMANDS)
    assert [name for name, part in parts.items() if f"\nkept {name}" not in part] == []


def test_the_page_of_the_command_names_every_column_of_an_order_file() -> None:
    text = (GUIDE / "command.md").read_text()

    assert ",".join(COLUMNS) in text
    assert f"| {', '.join(NEEDED)} | needed" in text


def test_the_first_day_names_every_setting_and_no_other() -> None:
    read = set(re.findall(r'"(KEPT_[A-Z_]+)"', (ROOT / "kept" / "config" / "settings.py").read_text()))
    named = set(re.findall(r"KEPT_[A-Z_]+", (GUIDE / "first-day.md").read_text()))

    assert named == read
