"""Nothing that stands in the ledger is shown as a code: every kind of entry has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from kept.promises.models import Outcome
from kept.web.desk import words

HOUSE = Path(words.__file__).parents[2]


def kinds_recorded() -> Iterator[str]:
    """Every kind that an action names whole."""
    for module in sorted([*HOUSE.glob("*/actions.py"), *HOUSE.glob("*/actions/*.py")]):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Constant) and re.fullmatch("[a-z]+[.][a-z_]+", str(node.value)):
                yield str(node.value)


def kinds_put_together() -> Iterator[str]:
    """Those that an action makes of a state."""
    states = (HOUSE / "conversations/actions/states.py").read_text()
    yield from (f"conversation.{what}" for what in re.findall(r'_record\(\s*"(\w+)"', states))
    yield from (f"promise.{outcome}" for outcome in Outcome.values)
    yield from (f"complaint.{how}" for how in ("withdrawn", "closed_without_finding"))
    yield from (f"verdict.{how}" for how in ("confirmed", "overruled", "given"))


def test_every_kind_of_entry_is_said_in_words() -> None:
    found = {*kinds_recorded(), *kinds_put_together()}

    assert len(found) > 60
    assert found - set(words.EVENTS) == set()
