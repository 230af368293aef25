"""`kept demo`: a demo business in a database of its own, with the desk open on it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

import kept.cli
from kept.cli import serve

PORTS_TO_TRY = 50


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=serve.PORT, show_default=True,
              help="The port, or the next free one.")  # fmt: skip
@click.option("--fresh", is_flag=True, help="Build the demo anew, as of now.")
def demo(host: str, port: int, fresh: bool) -> None:
    """Serve a demo business. It lives in a folder of its own and never touches your desk's data.

    The folder is `demo` in KEPT_HOME (default ~/.kept). What you do in the demo is kept until --fresh.

    Example: kept demo --port 8040
    """
    home = Path(os.environ.get("KEPT_HOME") or Path.home() / ".kept").absolute() / "demo"
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    listening = serve.listen(host, port, or_next=PORTS_TO_TRY)
    for key in [key for key in os.environ if key.startswith("KEPT_")]:
        del os.environ[key]  # what is set for the real desk: its database, its mail server
    os.environ |= {
        "KEPT_DEMO": "true",
        "KEPT_HOME": str(home),
        "KEPT_DATABASE_URL": f"sqlite:///{home / 'demo.sqlite3'}",
        "KEPT_MAIL": f"folder:{home / 'mail'}",
        "KEPT_BASE_URL": serve.address(listening),
    }
    kept.cli.setup()
    build(home)
    serve.run(listening, ready=welcome)


def build(home: Path) -> None:
    """Bring the tables up to date, and fill them once. What was left half built is begun again."""
    from django.db import connection
    from django.utils import timezone

    import kept.desk.demo as cast
    from kept.cli import database

    built = home / "built"
    if not built.exists():
        for file in [*home.glob("demo.sqlite3*"), *home.glob("witness.txt")]:
            file.unlink()
    database.migrate()
    if not built.exists():
        click.echo("Building the demo business …")
        cast.build(timezone.now())
        built.touch()
    connection.close()


def welcome() -> None:
    import kept.desk.demo as cast

    click.echo(f"\nThe demo desk is open at {os.environ['KEPT_BASE_URL']}\n")
    for login in cast.LOGINS:
        click.echo(f"  {login.role:<16}{login.email:<32}{login.password}")
    click.echo("\nCtrl-C closes it. `--fresh` builds it anew.")
