"""What is not ours is as its package holds it: the hashes of VENDORED.md."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"


def test_vendored_files_have_the_hashes_that_are_written_down() -> None:
    page = (STATIC / "VENDORED.md").read_text()
    table = re.findall(r"^\| `(\S+)` .*`([0-9a-f]{64})` \|$", page, re.MULTILINE)
    found = {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name, _ in table}

    assert found == dict(table)
    assert {path.suffix for path in (STATIC / "vendor").iterdir()} == {".css", ".js", ".txt"}
    assert len(table) == 6
