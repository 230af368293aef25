"""What was told, as parts of a case: the terms that an answer rests on, and each telling of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from kept.complaints.models import Reliance
from kept.customers.models import Customer
from kept.ledger.actions import ref
from kept.policies.models import Disclosure
from kept.policies.queries import tellings_of, wording_in
from kept.policies.rules import Grade
from kept.text import markdown

Row = tuple[dict[str, Any], str]


def terms(resting: Iterable[Reliance]) -> dict[str, Reliance]:
    """The terms that answers and charges rest on, by the name they have in the case ("delivery.window")."""
    named: dict[str, Reliance] = {}
    for reliance in resting:
        base = f"{reliance.term.version.policy.slug}.{reliance.term.key}"
        name, nth = base, 1
        while name in named and not _same(named[name], reliance):
            nth += 1
            name = f"{base}.{nth}"
        named.setdefault(name, reliance)
    return named


def term(name: str, reliance: Reliance, customer: Customer) -> Row:
    """One of them as a part of the case, with the words in the customer's language if there are any."""
    found = reliance.term
    part = {
        "id": name,
        "kind": found.kind,
        "version": found.version.number,
        "text": markdown.to_plain(wording_in(found.version, customer.language).words),
        "bound_at": reliance.bound_at.isoformat(),
    }
    return part, ref(found)


def disclosures(named: Mapping[str, Reliance], customer: Customer, until: datetime) -> Iterator[Row]:
    """Every telling, up to then, of the policies in which these terms stand: of any version."""
    for name, reliance in named.items():
        for disclosure in tellings_of(reliance.term, customer).filter(at__lte=until):
            yield _disclosure(name, disclosure, reliance.bound_at), ref(disclosure)


def _disclosure(name: str, disclosure: Disclosure, bound_at: datetime) -> dict[str, Any]:
    """One telling with the grade that it had reached when the term bound; later rises prove nothing there."""
    telling = disclosure.telling
    by_then = [step for step in telling.reached if step.at <= bound_at]
    step = max(by_then, key=lambda step: step.grade) if by_then else telling.reached[0]
    imported = {"imported_at": disclosure.imported_at.isoformat()} if disclosure.imported_at else {}
    if disclosure.paper:
        imported["paper"] = disclosure.paper
    return imported | {
        "term": name,
        "version": disclosure.version.number,
        "occasion": disclosure.occasion,
        "at": disclosure.at.isoformat(),
        "medium": disclosure.medium,
        "grade": Grade(step.grade).name,
        "grade_at": step.at.isoformat(),
        "logged_at": disclosure.logged_at.isoformat(),
        "handed_over": disclosure.handed_over,
        "language": disclosure.wording.language,
    }


def _same(one: Reliance, other: Reliance) -> bool:
    return (one.term_id, one.bound_at) == (other.term_id, other.bound_at)
