"""Importing the past: customers, agreements, tellings and papers, whole or not at all, marked as imported."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import NotFound, Refused
from kept.business.models import Location, Staff
from kept.business.queries import get_location, require
from kept.business.rules import Right
from kept.customers import actions as customers
from kept.customers.models import Customer, Identity, Paper
from kept.customers.queries import by_identity
from kept.customers.rules import normal_email
from kept.ledger import actions as ledger
from kept.ledger.models import Entry
from kept.ledger.queries import payload_of
from kept.memberships import actions as memberships
from kept.memberships import past as books
from kept.memberships.models import Membership, Plan
from kept.orders import actions as orders
from kept.orders.rules import BadOrderFile, read_sales
from kept.policies import actions as policies
from kept.policies.models import Version


class UnknownHere(Refused):
    code = "past_unknown_here"


class DryRun(Exception):  # noqa: N818  # no fault: it takes back what was tried
    """Everything fits, and nothing is to stay."""


@dataclass
class Taken:
    """How much was new; ``known`` stood here already and was left as it is."""

    customers: int = 0
    memberships: int = 0
    tellings: int = 0
    papers: int = 0
    orders: int = 0
    known: int = 0

    @property
    def anything(self) -> bool:
        return any(number for name, number in asdict(self).items() if name != "known")


@dataclass(frozen=True)
class Imported:
    """An import as the ledger has it."""

    at: datetime
    by: str
    taken: dict[str, int]


def may_import(staff: Staff) -> Actor:
    """Who imports. Refused for whoever may not write policies: what is imported may count against people."""
    require(staff, Right.WRITE_POLICIES)
    return staff.actor


def take(
    tables: Mapping[str, bytes],
    papers: Mapping[str, bytes],
    *,
    dry_run: bool = False,
    by: Actor,
    now: datetime,
) -> Taken:
    """Take a folder, whole or not at all; the same folder twice is once. A dry run takes nothing.

    Raises memberships.past.BadPast naming every mistake with its file, line and column.
    """
    location = get_location()
    past = books.read(tables, papers, currency=location.currency, zone=location.zone, now=now)
    under_way = _Import(past, location, by, now)
    try:
        with transaction.atomic():
            under_way.run()
            if under_way.bad:
                raise books.BadPast(under_way.bad)
            if dry_run:
                raise DryRun
            if under_way.taken.anything:
                _record(tables, papers, under_way.taken, by=by, now=now)
    except DryRun:
        pass
    return under_way.taken


def imports_for(staff: Staff) -> list[Imported]:
    """Every import, the latest first."""
    may_import(staff)
    entries = Entry.objects.filter(kind="past.imported").order_by("-id")
    found = [(entry, payload_of(entry)) for entry in entries]
    return [Imported(entry.at, entry.by, said["taken"]) for entry, said in found if said]


@dataclass
class _Import:
    """One import under way; what is refused gathers with its place, so that all of it is named at once."""

    past: books.Past
    location: Location
    by: Actor
    now: datetime
    taken: Taken = field(default_factory=Taken)
    bad: list[str] = field(default_factory=list)

    def run(self) -> None:
        for person in self.past.people:
            self._try(books.CUSTOMERS, person.line, partial(self._person, person))
        for agreement in self.past.agreements:
            self._try(books.MEMBERSHIPS, agreement.line, partial(self._agreement, agreement))
        for telling in self.past.tellings:
            self._try(books.TELLINGS, telling.line, partial(self._telling, telling))
        if self.past.orders:
            self._orders()

    def _try(self, table: str, line: int, write: Callable[[], None]) -> None:
        try:
            with transaction.atomic():
                write()
        except Refused as refused:
            self.bad.append(f"{table}, line {line}: {refused.words}")

    def _count(self, what: str, new: bool) -> None:
        name = what if new else "known"
        setattr(self.taken, name, getattr(self.taken, name) + 1)

    def _person(self, person: books.Person) -> None:
        """Found by the number in the books, then by mailbox, else new."""
        if by_identity(Identity.Kind.EXTERNAL, person.external) is not None:
            self._count("customers", new=False)
            return
        customer = by_identity(Identity.Kind.EMAIL, normal_email(person.email)) if person.email else None
        if customer is not None and customer.identities.filter(kind=Identity.Kind.EXTERNAL).exists():
            raise customers.IdentityTaken(_("column email: another customer of the books has this mailbox"))
        self._count("customers", new=customer is None)
        language = person.language or self.location.language
        customer = customer or customers.add(
            person.name, language=language, since=person.since, by=self.by, now=self.now
        )
        customers.add_external(customer, person.external, now=self.now)
        if person.email:
            customers.add_email(customer, person.email, now=self.now)
        if person.phone:
            customers.add_phone(customer, person.phone, country=self.location.country, now=self.now)

    def _agreement(self, found: books.Agreement) -> None:
        plan = Plan.objects.filter(name=found.plan, location=self.location).first()
        if plan is None:
            raise UnknownHere(
                _("column plan: we sell no plan called “%(name)s”; add it first") % {"name": found.plan}
            )
        own = {one.name: one for one in plan.add_ons.all()}
        if strange := [name for name in found.add_ons if name not in own]:
            raise UnknownHere(
                _("column add_ons: the plan has no “%(name)s”; add it first") % {"name": strange[0]}
            )
        recalled = memberships.Recalled(
            external=found.external,
            customer=self._customer(found.customer),
            plan=plan,
            joined_at=found.joined_at,
            price=found.price,
            period_months=found.period_months,
            contract=_version(found.policy, found.version) if found.policy else None,
            add_ons=tuple(own[name] for name in found.add_ons),
            steps=found.steps,
            paid_until=found.paid_until,
        )
        _membership, new = memberships.recall(recalled, by=self.by, now=self.now)
        self._count("memberships", new)

    def _telling(self, found: books.Telling) -> None:
        customer, version = self._customer(found.customer), _version(found.policy, found.version)
        language = found.language or self.location.language
        if not version.wordings.filter(language=language).exists():
            raise UnknownHere(
                _("column language: this version has no words in “%(code)s”") % {"code": language}
            )
        telling = policies.Telling(
            occasion=found.occasion,
            medium=found.medium,
            at=found.at,
            grade=found.grade,
            language=language,
            about=ledger.ref(_membership(found.membership)) if found.membership else "",
            handed_over=found.handed_over,
        )
        paper = self._paper(customer, found.paper) if found.paper else None
        _disclosure, new = policies.recall(
            version, customer=customer, telling=telling, paper=paper, by=self.by, now=self.now
        )
        self._count("tellings", new)

    def _paper(self, customer: Customer, name: str) -> str:
        """The hash of the paper, which is kept."""
        paper = self.past.papers[name]
        row = Paper(
            customer=customer, name=paper.name, content=paper.content, content_type=paper.content_type
        )
        kept, new = customers.keep_paper(row, by=self.by, now=self.now)
        self._count("papers", new)
        return kept.sha256

    def _orders(self) -> None:
        """Nothing is mailed for orders of the past, and no truck waits for them."""
        try:
            with transaction.atomic():
                sales = read_sales(self.past.orders, currency=self.location.currency, zone=self.location.zone)
                entered = orders.enter(sales, location=self.location, by=self.by, now=self.now)
        except BadOrderFile as refused:
            self.bad += [f"{books.ORDERS}, {line}" for line in refused.lines]
            return
        self.taken.orders += len(entered)
        self.taken.known += len(sales) - len(entered)

    def _customer(self, external: str) -> Customer:
        found = by_identity(Identity.Kind.EXTERNAL, external)
        if found is None:
            raise UnknownHere(
                _("column customer: nobody is called “%(id)s” in customers.csv or here") % {"id": external}
            )
        return found


def _version(slug: str, number: int) -> Version:
    found = Version.objects.filter(policy__slug=slug, number=number).first()
    if found is None:
        raise NotFound(
            _("column version: the policy “%(name)s” has no version %(number)d here; publish its words first")
            % {"name": slug, "number": number}
        )
    return found


def _membership(external: str) -> Membership:
    found = Membership.objects.filter(external=external).first()
    if found is None:
        raise NotFound(_("column membership: there is no “%(id)s”") % {"id": external})
    return found


def _record(
    tables: Mapping[str, bytes], papers: Mapping[str, bytes], taken: Taken, *, by: Actor, now: datetime
) -> None:
    """The import itself is an entry: how much came, and the hash of each file, so that it can be shown again.

    It names nobody: a paper stands there by its hash alone.
    """
    files = {name: hashlib.sha256(content).hexdigest() for name, content in tables.items()}
    signed = sorted(hashlib.sha256(content).hexdigest() for content in papers.values())
    digest = hashlib.sha256(" ".join([*sorted(files.values()), *signed]).encode()).hexdigest()
    ledger.record(
        "past.imported",
        f"import:{digest[:16]}",
        by=by,
        at=now,
        taken=asdict(taken),
        files=files,
        papers=signed,
    )
