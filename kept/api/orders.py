"""Orders come in: as in an order file, by the same rules."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from kept.api.keys import Request, require
from kept.api.problems import NOS
from kept.api.times import Instant
from kept.business.queries import get_location
from kept.business.rules import Right
from kept.desk import sell
from kept.orders import rules

MOST = 500
router = Router(tags=["orders"])
Short = Annotated[str, StringConstraints(max_length=300)]


class ItemIn(Schema):
    """An article. ``price`` each, in the currency of the house; ``tax`` in percent."""

    article: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    price: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,10}(\.[0-9]{1,4})?$")]
    quantity: Annotated[int, Field(ge=1, le=10_000)] = 1
    minutes: Annotated[int, Field(ge=1, le=480)] = 15
    litres: Annotated[int, Field(ge=0, le=100_000)] = 0
    kilograms: Annotated[int, Field(ge=0, le=100_000)] = 0
    skills: Annotated[list[Annotated[str, StringConstraints(max_length=60)]], Field(max_length=20)] = []
    tax: Annotated[str, StringConstraints(pattern=r"^([0-9]{1,3}(\.[0-9]{1,3})?)?$")] = ""


class OrderIn(Schema):
    """An order, known again by its number. Without coordinates nobody can promise a window for it yet."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    placed_at: Instant
    customer: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    email: Short = ""
    phone: Short = ""
    language: Annotated[str, StringConstraints(max_length=12)] = ""
    address: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    items: Annotated[list[ItemIn], Field(min_length=1, max_length=200)]

    def rows(self) -> list[tuple[str, dict[str, str]]]:
        """As the lines of an order file, so that one set of rules reads both."""
        head = {
            "order": self.number.strip(),
            "placed_at": self.placed_at.isoformat(),
            "customer": self.customer.strip(),
            "email": self.email.strip(),
            "phone": self.phone.strip(),
            "language": self.language.strip(),
            "address": self.address.strip(),
            "latitude": "" if self.latitude is None else repr(self.latitude),
            "longitude": "" if self.longitude is None else repr(self.longitude),
        }
        return [
            (
                f"order {self.number}, item {at}",
                head
                | {name: str(value) for name, value in item.dict(exclude={"skills"}).items()}
                | {"article": item.article.strip(), "skills": ";".join(item.skills)},
            )
            for at, item in enumerate(self.items, 1)
        ]


class OrdersIn(Schema):
    orders: Annotated[list[OrderIn], Field(min_length=1, max_length=MOST)]


class OrdersOut(Schema):
    """The numbers that are new, and those that stood already with the same content."""

    entered: list[str]
    standing: list[str]


@router.post("/orders", response={200: OrdersOut, **NOS}, summary="Enter orders")
def enter_orders(request: Request, body: OrdersIn) -> OrdersOut:
    """Enter orders, all or none; each is confirmed to its customer. Sent twice, they are entered once.

    409 where one stands already with other content, or says what no order file may say.
    """
    software = require(request, Right.IMPORT_ORDERS)
    location = get_location()
    rows = [row for order in body.orders for row in order.rows()]
    sales = rules.sales(rows, currency=location.currency, zone=location.zone)
    entered = [order.number for order in sell.take_sales(sales, by=software.actor, now=timezone.now())]
    return OrdersOut(entered=entered, standing=[s.number for s in sales if s.number not in entered])
