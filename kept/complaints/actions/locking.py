"""A complaint, or what is promised to one person, as it stands now, and nobody else's until we are done."""

from __future__ import annotations

from kept.complaints.models import Complaint
from kept.customers.models import Customer
from kept.customers.queries import canonical


def lock(complaint: Complaint) -> Complaint:
    """The complaint as it stands now, locked until the transaction ends."""
    return (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("location", "customer", "matter", "conversation")
        .get(pk=complaint.pk)
    )


def lock_promises_to(customer: Customer) -> None:
    """Whoever promises this person money comes one after the other: take it before any other lock."""
    Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=canonical(customer).pk)
