"""The cast on paper, for tests and for the figures: a sofa sold in New York, one in Berlin, a gym."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kept.base.money import Money
from kept.paper.kinds import (
    Business,
    Checkpoint,
    Confirmation,
    Contract,
    Enclosure,
    Event,
    Fact,
    Invoice,
    Line,
    Policy,
    Receipt,
    Recipient,
    Sheet,
    Signature,
    Window,
)
from kept.paper.markdown import blocks

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
MADE_AT = datetime(2026, 2, 27, 20, 40, tzinfo=UTC)

WINDOWS = """\
We come within a **4-hour window**; an *exact hour* is not promised.

## Why

1. Every house is different, and nobody can tell how long each stop takes.
2. We group the stops by neighbourhood, so that nobody waits longer than they must.
   - Full trucks stay full.
   - A free window is offered at once.

Ask us on [your page](https://home.example/windows), or call.
"""
FENSTER = """\
Wir kommen innerhalb eines **Fensters von 4 Stunden**; eine *genaue Uhrzeit* sagen wir nicht zu.

- Jedes Haus ist anders, und niemand weiß, wie lange ein Halt dauert.
- Wir fahren die Halte eines Viertels hintereinander.
"""


def policy(
    title: str = "Delivery windows", words: str = WINDOWS, *, slug: str = "windows", language: str = "en"
) -> Policy:
    sha256 = hashlib.sha256(f"{title}\n\n{words}".encode()).hexdigest()
    return Policy(slug, title, 3, sha256, words, blocks(words), language)


def checkpoint() -> Checkpoint:
    root = hashlib.sha256(b"the record").digest()
    note = (
        f"home.example/kept\n1204\n{base64.b64encode(root).decode()}\ntime 2026-02-27T05:00:00Z\n\n"
        "— home.example/kept 7Jk2yf3W0mAqMZb9O0lYV8dRlkQJ8c2mVfHc1nEoX5tGz4aSu6BpKwTjDiLyNvUxIqRh\n"
    )
    at = datetime(2026, 2, 27, 5, 0, tzinfo=UTC)
    key = "home.example/kept+ec9936c9+AVWlVz0jr2vUXyh2f+oG3Zl1hc9bI/qOhCTjVvyJjWpM"
    return Checkpoint("home.example/kept", 1204, root, at, key, note)


def nora_sheet() -> Sheet:
    return Sheet(
        business=Business(
            name="Harbor & Home",
            address="48 Water Street\nBrooklyn, NY 11201",
            phone="+1 718 555 0142",
            mail="hello@home.example",
            tax_id="12-3456789",
            bank=("Harbor & Home LLC", "Routing 021000021, account 000123456789"),
        ),
        customer=Recipient("Nora Lindqvist", "17 Cranberry Street, Apt 4\nBrooklyn, NY 11201"),
        number="INV-1042",
        made_at=MADE_AT,
        zone=NEW_YORK,
        country="US",
        page="https://home.example/c/nora/7Jk2yf3W0mAqMZb9O0lYV8dRlkQ",
        policies=(policy(),),
        checkpoint=checkpoint(),
        facts=(Fact("Order", "K-1042"),),
    )


def jonas_sheet() -> Sheet:
    return replace(
        nora_sheet(),
        business=Business(
            name="Möbelhaus Weiß",
            address="Straße der Pariser Kommune 12\n10243 Berlin",
            mail="hallo@weiss.example",
            tax_id="37/123/45678",
            bank=("Möbelhaus Weiß GmbH", "IBAN DE02 1203 0000 0000 2020 51"),
        ),
        customer=Recipient("Jonas Großkötter", "Grünberger Straße 5\n10245 Berlin"),
        number="RE-2026-0042",
        zone=BERLIN,
        language="de",
        country="DE",
        policies=(policy("Lieferfenster", FENSTER, slug="lieferfenster", language="de"),),
        facts=(Fact("Auftrag", "K-1042"),),
    )


def delivery() -> Window:
    return Window(
        "Delivery",
        datetime(2026, 3, 5, 13, 0, tzinfo=UTC),
        datetime(2026, 3, 5, 17, 0, tzinfo=UTC),
        "17 Cranberry Street, Apt 4, Brooklyn",
    )


def sofa(sheet: Sheet | None = None, *, more: int = 0, tax: int | None = None) -> Invoice:
    """The sofa with its delivery; ``more`` further lines, for papers of many pages."""
    sheet = sheet or nora_sheet()
    currency = "EUR" if sheet.language == "de" else "USD"
    lines = (
        Line("Sofa “Skagen”, three seats, oak and wool", 1, Money(129_900, currency), tax),
        Line("Delivery to your room", 1, Money(8_900, currency), tax),
        *(Line(f"Chair no. {number}", 2, Money(12_350, currency), tax) for number in range(1, more + 1)),
    )
    return Invoice(sheet, lines, due_on=date(2026, 3, 13), windows=(delivery(),))


def booked() -> Confirmation:
    return Confirmation(nora_sheet(), "Thank you. This is what we promise you.", windows=(delivery(),))


def membership() -> Contract:
    terms = (
        Fact("Each month", "€29.90, on the first"),
        Fact("To leave", "One message, any day; it ends with the month."),
        Fact("Fee for leaving", "None"),
    )
    signature = Signature("Nora Lindqvist", MADE_AT, "accepted on the sign-up page")
    return Contract(nora_sheet(), "Open Floor, monthly", terms, "You train whenever we are open.", signature)


def left() -> Receipt:
    sheet = replace(
        nora_sheet(),
        number="R-88",
        enclosures=(
            Enclosure("receipt-1203.kept.json", b'{"kept":"receipt/1"}', "application/json", "The receipt"),
        ),
    )
    statements = ("You left on 27 February 2026.", "We pay $14.95 back to you by 9 March 2026.")
    return Receipt(sheet, "Receipt of your cancellation", statements, entry=1203)


def entry(sequence: int = 0) -> Event:
    """The sofa's window in Nora's calendar."""
    window = delivery()
    return Event(
        uid="delivery-7@home.example",
        sequence=sequence,
        made_at=MADE_AT,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        zone=NEW_YORK,
        title="Delivery: Sofa “Skagen”",
        words="We come between 8 and 12.\nThe driver calls 30 minutes before.",
        where=window.where,
        page="https://home.example/c/nora/7Jk2yf3W0mAqMZb9O0lYV8dRlkQ",
    )
