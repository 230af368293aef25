"""What a customer was told, a line for each version, what they bring now first; and what they never were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from kept.complaints.known import Told, Untold
from kept.complaints.topics import Topic, of_terms
from kept.policies import terms
from kept.policies.models import Disclosure, Term, Version
from kept.policies.queries import current_versions

SPOKEN = Disclosure.Medium.SPOKEN
OURS = frozenset(key for key, kind in terms.KINDS.items() if kind.binds_us)


def told(records: Sequence[int], asked: frozenset[Topic]) -> tuple[Told, ...]:
    """What is about ``asked`` first, then the newest."""
    tellings: dict[int, list[Disclosure]] = defaultdict(list)
    rows = Disclosure.objects.filter(customer__in=records).select_related("version", "wording")
    for telling in rows.order_by("-at", "-pk"):
        tellings[telling.version_id].append(telling)
    about = _topics(tellings)
    found = [_line(each, about[version]) for version, each in tellings.items()]
    return tuple(sorted(found, key=lambda line: not line.topics & asked))


def untold(records: Sequence[int], asked: frozenset[Topic]) -> tuple[Untold, ...]:
    """The policies in force about ``asked`` whose words were never told; none where nothing is asked.

    What binds us alone is held against nobody, told or not: it does not count here.
    """
    if not asked:
        return ()
    heard = set(Disclosure.objects.filter(customer__in=records).values_list("version__policy", flat=True))
    versions = [version for version in current_versions() if version.policy_id not in heard]
    about = _topics((version.pk for version in versions), but=OURS)
    return tuple(
        Untold(ref=f"version:{version.pk}", title=_title(version), topics=about[version.pk])
        for version in versions
        if about[version.pk] & asked
    )


def _line(tellings: Sequence[Disclosure], topics: frozenset[Topic]) -> Told:
    """One version, from its tellings, the newest first."""
    last = tellings[0]
    return Told(
        ref=f"disclosure:{last.pk}",
        title=last.wording.title,
        version=last.version.number,
        times=len(tellings),
        written=sum(telling.medium != SPOKEN for telling in tellings),
        at=last.at,
        grade=max(telling.grade for telling in tellings),
        topics=topics,
    )


def _topics(versions: Iterable[int], *, but: Collection[str] = ()) -> dict[int, frozenset[Topic]]:
    wanted: Collection[int] = list(versions)
    keys: dict[int, list[str]] = {version: [] for version in wanted}
    if wanted:
        for version, key in Term.objects.filter(version__in=wanted).values_list("version", "key"):
            keys[version].append(key)
    return {version: of_terms(key for key in found if key not in but) for version, found in keys.items()}


def _title(version: Version) -> str:
    wordings = {wording.language: wording.title for wording in version.wordings.all()}
    return wordings.get("en") or next(iter(wordings.values()), version.policy.slug)
