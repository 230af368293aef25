"""Forgetting what a telling's evidence quotes; that it was told, when, and its grade stay."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from kept.customers.rules import ERASED
from kept.policies.models import Rise


@transaction.atomic
def forget(people: Collection[int]) -> None:
    """Take the words from the evidence: a mail server's answer and a customer's own words name people."""
    Rise.objects.filter(disclosure__customer__in=people).update(evidence=ERASED)
