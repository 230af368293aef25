"""From a kind of paper to what is set: every word, figure and day said in the customer's language."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kept.base.money import Money
from kept.paper import codes, figures, letters, policies, taxes
from kept.paper.kinds import (
    MOST_LETTERS,
    Confirmation,
    Contract,
    Fact,
    Invoice,
    Line,
    Receipt,
    Sheet,
    Signature,
    Unprintable,
    Window,
)
from kept.paper.words import Words, words_in

EXACT = ("document", "enclosed", "page", "link")  # read by machines: nothing is put inside their words
LETTER_SIZE = ("US", "CA", "MX")
MOST_LETTERS_IN_ALL = 1_000_000  # of one paper: what is set in seconds


@dataclass(frozen=True)
class Made:
    """What the setting reads: ``values`` as JSON, ``files`` beside it, ``at`` in seconds of Unix time."""

    values: dict[str, Any]
    files: dict[str, bytes]
    at: int


def invoice(paper: Invoice) -> Made:
    sheet, words = paper.sheet, words_in(paper.sheet.language)
    parts = {
        "bill": _bill(words, paper.lines, included=paper.prices_include_tax),
        "windows": _windows(sheet, words, paper.windows),
        "payment": _payment(sheet, words, paper),
    }
    return _made(sheet, words, words.invoice, parts)


def confirmation(paper: Confirmation) -> Made:
    sheet, words = paper.sheet, words_in(paper.sheet.language)
    parts: dict[str, Any] = {
        "statements": _paragraphs(paper.words),
        "windows": _windows(sheet, words, paper.windows),
    }
    if paper.lines:
        parts["bill"] = _bill(words, paper.lines, included=paper.prices_include_tax)
    return _made(sheet, words, words.confirmation, parts)


def contract(paper: Contract) -> Made:
    sheet, words = paper.sheet, words_in(paper.sheet.language)
    parts = {
        "subtitle": paper.plan,
        "statements": _paragraphs(paper.words),
        "terms": [[fact.label, fact.value] for fact in paper.terms],
        "signature": _signature(sheet, words, paper.signature),
    }
    return _made(sheet, words, words.contract, parts)


def receipt(paper: Receipt) -> Made:
    sheet, words = paper.sheet, words_in(paper.sheet.language)
    parts = {
        "statements": [part for statement in paper.statements for part in _paragraphs(statement)],
        "windows": _windows(sheet, words, paper.windows),
    }
    entry = [] if paper.entry is None else [Fact(words.entry, figures.count(paper.entry, words))]
    return _made(sheet, words, paper.title, parts, entry)


def _made(
    sheet: Sheet, words: Words, title: str, parts: dict[str, Any], own_facts: Sequence[Fact] = ()
) -> Made:
    """Everything that all papers carry, around the parts of this one."""
    enclosed = [*map(policies.enclosed, sheet.policies), *sheet.enclosures]
    names = [enclosure.name for enclosure in enclosed]
    if len(set(names)) < len(names):
        raise Unprintable("two enclosed files have the same name")
    made_on = figures.day(sheet.made_at.astimezone(sheet.zone).date(), words, sheet.country)
    facts = [Fact(words.number, sheet.number), Fact(words.date, made_on), *sheet.facts, *own_facts]
    values = {
        **_NOTHING,
        **parts,
        "document": f"{title} {sheet.number}",
        "heading": title,
        "business": _business(sheet, words),
        "customer": [sheet.customer.name, *_split(sheet.customer.address, sheet.customer.mail)],
        "facts": [[fact.label, fact.value] for fact in facts],
        "page": [sheet.page, words.code_alt.format(address=sheet.page)] if sheet.page else [],
        "checkpoint": _checkpoint(sheet, words),
        "check": _check(sheet, words),
        "words": {name: getattr(words, name) for name in _SAID},
        "enclosed": [
            [f"enclosed/{number}", each.name, each.mime, each.description, each.relationship]
            for number, each in enumerate(enclosed)
        ],
    }
    _bounded(values)
    values["policies"] = [policies.printed(policy, words) for policy in sheet.policies]
    missing = not all(letters.is_printable(text) for _, text in letters.texts(values))
    values = letters.set_in_type(values, exact=EXACT)
    values |= {
        "missing": words.missing if missing else "",
        "language": words.code,
        "size": "us-letter" if sheet.country in LETTER_SIZE else "a4",
    }
    files = {f"enclosed/{number}": each.content for number, each in enumerate(enclosed)}
    if sheet.page:
        files["page.svg"] = codes.page_code(sheet.page)
    return Made(values, files, int(sheet.made_at.timestamp()))


_NOTHING: dict[str, Any] = {
    "subtitle": "",
    "statements": [],
    "bill": None,
    "windows": [],
    "payment": [],
    "terms": [],
    "signature": None,
}
_SAID = ("page_of", "promised", "what", "quantity", "each", "tax", "amount", "rules", "terms", "signature",
         "your_page", "your_page_for", "check")  # fmt: skip


def _bounded(values: dict[str, Any]) -> None:
    size = 0
    for place, text in letters.texts(values):
        size += len(text)
        if len(text) > MOST_LETTERS:
            raise Unprintable(f"{place} is {len(text)} letters long; one text may have {MOST_LETTERS}")
    if size > MOST_LETTERS_IN_ALL:
        raise Unprintable(f"{size} letters are more than the {MOST_LETTERS_IN_ALL} of one paper")


def _business(sheet: Sheet, words: Words) -> dict[str, Any]:
    business = sheet.business
    tax_id = words.tax_id.format(number=business.tax_id) if business.tax_id else ""
    return {
        "name": business.name,
        "lines": _split(business.address, business.phone, business.mail, business.site, tax_id),
        "small_print": list(business.small_print),
    }


def _split(*texts: str) -> list[str]:
    return [line for text in texts for line in text.splitlines() if line.strip()]


def _bill(words: Words, lines: Sequence[Line], *, included: bool) -> dict[str, Any]:
    """The table of lines and what stands under it, every figure written out."""
    totals = taxes.add_up(lines, prices_include_tax=included)
    taxed = bool(totals.shares)
    rows = [
        [
            line.words,
            figures.count(line.quantity, words),
            figures.money(line.each, words),
            *([figures.rate(line.tax, words) if line.tax is not None else "–"] if taxed else []),
            figures.money(line.total, words),
        ]
        for line in lines
    ]
    total = [words.total, figures.money(totals.total, words), "total"]
    said = words.tax_included if included else words.tax_on_top
    shares = [
        [
            said.format(rate=figures.rate(share.rate, words), net=figures.money(share.net, words)),
            figures.money(share.tax, words),
            "share",
        ]
        for share in totals.shares
    ]
    net = [words.sum, figures.money(totals.net, words), "share"]
    under = [total, *shares] if included else [net, *shares, total]
    return {"taxed": taxed, "rows": rows, "under": under if taxed else [total]}


def _signature(sheet: Sheet, words: Words, signature: Signature | None) -> dict[str, Any]:
    """How it was signed, or two lines to sign on."""
    if signature is None:
        customer = words.sign_customer.format(name=sheet.customer.name)
        return {"signed": "", "lines": [customer, words.sign_business.format(name=sheet.business.name)]}
    at = figures.instant(signature.at, sheet.zone, words, sheet.country)
    return {"signed": words.signed.format(name=signature.name, at=at, how=signature.how), "lines": []}


def _payment(sheet: Sheet, words: Words, paper: Invoice) -> list[str]:
    """The sentences about paying, and where to."""
    total = taxes.add_up(paper.lines, prices_include_tax=paper.prices_include_tax).total
    if not total:
        return [words.nothing_to_pay]
    if paper.due_on is None:
        return []
    said = words.pay_by if total.minor > 0 else words.refunded
    by = figures.day(paper.due_on, words, sheet.country)
    amount = figures.money(Money(abs(total.minor), total.currency), words)
    return [said.format(total=amount, day=by), *(sheet.business.bank if total.minor > 0 else ())]


def _windows(sheet: Sheet, words: Words, windows: Sequence[Window]) -> list[dict[str, str]]:
    found = []
    for window in windows:
        first, last = window.starts_at.astimezone(sheet.zone), window.ends_at.astimezone(sheet.zone)
        when = figures.window(first, last, sheet.zone, words, sheet.country)
        ends = "24" if (last.hour, last.minute) == (0, 0) else figures.hour(last)
        found.append(
            {
                "what": window.what,
                "when": when,
                "where": " · ".join(_split(window.where)),
                "starts": figures.hour(first),
                "ends": ends,
            }
        )
    return found


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def _checkpoint(sheet: Sheet, words: Words) -> list[str]:
    """The two lines at the foot of every page."""
    point = sheet.checkpoint
    if point is None:
        return [words.no_checkpoint]
    root = base64.b64encode(point.root).decode()
    said = words.checkpoint.format(origin=point.origin, size=point.size, at=figures.utc(point.at))
    return [said, f"{root} · {'+'.join(point.key.split('+')[:2])}"]


def _check(sheet: Sheet, words: Words) -> dict[str, Any]:
    found = [words.check_enclosed] if sheet.policies else []
    if sheet.checkpoint is None:
        return {"sentences": [*found, words.no_checkpoint_check], "note": ""}
    key, note = sheet.checkpoint.key, sheet.checkpoint.note.strip()
    if key.count("+") > 1:  # not only its name and id
        note += f"\n\n{words.public_key.format(key=key)}"
    return {"sentences": [*found, words.check_checkpoint, words.check_keep], "note": note}
