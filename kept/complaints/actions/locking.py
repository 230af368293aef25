"""A complaint as it stands now, and nobody else's until we are done."""

from __future__ import annotations

from kept.complaints.models import Complaint


def lock(complaint: Complaint) -> Complaint:
    """The complaint as it stands now, locked until the transaction ends."""
    return (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("location", "customer", "matter", "conversation")
        .get(pk=complaint.pk)
    )
