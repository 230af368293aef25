"""Whatever a customer is called or writes: it prints as text, or the paper says what it lacks."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kept.base.money import Money
from kept.paper import examples, fonts, letters, press
from kept.paper.kinds import Fact, Invoice, Line, Receipt, Recipient
from kept.paper.tests import reading

LACKING = "theystandastheirUnicodenumbers,inbrackets."


def printed(name: str, words: str = "Sofa") -> str:
    sheet = replace(examples.nora_sheet(), customer=Recipient(name), policies=(), page="")
    return reading.whole(press.invoice(Invoice(sheet, (Line(words, 1, Money(100, "USD")),))))


@pytest.mark.parametrize(
    "words",
    [
        '#eval("1 + 1")',
        '#read("/etc/passwd")',
        '#import "@preview/x:0.1.0"',
        '"); #panic("x',
        "$ x^2 $ *bold* _it_ `raw` = heading - list + enum / term: <label> @ref // comment /* */",
        "\\u{41} \\ ~ -- --- ... 'single' \"double\"",
        "<script>alert(1)</script> {{ 7*7 }} %s {name} {page}",
        "[U+0041]",
        "http://",
    ],
)
def test_words_that_look_like_orders_to_the_typesetter_are_only_words(words: str) -> None:
    text = printed(words, words)

    assert text.count(reading.squeezed(words)) == 2
    assert LACKING not in text


@pytest.mark.parametrize(
    ("name", "as_printed"),
    [
        ("Łukasz Żółć-Šťastný", "Łukasz Żółć-Šťastný"),
        ("Nguyễn Thị Hồng", "Nguyễn Thị Hồng"),
        ("Αλέξανδρος", "Αλέξανδρος"),
        ("Наталья Ёлкина", "Наталья Ёлкина"),
        ("Զաբել Ասատրյան", "Զաբել Ասատրյան"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_names_of_many_alphabets_are_printed_as_they_are(name: str, as_printed: str) -> None:
    text = printed(name)

    assert reading.squeezed(as_printed) in text
    assert LACKING not in text


@pytest.mark.parametrize("name", ["שלום כהן", "محمد عبد الله"])
def test_a_name_that_reads_from_the_right_is_drawn_and_not_left_out(name: str) -> None:
    text = printed(name)

    assert LACKING not in text
    plain = unicodedata.normalize("NFKC", text)
    assert set(reading.squeezed(name)) <= set(plain)


@pytest.mark.parametrize(
    ("name", "as_printed"),
    [
        ("山田 太郎", "[U+5C71 U+7530] [U+592A U+90CE]"),
        ("Emma 🎉", "Emma [U+1F389]"),
        ("कमला", "[U+0915 U+092E U+0932 U+093E]"),
        ("a\x07b\x00c", "a[U+0007]b[U+0000]c"),
        ("pay \u202e00.1$\u202c", "pay [U+202E]00.1$[U+202C]"),
        ("\u064eNora a\u05b8", "[U+064E]Nora a\u05b8"),
        ("\u1d25\u05b8", "\u1d25[U+05B8]"),
        ("\ue000 \ud83d \U0010ffff", "[U+E000] [U+D83D] [U+10FFFF]"),
    ],
)
def test_letters_that_the_typefaces_lack_stand_as_numbers_and_the_paper_says_so(
    name: str, as_printed: str
) -> None:
    text = printed(name)

    assert reading.squeezed(as_printed) in text
    assert LACKING in text


@settings(max_examples=60, deadline=None)
@given(some.text(some.characters(), max_size=60))
def test_no_text_at_all_stops_a_paper(words: str) -> None:
    sheet = replace(
        examples.nora_sheet(), facts=(Fact("About", words),), policies=(), page="", checkpoint=None
    )

    assert press.receipt(Receipt(sheet, "Receipt", (words,))).startswith(b"%PDF-1.7")


def test_marks_that_are_nothing_to_read_are_left_out() -> None:
    text = printed("\ufeffNora\u200e \u263a\ufe0f")

    assert "Nora\u263a" in text and LACKING not in text


def test_every_letter_that_we_say_we_can_draw_is_drawn() -> None:
    every = [chr(point) for point in sorted(fonts.letters()) if letters.is_printable(chr(point))]
    chunks = ["".join(every[at : at + 500]) for at in range(0, len(every), 500)]
    sheet = replace(examples.nora_sheet(), policies=(), page="", checkpoint=None)

    made = press.receipt(Receipt(sheet, "Receipt", tuple(" ".join(chunk) for chunk in chunks)))

    assert len(every) > 5_500
    assert LACKING not in reading.whole(made)


def test_ten_thousand_letters_without_a_blank_stay_on_the_paper() -> None:
    text = printed("Nora", "Ø" * 10_000)

    assert text.count("Ø") == 10_000  # over pages, between their feet


def test_an_endless_word_is_broken_inside_its_column() -> None:
    sheet = replace(examples.nora_sheet(), policies=(), page="")
    made = press.invoice(Invoice(sheet, (Line("m" * 300, 1, Money(100, "USD")),)))

    with reading.opened(made) as pdf:
        width = float(pdf.pages[0].mediabox[2])
    assert all(right < width for right in reading.right_edges(made))
