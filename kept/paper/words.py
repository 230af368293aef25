"""The fixed words of a paper in English and German: plain, calm, without blame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Words:
    """Everything a paper says by itself in one language. Names in braces are filled in."""

    code: Literal["en", "de"]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    oclock: str
    invoice: str
    confirmation: str
    contract: str
    number: str
    date: str
    page_of: str
    promised: str
    what: str
    quantity: str
    each: str
    tax: str
    amount: str
    sum: str
    total: str
    tax_included: str
    tax_on_top: str
    pay_by: str
    nothing_to_pay: str
    refunded: str
    pay_to: str
    tax_id: str
    rules: str
    version: str
    terms: str
    signature: str
    sign_customer: str
    sign_business: str
    signed: str
    entry: str
    your_page: str
    your_page_for: str
    code_alt: str
    check: str
    check_enclosed: str
    check_checkpoint: str
    check_keep: str
    checkpoint: str
    public_key: str
    no_checkpoint: str
    no_checkpoint_check: str
    missing: str


ENGLISH = Words(
    code="en",
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    oclock="",
    invoice="Invoice",
    confirmation="Confirmation",
    contract="Contract",
    number="Number",
    date="Date",
    page_of="Page {page} of {pages}",
    promised="Promised",
    what="What",
    quantity="Quantity",
    each="Each",
    tax="Tax",
    amount="Amount",
    sum="Sum without tax",
    total="Total",
    tax_included="Includes {rate} tax on {net}",
    tax_on_top="{rate} tax on {net}",
    pay_by="Please pay {total} by {day}.",
    nothing_to_pay="There is nothing to pay.",
    refunded="We pay {total} back to you by {day}.",
    pay_to="To",
    tax_id="Tax number {number}",
    rules="How we work",
    version="Version {number} · SHA-256 {hash}… · enclosed as {file}",
    terms="What it costs, and how it ends",
    signature="Signed",
    sign_customer="Date, signature of {name}",
    sign_business="Date, for {name}",
    signed="{name}, {at}: {how}",
    entry="Entry in our record",
    your_page="Your page",
    your_page_for="Everything that we owe you, and everything that we told you, without an account.",
    code_alt="QR code to your page: {address}",
    check="How to check this paper",
    check_enclosed=(
        "The rules printed here are enclosed in this PDF word for word, and the SHA-256 of each file "
        "begins with the letters under its title."
    ),
    check_checkpoint=(
        "The checkpoint at the foot of each page fixes our whole record as it stood then: nothing in it can "
        "be changed or taken out later without showing, though it cannot show that a word was true when "
        "it was written."
    ),
    check_keep=(
        "Keep this paper: whoever holds it can compare it with your receipt file and with our record, using "
        "“kept verify”, without our help."
    ),
    checkpoint="Checkpoint {origin} · {size} entries · {at}",
    public_key="Public key {key}",
    no_checkpoint="No checkpoint yet: there was none when this paper was made.",
    no_checkpoint_check=(
        "Our record had no checkpoint yet when this paper was made, so this paper alone cannot show whether "
        "the record was changed later."
    ),
    missing=(
        "Some letters are not in the typefaces of this paper: they stand as their Unicode numbers, in "
        "brackets."
    ),
)  # fmt: skip

GERMAN = Words(
    code="de",
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
        "November", "Dezember",
    ),
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    oclock="\N{NO-BREAK SPACE}Uhr",
    invoice="Rechnung",
    confirmation="Bestätigung",
    contract="Vertrag",
    number="Nummer",
    date="Datum",
    page_of="Seite {page} von {pages}",
    promised="Zugesagt",
    what="Was",
    quantity="Menge",
    each="Einzeln",
    tax="USt.",
    amount="Betrag",
    sum="Summe ohne Umsatzsteuer",
    total="Gesamt",
    tax_included="Enthält {rate} Umsatzsteuer auf {net}",
    tax_on_top="{rate} Umsatzsteuer auf {net}",
    pay_by="Bitte zahlen Sie {total} bis zum {day}.",
    nothing_to_pay="Es ist nichts zu zahlen.",
    refunded="Wir zahlen Ihnen {total} bis zum {day} zurück.",
    pay_to="An",
    tax_id="Steuernummer {number}",
    rules="Wie wir arbeiten",
    version="Fassung {number} · SHA-256 {hash}… · beigefügt als {file}",
    terms="Was es kostet und wie es endet",
    signature="Unterschrift",
    sign_customer="Datum, Unterschrift {name}",
    sign_business="Datum, für {name}",
    signed="{name}, {at}: {how}",
    entry="Eintrag in unseren Aufzeichnungen",
    your_page="Ihre Seite",
    your_page_for="Alles, was wir Ihnen schulden, und alles, was wir Ihnen gesagt haben, ohne Konto.",
    code_alt="QR-Code zu Ihrer Seite: {address}",
    check="Wie sich dieses Papier prüfen lässt",
    check_enclosed=(
        "Die hier gedruckten Regeln liegen diesem PDF Wort für Wort bei, und der SHA-256-Wert jeder Datei "
        "beginnt mit den Zeichen unter ihrem Titel."
    ),
    check_checkpoint=(
        "Der Prüfpunkt am Fuß jeder Seite hält alle unsere Aufzeichnungen fest, wie sie damals waren: Nichts "
        "darin kann später unbemerkt geändert oder entfernt werden; dass ein Wort wahr war, als es "
        "geschrieben wurde, zeigt er nicht."
    ),
    check_keep=(
        "Bewahren Sie dieses Papier auf: Wer es hat, kann es ohne unsere Hilfe mit Ihrer Belegdatei und mit "
        "unseren Aufzeichnungen vergleichen, mit „kept verify“."
    ),
    checkpoint="Prüfpunkt {origin} · {size} Einträge · {at}",
    public_key="Öffentlicher Schlüssel {key}",
    no_checkpoint="Noch kein Prüfpunkt: Es gab keinen, als dieses Papier entstand.",
    no_checkpoint_check=(
        "Unsere Aufzeichnungen hatten noch keinen Prüfpunkt, als dieses Papier entstand; ob sie später "
        "geändert wurden, kann dieses Papier allein nicht zeigen."
    ),
    missing=(
        "Einige Zeichen fehlen in den Schriften dieses Papiers: Sie stehen als ihre Unicode-Nummern in "
        "eckigen Klammern."
    ),
)  # fmt: skip


def words_in(language: str) -> Words:
    """The words of a language such as ``de-AT``; English for one that we do not speak."""
    return GERMAN if language.lower().partition("-")[0] == "de" else ENGLISH
