"""What does not fit on paper is refused in one clear sentence; what fits is set in bounded time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from kept.base.money import Money
from kept.paper import examples, press
from kept.paper.kinds import (
    MOST_LINES,
    MOST_MINOR,
    Checkpoint,
    Enclosure,
    Invoice,
    Line,
    Receipt,
    Recipient,
    Unprintable,
    Window,
)
from kept.paper.markdown import blocks
from kept.paper.tests import reading


def with_name(name: str) -> bytes:
    return press.invoice(examples.sofa(replace(examples.nora_sheet(), customer=Recipient(name))))


def with_page(page: str) -> bytes:
    return press.invoice(examples.sofa(replace(examples.nora_sheet(), page=page)))


def with_files(*names: str, size: int = 1) -> bytes:
    files = tuple(Enclosure(name, b"x" * size, "text/plain", "A file") for name in names)
    return press.invoice(examples.sofa(replace(examples.nora_sheet(), enclosures=files)))


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a name of a book's length": (lambda: with_name("x" * 10_001), "paper.customer.0 is 10001 letters"),
    "statements without end": (
        lambda: press.receipt(Receipt(examples.nora_sheet(), "Receipt", ("x " * 4_900,) * 110)),
        "more than the 1000000 of one paper",
    ),
    "a policy without end": (
        lambda: press.invoice(
            examples.sofa(replace(examples.nora_sheet(), policies=(examples.policy(words="x " * 200_001),)))
        ),
        "400000 can be printed",
    ),
    "too many lines": (
        lambda: Invoice(examples.nora_sheet(), (Line("x", 1, Money(1, "USD")),) * (MOST_LINES + 1)),
        "2001 lines are more",
    ),
    "an amount past reason": (lambda: Line("x", 1, Money(MOST_MINOR + 1, "USD")), "does not fit"),
    "a quantity past reason": (lambda: Line("x", 1_000_001, Money(1, "USD")), "does not fit"),
    "a tax above the price": (lambda: Line("x", 1, Money(1, "USD"), 100_001), "between 0 and 100 %"),
    "an address that is none": (lambda: with_page("javascript:alert(1)"), "no http or https address"),
    "an address too long for its code": (lambda: with_page("https://x/" + "y" * 500), "no readable QR code"),
    "a file name with a path": (lambda: with_files("../paper.typ"), "no plain file name"),
    "two files of one name": (lambda: with_files("a.txt", "a.txt"), "the same name"),
    "a file too large": (lambda: with_files("a.txt", size=5 * 1024 * 1024 + 1), "larger than 5 MB"),
    "a window that ends first": (
        lambda: Window("Delivery", examples.MADE_AT, examples.MADE_AT),
        "ends after it starts",
    ),
    "a paper without a zone in its time": (
        lambda: replace(examples.nora_sheet(), made_at=datetime(2026, 1, 1)),  # noqa: DTZ001  # the case
        "no aware instant",
    ),
    "a paper at the end of all years": (
        lambda: replace(examples.nora_sheet(), made_at=examples.MADE_AT.replace(year=9999)),
        "no aware instant",
    ),
    "a checkpoint with half a root": (
        lambda: Checkpoint("x", 1, b"x" * 16, examples.MADE_AT, "x", "x"),
        "root of 32 bytes",
    ),
    "a note about another root": (
        lambda: replace(examples.checkpoint(), root=b"x" * 32),
        "about another root",
    ),
}


@pytest.mark.parametrize(("make", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not_fit_is_refused_with_its_reason(make: Callable[[], object], why: str) -> None:
    with pytest.raises(Unprintable, match=why):
        make()


def test_the_largest_amount_is_written_out_and_stays_in_its_column() -> None:
    line = Line("Everything", 1, Money(MOST_MINOR, "USD"), 0)

    made = press.invoice(replace(examples.sofa(), lines=(line,)))

    assert reading.whole(made).count("$9,999,999,999,999.99") >= 3


def test_two_thousand_lines_print_and_every_one_is_there() -> None:
    lines = tuple(Line(f"Article no. {number};", 1, Money(number, "USD")) for number in range(MOST_LINES))

    text = reading.whole(press.invoice(Invoice(examples.nora_sheet(), lines)))

    assert all(f"Articleno.{number};" in text for number in range(MOST_LINES))
    assert "$19,990.00" in text


def test_a_policy_of_twenty_thousand_words_prints_in_seconds() -> None:
    words = "\n\n".join(f"{number}. " + "word " * 99 for number in range(200))
    sheet = replace(examples.nora_sheet(), policies=(examples.policy(words=words),))

    before = time.process_time()
    made = press.invoice(examples.sofa(sheet))

    assert time.process_time() - before < 10  # seconds of CPU; about 0.6 when it was written
    assert reading.whole(made).count("word") >= 19_800


def nested(deep: int) -> str:
    return "\n".join("  " * depth + f"- level {depth};" for depth in range(deep))


def test_lists_inside_lists_print_every_word() -> None:
    sheet = replace(examples.nora_sheet(), policies=(examples.policy(words=nested(15)),))

    text = reading.whole(press.invoice(examples.sofa(sheet)))

    assert all(f"level{depth};" in text for depth in range(15))


def test_lists_inside_lists_without_end_are_refused_and_no_word_is_lost() -> None:
    with pytest.raises(Unprintable, match="lists inside lists"):
        blocks(nested(60))
