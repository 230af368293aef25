"""A case: the facts from which a complaint is judged, as DOMAIN §10 writes them. It checks itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StrictBool, model_validator

from kept.complaints.fields import (
    RECEIPT,
    TIMELESS,
    ClaimKind,
    Currency,
    DayOrInstant,
    FactKind,
    Ident,
    Instant,
    Minor,
    Pack,
    PromiseKind,
    Stars,
    Version,
    ZoneName,
    short,
)

__all__ = [
    "RECEIPT",
    "Business",
    "Case",
    "Claim",
    "ClaimKind",
    "Complaint",
    "Customer",
    "Disclosure",
    "Expectation",
    "Expects",
    "Fact",
    "Part",
    "Promise",
    "PromiseEnd",
    "Term",
]

MOST = Field(max_length=2000)  # entries of a list; far above any real case, and judged in seconds


class Part(BaseModel):
    """A part of a case: frozen, and keeping the fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="allow", validate_by_name=True, validate_by_alias=True)


class Business(Part):
    timezone: ZoneName = "UTC"
    rule_packs: tuple[Pack, ...] = ("house",)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Term(Part):
    id: Ident
    kind: Literal["service", "money"]
    version: Version | None = None
    text: str = ""
    bound_at: Instant | None = None


class Disclosure(Part):
    term: Ident
    at: Instant
    version: Version | None = None
    occasion: str | None = None
    medium: str | None = None
    grade: Literal["A0", "A1", "A2", "A3", "A4", "A5"] = "A0"
    grade_at: Instant | None = None
    logged_at: Instant | None = None
    handed_over: StrictBool | None = None
    language: str | None = None
    imported_at: Instant | None = None
    paper: str | None = None


class Expects(Part):
    """What was expected, comparably: by an instant, inside a span, or a level against what we promise."""

    by: Instant | None = None
    starts_at: Instant | None = Field(None, validation_alias=AliasChoices("from"), serialization_alias="from")
    until: Instant | None = None
    level: Literal["worse", "as_promised", "better"] | None = None


class Expectation(Part):
    what: str = ""
    expects: Expects | None = None
    source: str | None = None
    at: Instant | None = None


class PromiseEnd(Part):
    how: Literal["replaced", "released"]
    by: Any = None
    wish: Literal["customer", "ours"] | None = None
    at: Instant | None = None


class Promise(Part):
    id: Ident
    kind: PromiseKind
    made_at: Instant
    accepted: StrictBool | None = None
    starts_at: Instant | None = Field(None, validation_alias=AliasChoices("from"), serialization_alias="from")
    until: Instant | None = None
    amount: Minor | None = None
    currency: Currency | None = None
    source: str | None = None
    end: PromiseEnd | None = None
    replaces: Ident | None = None

    @model_validator(mode="after")
    def _has_its_times(self) -> Promise:
        if self.until is None:
            raise ValueError("until: is missing, so nobody can say when the promise was due")
        if self.starts_at is not None and self.until < self.starts_at:
            raise ValueError("until: lies before from")
        if self.kind == "delivery_window" and self.starts_at is None:
            raise ValueError("from: is missing, so nobody can say how wide the window was")
        if self.kind == "refund" and self.amount is None:
            raise ValueError("amount: is missing, so nobody can say when it was paid in full")
        return self


class Fact(Part):
    kind: FactKind
    at: Instant | None = None
    never: StrictBool | None = None
    promise: Ident | None = None
    source: Any = None
    record: str | None = None
    should_exist: StrictBool | None = None
    claim: ClaimKind | None = None  # of an absent record: the only kind of claim that it bears on
    starts_with: Any = Field(None, validation_alias=AliasChoices("from"), serialization_alias="from")
    to: Any = None
    reason: str | None = None
    what: str | None = None
    channel: str | None = None
    end_date: DayOrInstant | None = None
    amount: Minor | None = None
    currency: Currency | None = None
    term: Ident | None = None
    by: Any = None
    text: str | None = None
    reached: StrictBool | None = None

    @model_validator(mode="after")
    def _has_its_time(self) -> Fact:
        if self.at is not None and self.never:
            raise ValueError("never: says that it did not happen, and at says when it did")
        if self.at is None and not self.never and self.kind not in TIMELESS:
            raise ValueError("at: is missing (or never: true, where the record shows that it did not happen)")
        if self.kind == "refund" and self.at is not None and self.amount is None:
            raise ValueError("amount: is missing, so nobody can say how much came back")
        if self.kind == "record_absent" and self.record is None and self.promise is None:
            raise ValueError("record: is missing, so nobody can say what is absent")
        return self


