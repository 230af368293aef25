"""The pages of docs/rules say what the code does: their examples run."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[3] / "docs" / "rules"


@pytest.mark.parametrize("name", ["told.md", "kept.md", "verdict.md", "judging-a-file.md", "hearing.md"])
def test_the_examples_of_a_page_are_true(name: str) -> None:
    found = doctest.testfile(str(PAGES / name), module_relative=False, encoding="utf-8")

    assert found.failed == 0
    assert found.attempted > 0
