"""A policy in print: its words under their title, and the same words enclosed, true to their hash."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from kept.paper.kinds import MOST_POLICY_LETTERS, Block, Enclosure, Policy, Run, Unprintable
from kept.paper.words import Words

LINKS = re.compile(r"(?:https?://|mailto:|tel:)[!-~]+")
SHORT_HASH = 16  # hexadecimal digits that are printed


def enclosed(policy: Policy) -> Enclosure:
    """The exact words that the hash was made from: whoever hashes the file gets the printed figure."""
    content = f"{policy.title}\n\n{policy.words}".encode()
    if hashlib.sha256(content).hexdigest() != policy.sha256:
        raise Unprintable(f"the words of “{policy.title[:80]}” are not those of its hash")
    return Enclosure(_file_name(policy), content, "text/markdown", policy.title, "source")


def printed(policy: Policy, words: Words) -> dict[str, Any]:
    """Title, the line that says which version, and the blocks. Raises Unprintable for words past reason."""
    if len(policy.words) > MOST_POLICY_LETTERS:
        raise Unprintable(
            f"“{policy.title[:80]}” is {len(policy.words)} letters long; {MOST_POLICY_LETTERS} can be printed"
        )
    hashed = policy.sha256[:SHORT_HASH]
    language = policy.language.lower().partition("-")[0]
    return {
        "title": policy.title,
        "version": words.version.format(number=policy.version, hash=hashed, file=_file_name(policy)),
        "language": language if re.fullmatch("[a-z]{2,3}", language) else words.code,
        "blocks": [_block(block) for block in policy.blocks],
    }


def _file_name(policy: Policy) -> str:
    return f"{policy.slug}-v{policy.version}-{policy.language}.md"


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "first": block.first,
        "runs": [_run(run) for run in block.runs],
        "items": [[_block(inner) for inner in item] for item in block.items],
    }


def _run(run: Run) -> dict[str, Any]:
    link = run.link if LINKS.fullmatch(run.link) else ""
    return {"words": run.words, "strong": run.strong, "emphasised": run.emphasised, "link": link}
