"""How a text is read: its sentences, its words however typed, and what of it is said of us."""

from __future__ import annotations

from pathlib import Path

import pytest

from kept.text import saying
from kept.text.saying import LANGUAGES
from kept.text.saying.said import read_in_all
from kept.text.saying.words import own, plain, sentences


def parted(text: str) -> list[str]:
    mine = own(text)
    return [mine[start:end] for start, end in sentences(mine)]


def counted(text: str) -> str:
    """What is left of an English text once nothing counts that is not said of us."""
    language, said = next((language, said) for language, said in saying.read(text) if language.code == "en")
    return saying.asserted(said, language).joined


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It came. Late! Really?", ["It came.", "Late!", "Really?"]),
        ("no sofa\nno call\n", ["no sofa", "no call"]),
        ("The lorry that was promised for last Tuesday between eight and\ntwelve came at four.", None),
        ("Lieferung am 3. März, ca. 4 Std. zu spät.", None),
        ("- table scratched\n- leg missing", ["- table scratched", "- leg missing"]),
        ("", []),
    ],
    ids=["stops", "a note's lines", "a wrapped line is one", "abbreviations", "a list", "nothing"],
)
def test_a_text_is_parted_as_a_reader_would(text: str, parts: list[str] | None) -> None:
    assert parted(text) == (parts if parts is not None else [text])


def test_a_text_without_any_stops_is_parted_where_and_stands() -> None:
    rambling = "so i waited in all day " + "and nobody told me a thing about it " * 12

    assert len(parted(rambling)) > 3


@pytest.mark.parametrize("typed", ["verspätet", "VERSPÄTET", "verspaetet", "verspatet"])
def test_umlauts_are_alike_however_they_are_typed(typed: str) -> None:
    assert plain(typed) == "verspatet"


@pytest.mark.parametrize("typed", ["didn't", "didn’t", "didnt", "DIDN`T"])
def test_apostrophes_are_alike_however_they_are_typed(typed: str) -> None:
    assert plain(typed) == "didnt"


def test_one_slip_in_a_word_worth_knowing_is_put_right_and_another_word_is_left() -> None:
    assert " delivery " in counted("the delviery is not at my door")
    assert " changed " in counted("I changed the colour and it is not here")


def test_what_dialects_and_chats_write_is_read_as_the_word_that_is_meant() -> None:
    read = {language.code: said.joined for language, said in read_in_all("isch ned cho, u forgot")}

    assert read["de"].split()[:3] == ["ist", "nicht", "gekommen"]
    assert "you forgot" in read["en"]


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("It was not late and not rude, but my bill is wrong.", "late", "wrong"),
        ("If it is damaged I will call, and the driver was rude.", "damaged", "rude"),
        ("My last gym was rude. They lied. Your driver was late.", "lied", "late"),
        ("What happens if the van is delayed?", "delayed", ""),
    ],
)
def test_what_is_not_said_of_us_does_not_count(text: str, gone: str, left: str) -> None:
    assert gone not in counted(text)
    assert left in counted(text)


def test_a_reproach_is_no_mere_question() -> None:
    assert "nobody" in counted("Why did nobody come to my house?")


def test_the_language_is_known_by_its_little_words() -> None:
    assert [language.code for language, _ in saying.read("Ich habe das Sofa nicht")] == ["de"]
    assert [language.code for language, _ in saying.read("I have not got the sofa")] == ["en"]
    assert len(saying.read("Sofa kaputt")) == len(LANGUAGES)


def test_a_class_that_a_language_lacks_is_named(tmp_path: Path) -> None:
    english = LANGUAGES[0]
    path = tmp_path / "some.txt"
    path.write_text("[late]\n{unheard_of} came\n")

    with pytest.raises(KeyError, match="unheard_of"):
        english.patterns("late", saying.read_lists(path))


def test_a_line_that_stands_in_no_list_is_named(tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    path.write_text("# a file\nlost\n")

    with pytest.raises(ValueError, match=r"some\.txt:2"):
        saying.read_lists(path)


def test_words_that_mean_alike_share_a_name_in_every_language() -> None:
    english, german = (language.alike for language in LANGUAGES)

    assert english.names("sofa") & german.names("sofa") >= {"furniture"}
    assert english.names("sneered") & german.names("ausgelacht") >= {"mock"}
    assert "breakage" in english.names("damages"), "by its beginning"
    assert english.names("zebra") == frozenset()
