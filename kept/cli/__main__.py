"""`python -m kept.cli` is `kept`."""

from __future__ import annotations

from kept.cli import main

main(prog_name="kept")
