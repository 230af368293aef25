"""What goes into a paper: plain values, in the customer's language; each checks itself."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from kept.base.money import Money

Relationship = Literal["source", "data", "alternative", "supplement"]  # ISO 19005-3, AFRelationship
MOST_MINOR = 10**15 - 1  # minor units: what fits its column
MOST_LINES = 2_000
MOST_QUANTITY = 1_000_000
MOST_LETTERS = 10_000  # of one text; a policy's words have their own bound
MOST_POLICY_LETTERS = 400_000
MOST_ENCLOSED = 5 * 1024 * 1024  # bytes of one enclosed file


class Unprintable(ValueError):  # noqa: N818  # said as it is: the paper cannot be made
    """This cannot be put on paper as it is; the words say which part and why."""


@dataclass(frozen=True)
class Business:
    """Who writes. ``address`` may have several lines; ``bank`` and ``small_print`` are lines of the foot."""

    name: str
    address: str = ""
    phone: str = ""
    mail: str = ""
    site: str = ""
    tax_id: str = ""
    bank: tuple[str, ...] = ()
    small_print: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipient:
    """Who gets it."""

    name: str
    address: str = ""
    mail: str = ""


@dataclass(frozen=True)
class Run:
    """Words of one kind inside a paragraph. ``link`` is an http, https, mailto or tel address, or empty."""

    words: str
    strong: bool = False
    emphasised: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A block of a policy: ``runs`` for a paragraph or a heading, ``items`` for lists.

    Headings print at one level, below the policy's title: a level left out would be a gap to a screen reader.
    """

    kind: Literal["paragraph", "heading", "bullets", "numbers"]
    runs: tuple[Run, ...] = ()
    items: tuple[tuple[Block, ...], ...] = ()
    first: int = 1  # the number that a numbered list begins with


@dataclass(frozen=True)
class Policy:
    """One version as it binds: printed from ``blocks`` and enclosed as ``words``, its exact text.

    ``sha256`` is the version's hash (64 hex digits). ``slug`` names the enclosed file.
    """

    slug: str
    title: str
    version: int
    sha256: str
    words: str
    blocks: tuple[Block, ...]
    language: str = "en"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise Unprintable(f"the policy “{self.title[:80]}” needs its hash: 64 hexadecimal digits")


@dataclass(frozen=True)
class Window:
    """A window that is promised, both ends kept, drawn as the promise line. ``what``: "Delivery"."""

    what: str
    starts_at: datetime
    ends_at: datetime
    where: str = ""

    def __post_init__(self) -> None:
        _check_instants(self.starts_at, self.ends_at)
        if self.ends_at <= self.starts_at:
            raise Unprintable("a promised window ends after it starts")


@dataclass(frozen=True)
class Checkpoint:
    """The day's checkpoint: ``root`` is 32 bytes, ``note`` the whole signed note as it was published.

    ``key`` is the public key that signed it, ``name+hexid+base64``: printed whole on the last page, to be
    pinned by whoever holds the paper, and without its last part at the foot of each page. ``name+hexid``
    alone prints the foot only.
    """

    origin: str
    size: int
    root: bytes
    at: datetime
    key: str
    note: str

    def __post_init__(self) -> None:
        _check_instants(self.at)
        if len(self.root) != 32:
            raise Unprintable("a checkpoint has a root of 32 bytes")
        signed = self.note.split("\n")[:3]
        if signed != [self.origin, str(self.size), base64.b64encode(self.root).decode()]:
            raise Unprintable("the checkpoint's note is about another root")


@dataclass(frozen=True)
class Enclosure:
    """A file inside the PDF, such as ``receipt-1042.kept.json``."""

    name: str
    content: bytes
    mime: str
    description: str
    relationship: Relationship = "supplement"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", self.name):
            raise Unprintable(f"{self.name[:80]!r} is no plain file name")
        if len(self.content) > MOST_ENCLOSED:
            raise Unprintable(f"{self.name} is larger than {MOST_ENCLOSED // 1024 // 1024} MB")


@dataclass(frozen=True)
class Fact:
    """One line of the block of facts: "Order" — "K-1042"."""

    label: str
    value: str


