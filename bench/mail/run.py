"""How many mails we read right, and how many replies we cut right, on a folder of practice mail.

    python bench/mail/run.py FOLDER [-v]

FOLDER holds ``messages/*/NAME`` beside ``NAME.expect.json`` (any of from_addr, from_name, to, cc, subject,
message_id, in_reply_to, references, text, html, attachments as [filename, type, size], leaves as [kind,
base64]) and ``replies/*.json`` (inp; exact, or must and mustnot). Texts count as equal when 99 % alike, white
space aside.
Needs nothing but Kept itself. The mail stays where it is: none of it belongs into this repository.
"""

from __future__ import annotations

import base64
import difflib
import html
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kept.channels.email.parse import parse
from kept.desk.letters import Letter
from kept.text.replies import own_words


def squeezed(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", ""))
    return " ".join(text.split())


def detagged(page: str) -> str:
    page = re.sub(r"(?is)<(script|style|head|title)\b.*?</\1>|<!--.*?-->", " ", page)
    return squeezed(html.unescape(re.sub(r"(?s)<[^>]*>", " ", page)))


def alike(got: str, want: str) -> bool:
    got, want = squeezed(got), squeezed(want)
    if got == want or abs(len(got) - len(want)) > 0.02 * len(want):
        return got == want
    return difflib.SequenceMatcher(None, got, want, autojunk=False).ratio() >= 0.99


def attached(letter: Letter, want: list[tuple[str | None, str, int | None]]) -> bool:
    left = [(squeezed(one.filename), len(one.content)) for one in letter.attachments]
    for name, _, size in want:
        found = [
            one
            for one in left
            if (name is None or one[0] == squeezed(name.replace("\\", ""))) and size in (None, one[1])
        ]
        if not found:
            return False
        left.remove(found[0])
    return True


def kept_all(letter: Letter, leaves: list[tuple[str, str]]) -> bool:
    """Whether every part is somewhere: among the attachments by its size, or among the words."""
    shown = " ".join((squeezed(letter.text), squeezed(letter.html), detagged(letter.html)))
    sizes = [len(one.content) for one in letter.attachments]

    def is_kept(kind: str, blob: bytes) -> bool:
        if any(size == len(blob) or (kind == "binary-body" and abs(size - len(blob)) <= 2) for size in sizes):
            return True
        texts = [squeezed(blob.decode(charset, "replace")) for charset in ("utf-8", "latin-1")]
        texts.append(squeezed(blob.decode("ascii", "ignore")))
        return any(
            not text or text in shown or (detagged(text) and detagged(text) in shown) for text in texts
        )

    return all(is_kept(kind, base64.b64decode(blob)) for kind, blob in leaves)


CHECKS: dict[str, Callable[[Letter, Any], bool]] = {
    "from_addr": lambda letter, want: letter.sender.address == want,
    "from_name": lambda letter, want: squeezed(letter.sender.name) == squeezed(want),
    "to": lambda letter, want: {one.address for one in letter.to if one.address} == set(want),
    "cc": lambda letter, want: {one.address for one in letter.cc if one.address} == set(want),
    "subject": lambda letter, want: squeezed(letter.subject) == squeezed(want),
    "message_id": lambda letter, want: letter.message_id == want.strip("<> "),
    "in_reply_to": lambda letter, want: letter.in_reply_to == want.strip("<> "),
    "references": lambda letter, want: list(letter.references) == [one.strip("<> ") for one in want],
    "text": lambda letter, want: alike(letter.text, want),
    "html": lambda letter, want: alike(letter.html, want),
    "attachments": attached,
    "leaves": kept_all,
}


def messages(folder: Path, *, verbose: bool) -> str:
    right = expected = fields = fields_right = 0
    spent = 0.0
    for sheet in sorted(folder.glob("messages/*/*.expect.json")):
        raw = sheet.with_name(sheet.name.removesuffix(".expect.json")).read_bytes()
        started = time.perf_counter()
        letter = parse(raw)
        spent += time.perf_counter() - started
        results = {
            name: CHECKS[name](letter, want) for name, want in json.loads(sheet.read_text("utf-8")).items()
        }
        expected += bool(results)
        right += bool(results) and all(results.values())
        fields += len(results)
        fields_right += sum(results.values())
        if verbose and not all(results.values()):
            print("  wrong", sheet.parent.name, sheet.name, [name for name, ok in results.items() if not ok])
    share = percent(right, expected)
    return f"messages {right}/{expected} ({share})  fields {fields_right}/{fields}  {spent:.2f} s"


def replies(folder: Path, *, verbose: bool) -> str:
    right, cases = 0, list(reply_cases(folder))
    for name, case in cases:
        got = normal(own_words(case["inp"]))
        if case["exact"] is not None:
            good = got == normal(case["exact"])
        else:
            good = all(one in got for one in map(normal, case["must"])) and not any(
                one in "\n" + got for one in case["mustnot"]
            )
        right += good
        if verbose and not good:
            print("  wrong", name)
    return f"replies {right}/{len(cases)} ({percent(right, len(cases))})"


def reply_cases(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for sheet in sorted(folder.glob("replies/*.json")):
        yield sheet.name, json.loads(sheet.read_text("utf-8"))


def normal(text: str) -> str:
    text = re.sub(r"[ \t\xa0]+\n", "\n", text.replace("\r\n", "\n"))
    return re.sub(r"\n{2,}", "\n", text).strip()


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one != "-v"]
    if len(arguments) != 1 or not Path(arguments[0], "messages").is_dir():
        sys.exit(__doc__)
    for score in (messages, replies):
        print(score(Path(arguments[0]), verbose="-v" in sys.argv))
