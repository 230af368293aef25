"""Finding people."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.customers.models import Customer, Identity, Paper


def get_customer_for(staff: Staff, pk: int) -> Customer:
    require(staff, Right.READ_CUSTOMERS)
    customer = Customer.objects.filter(pk=pk).first()
    if customer is None:
        raise NotFound(_("We have no such customer."))
    return canonical(customer)


def canonical(customer: Customer) -> Customer:
    """The person this record turned out to be."""
    while customer.merged_into is not None:
        customer = customer.merged_into
    return customer


def ids_of(customer: Customer) -> list[int]:
    """The numbers of every record of this person: their own and those merged into them, at any depth."""
    found = [customer.pk]
    layer = found
    while layer:
        layer = list(Customer.objects.filter(merged_into__in=layer).values_list("pk", flat=True))
        found += layer
    return found


def persons(numbers: Collection[int]) -> dict[int, int]:
    """Every record of these people, with the number of the one that was asked for."""
    whose = {number: number for number in numbers}
    rows = Customer.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    merged = {record: into for record, into in rows if into is not None}
    for number in merged:
        into = number
        while into in merged and into not in whose:
            into = merged[into]
        if into in whose:
            whose[number] = whose[into]
    return whose


def by_identity(kind: str, value: str) -> Customer | None:
    """Who has this (normalised) identity, after merges."""
    identity = Identity.objects.filter(kind=kind, value=value).select_related("customer").first()
    return None if identity is None else canonical(identity.customer)


def get_paper_for(staff: Staff, sha256: str) -> Paper:
    """A document of the past by the hash of its bytes."""
    require(staff, Right.READ_CUSTOMERS)
    paper = Paper.objects.filter(sha256=sha256).order_by("pk").first()
    if paper is None:
        raise NotFound(_("We hold no such paper."))
    return paper


def email_of(customer: Customer) -> str | None:
    """The address to write to: the first one we learned."""
    return (
        Identity.objects.filter(customer__in=ids_of(customer), kind=Identity.Kind.EMAIL)
        .order_by("added_at", "pk")
        .values_list("value", flat=True)
        .first()
    )


def search_for(staff: Staff, words: str, *, most: int = 20) -> QuerySet[Customer]:
    """Customers whose name, address or number has every one of these words."""
    require(staff, Right.READ_CUSTOMERS)
    found = Customer.objects.filter(merged_into=None, erased_at=None)
    for word in words.split()[:8]:
        digits = "".join(c for c in word if c.isdigit())
        match = Q(name__icontains=word) | Q(identities__value__icontains=word)
        if len(digits) >= 4:
            match |= Q(identities__kind="phone", identities__value__contains=digits)
        found = found.filter(match)
    return found.distinct().order_by("name", "pk")[:most]


def possible_duplicates(customer: Customer) -> QuerySet[Customer]:
    """Others of exactly the same name: suggested for a merge, never merged silently."""
    alike = Customer.objects.filter(name__iexact=customer.name, merged_into=None, erased_at=None)
    return alike.exclude(pk=customer.pk)
