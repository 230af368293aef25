"""The customer's own words survive; what somebody else wrote goes."""

from __future__ import annotations

import time

import pytest

from kept.text.replies import own_words

QUOTED = "> We come on Tuesday.\n> The desk\n"


@pytest.mark.parametrize(
    ("mail", "own"),
    [
        pytest.param(
            f"Please cancel.\n\nOn Tue, 3 Mar 2026 at 10:04, Desk <desk@store.example> wrote:\n{QUOTED}",
            "Please cancel.",
            id="an English introduction",
        ),
        pytest.param(
            f"Bitte stornieren.\n\nAm 03.03.2026 um 10:04 schrieb Desk <desk@store.example>:\n{QUOTED}",
            "Bitte stornieren.",
            id="a German introduction",
        ),
        pytest.param(
            f"Annulez.\n\nLe mar. 3 mars 2026 à 10:04, Desk <desk@store.example> a écrit :\n\n{QUOTED}",
            "Annulez.",
            id="a French introduction",
        ),
        pytest.param(
            "Please cancel.\n\nOn Tue, 3 Mar 2026 at 10:04, The Store's Own Desk For You\n"
            f"<a-long-address@store.example>\nwrote:\n\n{QUOTED}",
            "Please cancel.",
            id="an introduction broken over three lines",
        ),
        pytest.param(
            "Cancel it.\n\nVon: Desk <desk@store.example>\nGesendet: Dienstag, 3. März 2026 10:04\n"
            "An: Ada\nBetreff: Ihre Lieferung\n\nWir kommen am Dienstag.",
            "Cancel it.",
            id="headers pasted by Outlook",
        ),
        pytest.param(
            "Cancel it.\n\n-----Original Message-----\nFrom: Desk\nWe come on Tuesday.",
            "Cancel it.",
            id="an original-message divider",
        ),
        pytest.param(
            "Fine.\n\n-- \nAda Moreau\nRue Haute 5", "Fine.", id="a signature under two dashes and a space"
        ),
        pytest.param("Fine.\n\nSent from my iPhone", "Fine.", id="the app's advertisement"),
        pytest.param("Passt.\n\nVon meinem iPhone gesendet", "Passt.", id="the app's advertisement, German"),
        pytest.param(
            "On Tue, 3 Mar 2026 at 10:04, Desk wrote:\n> Which day?\n\nTuesday.\n\n> Which hour?\n\nNine.",
            "Tuesday.\n\nNine.",
            id="answers between the quoted questions",
        ),
    ],
)
def test_what_somebody_else_wrote_is_cut(mail: str, own: str) -> None:
    assert own_words(mail) == own


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(
            "On Tuesday my neighbour wrote:\nyour truck was here at nine.", id="a story about somebody"
        ),
        pytest.param("From: the sofa shop\nI want my money.", id="one line that looks like a header"),
        pytest.param("Sent from my desk, is much easier than my phone.", id="a sentence about sending"),
        pytest.param("Two things -- the sofa and the chair.", id="dashes inside a sentence"),
        pytest.param("> I quote myself.", id="nothing but a quotation"),
        pytest.param(
            "Fwd: see below\n\nOn 3 March the driver told my wife:\n“nine sharp”.\nHe wrote it down.",
            id="a date and a told-me in prose",
        ),
        pytest.param("First\n\n--\nDo you come at nine?", id="a question beneath two dashes"),
        pytest.param("1. a\n2. b\n\n-----\n\n3. c", id="a line of dashes as ornament"),
    ],
)
def test_the_customers_words_are_never_lost(mail: str) -> None:
    assert own_words(mail) == mail


def test_a_forwarded_mail_without_own_words_stays_whole() -> None:
    mail = "---------- Forwarded message ---------\nFrom: A <a@b.example>\nDate: Tue\nSubject: x\n\nHello"

    assert own_words(mail) == mail


def test_what_is_forwarded_with_a_word_about_it_stays_too() -> None:
    mail = "You wrote me this:\n\n---------- Forwarded message ---------\nFrom: A <a@b.example>\n\nHello"

    assert own_words(mail) == mail


def test_html_alone_is_cut_where_the_mail_program_marked_the_quote() -> None:
    html = (
        "<div>Please <b>cancel</b>.</div><div class='gmail_quote'><div>On Tue, Desk wrote:</div>"
        "<blockquote class='gmail_quote'>We come.<div class='gmail_quote'>older</div></blockquote></div>"
    )

    assert own_words("", html) == "Please cancel."


def test_html_alone_is_cut_where_outlook_begins_its_quote() -> None:
    html = (
        "<p>Cancel it.</p><div id='appendonsend'></div><hr>"
        "<div id='divRplyFwdMsg'>From: Desk</div><p>We come</p>"
    )

    assert own_words("", html) == "Cancel it."


@pytest.mark.parametrize("mail", ["", "\n\n", ">", "--\n", "On wrote:", "\x00", "_" * 100_000])
def test_strange_input_is_answered(mail: str) -> None:
    assert own_words(mail) == mail.strip()


@pytest.mark.parametrize("letter", ["-", "*", "_", "a", " "])
def test_a_line_without_end_is_words_and_is_read_within_seconds(letter: str) -> None:
    line = "Cancel it.\n" + letter * 300_000 + "x"

    started = time.perf_counter()
    own = own_words(line)

    assert own == line
    assert time.perf_counter() - started < 10


def test_a_forwarded_page_is_read_whole() -> None:
    page = "<p>See.</p><p>------ Forwarded message ------</p><blockquote type=cite>Come at 8</blockquote>"

    assert "Come at 8" in own_words("", page)


def test_a_huge_mail_is_cut_within_seconds() -> None:
    mail = "On and on and on\n" * 50_000 + "> quoted\n" * 50_000

    started = time.perf_counter()
    own = own_words(mail)

    assert own.count("\n") == 49_999
    assert time.perf_counter() - started < 10
