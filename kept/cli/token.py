"""``kept token``: keys for other programs; the owner's page does the same."""

from __future__ import annotations

import click


@click.group()
def token() -> None:
    """Keys for other programs that use the API: make one, list them, revoke one.

    Example: kept token new "Web shop" --may orders.import --may deliveries.book
    """


@token.command("new")
@click.argument("name")
@click.option("--may", "rights", multiple=True, required=True, metavar="RIGHT", help="A right; once or more.")
def new(name: str, rights: tuple[str, ...]) -> None:
    """Make a key and print it: it is shown now and never again.

    It may orders.import, deliveries.book, deliveries.routes, deliveries.arrivals: what is named by --may.

    Example: kept token new "Truck boxes" --may deliveries.arrivals
    """
    from django.utils import timezone

    from kept.base.actors import SOFTWARE
    from kept.business import actions
    from kept.business.rules import FOR_SOFTWARE, Right
    from kept.cli.database import migrate

    known = {right.value: right for right in FOR_SOFTWARE}
    if strange := [each for each in rights if each not in known]:
        raise click.BadParameter(f"no program may {strange[0]!r}: choose from {', '.join(known)}")
    migrate()
    chosen: list[Right] = [known[each] for each in rights]
    _software, key = actions.let_in(name, chosen, by=SOFTWARE, now=timezone.now())
    click.echo(key)
    click.echo("Keep it now: it is shown only once.", err=True)


@token.command("list")
def list_() -> None:
    """List the programs, what they may, and when they last came.

    Example: kept token list
    """
    from kept.business.queries import all_software
    from kept.cli.database import migrate

    migrate()
    for each in all_software():
        used = f"last used {each.last_used_at:%Y-%m-%d %H:%M} UTC" if each.last_used_at else "never used"
        stands = "revoked" if each.revoked_at else used
        click.echo(f"{each.name}\t{', '.join(each.rights)}\t{stands}")


@token.command("revoke")
@click.argument("name")
def revoke(name: str) -> None:
    """Revoke a program's key, for good.

    Example: kept token revoke "Web shop"
    """
    from django.utils import timezone

    from kept.base.actors import SOFTWARE
    from kept.business import actions, queries
    from kept.cli.database import migrate

    migrate()
    actions.shut_out(queries.software_named(name), by=SOFTWARE, now=timezone.now())
    click.echo(f"{name} has no key any more", err=True)