class Customer(Part):
    language: str | None = None


class Claim(Part):
    kind: ClaimKind
    about: Annotated[tuple[Ident, ...], MOST] = ()
    relies_on: Annotated[tuple[Ident, ...], MOST] = ()


class Complaint(Part):
    at: Instant
    text: str = ""
    stars: Stars | None = None
    claims: Annotated[tuple[Claim, ...], MOST] = ()
    about: Annotated[tuple[Ident, ...], MOST] = ()
    at_stake: Minor | None = None


class Case(Part):
    """Everything a complaint is judged on. Build it from a file (``casefile.read``) or from rows.

    Raises pydantic's ValidationError, a ValueError, for values that cannot be, ids that stand twice, and
    names of promises or terms that are not in the case.
    """

    business: Business = Business()
    terms: Annotated[tuple[Term, ...], MOST] = ()
    disclosures: Annotated[tuple[Disclosure, ...], MOST] = ()
    expectations: Annotated[tuple[Expectation, ...], MOST] = ()
    promises: Annotated[tuple[Promise, ...], MOST] = ()
    facts: Annotated[tuple[Fact, ...], MOST] = ()
    customer: Customer = Customer()
    complaint: Complaint

    @model_validator(mode="after")
    def _names_only_what_it_holds(self) -> Case:
        for flaw in self._flaws():
            raise ValueError(flaw)
        return self

    def _flaws(self) -> Iterator[str]:
        yield from _twice("terms", [term.id for term in self.terms])
        yield from _twice("promises", [promise.id for promise in self.promises])
        terms, promises = {term.id for term in self.terms}, {promise.id for promise in self.promises}
        for path, name, known in self._references(terms, promises):
            if name not in known:
                what = "term" if known is terms else "promise"
                yield f"{path}: there is no {what} {short(name)} in the case"
        yield from _circles(self.replaced())

    def replaced(self) -> dict[str, str | None]:
        """Which promise each one replaced: as it says itself, or as the end of the old one names it."""
        named = {
            promise.end.by: promise.id
            for promise in self.promises
            if promise.end is not None and promise.end.how == "replaced" and isinstance(promise.end.by, str)
        }
        return {each.id: each.replaces or named.get(each.id) for each in self.promises}

    def _references(self, terms: set[str], promises: set[str]) -> Iterator[tuple[str, str, set[str]]]:
        """Every name of a term or a promise: its path, the name, and the names there are."""
        implied = {RECEIPT} if any(fact.kind == "exit_confirmed" for fact in self.facts) else set()
        for at, disclosure in enumerate(self.disclosures):
            yield f"disclosures[{at}].term", disclosure.term, terms
        for at, promise in enumerate(self.promises):
            if promise.replaces is not None:
                yield f"promises[{at}].replaces", promise.replaces, promises
        for at, fact in enumerate(self.facts):
            if fact.promise is not None:
                yield f"facts[{at}].promise", fact.promise, promises | {RECEIPT}
            if fact.term is not None:
                yield f"facts[{at}].term", fact.term, terms
        for at, name in enumerate(self.complaint.about):
            yield f"complaint.about[{at}]", name, promises | implied
        for nth, claim in enumerate(self.complaint.claims):
            for at, name in enumerate(claim.about):
                yield f"complaint.claims[{nth}].about[{at}]", name, promises | implied
            for at, name in enumerate(claim.relies_on):
                yield f"complaint.claims[{nth}].relies_on[{at}]", name, terms


def _twice(path: str, names: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            yield f"{path}[{at}].id: {short(name)} stands twice"
        seen.add(name)


def _circles(replaces: dict[str, str | None]) -> Iterator[str]:
    for at, start in enumerate(replaces):
        name, steps = replaces[start], 0
        while name is not None and steps <= len(replaces):
            if name == start:
                yield f"promises[{at}].replaces: the promise replaces itself in a circle"
                break
            name, steps = replaces.get(name), steps + 1
