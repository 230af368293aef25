"""The typefaces are those that were written down, and hold the letters that we say they hold."""

from __future__ import annotations

import hashlib
import re

import pytest

from kept.paper import fonts


def test_the_typefaces_have_the_hashes_that_are_written_down() -> None:
    page = (fonts.FOLDER / "VENDORED.md").read_text()
    table = re.findall(r"^\| `(\S+)` .*`([0-9a-f]{64})` \|$", page, re.MULTILINE)
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in fonts.FOLDER.glob("*.ttf")}

    assert found == dict(table)


def test_every_face_of_the_text_holds_the_same_letters() -> None:
    faces = {fonts.held(path) for path in fonts.FOLDER.glob("SourceSans3_*.ttf")}

    assert len(faces) == 1
    assert len(faces.pop()) == 1_615  # as fontTools counts them, too


@pytest.mark.parametrize(
    "words", ["äöüß ÄÖÜẞ €„“‚‘–…", "éèçñøåłžșğ", "0123456789 .,−%×·", "Ωλ Яё Ամ ქა שא مح"]
)
def test_german_the_neighbours_and_the_figures_are_held(words: str) -> None:
    assert {ord(letter) for letter in words} <= fonts.letters()


@pytest.mark.parametrize("letter", ["山", "ก", "क", "🎉"])
def test_what_they_do_not_hold_is_known(letter: str) -> None:
    assert ord(letter) not in fonts.letters()


def test_only_what_is_carried_along_is_used() -> None:
    places = {font.path for font in fonts.family().fonts()}

    assert all(place is None or place.startswith(str(fonts.FOLDER)) for place in places)
