"""The one way in which a term may be held against a customer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.base.actors import Actor
from kept.base.money import Money
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.policies import queries, rules
from kept.policies.models import Term, TermApplication


@transaction.atomic
def apply_term(
    term: Term,
    *,
    customer: Customer,
    about: str,
    bound_at: datetime,
    asked: Money | None = None,
    by: Actor,
    now: datetime,
) -> TermApplication:
    """Try to hold a term against a customer: the only way to. The attempt is a row, stopped or not.

    ``may_apply`` is true only where the term was properly told before it bound (DOMAIN §4); ``asked`` is
    the sum that the told formula gives, and nothing is charged when the term was not told.
    """
    tellings = list(queries.tellings_of(term, customer))
    told = rules.properly_told(
        term.binding(bound_at, customer),
        [disclosure.telling for disclosure in tellings],
        zone=term.version.policy.location.zone,
    )
    applied = TermApplication.objects.create(
        term=term,
        customer=customer,
        about=about,
        bound_at=bound_at,
        at=now,
        by=str(by),
        k=told.k,
        may_apply=told.k == 1,
        reasons=[{"words": reason.words, "refs": list(reason.refs)} for reason in told.reasons],
        asked_minor=asked.minor if asked else None,
        charged_minor=(asked.minor if told.k == 1 else 0) if asked else None,
        currency=asked.currency if asked else "",
    )
    applied.disclosures.set(tellings)
    ledger.record(
        "term.applied" if applied.may_apply else "term.stopped",
        applied,
        by=by,
        at=now,
        customer=customer.pk,
        term=term,
        about=about,
        k=told.k,
        reasons=[reason.words for reason in told.reasons],
        asked=applied.asked_minor,
        charged=applied.charged_minor,
    )
    return applied
