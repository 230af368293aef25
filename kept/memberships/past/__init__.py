"""What a folder of the past says: customers, agreements, tellings and their papers, every cell checked. Pure.

A folder has ``customers.csv``, ``memberships.csv``, ``tellings.csv``, ``papers/`` and ``orders.csv``, each of
them if there is anything to say. Nothing is guessed: what cannot be read is named, and nothing is taken.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.memberships.past.tables import Cells, T, Table
from kept.policies.rules import Grade

CUSTOMERS, MEMBERSHIPS, TELLINGS, ORDERS = "customers.csv", "memberships.csv", "tellings.csv", "orders.csv"
TABLES = (CUSTOMERS, MEMBERSHIPS, TELLINGS, ORDERS)
COLUMNS = {
    CUSTOMERS: ("customer", "name", "email", "phone", "language", "since"),
    MEMBERSHIPS: (
        *("membership", "customer", "plan", "joined_at", "price", "period_months"),
        *("policy", "version", "add_ons", "steps", "paid_until"),
    ),
    TELLINGS: (
        *("customer", "policy", "version", "language", "occasion", "medium", "told_at"),
        *("grade", "handed_over", "membership", "paper"),
    ),
}
NEEDED = {
    CUSTOMERS: ("customer", "name"),
    MEMBERSHIPS: ("membership", "customer", "plan", "joined_at", "price"),
    TELLINGS: ("customer", "policy", "version", "occasion", "medium", "told_at"),
}
OCCASIONS = frozenset(
    {"purchase", "signing", "scheduling", "renewal", "fee_change", "conversation", "on_request"}
)
MEDIA = frozenset({"spoken", "invoice", "confirmation", "email", "page", "contract", "web_site"})
MOST_OF_A_PAPER, MOST_OF_ALL = 10 * 1024 * 1024, 200 * 1024 * 1024
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
PAPER_NAME = re.compile(r"\w[\w .()\-]{0,150}\.(pdf|jpe?g|png)", re.IGNORECASE)


class BadPast(Refused):
    """Nothing of the folder was taken. ``lines`` say where and what, one mistake each."""

    code = "past_bad"

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True)
class Person:
    line: int
    external: str
    name: str
    email: str
    phone: str
    language: str
    since: date | None


@dataclass(frozen=True)
class Agreement:
    """A membership; ``version`` 0: nobody knows which words were signed. No ``steps``: nobody knows them."""

    line: int
    external: str
    customer: str
    plan: str
    joined_at: datetime
    price: Money
    period_months: int
    policy: str
    version: int
    add_ons: tuple[str, ...]
    steps: tuple[str, ...]
    paid_until: date | None


@dataclass(frozen=True)
class Telling:
    """A telling; ``paper`` names the document that shows it, or is empty. ``grade`` is what is claimed."""

    line: int
    customer: str
    policy: str
    version: int
    language: str
    occasion: str
    medium: str
    at: datetime
    grade: Grade
    handed_over: bool
    membership: str
    paper: str


@dataclass(frozen=True)
class Paper:
    """A signed document: ``content_type`` is told from its first bytes, never from its name."""

    name: str
    content: bytes
    content_type: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Past:
    """Everything of one folder. ``orders`` is left to the reader of order files."""

    people: list[Person] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    papers: dict[str, Paper] = field(default_factory=dict)
    orders: bytes = b""


def read(
    tables: Mapping[str, bytes], papers: Mapping[str, bytes], *, currency: str, zone: ZoneInfo, now: datetime
) -> Past:
    """Read the files of a folder by name, its papers by theirs. Raises BadPast naming every mistake."""
    bad = [f"{name}: nobody knows this file" for name in tables if name not in TABLES]

    def of(name: str, make: Callable[[Cells], T]) -> list[T]:
        if name not in tables:
            return []
        table = Table(name, tables[name], COLUMNS[name], NEEDED[name])
        found = table.read(make)
        bad.extend(table.bad)
        return found

    past = Past(
        people=of(CUSTOMERS, _person),
        agreements=of(MEMBERSHIPS, lambda cells: _agreement(cells, currency, zone)),
        tellings=of(TELLINGS, lambda cells: _telling(cells, zone)),
        papers=_papers(papers, bad),
        orders=tables.get(ORDERS, b""),
    )
    bad += _contradictions(past, now)
    if bad:
        raise BadPast(bad)
    if not (past.people or past.agreements or past.tellings or past.orders):
        raise BadPast([f"the folder has none of {', '.join(TABLES)}, or nothing stands in them"])
    return past


def _person(cells: Cells) -> Person:
    return Person(
        line=cells.line,
        external=cells.words("customer", most=80, needed=True),
        name=cells.words("name", needed=True),
        email=cells.text("email", most=254),
        phone=cells.text("phone", most=40),
        language=cells.language("language"),
        since=cells.day("since"),
    )


def _agreement(cells: Cells, currency: str, zone: ZoneInfo) -> Agreement:
    return Agreement(
        line=cells.line,
        external=cells.words("membership", most=80, needed=True),
        customer=cells.words("customer", most=80, needed=True),
        plan=cells.words("plan", most=120, needed=True),
        joined_at=cells.instant("joined_at", zone),
        price=cells.money("price", currency),
        period_months=cells.number("period_months", default=1, least=1, most=120),
        policy=cells.text("policy", most=50),
        version=cells.number("version", default=0, least=1, most=100_000),
        add_ons=cells.several("add_ons"),
        steps=cells.several("steps"),
        paid_until=cells.day("paid_until"),
    )


def _telling(cells: Cells, zone: ZoneInfo) -> Telling:
    paper = cells.text("paper")
    grade = cells.one_of("grade", {f"a{n}" for n in range(6)}, needed=False)
    return Telling(
        line=cells.line,
        customer=cells.words("customer", most=80, needed=True),
        policy=cells.text("policy", most=50, needed=True),
        version=cells.number("version", default=0, least=1, most=100_000),
        language=cells.language("language"),
        occasion=cells.one_of("occasion", OCCASIONS),
        medium=cells.one_of("medium", MEDIA),
        at=cells.instant("told_at", zone),
        grade=Grade[grade.upper()] if grade else Grade.A4 if paper else Grade.A0,
        handed_over=cells.yes("handed_over"),
        membership=cells.words("membership", most=80),
        paper=paper,
    )


def _papers(papers: Mapping[str, bytes], bad: list[str]) -> dict[str, Paper]:
    """Each paper by its name. Only documents and pictures: what else may run is not kept."""
    found = {}
    for name, content in sorted(papers.items()):
        kind = next((kind for magic, kind in KINDS.items() if content.startswith(magic)), "")
        if not PAPER_NAME.fullmatch(name):
            bad.append(f"papers/{name}: a paper is called like “contract 12.pdf”: a .pdf, .jpg or .png")
        elif not kind:
            bad.append(f"papers/{name}: is empty, or no PDF, JPEG or PNG whatever its name says")
        elif len(content) > MOST_OF_A_PAPER:
            bad.append(f"papers/{name}: larger than 10 MB; scan it smaller")
        else:
            found[name] = Paper(name, content, kind)
    if sum(map(len, papers.values())) > MOST_OF_ALL:
        bad.append("papers: more than 200 MB in all; import them in parts")
    return found


def _contradictions(past: Past, now: datetime) -> list[str]:
    """What each line may be alone but not beside the others."""
    bad = _twice(CUSTOMERS, "customer", [(one.line, one.external) for one in past.people])
    bad += _twice(MEMBERSHIPS, "membership", [(one.line, one.external) for one in past.agreements])
    for one in past.agreements:
        if one.joined_at > now:
            bad.append(f"{MEMBERSHIPS}, line {one.line}, column joined_at: is still to come")
        if bool(one.policy) != bool(one.version):
            bad.append(
                f"{MEMBERSHIPS}, line {one.line}, column version: a policy and its version go together"
            )
    for told in past.tellings:
        where = f"{TELLINGS}, line {told.line}, column"
        if told.at > now:
            bad.append(f"{where} told_at: is still to come")
        if not told.version:
            bad.append(f"{where} version: is empty")
        if told.paper and told.paper not in past.papers:
            bad.append(f"{where} paper: {told.paper!r} is not among the papers that can be taken")
    named = {told.paper for told in past.tellings}
    bad += [f"papers/{name}: no telling names it" for name in past.papers if name not in named]
    return bad


def _twice(table: str, column: str, found: list[tuple[int, str]]) -> list[str]:
    first: dict[str, int] = {}
    bad = []
    for line, external in found:
        if external in first:
            bad.append(
                f"{table}, line {line}, column {column}: {external!r} stands on line {first[external]}"
            )
        first.setdefault(external, line)
    return bad
