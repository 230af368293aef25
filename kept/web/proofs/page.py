"""What the page says, and the page as one file: its scripts, styles and font within it, nothing without."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kept.ledger.rules.wording import LIMITS, SENTENCES
from kept.web.desk.words import EVENTS
from kept.web.proofs.words import FLAWS

STATIC = Path(__file__).resolve().parents[1] / "static"
STYLES = ("tokens", "base", "layout", "buttons", "fields", "surfaces", "letter", "proofs")
FONT = "source-sans-3-latin.woff2"
_IMPORT = re.compile(r'^import (?:\* as (\w+)|\{([^}]*)\}) from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|class|function|async function) (\w+))", re.MULTILINE)
_EXPORTS = re.compile(r"^export \{([^}]*)\};?\n", re.MULTILINE)


def context() -> dict[str, Any]:
    """What the template needs: its sentences in the active language."""
    return {
        "limits": [_(words) for words in LIMITS],
        "styles": [f"css/{name}.css" for name in STYLES],
        "sentences": {
            "findings": {code: [str(outcome), _(words)] for code, (outcome, words) in SENTENCES.items()},
            "flaws": {words: str(said) for words, said in FLAWS.items()},
            "kinds": {kind: str(words) for kind, words in EVENTS.items()},
            "witness": _("the list of checkpoints"),
        },
    }


def whole() -> str:
    """The page as one file. Its policy allows this script and this style, and no address at all."""
    script, style = _bundled(STATIC / "proofs/page.js"), _styles()
    within = {"script": script, "style": style, "policy": _policy(script, style)}
    return render_to_string("proofs/page.html", {**context(), "whole": within})


def _policy(script: str, style: str) -> str:
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style)]
    return (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; "
        "font-src data:; form-action 'none'; base-uri 'none'"
    )


def _styles() -> str:
    css = "".join((STATIC / "css" / f"{name}.css").read_text() for name in STYLES)
    font = base64.b64encode((STATIC / "fonts" / FONT).read_bytes()).decode()
    css = css.replace(f"../fonts/{FONT}", f"data:font/woff2;base64,{font}")
    return re.sub(r"@font-face \{[^}]*\.\./fonts/[^}]*\}\n", "", css)  # the second font is not taken along


def _bundled(entry: Path) -> str:
    """A module and all it imports as one script: each becomes a function that answers what it exports."""
    placed: dict[Path, str] = {}
    _place(entry, placed)
    return "".join(placed.values())


def _place(module: Path, placed: dict[Path, str]) -> None:
    if module in placed:
        return
    source = module.read_text()
    for _whole, _names, where in _IMPORT.findall(source):
        _place((module.parent / where).resolve(), placed)
    exported = [name for names in _EXPORTS.findall(source) for name in names.split(",")]
    exported += _EXPORT.findall(source)
    body = _EXPORT.sub("", _EXPORTS.sub("", _IMPORT.sub(lambda found: _taken(module, found), source)))
    names = ", ".join(name.strip() for name in exported if name.strip())
    placed[module] = f"const {_name(module)} = await (async () => {{\n{body}return {{ {names} }};\n}})();\n"


def _taken(module: Path, found: re.Match[str]) -> str:
    alias, names, where = found.groups()
    return f"const {alias or f'{{{names}}}'} = {_name((module.parent / where).resolve())};\n"


def _name(module: Path) -> str:
    return "module_" + re.sub(r"\W", "_", module.stem)
