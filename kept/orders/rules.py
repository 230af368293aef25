"""What an order file says: reading its lines into sales, with every bad line named. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from kept.base.money import Money
from kept.base.refusals import Refused

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
)
NEEDED = ("order", "placed_at", "customer", "address", "article", "price")
MOST_BYTES = 20 * 1024 * 1024
MOST_ITEMS = 2_000  # of one order, and what they may cost (minor units, before tax): one invoice holds them
MOST_MINOR = 10**14
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")  # such as "en" or "pt-BR"


class BadOrderFile(Refused):
    """The file is not taken: nothing of it was stored. ``lines`` says what is wrong with which line."""

    code = "order_file_bad"

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Item:
    """An article with its price each; ``tax`` in thousandths of a percent (8875 = 8.875 %), None without."""

    article: str
    quantity: int
    price: Money
    minutes: int
    litres: int
    tax: int | None = None


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

    Lines of one order repeat its number and may leave the other columns of the order empty. A time
    without offset is local to ``zone``. Raises BadOrderFile naming every bad line; nothing is guessed.
    """
    rows = _rows(content)
    bad: list[str] = []
    sales: dict[str, Sale] = {}
    for line, row in rows:
        try:
            sale = _sale(row, sales.get(row.get("order", "")), currency=currency, zone=zone)
        except ValueError as error:
            bad.append(f"line {line}: {error}")
        else:
            sales[sale.number] = sale
    if bad:
        raise BadOrderFile(bad)
    return list(sales.values())


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    if len(content) > MOST_BYTES:
        raise BadOrderFile(["the file is larger than 20 MB: cut it in parts"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadOrderFile([f"line {line}: not UTF-8; save the file as “CSV UTF-8”"]) from error
    if "\x00" in text:
        raise BadOrderFile([f"line {text[: text.index(chr(0))].count(chr(10)) + 1}: holds a zero byte"])
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, restkey="(too many)")
    try:
        header = [name.strip().lower() for name in reader.fieldnames or []]
        reader.fieldnames = header
        if missing := [name for name in NEEDED if name not in header]:
            raise BadOrderFile([f"line 1: the header lacks {', '.join(missing)}"])
        if unknown := [name for name in header if name not in COLUMNS]:
            raise BadOrderFile([f"line 1: nobody knows the column {', '.join(map(repr, unknown))}"])
        found = [(reader.line_num, {key: _cell(value) for key, value in row.items()}) for row in reader]
    except csv.Error as error:
        raise BadOrderFile([f"line {reader.line_num}: {error}"]) from error
    if not found:
        raise BadOrderFile(["the file has no orders"])
    return found


def _cell(value: str | list[str] | None) -> str:
    return value.strip() if isinstance(value, str) else ("" if value is None else "…")


def _sale(row: dict[str, str], begun: Sale | None, *, currency: str, zone: ZoneInfo) -> Sale:
    if "(too many)" in row:
        raise ValueError("more cells than the header has columns")
    number = _text(row, "order", 40)
    item = Item(
        article=_text(row, "article", 200),
        quantity=_number(row, "quantity", int, default=1, least=1, most=10_000),
        price=_price(row, currency),
        minutes=_number(row, "minutes", int, default=15, least=1, most=480),
        litres=_number(row, "litres", int, default=0, least=0, most=100_000),
        tax=_percent(row, "tax"),
    )
    if begun is not None and not row.get("customer"):
        return _with(begun, item)
    fresh = Sale(
        number=number,
        placed_at=_instant(row, "placed_at", zone),
        customer=_text(row, "customer", 200),
        email=row.get("email", ""),
        phone=row.get("phone", ""),
        language=_language(row),
        address=_text(row, "address", 300),
        latitude=_degrees(row, "latitude", 90),
        longitude=_degrees(row, "longitude", 180),
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


def _text(row: dict[str, str], column: str, most: int) -> str:
    value = row.get(column, "")
    if not value:
        raise ValueError(f"{column} is empty")
    if len(value) > most:
        raise ValueError(f"{column} is longer than {most} characters")
    return value


def _language(row: dict[str, str]) -> str:
    value = row.get("language") or "en"
    if not LANGUAGE.fullmatch(value):
        raise ValueError(f"language {value!r} is none such as en or de")
    return value.lower()


def _number(
    row: dict[str, str], column: str, kind: Callable[[str], int], *, default: int, least: int, most: int
) -> int:
    value = row.get(column, "")
    try:
        number = kind(value) if value else default
    except ValueError:
        raise ValueError(f"{column} {value!r} is no whole number") from None
    if not least <= number <= most:
        raise ValueError(f"{column} {number} is not between {least} and {most}")
    return number


def _price(row: dict[str, str], currency: str) -> Money:
    value = _text(row, "price", 20)
    try:
        price = Money.of(Decimal(value), currency)
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f"price {value!r} is no amount in {currency}, such as 1299.00") from None
    if not 0 <= price.minor < 10**12:
        raise ValueError(f"price {value!r} is out of range")
    return price


def _percent(row: dict[str, str], column: str) -> int | None:
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


def _degrees(row: dict[str, str], column: str, most: int) -> float | None:
    value = row.get(column, "")
    if not value:
        return None
    try:
        degrees = float(value)
    except ValueError:
        raise ValueError(f"{column} {value!r} is no number of degrees") from None
    if not -most <= degrees <= most:
        raise ValueError(f"{column} {value} is not between -{most} and {most}")
    return degrees


def _instant(row: dict[str, str], column: str, zone: ZoneInfo) -> datetime:
    value = _text(row, column, 40)
    try:
        at = datetime.fromisoformat(value)
        at = at if at.tzinfo else at.replace(tzinfo=zone)
        at.astimezone(UTC)  # the first and the last day of all time are on no other clock
    except (ValueError, OverflowError):
        raise ValueError(f"{column} {value!r} is no time such as 2026-03-02T11:05") from None
    return at
