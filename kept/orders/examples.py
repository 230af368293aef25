"""The sofa of the stories, as the shop's export tells it."""

from __future__ import annotations

from datetime import datetime

from kept.base.actors import SOFTWARE
from kept.business.models import Location
from kept.orders import actions
from kept.orders.models import Order
from kept.orders.rules import COLUMNS, read_sales

SOFA_CSV = f"""\
{",".join(COLUMNS)}
H-1001,2026-02-27T15:30,Nora Feldman,nora.feldman@mail.example,+1 212 555 0143,en,\
"214 West 78th Street, New York",40.7826,-73.9787,Sofa “Linden” three seats,1,1299.00,25,1800
"""


def sofa(location: Location, *, now: datetime, content: str = SOFA_CSV) -> Order:
    """The (first) order of the file, entered."""
    sales = read_sales(content.encode(), currency=location.currency, zone=location.zone)
    return actions.enter(sales, location=location, by=SOFTWARE, now=now)[0]
