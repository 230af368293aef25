"""What is being written: kept as it was typed, published as a version, or dropped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.base.actors import Actor
from kept.business.models import Location
from kept.policies.actions.publish import Draft, publish, write
from kept.policies.models import Manuscript, Policy, Version


@transaction.atomic
def begin_manuscript(
    typed: dict[str, Any], *, policy: Policy | None = None, by: Actor, now: datetime
) -> Manuscript:
    """Begin to write a policy or its next version. What was begun for a policy before is gone on with."""
    if policy is not None and (begun := Manuscript.objects.filter(policy=policy).first()):
        return begun
    return Manuscript.objects.create(policy=policy, typed=typed, saved_at=now, saved_by=str(by))


@transaction.atomic
def keep_manuscript(manuscript: Manuscript, typed: dict[str, Any], *, by: Actor, now: datetime) -> Manuscript:
    """Keep what was typed, right or wrong, to come back to."""
    manuscript.typed, manuscript.saved_at, manuscript.saved_by = typed, now, str(by)
    manuscript.save(update_fields=["typed", "saved_at", "saved_by"])
    return manuscript


@transaction.atomic
def publish_manuscript(
    manuscript: Manuscript, slug: str, draft: Draft, *, location: Location, by: Actor, now: datetime
) -> Version:
    """Publish what was written, and keep the manuscript no longer. Raises NameTaken, NotPublishable."""
    manuscript = Manuscript.objects.select_for_update(of=("self",)).get(pk=manuscript.pk)
    policy = manuscript.policy or write(slug, location=location, occasions=draft.occasions or ())
    version = publish(policy, draft, by=by, now=now)
    manuscript.delete()
    return version


@transaction.atomic
def drop_manuscript(manuscript: Manuscript) -> None:
    """What was typed is not wanted. Published versions stay as they are."""
    manuscript.delete()
