"""A policy's Markdown as blocks: every word stays, what paper cannot do is left out."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kept.paper.kinds import Block, Run, Unprintable
from kept.paper.markdown import blocks


def said(found: tuple[Block, ...]) -> str:
    """All words of the blocks, one after the other."""
    words = ["".join(run.words for run in block.runs) + said(sum(block.items, ())) for block in found]
    return " ".join(words)


def test_paragraphs_lists_and_headings_are_told_apart() -> None:
    found = blocks("# Why\n\nEvery house\nis different.\n\n- one\n- two\n\n3. third\n4. fourth\n")

    assert [block.kind for block in found] == ["heading", "paragraph", "bullets", "numbers"]
    assert found[1].runs == (Run("Every house"), Run(" "), Run("is different."))
    assert [said(item) for item in found[2].items] == ["one", "two"]
    assert found[3].first == 3


def test_bold_slanted_and_linked_words_keep_it_inside_each_other() -> None:
    (block,) = blocks("**never *after* nine**, see [our **page**](https://home.example)")

    assert block.runs == (
        Run("never ", strong=True),
        Run("after", strong=True, emphasised=True),
        Run(" nine", strong=True),
        Run(", see "),
        Run("our ", link="https://home.example"),
        Run("page", strong=True, link="https://home.example"),
    )


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("> We call before.", "We call before."),
        ("```\nfee = 49\n```", "fee = 49"),
        ("The fee is `49 €`.", "The fee is 49 €."),
        ("<b>Bold</b> & <script>x</script>", "<b>Bold</b> & <script>x</script>"),
        ("![A truck](https://home.example/truck.png)", "A truck"),
        ("One  \ntwo", "One\ntwo"),
        ("One\n\n---\n\ntwo", "One two"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("", ""),
    ],
)
def test_what_paper_cannot_do_is_said_in_words(markdown: str, words: str) -> None:
    assert said(blocks(markdown)) == words


@given(some.lists(some.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=40), some.randoms())
def test_no_word_is_lost_however_it_is_marked_up(words: list[str], chance: Random) -> None:
    marks = ["\n\n- ", "\n\n", " ", "\n# ", "\n\n> ", "\n  - ", "\n\n1. "]
    marked = "".join(chance.choice(marks) + word for word in words)

    found = said(blocks(marked))

    assert re.findall("[a-z]+", found) == words


def test_what_would_be_dropped_is_refused() -> None:
    with pytest.raises(Unprintable, match="too deep"):
        blocks(">" * 60 + " and so we charge 50 €")
