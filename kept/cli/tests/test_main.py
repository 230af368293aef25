"""The command as a whole: its help, its refusals, and how little it loads."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

import kept
from kept.base.refusals import Refused
from kept.cli import COMMANDS, main


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kept.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_explains_each_command_with_an_example() -> None:
    asked = run("--help")

    assert asked.returncode == 0
    for name, entry in COMMANDS.items():
        assert f"  {name}" in asked.stdout
        assert entry.words in asked.stdout
        assert f"$ {entry.example}" in asked.stdout


@pytest.mark.parametrize("words", [["orders", "import"], *([name] for name in COMMANDS if name != "orders")])
def test_each_command_has_help_with_an_example_of_its_own(words: list[str]) -> None:
    asked = CliRunner().invoke(main, [*words, "--help"])

    assert asked.exit_code == 0, asked.output
    assert "Example" in asked.output


def test_the_version_is_said_without_waking_the_desk() -> None:
    loaded = (
        "import sys; from kept.cli import main\n"
        "try: main(['version'])\n"
        "except SystemExit: sys.exit('django' in sys.modules or 'numpy' in sys.modules)"
    )

    asked = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=False)

    assert (asked.returncode, asked.stdout) == (0, f"kept {kept.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["dance"], id="no such command"),
        pytest.param(["serve", "--port", "near the harbour"], id="a port that is no number"),
        pytest.param(["work", "--lease", "0"], id="a lease without length"),
        pytest.param(["version", "please"], id="a word too many"),
    ],
)
def test_bad_input_gets_one_clear_line_and_exit_code_2(arguments: list[str]) -> None:
    asked = run(*arguments)

    assert (asked.returncode, asked.stdout) == (2, "")
    assert len(asked.stderr.splitlines()) == 1
    assert asked.stderr.startswith("kept: ")


def test_a_refusal_is_said_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def version() -> None:
        raise Refused("The trucks are full on Tuesday.")

    monkeypatch.setattr("kept.cli.version.version", version)
    asked = CliRunner().invoke(main, ["version"])

    assert (asked.exit_code, asked.stderr) == (2, "kept: The trucks are full on Tuesday.\n")
