"""Whether words ask to leave: plainly or around three corners, and what only sounds like it."""

from __future__ import annotations

import time

import pytest

from kept.memberships.leaving import asks_to_leave, speaks_of_leaving

ASK = [
    "I want to cancel my training sessions.",
    "CANCELLATION!!",
    "please end my membership",
    "I'm leaving the gym",
    "Stop charging me, we are moving to Leeds.",
    "Don't renew my contract, thanks.",
    "I would like to resign my membership with effect from June",
    "pls canel my memebrship asap",
    "We've decided to quit the gym. Please confirm.",
    "Kindly accept this letter as notice of termination of my contract.",
    "mbr wants to cancel mbrship end of month",
    "Great team, lovely studio, no complaints. Please cancel my plan.",
    "Hiermit kündige ich meinen Vertrag",
    "meine Kuendigung",
    "Ich möchte austreten",
    "bitte mein abo zum monatsende beenden",
    "Ich kuendige zum naechstmoeglichen Zeitpunkt meine Mitgliedschaft.",
    "Mein Vertrag soll nicht mehr verlängert werden.",
    "Kunde will aus dem Vertrag raus",
    "kündige zum 31.10.",
    "My late wife was a member, no. 1143. She died in May. Please close it.",
]
DO_NOT_ASK = [
    "When do you open on Sunday?",
    "Ein kundiger Trainer, danke",
    "",
    "I will never shop here again!",
    "Please cancel my delivery for Friday.",
    "I need to cancel my appointment with the trainer tomorrow.",
    "What is your cancellation fee?",
    "How long is the notice period if I leave?",
    "I'm thinking about quitting, but not yet.",
    "My last gym made me wait an hour when I wanted to cancel my membership.",
    "If I cancel my membership in May, what happens to my sessions?",
    "I don't want to cancel, I just need a break.",
    "Bitte stornieren Sie meine Bestellung.",
    "Wie hoch ist die Kündigungsgebühr?",
    "Ich überlege zu kündigen.",
    "Bei meinem alten Studio musste ich dreimal kündigen.",
    "Ich kaufe nie wieder bei euch!",
    "Ich will gar nicht kündigen, nur pausieren.",
    "Please undo my cancellation, I am staying.",
    "Could I stop the personal training? I'll keep the gym.",
]


@pytest.mark.parametrize("words", ASK)
def test_asking_counts_however_it_is_put(words: str) -> None:
    assert asks_to_leave(words)


@pytest.mark.parametrize("words", DO_NOT_ASK)
def test_what_only_sounds_like_it_is_no_asking(words: str) -> None:
    assert not asks_to_leave(words)


@pytest.mark.parametrize("words", [words for words in ASK if len(words.split()) > 2])
def test_shouting_insults_and_thanks_around_it_change_nothing(words: str) -> None:
    assert asks_to_leave(f"You idiots. {words.upper()} Thanks a lot.")


def test_quoted_mail_does_not_ask_again() -> None:
    mail = (
        "Thanks, all clear now.\n\nOn Mon, 2 Mar 2026 at 10:00, Nora wrote:\n> Please cancel my membership."
    )

    assert not asks_to_leave(mail)


def test_whoever_speaks_of_it_in_an_exchange_about_leaving_has_asked() -> None:
    assert speaks_of_leaving("I told your colleague in March that I was leaving")
    assert speaks_of_leaving("Don't renew my contract")
    assert not speaks_of_leaving("When do you open?")


@pytest.mark.parametrize(
    "words", ["cancel " * 150_000, "a" * 1_000_000, "cancel my, " * 90_000, "\n" * 10**6]
)
def test_a_megabyte_of_anything_is_read_in_bounded_time(words: str) -> None:
    began = time.process_time()

    asks_to_leave(words)

    assert time.process_time() - began < 5
