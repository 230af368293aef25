"""Reading policies, and what a customer was told of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Location, Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.policies.models import (
    Check,
    Disclosure,
    Manuscript,
    Policy,
    Rise,
    Term,
    Version,
    Wording,
)

_RISES = Prefetch("rises", Rise.objects.order_by("at", "pk"))
ROWS_AT_ONCE = 1000  # SQLite takes some 32,000 values in one question


def current_version(slug: str) -> Version:
    """The newest published version of a policy. Raises NotFound."""
    version = _versions().filter(policy__slug=slug).order_by("-number").first()
    if version is None:
        raise NotFound(_("There is no policy %(name)s.") % {"name": slug})
    return version


def current_versions() -> list[Version]:
    """The newest version of every policy, by name."""
    newest: dict[int, Version] = {}
    for version in _versions().order_by("policy__slug", "-number"):
        newest.setdefault(version.policy_id, version)
    return list(newest.values())


def due_on(occasion: str) -> list[Version]:
    """The current versions of the policies that are due to be told on this occasion."""
    return [version for version in current_versions() if occasion in version.policy.occasions]


def cards_for(staff: Staff) -> list[Version]:
    """What a representative can read out: the current version of every policy."""
    require(staff, Right.READ_POLICIES)
    return current_versions()


def chosen_for(staff: Staff, numbers: Collection[str]) -> list[Version]:
    """Those of the cards that a form named, in the order of the cards. Raises NotFound for any other."""
    found = [version for version in cards_for(staff) if str(version.pk) in numbers]
    if len(found) != len(set(numbers)):
        raise NotFound(_("There are newer words of this policy. Please reload the page and choose again."))
    return found


def get_version_for(staff: Staff, pk: int) -> Version:
    require(staff, Right.READ_POLICIES)
    version = _versions().filter(pk=pk).first()
    if version is None:
        raise NotFound(_("There is no such policy."))
    return version


def get_disclosure_for(staff: Staff, pk: int) -> Disclosure:
    require(staff, Right.READ_POLICIES)
    disclosure = _disclosures().filter(pk=pk).first()
    if disclosure is None:
        raise NotFound(_("There is no such telling."))
    return disclosure


def wording_in(version: Version, language: str) -> Wording:
    """The version's words in this language, else in the first language that it has."""
    ordered = sorted(version.wordings.all(), key=lambda wording: wording.pk)
    wordings = {wording.language: wording for wording in ordered}
    if not wordings:
        raise NotFound(_("This policy has no words yet."))
    return wordings.get(language) or next(iter(wordings.values()))


def check_of(wording: Wording) -> Check | None:
    """The question that is asked about these words, where one is."""
    return wording.asks


def get_policy_for(staff: Staff, slug: str) -> Policy:
    """A policy, for whoever may write its next version. Raises NotFound."""
    require(staff, Right.WRITE_POLICIES)
    policy = Policy.objects.filter(slug=slug).first()
    if policy is None:
        raise NotFound(_("There is no such policy."))
    return policy


def get_manuscript_for(staff: Staff, pk: int) -> Manuscript:
    """What is being written and not published. Raises NotFound once it was published or dropped."""
    require(staff, Right.WRITE_POLICIES)
    manuscript = Manuscript.objects.select_related("policy").filter(pk=pk).first()
    if manuscript is None:
        raise NotFound(_("This draft was published or dropped meanwhile."))
    return manuscript


def manuscripts_for(staff: Staff) -> QuerySet[Manuscript]:
    """Everything that is being written, the latest first."""
    require(staff, Right.WRITE_POLICIES)
    return Manuscript.objects.select_related("policy").order_by("-saved_at", "-pk")


def versions_of(policy: Policy) -> QuerySet[Version]:
    """Every version, the newest first."""
    return _versions().filter(policy=policy).order_by("-number")


def told_to(customer: Customer) -> QuerySet[Disclosure]:
    """Everything this person was told, newest first, with each rise of its grade."""
    return _disclosures().filter(customer__in=ids_of(customer)).order_by("-at", "-pk")


def told_to_any(records: Collection[int]) -> Iterator[Disclosure]:
    """Everything that was told to any of these records of customers, oldest first within each thousand.

    With no more of the words and the mails than is judged by: there may be many of them.
    """
    needed = ("version__number", "version__policy", "wording__language", "outgoing__state")
    own = [field.attname for field in Disclosure._meta.concrete_fields]
    lean = Disclosure.objects.select_related("version", "wording", "outgoing").only(*own, *needed)
    numbers = sorted(records)
    for first in range(0, len(numbers), ROWS_AT_ONCE):
        some = numbers[first : first + ROWS_AT_ONCE]
        yield from lean.prefetch_related(_RISES).filter(customer__in=some).order_by("at", "pk")


def versions(numbers: Collection[int]) -> dict[int, Version]:
    """These versions with their words and terms, by number of row."""
    return _versions().in_bulk(list(numbers))


def tellings_of(term: Term, customer: Customer) -> QuerySet[Disclosure]:
    """What this person was told, oldest first, of the policy in which the term stands, any version."""
    return told_to(customer).filter(version__policy=term.version.policy_id).order_by("at", "pk")


def term_then(key: str, location: Location, *, at: datetime) -> Term | None:
    """A location's term of this key, in the version that stood at that instant."""
    found = Term.objects.filter(key=key, version__policy__location=location, version__published_at__lte=at)
    return found.select_related("version__policy__location").order_by("-version__published_at", "-pk").first()


def told_by_mail(outgoing_id: int) -> QuerySet[Disclosure]:
    """The tellings that left with this outgoing message."""
    return _disclosures().filter(outgoing=outgoing_id)


def policies() -> QuerySet[Policy]:
    return Policy.objects.order_by("slug")


def _versions() -> QuerySet[Version]:
    return Version.objects.select_related("policy__location").prefetch_related(
        "wordings__check_question", "terms"
    )


def _disclosures() -> QuerySet[Disclosure]:
    return Disclosure.objects.select_related(
        "version__policy", "wording__check_question", "customer"
    ).prefetch_related(_RISES)
