"""The one way in which a term may be held against a customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kept.base.actors import Actor
from kept.base.money import Money
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.policies import queries, rules
from kept.policies.applying import Applied, Measure, applied
from kept.policies.models import Term, TermApplication
from kept.policies.packs import HOUSE, Pack


@transaction.atomic
def apply_term(
    term: Term,
    *,
    customer: Customer,
    about: str,
    bound_at: datetime,
    asked: Measure | None,
    packs: Sequence[Pack] = (HOUSE,),
    by: Actor,
    now: datetime,
) -> TermApplication:
    """Try to hold a term against a customer: the only way to. The attempt is a row, stopped or not.

    ``asked`` is a sum (a fee), a time of whole days (a notice), or None where the term takes nothing that
    can be measured (a window). What may be taken of it stands in ``charged`` and ``notice``.
    """
    tellings = {f"disclosure:{telling.pk}": telling for telling in queries.tellings_of(term, customer)}
    told = rules.properly_told(
        term.binding(bound_at, customer),
        [disclosure.telling for disclosure in tellings.values()],
        zone=term.version.policy.location.zone,
    )
    decided = applied(told, asked, formula=term.formula, packs=packs)
    attempt = TermApplication.objects.create(
        term=term,
        customer=customer,
        about=about,
        bound_at=bound_at,
        at=now,
        by=str(by),
        k=decided.k,
        may_apply=decided.may_apply,
        reasons=[
            {"words": each.words, "values": dict(each.values), "refs": list(each.refs)}
            for each in decided.because
        ],
        **_measured(asked, decided),
    )
    attempt.disclosures.set(tellings[ref] for ref in told.counted)
    _record(attempt, rests_on=told.counted, by=by, now=now)
    return attempt


def _measured(asked: Measure | None, decided: Applied) -> dict[str, int | str]:
    """The columns of a sum or of days; whoever asks for neither has none."""
    columns: dict[str, int | str] = {"pack": decided.cap.pack if decided.cap else ""}
    if isinstance(asked, Money):
        columns["currency"] = asked.currency
    for measure, money, days in (
        (asked, "asked_minor", "asked_days"),
        (decided.held, "charged_minor", "notice_days"),
        (decided.cap.most if decided.cap else None, "cap_minor", "cap_days"),
    ):
        if isinstance(measure, timedelta):
            columns[days] = measure.days
        elif measure is not None and measure.currency == columns["currency"]:
            columns[money] = measure.minor
    return columns


def _record(attempt: TermApplication, *, rests_on: Sequence[str], by: Actor, now: datetime) -> None:
    ledger.record(
        "term.applied" if attempt.may_apply else "term.stopped",
        attempt,
        by=by,
        at=now,
        customer=attempt.customer_id,
        term=attempt.term,
        about=attempt.about,
        bound_at=attempt.bound_at,
        k=attempt.k,
        reasons=[str(because) for because in attempt.because],
        rests_on=list(rests_on),
        pack=attempt.pack,
        asked=attempt.asked_minor,
        charged=attempt.charged_minor,
        currency=attempt.currency,
        asked_days=attempt.asked_days,
        notice_days=attempt.notice_days,
    )
