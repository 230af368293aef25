"""Reading the book of customers beyond one record: identities under every record, and merges."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.conversations.models import Matter
from kept.customers.models import Customer, Identity, Merge
from kept.customers.queries import ids_of


def identities_of(customer: Customer) -> QuerySet[Identity]:
    """Every address and number of this person, after merges, in the order in which we learned them."""
    return Identity.objects.filter(customer__in=ids_of(customer)).order_by("added_at", "pk")


def merges_into(customer: Customer) -> QuerySet[Merge]:
    """The records that were found to be this person, and can be told apart again; the latest first."""
    return Merge.objects.filter(into=customer, undone_at=None).select_related("duplicate").order_by("-at")


def get_merge_for(staff: Staff, pk: int) -> Merge:
    require(staff, Right.WRITE_CUSTOMERS)
    merged = Merge.objects.select_related("duplicate", "into").filter(pk=pk).first()
    if merged is None:
        raise NotFound(_("There was no such merge."))
    return merged


def matters_of(customer: Customer) -> QuerySet[Matter]:
    """What this person wanted settled, the latest first."""
    return Matter.objects.filter(customer__in=ids_of(customer)).order_by("-opened_at", "-pk")


def get_matter_for(staff: Staff, pk: int) -> Matter:
    require(staff, Right.READ_CONVERSATIONS)
    matter = Matter.objects.select_related("customer", "first_staff").filter(pk=pk).first()
    if matter is None:
        raise NotFound(_("We have no such matter."))
    return matter
