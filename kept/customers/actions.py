"""Writing down people, and finding out that two records are one person."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.customers import rules
from kept.customers.models import Customer, Identity, Merge, Paper
from kept.customers.queries import by_identity, canonical
from kept.ledger import actions as ledger


class IdentityTaken(Refused):
    code = "identity_taken"


class NotMergeable(Refused):
    code = "not_mergeable"


@transaction.atomic
def add(name: str, *, language: str = "en", since: date | None = None, by: Actor, now: datetime) -> Customer:
    """Write down a new customer. ``since`` is the day on which they became one, today unless told."""
    return Customer.objects.create(
        name=name.strip()[:200] or _("Name not known"),
        language=language,
        since=since or now.date(),
        made_at=now,
        made_by=str(by),
    )


@transaction.atomic
def add_email(customer: Customer, address: str, *, now: datetime) -> Identity:
    return _add_identity(customer, Identity.Kind.EMAIL, rules.normal_email(address), now=now)


@transaction.atomic
def add_phone(customer: Customer, number: str, *, country: str, now: datetime) -> Identity:
    return _add_identity(customer, Identity.Kind.PHONE, rules.normal_phone(number, country), now=now)


@transaction.atomic
def add_external(customer: Customer, value: str, *, now: datetime) -> Identity:
    return _add_identity(customer, Identity.Kind.EXTERNAL, value.strip(), now=now)


@transaction.atomic
def keep_paper(paper: Paper, *, by: Actor, now: datetime) -> tuple[Paper, bool]:
    """Keep a document of the past with its hash, and say whether it is new. The same bytes twice are one."""
    kept, new = Paper.objects.get_or_create(
        customer=paper.customer,
        sha256=hashlib.sha256(paper.content).hexdigest(),
        defaults={
            "name": paper.name,
            "content_type": paper.content_type,
            "content": paper.content,
            "imported_at": now,
            "by": str(by),
        },
    )
    if new:
        ledger.record(
            "past.paper", kept, by=by, at=now, customer=kept.customer_id, sha256=kept.sha256, name=kept.name
        )
    return kept, new


@transaction.atomic
def merge(duplicate: Customer, into: Customer, *, by: Actor, now: datetime) -> Merge:
    """Say that two records are one person. Nothing moves: queries read both, and undoing reads them apart.

    Refused when they are one already.
    """
    _one_merge_at_a_time()
    duplicate.refresh_from_db()
    into.refresh_from_db()
    into = canonical(into)
    if duplicate.merged_into_id or duplicate == into:
        raise NotMergeable(_("These two are one person already."))
    duplicate.merged_into = into
    duplicate.save(update_fields=["merged_into"])
    merged = Merge.objects.create(duplicate=duplicate, into=into, at=now, by=str(by))
    ledger.record("customer.merged", duplicate, by=by, at=now, customer=into.pk, into=into)
    return merged


@transaction.atomic
def undo_merge(merged: Merge, *, by: Actor, now: datetime) -> Merge:
    """They are two after all. Refused when it was undone already."""
    _one_merge_at_a_time()
    merged.refresh_from_db()
    if merged.undone_at:
        raise NotMergeable(_("This was undone already."))
    merged.duplicate.merged_into = None
    merged.duplicate.save(update_fields=["merged_into"])
    merged.undone_at, merged.undone_by = now, str(by)
    merged.save(update_fields=["undone_at", "undone_by"])
    ledger.record(
        "customer.unmerged", merged.duplicate, by=by, at=now, customer=merged.into_id, from_=merged.into
    )
    return merged


def lock(people: Collection[int]) -> None:
    """Hold these records until the transaction ends: nobody writes anything new to them meanwhile."""
    list(Customer.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk"))


@transaction.atomic
def forget(people: Collection[int], *, because: str, by: Actor, now: datetime) -> list[str]:
    """Take the name and every identity from these records, and answer with them as they were.

    Whoever forgets the rest needs these strings to find what names nobody by number.
    """
    found = Customer.objects.filter(pk__in=people)
    identities = Identity.objects.filter(customer__in=people)
    strings = [*found.values_list("name", flat=True), *identities.values_list("value", flat=True)]
    identities.delete()
    found.update(name=rules.ERASED, erased_at=now, erased_by=str(by), erased_because=because)
    Paper.objects.filter(customer__in=people).delete()  # allowed once they are marked as erased
    return strings


def _one_merge_at_a_time() -> None:
    """Whoever merges holds the first customer's row: two at once could close a ring that no reader leaves."""
    Customer.objects.select_for_update(no_key=True).order_by("pk").first()


def _add_identity(customer: Customer, kind: str, value: str, *, now: datetime) -> Identity:
    holder = by_identity(kind, value)
    if holder is not None and holder != canonical(customer):
        raise IdentityTaken(_("Another customer has this already: they may be the same person."))
    identity, _made = Identity.objects.get_or_create(
        kind=kind, value=value, defaults={"customer": customer, "added_at": now}
    )
    return identity
