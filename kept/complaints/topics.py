"""What words are about, in English and German: only so that what the record says of it comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Topic(StrEnum):
    """Things that people write and call about."""

    WINDOW = "window"
    FEE = "fee"
    LEAVING = "leaving"
    REFUND = "refund"
    DAMAGE = "damage"
    RENEWAL = "renewal"
    BILL = "bill"
    ANSWER = "answer"


# The beginnings of words, folded. German joins words, so its stems may stand inside of one ("Liefertermin").
STEMS: Mapping[Topic, str] = {
    Topic.WINDOW: r"\b(?:deliver|window|truck|driver|arriv|o'clock|appointment|shipment)|"
    r"liefer|zeitfenster|uhrzeit|\blkw|\bwagen|fahrer|angekommen|termin",
    Topic.FEE: r"\bfees?\b|\bpenalt|\bcharge for|\bsurcharge|gebühr|aufpreis|strafe",
    Topic.LEAVING: r"\bcancel|\bquit|\bterminat|\bmembership|\bleave (?:the|your) (?:gym|club)|"
    r"\bend my\b|\bget out of\b|kündig|mitgliedschaft|austret|\baustritt|storn",
    Topic.REFUND: r"\brefund|\bmoney back|\bpaid back|\bpay (?:me )?back|\bcredit\b|\breimburs|"
    r"erstatt|geld zurück|rückzahl|gutschrift",
    Topic.DAMAGE: r"\bdamag|\bbroken|\bscratch|\btorn|\bdent|\bdefect|\bfaulty|beschädigt|kaputt|kratzer|"
    r"defekt|zerbrochen|schaden",
    Topic.RENEWAL: r"\brenew|\bextended for\b|\banother year|verlänger",
    Topic.BILL: r"\binvoice|\bbilled|\bbill\b|\bcharged|\bdebited|\boverpaid|rechnung|abgebucht|abbuch|"
    r"\bzu viel bezahlt",
    Topic.ANSWER: r"\bcall(?:ed)? (?:me )?back|\bno ?body (?:calls|called|answers|answered|replied)|"
    r"\breply|\brepl(?:y|ied)|\bheard nothing|rückruf|zurückgerufen|keine antwort|niemand meldet",
}
OF_PROMISES: Mapping[str, frozenset[Topic]] = {
    "delivery_window": frozenset({Topic.WINDOW}),
    "refund": frozenset({Topic.REFUND, Topic.BILL}),
    "remedy": frozenset({Topic.REFUND, Topic.DAMAGE}),
    "call_back": frozenset({Topic.ANSWER}),
    "reply": frozenset({Topic.ANSWER}),
    "end_date": frozenset({Topic.LEAVING}),
}
OF_TERMS: Mapping[str, frozenset[Topic]] = {  # the keys of kept/policies/terms.py
    "window": frozenset({Topic.WINDOW}),
    "visit_notice": frozenset({Topic.WINDOW}),
    "late_credit": frozenset({Topic.WINDOW}),
    "fee": frozenset({Topic.FEE, Topic.LEAVING}),
    "notice": frozenset({Topic.LEAVING}),
    "cooling_off": frozenset({Topic.LEAVING}),
    "refund": frozenset({Topic.REFUND, Topic.LEAVING}),
    "renewal": frozenset({Topic.RENEWAL}),
}
MOST_READ = 20_000  # letters; the rest of a longer text does not change what it is about
_FINDERS = {topic: re.compile(stems) for topic, stems in STEMS.items()}


def topics(text: str) -> frozenset[Topic]:
    """What these words are about; nothing, for words that name none of our topics."""
    folded = text[:MOST_READ].casefold()
    return frozenset(topic for topic, finder in _FINDERS.items() if finder.search(folded))


def of_terms(keys: Iterable[str]) -> frozenset[Topic]:
    """What a policy with terms of these keys is about."""
    return frozenset(topic for key in keys for topic in OF_TERMS.get(key, ()))
