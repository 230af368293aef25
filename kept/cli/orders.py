"""``kept orders import FILE.csv``: orders come in, whole or not at all."""

from __future__ import annotations

from typing import BinaryIO

import click

from kept.cli.reading import whole_or_nothing


@click.group()
def orders() -> None:
    """Orders: take them in from your shop's export."""


@orders.command("import")
@click.argument("file", type=click.File("rb"))
def import_(file: BinaryIO) -> None:
    """Take the orders of a CSV file, and queue each confirmation.

    The header names the columns: order, placed_at, customer, address, article, price are needed;
    email, phone, language, latitude, longitude, quantity, minutes, litres, kilograms, skills, tax may be
    there. One line per article. With a bad line nothing is taken, and every bad line is named.

    Example: kept orders import saturday.csv
    """
    from kept.cli import setup

    setup()
    from django.utils import timezone

    from kept.base.actors import SOFTWARE
    from kept.cli.database import migrate
    from kept.desk.sell import take_orders

    migrate()
    with whole_or_nothing(file):
        entered = take_orders(file.read(), by=SOFTWARE, now=timezone.now())
    for order in entered:
        click.echo(order.number)
    click.echo(f"{len(entered)} new orders taken", err=True)
