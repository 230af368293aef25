"""The pages speak German where the reader does, and nothing that is marked was left in English."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from pytest_django import Settings

from kept.web.tests.marked import PACKAGE, bare, marked

# Names, keys, and what programs read: alike in both languages.
NAMES = {"Kept", "SHA", "kg", "Mail", "Alt", "Ctrl", "api", "json", "openapi", "papers", "plain", "pdf"}
GALLERY = "parts.html"  # shows the components to who builds them
FOLDER = Path(settings.LOCALE_PATHS[0]) / "de" / "LC_MESSAGES"


@pytest.mark.django_db
def test_the_tour_is_told_in_german(client: Client, settings: Settings) -> None:
    settings.DEMO = True

    with translation.override("en"):  # a request leaves its language behind
        page = client.get("/", headers={"Accept-Language": "de"}).content.decode()

    assert 'lang="de"' in page
    assert "Zwei rufen an" in page
    assert "Hannah Brandt hat recht." in page
    assert "Was Sie uns gesagt haben" in page  # the letter


def test_what_is_compiled_is_what_is_written() -> None:
    written = re.findall(r'^msgid "(.+)"$', (FOLDER / "django.po").read_text(), re.MULTILINE)
    with (FOLDER / "django.mo").open("rb") as compiled:
        found = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]  # they have no other list

    known = {key[0] if isinstance(key, tuple) else key for key in found}
    ids = {key.partition("\x04")[2] or key for key in known}
    assert {each.replace('\\"', '"') for each in written} == ids - {""}


def test_everything_that_is_marked_is_said_in_german() -> None:
    held = trans_real.translation("de")._catalog.keys()  # type: ignore[attr-defined]  # as below
    known = {key[0] if isinstance(key, tuple) else key for key in held}
    known |= {words for entry in entries() for words in said(entry, "msgid_plural")}

    missing = {words: where for words, where in marked().items() if words not in known}

    assert missing == {}


def test_no_word_of_a_page_is_left_unmarked() -> None:
    assert {word: where for word, where in bare().items() if word not in NAMES and where != GALLERY} == {}


def test_what_is_said_in_german_is_whole_and_names_the_same_values() -> None:
    wrong = [
        entry
        for entry in entries()
        if (german := said(entry, r"msgstr(?:\[\d\])?"))
        and (not all(german) or ", fuzzy" in entry or values(german[-1]) != values(asked(entry)))
    ]

    assert wrong == []


def entries() -> list[str]:
    """Each entry of our own catalogues as it is written; the first of a file is its head."""
    files = PACKAGE.rglob("locale/de/LC_MESSAGES/django.po")
    return [entry for file in files for entry in file.read_text().split("\n\n")[1:]]


def said(entry: str, name: str) -> list[str]:
    """What stands behind a name, on one line as we write it."""
    return [str(ast.literal_eval(words)) for words in re.findall(rf"^{name} (\".*\")$", entry, re.MULTILINE)]


def asked(entry: str) -> str:
    return (said(entry, "msgid_plural") or said(entry, "msgid"))[0]


def values(words: str) -> set[str]:
    """The places that something is put into: ``%(name)s``, ``{name}``."""
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", words))
