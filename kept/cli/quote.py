"""``kept quote``: the windows that can truthfully be promised to an order or a place, and why not others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kept.deliveries.models import Delivery
    from kept.deliveries.routing.plan import Errand
    from kept.deliveries.rules import Quote
    from kept.orders.models import Order


@click.command()
@click.argument("order", required=False)
@click.option("--at", "place", metavar="LAT,LON", help="A place instead of an order, in degrees.")
@click.option("--minutes", default=20, show_default=True, type=click.IntRange(0), help="Minutes at the door.")
@click.option("--litres", default=0, show_default=True, type=click.IntRange(0), help="Room on the truck.")
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 90), help="How far ahead.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per window.")
def quote(
    order: str | None, place: str | None, minutes: int, litres: int, days: int, *, as_json: bool
) -> None:
    """List the windows we can truthfully promise now, with the driving each adds, and why not the others.

    \b
    Examples:
      kept quote 1042
      kept quote --at 40.6892,-73.9442 --minutes 25 --litres 1800 --json
    """
    if (order is None) == (place is None):
        raise click.UsageError("give an order number, or a place with --at, one of them")
    from kept.cli import setup

    setup()
    from django.utils import timezone

    from kept.cli.database import migrate
    from kept.deliveries import queries
    from kept.deliveries.queries import delivery_of
    from kept.deliveries.routing.plan import Errand
    from kept.deliveries.rules import read_place
    from kept.orders.queries import by_number

    migrate()
    wanted: Delivery | Order | Errand
    if order is not None:
        known = by_number(order)
        wanted = delivery_of(known) or known
    else:
        try:
            wanted = Errand(read_place(place or ""), minutes * 60, (litres, 0))
        except ValueError as error:
            raise click.BadParameter(str(error)) from error
    found = queries.quote(wanted, now=timezone.now(), horizon_days=days)
    for line in _as_json(found) if as_json else _as_table(found):
        click.echo(line)


def _as_table(quote: Quote) -> list[str]:
    from kept.deliveries import words

    rows = [
        (free.window, f"free   {free.extra_minutes:>4} min" + ("   a truck is near" if free.near else ""))
        for free in quote.free
    ]
    rows += [(taken.window, f"no     {words.reason(taken.window, taken.reason)}") for taken in quote.taken]
    return [f"{words.say(window):<22}{said}" for window, said in sorted(rows)]


def _as_json(quote: Quote) -> list[str]:
    from kept.deliveries import words

    rows = [
        (
            free.window,
            {
                "free": True,
                "from": free.starts_at.isoformat(),
                "until": free.until.isoformat(),
                "extra_minutes": free.extra_minutes,
                "near": free.near,
                "expires_at": quote.expires_at.isoformat(),
            },
        )
        for free in quote.free
    ]
    rows += [
        (
            taken.window,
            {"free": False, "reason": taken.reason.value, "words": words.reason(taken.window, taken.reason)},
        )
        for taken in quote.taken
    ]
    return [
        json.dumps({"window": str(window), **said}, ensure_ascii=False)
        for window, said in sorted(rows, key=lambda row: row[0])
    ]
