"""What a message claims: each kind in both languages, what claims nothing; loudness changes nothing."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.complaints.fields import CLAIM_KINDS, ClaimKind
from kept.complaints.hearing import claims, complains
from kept.complaints.hearing.tests.said import CLAIMS, NO_CLAIMS
from kept.text.saying.words import MOST_READ

SAID = [(kind, words) for kind, both in CLAIMS.items() for words in both]
LOUD = ("You bunch of clowns! ", " WORST SHOP EVER!!!", " I'll tell all my friends.", " Thank you very much.")


def kinds(text: str) -> list[ClaimKind]:
    return [claim.kind for claim in claims(text)]


def test_every_kind_of_the_domain_is_heard_in_both_languages() -> None:
    assert set(CLAIMS) == set(CLAIM_KINDS)
    assert all(len(both) == 2 for both in CLAIMS.values())


@pytest.mark.parametrize(("kind", "words"), SAID)
def test_a_plain_sentence_of_each_kind_is_heard(kind: ClaimKind, words: str) -> None:
    assert kind in kinds(words)


@pytest.mark.parametrize("words", NO_CLAIMS.values(), ids=NO_CLAIMS.keys())
def test_what_claims_nothing_is_no_complaint(words: str) -> None:
    assert kinds(words) == []
    assert not complains(words)


def test_the_sentence_stands_in_the_text_as_it_was_written() -> None:
    mail = "Hello,\n\nmy sofa’s leg — see photo — arrived BROKEN.  And  nobody called me back!\n\nBest,\nNora"

    found = claims(mail)

    assert [claim.kind for claim in found] == ["delivery.damaged", "access.no_call_back"]
    assert all(claim.sentence in mail for claim in found)
    assert all(claim.cue for claim in found)


def test_several_claims_are_heard_in_the_order_in_which_they_were_said() -> None:
    text = "The driver came three hours late. He was rude. And my card was charged twice."

    assert kinds(text) == ["delivery.late", "conduct.rude", "billing.charged_twice"]


def test_the_same_claim_twice_is_one() -> None:
    assert kinds("The driver was late. I repeat: the driver came two hours late!") == ["delivery.late"]


def test_a_polite_complaint_is_one() -> None:
    polite = "I hope you are well. I'm afraid the driver came two hours after the window. Many thanks, Nora"

    assert kinds(polite) == ["delivery.late"]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("12-4 was the deal, half past six was the reality.", "delivery.late"),
        ('The driver said "so sue me, sweetheart".', "conduct.rude"),
        ("The table is called oak. It's a photo of oak.", "product.not_as_described"),
    ],
)
def test_what_is_only_told_is_heard(told: str, kind: ClaimKind) -> None:
    assert kind in kinds(told)


def test_being_loud_is_shown_beside_it_and_claims_nothing() -> None:
    found = complains("This is bad customer service! I'll tell all my friends not to shop here!!!")

    assert found.claims == ()
    assert "bad customer service" in found.signs


def test_what_was_quoted_is_not_the_writers_word() -> None:
    mail = "All good now.\n\nOn Mon, 2 Mar 2026 at 10:00, Nora wrote:\n> The driver came two hours late."

    assert kinds(mail) == []


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("teh diver was 2hrs late w the delievery", "delivery.late"),
        ("NOBODY CAME WAITED ALL DAY", "delivery.missed"),
        ("card chraged twice", "billing.charged_twice"),
        ("you’ve charged me “twice” for one order", "billing.charged_twice"),
        ("lieferung kam 3 std zu spaet", "delivery.late"),
        ("kd sagt: niemand erschienen, hat frei genommen", "delivery.missed"),
        ("Ware beschaedigt angekommen", "delivery.damaged"),
        ("versprochener rückruf kam nie", "access.no_call_back"),
        ("is gestern neamd kumma, hob ganzn tag gwart", "delivery.missed"),
    ],
)
def test_slips_shorthand_and_umlauts_typed_otherwise_are_read(typed: str, kind: ClaimKind) -> None:
    assert kind in kinds(typed)


@pytest.mark.parametrize(("kind", "words"), SAID)
def test_capitals_insults_and_thanks_around_the_words_change_nothing(kind: ClaimKind, words: str) -> None:
    plain = kinds(words)

    assert kinds(words.upper()) == plain
    for loud in LOUD:
        assert kinds(f"{words}\n{loud.strip()}") == plain
        assert kinds(f"{loud.strip()}\n{words}") == plain
        assert kinds(f"{loud.strip()}\n{words.upper()}") == plain


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_whatever_is_typed_is_read_without_an_error_and_quoted_verbatim(text: str) -> None:
    assert all(
        claim.sentence
        and claim.sentence in text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
        for claim in claims(text)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=4, unique=True), st.integers(0, 9))
def test_what_is_heard_alone_is_heard_beside_other_claims(
    said: list[tuple[ClaimKind, str]], seed: int
) -> None:
    one_language = [words for kind, words in said if words == CLAIMS[kind][0]]
    random.Random(seed).shuffle(one_language)

    together = set(kinds("\n\n".join(one_language)))

    assert together >= {kind for words in one_language for kind in kinds(words)}


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 1_000_000,
        "the sofa was late not " * 45_000,
        "nobody came " * 80_000,
        "\n" * 1_000_000,
        "never got " * 100_000,
        "((((" * 250_000,
        "die Lieferung kam nicht, " * 40_000,
        "\u0301" * 1_000_000,
    ],
    ids=["a word", "no stops", "cues", "lines", "half cues", "brackets", "clauses", "marks"],
)
def test_a_megabyte_of_anything_is_read_in_bounded_time(hostile: str) -> None:
    began = time.process_time()

    claims(hostile)

    assert time.process_time() - began < 6


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    far = "word " * (MOST_READ // 5) + "The driver was two hours late."

    assert kinds(far) == []


def test_a_message_is_read_within_twenty_milliseconds() -> None:
    text = " ".join(both[0] for both in list(CLAIMS.values())[:4])
    claims(text)
    began = time.process_time()

    for _ in range(20):
        claims(text)

    assert (time.process_time() - began) / 20 < 0.020
