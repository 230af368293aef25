"""The command `kept`: one module per command, loaded only when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click
from typing_extensions import override

from kept.base.refusals import Refused
from kept.cli.trouble import in_words


@dataclass(frozen=True)
class Entry:
    """A command: the module that has it, what it does in a line, an example; whether it needs Django."""

    module: str
    words: str
    example: str
    needs_django: bool = True


COMMANDS = {
    "serve": Entry(
        "kept.cli.serve", "Serve the desk and its worker.", "kept serve --port 8040", needs_django=False
    ),
    "work": Entry("kept.cli.work", "Run background work only.", "kept work"),
    "demo": Entry(
        "kept.cli.demo", "Serve a demo business, apart from your data.", "kept demo", needs_django=False
    ),
    "take": Entry("kept.cli.take", "Take in mail: files, mbox, or standard input.", "kept take letter.eml"),
    "orders": Entry("kept.cli.orders", "Import orders from a CSV file.", "kept orders import orders.csv"),
    "deliveries": Entry(
        "kept.cli.deliveries", "Import when trucks came.", "kept deliveries arrivals thursday.csv"
    ),
    "past": Entry(
        "kept.cli.past", "Import customers and contracts of the past.", "kept past books --dry-run"
    ),
    "quote": Entry(
        "kept.cli.quote",
        "List the windows we can truthfully promise to an address.",
        "kept quote --at 40.7128,-74.0060",
    ),
    "token": Entry(
        "kept.cli.token",
        "Keys for other programs that use the API.",
        "kept token new Shop --may orders.import",
    ),
    "judge": Entry(
        "kept.cli.judge", "Judge a case from a file of facts.", "kept judge case.json", needs_django=False
    ),
    "verify": Entry(
        "kept.cli.verify",
        "Check what a receipt, a bundle or a whole ledger proves.",
        "kept verify receipt-17.kept.json",
        needs_django=False,
    ),
    "ledger": Entry(
        "kept.cli.ledger", "Sign, export and check the ledger; its keys.", "kept ledger export ledger.jsonl"
    ),
    "recount": Entry("kept.cli.recount", "Count the scorecards anew.", "kept recount"),
    "version": Entry("kept.cli.version", "Say which version this is.", "kept version", needs_django=False),
}


def setup() -> None:
    """Make Django ready. Commands that do not call this start without it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    import django

    django.setup()


class Desk(click.Group):
    """Loads a command when it is called, and says what went wrong in one line, with exit code 2."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.needs_django:
            setup()
        command: click.Command = getattr(import_module(entry.module), cmd_name)
        return command

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [[(name, entry.words), ("", f"$ {entry.example}")] for name, entry in COMMANDS.items()]
        with formatter.section("Commands"):
            formatter.write_dl([row for pair in rows for row in pair])

    @override
    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """As click's, but a refusal, bad input or a bad setting is one line on standard error, exit code 2;
        a database that cannot be used is exit code 75.

        What we write (the database, mail, the secret key) is for this user of the machine alone.
        """
        os.umask(0o077)
        try:
            answer = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as asked:
            click.echo(asked.ctx.get_help())
            sys.exit(2)
        except click.ClickException as bad:
            click.echo(f"kept: {bad.format_message()}", err=True)
            sys.exit(2)
        except Refused as no:
            click.echo(f"kept: {no}", err=True)
            sys.exit(2)
        except click.Abort:
            sys.exit(130)
        except Exception as error:
            trouble = in_words(error)
            if trouble is None:
                raise
            words, code = trouble
            click.echo(f"kept: {words}", err=True)
            sys.exit(code)
        sys.exit(answer if isinstance(answer, int) else 0)


@click.command(cls=Desk, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The customer-service desk that writes down what was promised, what was told, and what then happened."""
