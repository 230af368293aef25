"""Writing a policy, and publishing its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Location
from kept.ledger import actions as ledger
from kept.paper.kinds import Unprintable
from kept.paper.markdown import blocks
from kept.policies import terms
from kept.policies.models import Check, Policy, Term, Version, Wording


class NotPublishable(Refused):
    code = "policy_not_publishable"


class NameTaken(Refused):
    code = "policy_name_taken"


@dataclass(frozen=True)
class Draft:
    """A version to be published: words by language ({"en": (title, words)}), its terms, and its questions.

    ``occasions`` are those on which the policy is due to be told from now on; None leaves them as they are.
    """

    wordings: dict[str, tuple[str, str]]
    terms: tuple[TermDraft, ...] = ()
    checks: dict[str, CheckDraft] = field(default_factory=dict)
    occasions: tuple[str, ...] | None = None


@dataclass(frozen=True)
class TermDraft:
    key: str
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckDraft:
    """A question with two to four answers, and the place of the right one among them."""

    question: str
    answers: tuple[str, ...]
    right: int


@transaction.atomic
def write(slug: str, *, location: Location, occasions: Sequence[str]) -> Policy:
    """Begin a policy that is due to be told on these occasions. Refused when the name is taken."""
    if Policy.objects.filter(slug=slug).exists():
        raise NameTaken(_("There is a policy with this short name. Write its next version instead."))
    return Policy.objects.create(slug=slug, location=location, occasions=list(occasions))


@transaction.atomic
def publish(policy: Policy, draft: Draft, *, by: Actor, now: datetime) -> Version:
    """Publish the next version. Refused without words, with a term or a question that is none."""
    _refuse_unsound(draft)
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if draft.occasions is not None:
        policy.occasions = list(draft.occasions)
        policy.save(update_fields=["occasions"])
    last = policy.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version.objects.create(policy=policy, number=last + 1, published_at=now, published_by=str(by))
    for language, (title, words) in draft.wordings.items():
        wording = Wording.objects.create(version=version, language=language, title=title, words=words)
        if check := draft.checks.get(language):
            Check.objects.create(wording=wording, **asdict(check))
    for term in draft.terms:
        Term.objects.create(version=version, key=term.key, kind=term.kind, facts=term.facts)
    ledger.record(
        "policy.published",
        version,
        by=by,
        at=now,
        policy=policy.slug,
        words={wording.language: wording.sha256 for wording in version.wordings.all()},
        terms={term.key: {"kind": term.kind, **term.facts} for term in draft.terms},
        checks={language: asdict(check) for language, check in draft.checks.items()},
        occasions=policy.occasions,
    )
    return version


def _refuse_unsound(draft: Draft) -> None:
    if not draft.wordings or not all(words.strip() for _title, words in draft.wordings.values()):
        raise NotPublishable(_("A policy needs words in at least one language."))
    for _title, words in draft.wordings.values():
        try:
            blocks(words)
        except Unprintable as error:
            raise NotPublishable(
                _("Lists or quotes too deep inside one another cannot be printed. Write them flatter.")
            ) from error
    for term in draft.terms:
        try:
            typed = terms.read(term.key, term.facts)
        except terms.TermError as error:
            raise NotPublishable(_(str(error))) from error
        if typed.kind != term.kind:
            raise NotPublishable(_("A term that costs the customer something is a money term."))
    for check in draft.checks.values():
        given = [answer.strip() for answer in check.answers]
        if not 2 <= len(set(given)) == len(given) <= 4 or not all(given) or not check.question.strip():
            raise NotPublishable(_("A question has two to four answers, each of them different."))
        if check.right not in range(len(given)):
            raise NotPublishable(_("One of the answers is the right one."))
