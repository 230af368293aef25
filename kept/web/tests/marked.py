"""What is marked for translation, in modules and in templates, and where; and the words that are not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
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


def bare() -> dict[str, str]:
    """Words that stand on a page in one language only, by the word: where."""
    found: dict[str, str] = {}
    for file in PACKAGE.rglob("*.html"):
        page = _Page()
        page.feed("".join(_shown(Lexer(file.read_text()).tokenize())))
        found |= dict.fromkeys(re.findall(r"[^\W\d_]{2,}", " ".join(page.words)), file.name)
    return found


def _shown(tokens: list[Token]) -> Iterator[str]:
    """What stands between the tags; not what is translated as a whole, and no comment nor class."""
    until = ""
    for token in tokens:
        name, *rest = token.contents.split() if token.token_type is TokenType.BLOCK else [""]
        if name in ("blocktranslate", "comment") or "page_class" in rest:
            until = f"end{name}"
        yield token.contents if token.token_type is TokenType.TEXT and not until else " "
        until = "" if name == until else until


class _Page(HTMLParser):
    """The words that a reader meets: text, and what is read out or shown in its place; no code."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [
            said or "" for name, said in attrs if name in ("alt", "aria-label", "placeholder", "title")
        ]
        if tag in ("code", "pre", "script", "style"):
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.within:
            self.within.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.words.append(data)


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
