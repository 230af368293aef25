"""Everything that is marked for translation, in modules and in templates, with where it stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2]
CONTEXT, WORDS = "pgettext", "gettext"  # how the name of a call begins that takes a context, or none
CALL = re.compile(r"\b(n?p?gettext|_)\(")
LITERAL = re.compile(
    r"""\s*,?\s*u?('''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""", re.DOTALL
)


def marked() -> dict[str, str]:
    """By the key under which a catalogue holds it (a context stands before it, apart by \\x04): where."""
    found: dict[str, str] = {}
    for file in PACKAGE.rglob("*.py"):
        if not {"tests", "migrations"} & set(file.parts):
            found |= dict.fromkeys(_of_module(file.read_text()), file.name)
    for file in PACKAGE.rglob("*.html"):
        found |= dict.fromkeys(_of_template(file.read_text()), file.name)
    return found


def _of_module(source: str) -> Iterator[str]:
    if "gettext" not in source:
        return
    tree = ast.parse(source)
    called = {"_": "gettext"}  # a name of its own, such as ``gettext_lazy as lazy``
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            called |= {each.asname or each.name: each.name for each in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            given = [each.value for each in node.args if isinstance(each, ast.Constant)]
            yield from _key(
                called.get(node.func.id, node.func.id), [each for each in given if type(each) is str]
            )


def _of_template(source: str) -> Iterator[str]:
    said = templatize(source)
    for call in CALL.finditer(said):
        given, at = [], call.end()
        while (literal := LITERAL.match(said, at)) is not None:
            given.append(str(ast.literal_eval(literal[1])))
            at = literal.end()
        yield from _key("gettext" if call[1] == "_" else call[1], given)


def _key(call: str, given: list[str]) -> Iterator[str]:
    """Only a call whose words stand there: ``gettext(words)`` translates what was marked elsewhere."""
    name = call.removeprefix("n")
    if name.startswith(WORDS) and given:
        yield given[0]
    elif name.startswith(CONTEXT) and len(given) > 1:
        yield f"{given[0]}\x04{given[1]}"
