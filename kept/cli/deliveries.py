"""``kept deliveries arrivals FILE.csv``: when trucks came, whole or not at all."""

from __future__ import annotations

from typing import BinaryIO

import click

from kept.cli.reading import whole_or_nothing


@click.group()
def deliveries() -> None:
    """Deliveries: take in when trucks came.

    Example: kept deliveries arrivals thursday.csv
    """


@deliveries.command("arrivals")
@click.argument("file", type=click.File("rb"))
def arrivals(file: BinaryIO) -> None:
    """Take the arrivals of a CSV file: the windows that were promised end by them, as kept or broken.

    The header names the columns: arrived_at, and order or delivery, are needed; day (of the window) and
    result (delivered, nobody_there, refused, damaged) may be there. A time without offset is local. With
    a bad line nothing is taken, and every bad line is named. The same file twice is taken once.

    Example: kept deliveries arrivals thursday.csv
    """
    from kept.cli import setup

    setup()
    from django.utils import timezone

    from kept.base.actors import SOFTWARE
    from kept.cli.database import migrate
    from kept.desk.take_arrivals import take_file

    migrate()
    with whole_or_nothing(file):
        taken = take_file(file.read(), by=SOFTWARE, now=timezone.now())
    click.echo(f"{taken.new} arrivals taken, {taken.standing} stood already", err=True)
