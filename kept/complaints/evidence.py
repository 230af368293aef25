"""The rows behind a complaint or a rating, gathered into the one form from which a case is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from kept.business.models import Location
from kept.complaints import charged, exits, missing, said, stakes, tellings
from kept.complaints.case import Case
from kept.complaints.fields import RECEIPT
from kept.complaints.models import Claim, Complaint, Rating, Reliance
from kept.complaints.scope import with_replaced
from kept.conversations.models import Contact, HandOver
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.deliveries.models import Visit
from kept.ledger.actions import ref
from kept.memberships.models import Cancellation
from kept.memberships.queries import hand_overs_of
from kept.promises.models import NOT_OURS, Expectation, Fact, Outcome, Promise, WishMade
from kept.promises.owed import Kind

Row = tuple[dict[str, Any], str]  # a part of the case, and the name of the row it was read from


@dataclass(frozen=True)
class Gathered:
    """A case, and the row that each part was read from: ``rows["facts[2]"]`` is "fact:31"."""

    case: Case
    rows: dict[str, str]


def of_complaint(complaint: Complaint) -> Gathered:
    """Everything on record that bears on the complaint's standing claims, as DOMAIN §10 writes it."""
    claims = list(
        complaint.claims.filter(withdrawn_at=None).prefetch_related(
            "about", "relies_on__term__version__policy"
        )
    )
    scope = with_replaced(promise for claim in claims for promise in claim.about.all())
    leaving = any(
        claim.kind.startswith("membership.") or claim.kind == "conduct.pressured" for claim in claims
    )
    cancellations = exits.bearing_on(scope, complaint.customer, leaving=leaving, until=complaint.at)
    charges = charged.bearing_on(claims, cancellations, complaint.customer, until=complaint.at)
    relied_on = [resting for claim in claims for resting in claim.relies_on.all()]
    terms = tellings.terms([*relied_on, *charged.resting(claims, charges)])
    stake = stakes.amount_of(complaint)
    complained = {
        "at": complaint.at.isoformat(),
        "text": complaint.words,
        "stars": complaint.stars,
        "at_stake": None if stake is None else stake.minor,
        "claims": [_claim(claim, terms, receipt=bool(cancellations)) for claim in claims],
    }
    return _assemble(
        location=complaint.location,
        customer=complaint.customer,
        complaint=complained,
        terms=terms,
        scope=scope,
        facts=[
            *_facts(scope),
            *_damage(scope),
            *exits.facts(cancellations, scope),
            *charged.facts(charges, {r.term_id: name for name, r in terms.items()}),
            *_hand_overs(complaint, claims, cancellations),
            *said.facts(complaint, claims),
            *missing.facts(complaint, claims),
        ],
        until=complaint.at,
        matters={complaint.matter.about} if complaint.matter else set(),
    )


def of_rating(rating: Rating) -> Gathered:
    """The promises about the thing that was rated; nobody claims anything."""
    about = Promise.objects.filter(about=rating.about, customer__in=ids_of(rating.customer))
    cancellations = exits.of(rating.about)
    scope = with_replaced([*about, *exits.promises_of(cancellations)])
    rated = {
        "at": rating.at.isoformat(),
        "text": rating.words,
        "stars": rating.stars,
        "about": _scope_names(scope, receipt=bool(cancellations)),
    }
    return _assemble(
        location=rating.location,
        customer=rating.customer,
        complaint=rated,
        terms={},
        scope=scope,
        facts=[*_facts(scope), *exits.facts(cancellations, scope)],
        until=rating.at,
        matters={rating.about},
    )


def _assemble(
    *,
    location: Location,
    customer: Customer,
    complaint: dict[str, Any],
    terms: dict[str, Reliance],
    scope: Sequence[Promise],
    facts: Sequence[Row],
    until: datetime,
    matters: set[str],
) -> Gathered:
    zone = location.zone
    parts: dict[str, Sequence[Row]] = {
        "terms": [tellings.term(name, reliance, customer) for name, reliance in terms.items()],
        "disclosures": list(tellings.disclosures(terms, customer, until)),
        "expectations": list(_expectations(customer, scope, matters, until)),
        "promises": [(_promise(p, zone), ref(p)) for p in scope if p.kind != Kind.RECEIPT],
        "facts": facts,
    }
    tree = {
        "business": {"timezone": location.zone_name, "rule_packs": ["house"]},
        **{name: [part for part, _row in found] for name, found in parts.items()},
        "customer": {"language": customer.language},
        "complaint": complaint,
    }
    rows = {
        f"{name}[{part.get('id', at)}]": row  # as the judge names what a reason rests on
        for name, found in parts.items()
        for at, (part, row) in enumerate(found)
    }
    rows |= {f"promises[{RECEIPT}]": ref(p) for p in scope if p.kind == Kind.RECEIPT}
    return Gathered(case=Case.model_validate(_known(tree)), rows=rows)


def _known(tree: Any) -> Any:
    """Unknown facts are left out (DOMAIN §10)."""
    if isinstance(tree, dict):
        return {name: _known(value) for name, value in tree.items() if value not in (None, "")}
    if isinstance(tree, list):
        return [_known(value) for value in tree]
    return tree


def _scope_names(promises: Iterable[Promise], *, receipt: bool) -> list[str]:
    """What the case calls them; the receipt of an exit is implied by it and has one name (DOMAIN §10)."""
    names = [RECEIPT if promise.kind == Kind.RECEIPT else ref(promise) for promise in promises]
    return [name for name in dict.fromkeys(names) if receipt or name != RECEIPT]


