"""What an order file says: reading its lines into sales, with every bad line named. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from kept.base.money import Money
from kept.text import tables

COLUMNS = (
    "order",
    "placed_at",
    "customer",
    "email",
    "phone",
    "language",
    "address",
    "latitude",
    "longitude",
    "article",
    "quantity",
    "price",
    "minutes",
    "litres",
    "tax",
    "kilograms",
    "skills",
)
NEEDED = ("order", "placed_at", "customer", "address", "article", "price")
HEADER = tables.Header(COLUMNS, NEEDED, "the file has no orders")
MOST_ITEMS = 2_000  # of one order, and what they may cost (minor units, before tax): one invoice holds them
MOST_MINOR = 10**14
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")  # such as "en" or "pt-BR"


class BadOrderFile(tables.BadTable):
    """The file is not taken: nothing of it was stored. ``lines`` says what is wrong with which line."""

    code = "order_file_bad"


@dataclass(frozen=True)
class Item:
    """An article with its price each; ``tax`` in thousandths of a percent (8875 = 8.875 %), None without.

    ``skills`` are what the crew must be able to do, in alphabetical order.
    """

    article: str
    quantity: int
    price: Money
    minutes: int
    litres: int
    tax: int | None = None
    kilograms: int = 0
    skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sale:
    """One order as the file tells it; coordinates in degrees, or both None."""

    number: str
    placed_at: datetime
    customer: str
    email: str
    phone: str
    language: str
    address: str
    latitude: float | None
    longitude: float | None
    items: tuple[Item, ...]


def read_sales(content: bytes, *, currency: str, zone: ZoneInfo) -> list[Sale]:
    """Read a CSV file (UTF-8, a header with COLUMNS in any order, one line per article).

    Raises BadOrderFile naming every bad line; nothing is guessed.
    """
    rows = tables.rows(content, HEADER, bad=BadOrderFile)
    return sales([(f"line {line}", row) for line, row in rows], currency=currency, zone=zone)


def sales(rows: Sequence[tuple[str, tables.Row]], *, currency: str, zone: ZoneInfo) -> list[Sale]:
    """The sales of these rows, one per article; each comes with what it is called in an error.

    Rows of one order repeat its number and may leave the other columns of the order empty. A time
    without offset is local to ``zone``. Raises BadOrderFile naming every bad row.
    """
    bad: list[str] = []
    found: dict[str, Sale] = {}
    for named, row in rows:
        try:
            sale = _sale(row, found.get(row.get("order", "")), currency=currency, zone=zone)
        except ValueError as error:
            bad.append(f"{named}: {error}")
        else:
            found[sale.number] = sale
    if bad:
        raise BadOrderFile(bad)
    return list(found.values())


def _sale(row: tables.Row, begun: Sale | None, *, currency: str, zone: ZoneInfo) -> Sale:
    tables.refuse_wide(row)
    number = tables.text(row, "order", 40)
    item = Item(
        article=tables.text(row, "article", 200),
        quantity=tables.whole(row, "quantity", default=1, least=1, most=10_000),
        price=_price(row, currency),
        minutes=tables.whole(row, "minutes", default=15, least=1, most=480),
        litres=tables.whole(row, "litres", default=0, least=0, most=100_000),
        tax=_percent(row, "tax"),
        kilograms=tables.whole(row, "kilograms", default=0, least=0, most=100_000),
        skills=read_skills(row.get("skills", "")),
    )
    if begun is not None and not row.get("customer"):
        return _with(begun, item)
    fresh = Sale(
        number=number,
        placed_at=tables.instant(row, "placed_at", zone),
        customer=tables.text(row, "customer", 200),
        email=row.get("email", ""),
        phone=row.get("phone", ""),
        language=_language(row),
        address=tables.text(row, "address", 300),
        latitude=tables.degrees(row, "latitude", 90),
        longitude=tables.degrees(row, "longitude", 180),
        items=(item,),
    )
    if (fresh.latitude is None) != (fresh.longitude is None):
        raise ValueError("latitude and longitude come together or not at all")
    if begun is None:
        return _with(Sale(**{**vars(fresh), "items": ()}), item)
    if _with(begun, item) != Sale(**{**vars(fresh), "items": (*begun.items, item)}):
        raise ValueError(f"order {number} says something else than its earlier lines")
    return _with(begun, item)


def _with(sale: Sale, item: Item) -> Sale:
    items = (*sale.items, item)
    if len(items) > MOST_ITEMS or sum(each.price.minor * each.quantity for each in items) > MOST_MINOR:
        raise ValueError(f"order {sale.number} is larger than fits on one invoice")
    return Sale(**{**vars(sale), "items": items})


def read_skills(text: str) -> tuple[str, ...]:
    """What a crew must be able to do, separated by ``;`` or ``|``: each once, in small letters, in order.

    Raises ValueError for more than twenty, or one too long.
    """
    words = {" ".join(word.split()).casefold() for word in re.split(r"[;|]", text)} - {""}
    if len(words) > 20 or any(len(word) > 60 for word in words):
        raise ValueError("skills are more than twenty, or one is longer than 60 characters")
    return tuple(sorted(words))


def _language(row: tables.Row) -> str:
    """Empty where the file does not say it: then it is the one of the house."""
    value = row.get("language") or ""
    if value and not LANGUAGE.fullmatch(value):
        raise ValueError(f"language {value!r} is none such as en or de")
    return value.lower()


def _price(row: tables.Row, currency: str) -> Money:
    value = tables.text(row, "price", 20)
    try:
        price = Money.of(Decimal(value), currency)
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f"price {value!r} is no amount in {currency}, such as 1299.00") from None
    if not 0 <= price.minor < 10**12:
        raise ValueError(f"price {value!r} is out of range")
    return price


def _percent(row: tables.Row, column: str) -> int | None:
    """A rate such as "19" or "8.875" in thousandths of a percent; None where the cell is empty."""
    value = row.get(column, "")
    if not value:
        return None
    try:
        points = Decimal(value) * 1_000
        rate = int(points)
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f"{column} {value!r} is no percentage such as 19 or 8.875") from None
    if rate != points:
        raise ValueError(f"{column} {value!r} has more than three decimals")
    if not 0 <= rate <= 100_000:
        raise ValueError(f"{column} {value!r} is not between 0 and 100")
    return rate
