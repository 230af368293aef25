"""Receipts that a third party can check: what was told or done, sealed, with the words and the proof."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.ledger import actions, queries
from kept.ledger.actions import ref
from kept.ledger.rules import proofs
from kept.ledger.rules.notes import Checkpoint, from_base64, text_of
from kept.outbox.actions import File, Made, ToMake
from kept.paper import kinds
from kept.policies.models import Disclosure

JSON = "application/json"
PROOFS = "proofs/"  # the page that checks a receipt in the reader's own browser


def to_seal(*things: Model) -> ToMake:
    """The receipt that a mail is to carry for these rows: sealed when it leaves."""
    return ToMake("receipt.kept.json", JSON, f"receipt:{','.join(map(ref, things))}")


def receipt(refs: Sequence[str], *, now: datetime) -> Made:
    """The receipt for these rows ("disclosure:3"): their entries, sealed, and the exact words that were told.

    The footer is in the language that is active. Raises NotFound without entries, and ledger.tree.CannotSeal
    while nothing can be sealed.
    """
    entries = list(queries.entries_about(*refs))
    if not entries:
        raise NotFound(_("The ledger holds no entry about this."))
    content = actions.prove(entries, words=_words(refs), now=now)
    number = min(entry["number"] for entry in json.loads(content)["entries"])
    return _made(f"receipt-{number}.kept.json", content)


def bundle(refs: Sequence[str], *, case: Mapping[str, Any], name: str, now: datetime) -> Made:
    """The same for a complaint, with its case as `kept judge` reads it. Raises as ``receipt`` does."""
    entries = list(queries.entries_about(*refs))
    return _made(name, actions.prove(entries, words=_words(refs), case=case, now=now))


def of_the_day(*, now: datetime) -> kinds.Checkpoint:
    """The day's checkpoint, as the foot of a paper carries it; the first paper of a day has it made."""
    made = queries.day_checkpoint(now)
    if made is None or made.at.astimezone(UTC).date() != now.astimezone(UTC).date():
        made = actions.checkpoint(now=now)
    point = Checkpoint.parse(text_of(made.note))
    return kinds.Checkpoint(point.origin, point.size, point.root, point.at, _key(made.note), made.note)


def _words(refs: Sequence[str]) -> list[proofs.Words]:
    """The exact words behind the tellings among these rows, each version and language once."""
    numbers = [
        int(number) for kind, _, number in (ref.partition(":") for ref in refs) if kind == "disclosure"
    ]
    told = Disclosure.objects.filter(pk__in=numbers).select_related("version__policy", "wording")
    wordings = {each.wording_id: each for each in told.order_by("pk")}
    return [
        proofs.Words(
            policy=each.version.policy.slug,
            version=each.version.number,
            language=each.wording.language,
            title=each.wording.title,
            words=each.wording.words,
            sha256=each.words_sha256,
        )
        for each in wordings.values()
    ]


def _made(name: str, content: bytes) -> Made:
    return Made(File(name, JSON, content), _footer(name, json.loads(content)["checkpoint"]))


def _footer(name: str, note: str) -> str:
    origin, size, root = text_of(note).splitlines()[:3]
    return "\n".join(
        [
            _("The receipt %(name)s proves what stands in this letter.") % {"name": name},
            _("Keep it: you can check it without us, at %(page)s")
            % {"page": f"{settings.BASE_URL}/{PROOFS}"},
            _("Checkpoint: %(origin)s, %(size)s entries, %(root)s")
            % {"origin": origin, "size": size, "root": root},
        ]
    )


def _key(note: str) -> str:
    """The public key that signed this note, for whoever holds the paper to compare with: it is ours."""
    _dash, name, signature = note.splitlines()[-1].split(" ")
    signed_by = f"{name}+{from_base64(signature)[:4].hex()}"
    known = (key.vkey for key in queries.public_keys())
    return next((vkey for vkey in known if vkey.startswith(f"{signed_by}+")), signed_by)
