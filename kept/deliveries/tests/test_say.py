"""What is said of windows: whole sentences with the reason and the next step, in both languages."""

from __future__ import annotations

import gettext
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from kept.deliveries import words
from kept.deliveries.rules import Answer, Free, LocalWindow, Quote, Reason, Taken, answer_hour, read_place

CATALOGUE = Path(__file__).resolve().parents[1] / "locale" / "de" / "LC_MESSAGES"
ZONE = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 3, 3)


def window(opens: int, closes: int, day: date = TUESDAY) -> LocalWindow:
    return LocalWindow(day, time(opens), time(closes))


def free(opens: int, closes: int, day: date = TUESDAY, *, nearest: int | None = None) -> Free:
    span = window(opens, closes, day).instants(ZONE)
    assert span is not None
    return Free(window(opens, closes, day), *span, extra_minutes=6, nearest_seconds=nearest)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "The trucks are full on Tue 3 Mar, 12–16. Wed 4 Mar, 8–12 is free, and a truck is near you "
                "then. Also free: Wed 4 Mar, 16–20."
            ),
        ),
        (
            "de",
            (
                "Am Di 3. Mär, 12–16, sind die Wagen voll. Mi 4. Mär, 8–12 ist frei, und ein Wagen ist dann "
                "in Ihrer Nähe. Auch frei: Mi 4. Mär, 16–20."
            ),
        ),
    ],
)
def test_a_no_says_why_and_what_is_free(language: str, said: str) -> None:
    wednesday = date(2026, 3, 4)
    offered = (free(8, 12, wednesday, nearest=300), free(16, 20, wednesday, nearest=4000))

    with override(language):
        answer = words.answer(Answer(None, window(12, 16), Reason.FULL, exact=False, alternatives=offered))

    assert answer == said


def test_where_nothing_is_free_nothing_is_promised() -> None:
    said = words.answer(Answer(None, window(8, 12), Reason.FULL, exact=False, alternatives=()))

    assert said == "The trucks are full on Tue 3 Mar, 8–12. No window is free in the days we plan so far."


def test_an_hour_in_a_full_window_hears_both_reasons() -> None:
    made = datetime(2026, 3, 2, 9, tzinfo=UTC)
    taken = (Taken(window(8, 12), Reason.FULL),)
    quote = Quote((free(12, 16),), taken, ZONE, made, made)

    said = words.answer(answer_hour(quote, datetime(2026, 3, 3, 8, tzinfo=UTC)))

    assert said.startswith("An exact hour is not something we could promise")
    assert said.endswith("The trucks are full on Tue 3 Mar, 8–12. Tue 3 Mar, 12–16 is free.")


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words_in_both_languages(reason: Reason) -> None:
    said = set()
    for language in ("en", "de"):
        with override(language):
            said.add(words.reason(window(8, 12), reason))

    assert len(said) == 2
    assert all("%(" not in each for each in said)


def test_half_hours_are_said_with_their_minutes() -> None:
    assert words.say_span(time(8, 30), time(12)) == "8:30–12"


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "a,b", "91,0", "0,181", "nan,nan", "inf,0"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no place|nowhere on earth"):
        read_place(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-03",
        "2026-03-03 8-12",
        "2026-03-03 12:00-08:00",
        "x 08:00-12:00",
        "2026-03-03 08:00+02:00-12:00",
        "2026-03-03 08:00Z-12:00Z",
        "0001-01-01 08:00-12:00",
    ],
)
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # the words are Python's own
        LocalWindow.parse(text)


def test_a_window_reads_back_what_it_wrote() -> None:
    assert LocalWindow.parse(str(window(8, 12))) == window(8, 12)


def test_what_is_compiled_is_what_is_written() -> None:
    written = re.findall(r'^msgid "(.+)"$', (CATALOGUE / "django.po").read_text(), re.MULTILINE)
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)

    assert [text for text in written if text != "D j M" and known.gettext(text) == text] == []
