"""Writing a policy, and publishing its versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Location
from kept.ledger import actions as ledger
from kept.policies.models import Policy, Term, Version, Wording


class NotPublishable(Refused):
    code = "policy_not_publishable"


@dataclass(frozen=True)
class Draft:
    """A version to be published: words by language ({"en": (title, words)}), and its terms."""

    wordings: dict[str, tuple[str, str]]
    terms: tuple[TermDraft, ...] = ()


@dataclass(frozen=True)
class TermDraft:
    key: str
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def write(slug: str, *, location: Location, occasions: list[str]) -> Policy:
    """Begin a policy that is due to be told on these occasions."""
    return Policy.objects.create(slug=slug, location=location, occasions=occasions)


@transaction.atomic
def publish(policy: Policy, draft: Draft, *, by: Actor, now: datetime) -> Version:
    """Publish the next version. Refused without words."""
    if not draft.wordings or not all(words.strip() for _title, words in draft.wordings.values()):
        raise NotPublishable(_("A policy needs words in at least one language."))
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    last = policy.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version.objects.create(policy=policy, number=last + 1, published_at=now, published_by=str(by))
    for language, (title, words) in draft.wordings.items():
        Wording.objects.create(version=version, language=language, title=title, words=words)
    for term in draft.terms:
        Term.objects.create(version=version, key=term.key, kind=term.kind, facts=term.facts)
    hashes = {wording.language: wording.sha256 for wording in version.wordings.all()}
    ledger.record("policy.published", version, by=by, at=now, policy=policy.slug, words=hashes)
    return version