def _claim(claim: Claim, terms: dict[str, Reliance], *, receipt: bool) -> dict[str, Any]:
    mine = {(reliance.term_id, reliance.bound_at) for reliance in claim.relies_on.all()}
    return {
        "kind": claim.kind,
        "about": _scope_names(claim.about.all(), receipt=receipt),
        "relies_on": [name for name, r in terms.items() if (r.term_id, r.bound_at) in mine],
    }


def latest_expectation(customer: Customer, about: str, *, until: datetime) -> Expectation | None:
    """What they expected of this thing, or told us of others, by then: the latest counts (DOMAIN §10)."""
    named = _named({"", about})
    known = Expectation.objects.filter(customer__in=ids_of(customer), about__in=named, at__lte=until)
    return known.order_by("at", "pk").last()


def _named(about: set[str]) -> set[str]:
    """What something said about these may name: them, or a conversation that was about them.

    On the phone it is often said before anybody knows what the call is about.
    """
    contacts = Contact.objects.filter(matter__about__in=about - {""})
    spoken = contacts.values_list("conversation", flat=True).distinct()
    return about | {f"conversation:{number}" for number in spoken}


def _expectations(
    customer: Customer, scope: Sequence[Promise], matters: set[str], until: datetime
) -> Iterator[Row]:
    """What they expected of this, what they told us of others, and the wishes that these promises answer."""
    about = _named(
        {"", *matters, *(promise.about for promise in scope), *(ref(promise) for promise in scope)}
    )
    rows = Expectation.objects.filter(customer__in=ids_of(customer), about__in=about, at__lte=until)
    for row in rows.order_by("at", "pk"):
        expects = {
            "by": _iso(row.by_instant),
            "from": _iso(row.window_from),
            "until": _iso(row.window_until),
            "level": row.level,
        }
        part = {
            "what": row.what,
            "expects": _known(expects) or None,
            "source": row.source,
            "at": _iso(row.at),
        }
        yield part, ref(row)
    for wish in WishMade.objects.filter(promise__in=scope, wished_at__isnull=False, at__lte=until):
        span = {"from": _iso(wish.wished_at), "until": _iso(wish.wished_until)}
        expects = span if wish.wished_until else {"by": _iso(wish.wished_at)}
        yield {"what": wish.asked, "expects": expects, "source": "wish", "at": _iso(wish.at)}, ref(wish)


def _promise(promise: Promise, zone: ZoneInfo) -> dict[str, Any]:
    gone = promise.outcome in (Outcome.REPLACED, Outcome.RELEASED)
    end = {
        "how": promise.outcome,
        "by": promise.settled_by,
        "wish": promise.wish,
        "at": _iso(promise.settled_at, zone),
    }
    return {
        "id": ref(promise),
        "kind": promise.kind,
        "from": _iso(promise.starts_at, zone),
        "until": _iso(promise.until, zone),
        "made_at": _iso(promise.made_at, zone),
        "accepted": True if promise.accepted_at else None,
        "amount": promise.minor,
        "currency": promise.currency,
        "source": promise.source,
        "end": end if gone else None,
        "replaces": f"promise:{promise.replaces_id}" if promise.replaces_id else None,
    }


def _facts(scope: Sequence[Promise]) -> Iterator[Row]:
    for fact in Fact.objects.filter(promise__in=scope).exclude(promise__kind=Kind.RECEIPT):
        yield _fact(fact), ref(fact)
    for promise in scope:
        if promise.source == "statement":
            words = {"by": promise.made_by, "text": promise.words, "at": _iso(promise.made_at)}
            yield {"kind": "statement", "promise": ref(promise), **words}, ref(promise)


def _fact(fact: Fact) -> dict[str, Any]:
    part = {"kind": fact.kind, "promise": f"promise:{fact.promise_id}", "source": fact.source}
    if fact.kind == "record_absent":
        return {**part, "record": fact.evidence or fact.promise.kind, "should_exist": fact.source != NOT_OURS}
    return {
        **part,
        "at": _iso(fact.at),
        "never": fact.never or None,
        "reached": fact.reached,
        "amount": fact.minor,
        "currency": fact.currency,
        "end_date": fact.end_on.isoformat() if fact.end_on else None,
    }


def _damage(scope: Sequence[Promise]) -> Iterator[Row]:
    """Damage that the driver saw at the door."""
    seen = Visit.objects.filter(stop__promise__in=scope, result=Visit.Result.DAMAGED).select_related("stop")
    for visit in seen.order_by("at", "pk"):
        named = f"promise:{visit.stop.promise_id}"
        part = {"kind": "damage", "promise": named, "at": _iso(visit.at), "source": "driver"}
        yield {**part, "what": visit.note}, ref(visit)


def _hand_overs(
    complaint: Complaint, claims: Sequence[Claim], cancellations: Sequence[Cancellation]
) -> Iterator[Row]:
    """Hand-overs up to the complaint: in its conversation, on its matter, and on the way out."""
    touched = said.conversations_of(complaint, claims)
    leaving = {row.pk for cancellation in cancellations for row in hand_overs_of(cancellation)}
    passed_on = HandOver.objects.filter(Q(conversation__in=touched) | Q(pk__in=leaving))
    for row in passed_on.filter(at__lte=complaint.at).order_by("at", "pk"):
        part = {
            "kind": "handover",
            "at": _iso(row.at),
            "from": f"staff:{row.from_staff_id}" if row.from_staff_id else None,
            "to": f"staff:{row.to_staff_id}" if row.to_staff_id else f"team:{row.to_team_id}",
            "reason": row.reason,
        }
        yield part, ref(row)


def _iso(at: datetime | None, zone: ZoneInfo | None = None) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat() if zone else at.isoformat()