@dataclass(frozen=True)
class Sheet:
    """What every paper carries. ``made_at`` is printed as a day in ``zone`` and is the PDF's only clock.

    ``language`` picks the fixed words and the figures (``en``, ``de``; any other: English). ``country``
    (ISO 3166) picks the paper: Letter in the US, Canada and Mexico, else A4. ``page`` is the address of the
    customer's page, printed beside its QR code. Without ``checkpoint`` the paper says that there was none.
    """

    business: Business
    customer: Recipient
    number: str
    made_at: datetime
    zone: ZoneInfo
    language: str = "en"
    country: str = "DE"
    page: str = ""
    policies: tuple[Policy, ...] = ()
    checkpoint: Checkpoint | None = None
    enclosures: tuple[Enclosure, ...] = ()
    facts: tuple[Fact, ...] = ()

    def __post_init__(self) -> None:
        _check_instants(self.made_at)


@dataclass(frozen=True)
class Line:
    """What was sold. ``tax`` is in thousandths of a percent (8875 = 8.875 %); None: the store enters none."""

    words: str
    quantity: int
    each: Money
    tax: int | None = None

    def __post_init__(self) -> None:
        if not -MOST_QUANTITY <= self.quantity <= MOST_QUANTITY:
            raise Unprintable(f"a quantity of {self.quantity} does not fit on paper")
        if abs(self.each.minor) > MOST_MINOR or abs(self.total.minor) > MOST_MINOR:
            raise Unprintable(f"the amount {self.each} does not fit on paper")
        if self.tax is not None and not 0 <= self.tax <= 100_000:
            raise Unprintable(f"a tax of {self.tax} thousandths of a percent is none between 0 and 100 %")

    @property
    def total(self) -> Money:
        return Money(self.each.minor * self.quantity, self.each.currency)


@dataclass(frozen=True)
class Invoice:
    """A bill. ``prices_include_tax``: whether ``each`` is with the tax or without it.

    ``due_on`` None prints nothing about paying. Needs at least one line, and one currency.
    """

    sheet: Sheet
    lines: tuple[Line, ...]
    prices_include_tax: bool = True
    due_on: date | None = None
    windows: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        _check_lines(self.lines)
        if not self.lines:
            raise Unprintable("an invoice has at least one line")


@dataclass(frozen=True)
class Confirmation:
    """What we promise, in writing: an order taken, a window booked. ``words`` are printed above it."""

    sheet: Sheet
    words: str = ""
    lines: tuple[Line, ...] = ()
    prices_include_tax: bool = True
    windows: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        _check_lines(self.lines)


@dataclass(frozen=True)
class Signature:
    """How the customer agreed. ``how`` in words: "signed at the counter", "accepted on the sign-up page"."""

    name: str
    at: datetime
    how: str

    def __post_init__(self) -> None:
        _check_instants(self.at)


@dataclass(frozen=True)
class Contract:
    """A membership as it is signed: the plan, its money terms apart from everything else, the signature.

    ``terms`` are the fees and notices, each "label — value", printed under a title of their own.
    Without ``signature`` two lines to sign on are drawn.
    """

    sheet: Sheet
    plan: str
    terms: tuple[Fact, ...] = ()
    words: str = ""
    signature: Signature | None = None


@dataclass(frozen=True)
class Receipt:
    """That something was done or told: an exit's or a telling's receipt in print.

    ``title`` says of what ("Receipt of your cancellation"), ``statements`` are its sentences, one paragraph
    each; ``entry`` the number of its entry in the record, when sealed.
    """

    sheet: Sheet
    title: str
    statements: tuple[str, ...] = ()
    entry: int | None = None
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Event:
    """A promised window for the customer's calendar.

    ``uid`` is the same for the delivery's whole life ("delivery-7@shop.example"), ``sequence`` rises with
    each move. ``made_at`` is the instant of this version. ``zone`` is the location's.
    """

    uid: str
    sequence: int
    made_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    title: str
    words: str = ""
    where: str = ""
    page: str = ""
    cancelled: bool = False

    def __post_init__(self) -> None:
        if self.sequence < 0:
            raise Unprintable("a calendar entry's sequence counts from 0")
        _check_instants(self.made_at, self.starts_at, self.ends_at)
        if self.ends_at <= self.starts_at:
            raise Unprintable("a calendar entry ends after it starts")


def _check_instants(*instants: datetime) -> None:
    for at in instants:
        if at.tzinfo is None or not 1900 <= at.year <= 9000:
            raise Unprintable(f"{at} is no aware instant of the years 1900 to 9000")


def _check_lines(lines: tuple[Line, ...]) -> None:
    if len(lines) > MOST_LINES:
        raise Unprintable(f"{len(lines)} lines are more than the {MOST_LINES} of one paper")
    if len({line.each.currency for line in lines}) > 1:
        raise Unprintable("a paper counts in one currency")
