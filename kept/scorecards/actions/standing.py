"""Looking at how each policy stands, now and then, so that whoever opens its page need not wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kept.ledger.models import Entry
from kept.policies.models import Policy
from kept.scorecards.models import LastLook
from kept.scorecards.standing import Wording, standing_of

AT_LEAST = timedelta(hours=1)  # with nothing new as well: the 90 days move on
COMMITTED = timedelta(minutes=2)  # an entry of that instant may have come later


def look_at_policies(*, now: datetime) -> int:
    """See how every policy stands, unless nothing was recorded since the last time; answers how many.

    A policy is seen in one transaction, a step of its own: twice is once.
    """
    newest = Entry.objects.order_by("-pk").values_list("at", flat=True).first() or now
    since = max(now - AT_LEAST, newest + COMMITTED)
    policies = Policy.objects.exclude(pk__in=LastLook.objects.filter(at__gt=since).values("policy"))
    for policy in policies:
        _look_at(policy, now)
    return len(policies)


@transaction.atomic
def _look_at(policy: Policy, now: datetime) -> None:
    found = standing_of(policy, now=now)
    LastLook.objects.update_or_create(
        policy=policy,
        defaults={
            "at": now,
            "told": found.told,
            "people": found.ended_in_gap.of,
            "complaints": found.complaints,
            "changes": [_numbers(change) for change in found.changes],
        },
    )


def _numbers(change: Wording) -> list[object]:
    sides = (change.difference.before, change.difference.after)
    return [change.version.number, change.days, *([int(share.some), share.of] for share in sides)]
