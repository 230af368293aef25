"""`kept recount`: count everything behind the scorecards anew, beside the work of the day."""

from __future__ import annotations

import click
from django.utils import timezone

from kept.cli.database import migrate
from kept.scorecards import actions


@click.command()
def recount() -> None:
    """Count all that stands behind the scorecards anew, and say how much was otherwise.

    Nobody has to stop working meanwhile, and it may be stopped and begun again. Needed where a location's
    time zone was changed, or after an update that says so; otherwise the record is followed by itself.

    Example: kept recount
    """
    migrate()
    changed = actions.recount(now=timezone.now())
    click.echo(f"Counted anew: {changed:,} changed." if changed else "Counted anew: nothing changed.")
