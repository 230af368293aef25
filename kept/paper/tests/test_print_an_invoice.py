"""An invoice says what is owed, in the customer's language, on as many pages as it takes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kept.base.money import Money
from kept.paper import examples, press
from kept.paper.kinds import Business, Fact, Invoice, Line, Recipient, Unprintable, Window
from kept.paper.tests import reading


def in_order(text: str, *wanted: str) -> bool:
    """Whether the words stand in the text, one after the other."""
    at = 0
    for words in wanted:
        at = text.find(reading.squeezed(words), at) + 1
        if not at:
            return False
    return True


def test_an_invoice_says_who_owes_whom_what_and_why() -> None:
    text = reading.whole(press.invoice(examples.sofa()))

    assert in_order(
        text,
        "Harbor & Home", "48 Water Street", "Tax number 12-3456789", "Nora Lindqvist", "17 Cranberry Street",
        "Number", "INV-1042", "Date", "February 27, 2026", "Order", "K-1042", "Invoice",
        "Promised", "Delivery", "Thursday, March 5, 2026, 8–12", "What", "Quantity", "Each", "Amount",
        "Sofa “Skagen”, three seats, oak and wool", "1", "$1,299.00", "$1,299.00",
        "Delivery to your room", "$89.00", "Total", "$1,388.00",
        "Please pay $1,388.00 by March 13, 2026.", "Routing 021000021",
        "Your page", "https://home.example/c/nora/", "How we work", "Delivery windows", "Version 3",
        "We come within a 4-hour window; an exact hour is not promised.", "Why",
        "1.", "Every house is different", "2.", "Full trucks stay full.", "Ask us on your page, or call.",
        "How to check this paper",
    )  # fmt: skip


def test_a_german_invoice_is_german_to_the_last_word() -> None:
    text = reading.whole(press.invoice(examples.sofa(examples.jonas_sheet(), tax=19_000)))

    assert in_order(
        text,
        "Möbelhaus Weiß", "Straße der Pariser Kommune 12", "Steuernummer 37/123/45678", "Jonas Großkötter",
        "Nummer", "RE-2026-0042", "Datum", "27. Februar 2026", "Rechnung", "Zugesagt",
        "Donnerstag, 5. März 2026, 14–18 Uhr", "Was", "Menge", "Einzeln", "USt.", "Betrag",
        "1.299,00 €", "19 %", "Gesamt", "1.388,00 €",
        "Enthält 19 % Umsatzsteuer auf 1.166,39 €", "221,61 €",
        "Bitte zahlen Sie 1.388,00 € bis zum 13. März 2026.", "IBAN", "Ihre Seite", "Wie wir arbeiten",
        "Lieferfenster", "Fassung 3", "Wie sich dieses Papier prüfen lässt",
    )  # fmt: skip
    assert not re.search(r"Page|Version|Checkpoint|Total|enclosed", text)


def test_prices_without_tax_show_the_sum_before_it_and_the_total_after() -> None:
    paper = replace(examples.sofa(tax=8_875), prices_include_tax=False)

    text = reading.whole(press.invoice(paper))

    assert in_order(
        text, "Sum without tax", "$1,388.00", "8.875 % tax on $1,388.00", "$123.19", "Total", "$1,511.19"
    )


def test_a_store_that_enters_no_tax_prints_the_total_alone() -> None:
    text = reading.whole(press.invoice(examples.sofa()))

    assert "tax" not in text.replace("Taxnumber", "").lower().split("howwework")[0]


@pytest.mark.parametrize("more", [*range(8, 30), 60])
def test_each_page_of_lines_repeats_the_heads_and_the_total_is_never_alone(more: int) -> None:
    read = reading.pages(press.invoice(examples.sofa(more=more)))

    lines = [len(re.findall(r"Chair\s+no\.", page)) for page in read]
    assert sum(lines) == more
    for page, count in zip(read, lines, strict=True):
        assert ("Quantity" in page) == (count > 0 or "Skagen" in page)
    (last,) = (number for number, page in enumerate(read) if re.search(r"Total\s+\$", page))
    assert lines[last] > 0


def test_every_page_carries_its_number_and_the_checkpoint() -> None:
    read = reading.pages(press.invoice(examples.sofa(more=60)))

    assert len(read) > 2
    for number, page in enumerate(read, start=1):
        foot = reading.squeezed(page)
        assert f"Page{number}of{len(read)}" in foot
        assert "Checkpointhome.example/kept·1204entries·2026-02-27T05:00:00Z" in foot
        assert "kgdvCc58IuI6B0J9fuzgyjOet6mjoTVIYXKMEHwTtcM=·home.example/kept+ec9936c9" in foot


def test_the_whole_signed_note_and_its_key_stand_once_on_the_last_page() -> None:
    point = examples.checkpoint()
    whole = reading.squeezed(f"{point.note} Public key {point.key}")

    read = [reading.squeezed(page) for page in reading.pages(press.invoice(examples.sofa(more=60)))]

    assert [whole in page for page in read] == [False] * (len(read) - 1) + [True]


def test_without_a_checkpoint_the_paper_says_so_and_claims_nothing() -> None:
    bare = replace(examples.nora_sheet(), checkpoint=None, policies=(), page="")

    text = reading.whole(press.invoice(examples.sofa(bare)))

    assert "Nocheckpointyet:therewasnonewhenthispaperwasmade." in text
    assert "keptverify" not in text and "Howwework" not in text and "Yourpage" not in text


def test_the_words_that_bind_are_enclosed_and_hash_to_the_printed_figure() -> None:
    made = press.invoice(examples.sofa())

    found = reading.enclosed(made)["windows-v3-en.md"]

    assert found.decode() == f"Delivery windows\n\n{examples.WINDOWS}"
    assert f"SHA-256{hashlib.sha256(found).hexdigest()[:16]}…" in reading.whole(made)


def test_words_that_are_not_those_of_the_hash_are_never_printed() -> None:
    other = replace(examples.policy(), words="We come when we like.")

    with pytest.raises(Unprintable, match="not those of its hash"):
        press.invoice(examples.sofa(replace(examples.nora_sheet(), policies=(other,))))


@pytest.mark.parametrize(("country", "size"), [("DE", (595, 842)), ("AT", (595, 842)), ("US", (612, 792))])
def test_paper_is_a4_and_in_america_letter(country: str, size: tuple[int, int]) -> None:
    made = press.invoice(examples.sofa(replace(examples.nora_sheet(), country=country)))

    with reading.opened(made) as pdf:
        box = [round(float(side)) for side in pdf.pages[0].mediabox]
    assert tuple(box[2:]) == size


def test_money_that_goes_back_is_promised_and_nothing_is_asked_for() -> None:
    back = (Line("Sofa taken back", -1, Money(129_900, "USD")),)

    text = reading.whole(press.invoice(replace(examples.sofa(), lines=back)))

    assert "Wepay$1,299.00backtoyoubyMarch13,2026." in text
    assert "Total−$1,299.00" in text and "Routing" not in text


def test_nothing_is_asked_for_when_nothing_is_owed() -> None:
    free = (Line("Repair under warranty", 1, Money(0, "USD")),)

    assert "Thereisnothingtopay." in reading.whole(press.invoice(replace(examples.sofa(), lines=free)))


def test_an_invoice_without_lines_is_none() -> None:
    with pytest.raises(Unprintable, match="at least one line"):
        Invoice(examples.nora_sheet(), ())


def test_two_currencies_do_not_stand_on_one_paper() -> None:
    lines = (Line("Sofa", 1, Money(1, "USD")), Line("Chair", 1, Money(1, "EUR")))

    with pytest.raises(Unprintable, match="one currency"):
        Invoice(examples.nora_sheet(), lines)


def test_long_names_and_many_address_lines_still_leave_every_word_readable() -> None:
    name = (
        "Wilhelmina Friederike Oberstudiendirektorin von und zu Hohenzollern-Sigmaringen-Waldburg-Zeil " * 2
    )
    sheet = replace(
        examples.nora_sheet(),
        business=Business(name * 2, "Line\n" * 12),
        customer=Recipient(name, "Line\n" * 12, "a@" + "b" * 240 + ".example"),
        facts=(Fact("Customer number of the housing association", "HV-" + "0" * 90),),
    )

    made = press.invoice(examples.sofa(sheet))

    text = reading.whole(made)
    assert max(reading.right_edges(made)) <= 612 - 20 / 25.4 * 72 + 1  # points: the right margin of Letter
    assert text.count(reading.squeezed(name)) >= 3 and text.count("Line") == 24
    assert "b" * 240 in text


def test_a_window_in_the_hour_that_autumn_repeats_says_which_one() -> None:
    night = Window(
        "Lieferung", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    )

    text = reading.whole(press.invoice(replace(examples.sofa(examples.jonas_sheet()), windows=(night,))))

    assert "Sonntag,25.Oktober2026,2:30CEST–2:30CETUhr" in text


def test_a_window_until_midnight_ends_at_24_and_one_over_midnight_names_both_days() -> None:
    until = Window("Delivery", datetime(2026, 3, 6, 1, 0, tzinfo=UTC), datetime(2026, 3, 6, 5, 0, tzinfo=UTC))
    over = replace(until, ends_at=datetime(2026, 3, 6, 7, 0, tzinfo=UTC))

    text = reading.whole(press.invoice(replace(examples.sofa(), windows=(until, over))))

    assert "Thursday,March5,2026,20–24" in text
    assert "Thursday,March5,2026,20:00–Friday,March6,2026,2:00" in text
