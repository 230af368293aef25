"""Confirmations, contracts and receipts: what is promised, what it costs, what was done, in so many words."""

from __future__ import annotations

from dataclasses import replace

from kept.paper import examples, press
from kept.paper.kinds import Enclosure, Recipient
from kept.paper.tests import reading
from kept.paper.tests.test_print_an_invoice import in_order


def test_a_confirmation_says_what_is_promised_and_nothing_of_money() -> None:
    text = reading.whole(press.confirmation(examples.booked()))

    assert in_order(
        text, "Confirmation", "Thank you. This is what we promise you.", "Promised", "Delivery",
        "Thursday, March 5, 2026, 8–12", "17 Cranberry Street", "How we work",
    )  # fmt: skip
    assert "$" not in text and "Total" not in text


def test_a_confirmation_of_an_order_lists_it_and_asks_for_no_money() -> None:
    paper = replace(examples.booked(), lines=examples.sofa().lines)

    text = reading.whole(press.confirmation(paper))

    assert in_order(text, "Promised", "Sofa “Skagen”", "Total", "$1,388.00")
    assert "Pleasepay" not in text


def test_a_contract_tells_its_money_terms_apart_and_how_it_was_signed() -> None:
    text = reading.whole(press.contract(examples.membership()))

    assert in_order(
        text, "Contract", "Open Floor, monthly", "You train whenever we are open.",
        "What it costs, and how it ends", "Each month", "€29.90, on the first", "Fee for leaving", "None",
        "How we work", "Delivery windows",
        "Signed", "Nora Lindqvist, February 27, 2026, 15:40: accepted on the sign-up page",
    )  # fmt: skip


def test_a_contract_that_is_not_signed_yet_has_two_lines_to_sign_on() -> None:
    text = reading.whole(press.contract(replace(examples.membership(), signature=None)))

    assert in_order(text, "Signed", "Date, signature of Nora Lindqvist", "Date, for Harbor & Home")


def test_a_receipt_says_what_was_done_and_its_entry_and_carries_its_file() -> None:
    made = press.receipt(examples.left())

    text = reading.whole(made)

    assert in_order(
        text, "R-88", "Entry in our record", "1,203", "Receipt of your cancellation",
        "You left on 27 February 2026.", "We pay $14.95 back to you by 9 March 2026.",
    )  # fmt: skip
    assert reading.enclosed(made)["receipt-1203.kept.json"] == b'{"kept":"receipt/1"}'


def test_what_machines_read_is_exact_however_long_it_is() -> None:
    name = "receipt-of-the-cancellation-of-nora-lindqvist-1203.kept.json"
    mail = "nora.lindqvist.of.cranberry.street@" + "home" * 12 + ".example"
    sheet = replace(
        examples.nora_sheet(),
        number="R-" + "0123456789" * 4,
        customer=Recipient("Nora", mail=mail),
        enclosures=(Enclosure(name, b"{}", "application/json", "x" * 60),),
        policies=(examples.policy(words=f"Write to [us](mailto:{mail})."),),
    )

    made = press.receipt(replace(examples.left(), sheet=sheet))

    with reading.opened(made) as pdf:
        links = [str(note.A.URI) for page in pdf.pages for note in page.obj.get("/Annots", [])]
        assert str(pdf.docinfo.Title) == f"Receipt of your cancellation {sheet.number}"
    assert name in reading.enclosed(made) and f"mailto:{mail}" in links
    assert "\N{ZERO WIDTH SPACE}" not in " ".join(reading.pages(made))
    assert mail in reading.whole(made)


def test_every_paper_leads_to_the_customers_page() -> None:
    sheet = examples.nora_sheet()

    for made in (press.receipt(examples.left()), press.contract(examples.membership())):
        with reading.opened(made) as pdf:
            links = [str(note.A.URI) for page in pdf.pages for note in page.obj.get("/Annots", [])]
        assert sheet.page in links


def test_a_customer_of_another_language_gets_english_around_their_policy() -> None:
    french = examples.policy("Créneaux", "Nous venons dans un créneau de **4 heures**.", language="fr")
    sheet = replace(examples.nora_sheet(), language="fr", policies=(french,))

    made = press.invoice(examples.sofa(sheet))

    text = reading.whole(made)
    assert "Invoice" in text and "Nousvenonsdansuncréneaude4heures." in text
    assert "windows-v3-fr.md" in reading.enclosed(made)
