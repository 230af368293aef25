"""The claim kinds of DOMAIN §6: which wait for a person, which rules are their matter, the usual remedies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kept.complaints.fields import CLAIM_KINDS, ClaimKind


@dataclass(frozen=True)
class Remedy:
    """A usual remedy: its code, and its words by language, as a continuation of "we offer you"."""

    code: str
    words: Mapping[str, str]


def _remedy(code: str, en: str, de: str) -> Remedy:
    return Remedy(code, MappingProxyType({"en": en, "de": de}))


CREDIT = _remedy("automatic_credit", "a credit on your account", "eine Gutschrift auf Ihr Konto")
REDELIVER = _remedy(
    "redeliver", "a new delivery in a window you choose", "eine neue Lieferung im Zeitfenster Ihrer Wahl"
)
REFUND_FEE = _remedy("refund_fee", "the fee back", "die Gebühr zurück")
REFUND_GOODS = _remedy("refund_goods", "the price back", "den Kaufpreis zurück")
BACKDATE = _remedy(
    "end_date_back_to_first_asking",
    "an end on the day you first asked",
    "das Ende zum Tag Ihrer ersten Bitte",
)
REFUND_CHARGES = _remedy("refund_charges_since", "the charges since then back", "die Beträge seitdem zurück")
CORRECT = _remedy("correct", "a corrected invoice", "eine berichtigte Rechnung")
INTEREST = _remedy("interest_or_credit", "interest or a credit", "Zinsen oder eine Gutschrift")
APOLOGY = _remedy("apology_by_name", "an apology by name", "eine persönliche Entschuldigung")
EXPLAIN = _remedy("explanation", "an explanation", "eine Erklärung")
HONOUR = _remedy(
    "honour_what_was_said", "what we told you, as we said it", "was wir gesagt haben, wie gesagt"
)
REPAIR = _remedy("repair", "a repair", "eine Reparatur")
REPLACE = _remedy("replace", "a replacement", "einen Ersatz")
REDUCE = _remedy("reduce", "a lower price", "einen niedrigeren Preis")
DO_IT_NOW = _remedy("do_it_now", "what you waited for, now", "sofort das, worauf Sie gewartet haben")

BY_DOMAIN: Mapping[str, tuple[Remedy, ...]] = {  # DOMAIN §6, the column "usual remedies"
    "delivery": (CREDIT, REDELIVER, REFUND_FEE, REFUND_GOODS),
    "membership": (BACKDATE, REFUND_FEE, REFUND_CHARGES),
    "billing": (CORRECT, INTEREST),
    "conduct": (APOLOGY, EXPLAIN, HONOUR),
    "product": (REPAIR, REPLACE, REDUCE, REFUND_GOODS),
    "access": (DO_IT_NOW, CREDIT),
}
BY_KIND: Mapping[ClaimKind, tuple[Remedy, ...]] = {  # where only some of the domain's remedies fit
    "delivery.late": (CREDIT, REFUND_FEE),
    "delivery.missed": (REDELIVER, CREDIT, REFUND_FEE),
    "delivery.wished_window_refused": (REDELIVER, CREDIT),
    "delivery.not_delivered": (REDELIVER, REFUND_FEE, REFUND_GOODS),
    "delivery.damaged": (REDELIVER, REFUND_GOODS),
    "membership.fee_disputed": (REFUND_FEE,),
    "membership.unexpected_renewal": (BACKDATE, REFUND_CHARGES),
    "conduct.wrong_information": (HONOUR, EXPLAIN),
    "billing.refund_late": (INTEREST,),
}


def usual_remedies(kind: ClaimKind) -> tuple[Remedy, ...]:
    """The remedies that are usual for a claim of this kind, the first the most usual."""
    return BY_KIND.get(kind) or BY_DOMAIN[domain(kind)]


def domain(kind: ClaimKind) -> str:
    return kind.partition(".")[0]


AWAITS_PERSON: frozenset[ClaimKind] = frozenset(
    kind for kind in CLAIM_KINDS if domain(kind) == "conduct" or kind == "membership.pressured"
)
ABOUT_AN_EXIT: frozenset[ClaimKind] = frozenset(
    kind for kind in CLAIM_KINDS if domain(kind) == "membership" or kind == "conduct.pressured"
)
DECIDED_BY_INSPECTION: frozenset[ClaimKind] = frozenset(
    kind for kind in CLAIM_KINDS if domain(kind) == "product" or kind == "delivery.damaged"
)
DECIDED_BY_CHARGES: frozenset[ClaimKind] = frozenset(
    {"membership.fee_disputed", "membership.unexpected_renewal", "billing.wrong_amount", "billing.not_agreed"}
)
DECIDED_BY_PROMISES: frozenset[ClaimKind] = frozenset(  # no other record decides while one is in scope
    {
        "delivery.late",
        "delivery.missed",
        "delivery.wished_window_refused",
        "delivery.not_delivered",
        "membership.cancellation_refused",
        "membership.cancellation_ignored",
        "billing.refund_late",
        "access.unreachable",
        "access.no_call_back",
    }
)
PROOF_OF_DELIVERY = ("photo", "signature", "proof")  # that goods were handed over, beside the arrival
DECIDING_RECORDS: Mapping[str, tuple[str, ...]] = {  # DOMAIN §6, the column "deciding evidence", as words
    "delivery": ("window", "acknowledg", "route", "arrival", "photo", "signature", "contact", "inspection"),
    "membership": ("exit", "offer", "consent", "notice", "pack", "freeze", "pause"),
    "billing": ("invoice", "payment", "consent", "refund", "charge"),
    "conduct": ("transcript", "recording", "hand", "statement", "said", "call", "note"),
    "product": ("description", "photo", "inspection", "sale"),
    "access": ("contact", "call", "log"),
}


def may_decide(kind: ClaimKind, record: str) -> bool:
    """Whether a record with this name is of those that decide claims of this kind."""
    return any(word in record.casefold() for word in DECIDING_RECORDS[domain(kind)])
