"""Which counted things an entry of the ledger touches: its subject, and whatever its subject decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from django.db.models import Model

from kept.complaints.models import Claim, Complaint, Letter, Review, SecondLook, Verdict
from kept.conversations.models import Contact, Conversation, Insult
from kept.customers.models import Customer
from kept.customers.queries import canonical, ids_of
from kept.memberships.models import Asking, Cancellation, Membership
from kept.promises.models import Promise
from kept.scorecards import countings
from kept.scorecards.characteristics import Counting
from kept.scorecards.characteristics.kept import older
from kept.scorecards.characteristics.taken import spoken_of

Touched = Mapping[Counting, set[int]]


def touched_by(subjects: Iterable[str], people: Iterable[int | None] = ()) -> Touched:
    """What to count again after entries about these rows ("promise:7"), by who counts it.

    ``people`` are the customers whom the entries concern: whatever is recorded of somebody may be evidence
    in a complaint of theirs.
    """
    by_kind: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        kind, _colon, number = subject.partition(":")
        if kind in TOUCHES and number.isdecimal():
            by_kind[kind].add(int(number))
    found: dict[Counting, set[int]] = defaultdict(set)
    for kind, numbers in by_kind.items():
        for counting, more in TOUCHES[kind](numbers):
            found[counting] |= more
    for complaint in _complaints_of({number for number in people if number is not None}):
        found[countings.FAIR].add(complaint)
    return found


def _complaints_of(people: set[int]) -> Iterable[int]:
    """Theirs, and those of records that were merged with theirs."""
    into = Customer.objects.filter(pk__in=people).exclude(merged_into=None)
    found = people | set(into.values_list("merged_into", flat=True))
    found |= set(Customer.objects.filter(merged_into__in=found).values_list("pk", flat=True))
    return Complaint.objects.filter(customer__in=found).values_list("pk", flat=True)


Found = Iterable[tuple[Counting, set[int]]]


def _promise(numbers: set[int]) -> Found:
    """Itself, what it replaced, the exit whose receipt it is, the complaint that it promises to answer."""
    for counting in (countings.KEPT, countings.TAKEN):
        yield counting, older(numbers)
    yield countings.WINDOWS, numbers
    yield (
        countings.FREE,
        set(Cancellation.objects.filter(receipt_promise__in=numbers).values_list("pk", flat=True)),
    )
    about = Promise.objects.filter(pk__in=numbers, about__regex=r"^(complaint|review):").values_list(
        "about", flat=True
    )
    yield from ((counting, more) for each in about for counting, more in touched_by([each]).items())


def _conversation(numbers: set[int]) -> Found:
    """Its matters and exits, which a hand-over of it bears on, and whether its words ask to leave."""
    yield (
        countings.IMMEDIATE,
        set(Contact.objects.filter(conversation__in=numbers).values_list("matter", flat=True)),
    )
    yield (
        countings.FREE,
        set(Asking.objects.filter(conversation__in=numbers).values_list("cancellation", flat=True)),
    )
    yield countings.ASKED, numbers


def _insult(numbers: set[int]) -> Found:
    """The matters of its conversation, which the rule may have ended."""
    yield from _conversation(
        set(Insult.objects.filter(pk__in=numbers).values_list("conversation", flat=True))
    )


def _cancellation(numbers: set[int]) -> Found:
    yield countings.FREE, numbers
    yield from _membership(
        set(Cancellation.objects.filter(pk__in=numbers).values_list("membership", flat=True))
    )


def _membership(numbers: set[int]) -> Found:
    """The conversations of its member: what they asked for in words may be begun by now."""
    yield from _customer(set(Membership.objects.filter(pk__in=numbers).values_list("customer", flat=True)))


def _customer(numbers: set[int]) -> Found:
    people = {
        pk for one in Customer.objects.filter(pk__in=numbers) for pk in ids_of(canonical(one))
    } | numbers
    yield countings.ASKED, set(Conversation.objects.filter(customer__in=people).values_list("pk", flat=True))


def _complaint(numbers: set[int]) -> Found:
    """Itself, its gaps, and how the promises that it is about were taken."""
    yield from ((counting, numbers) for counting in (countings.FAIR, *countings.COMPLAINED))
    yield countings.TAKEN, spoken_of(complaints=numbers)


def _rating(numbers: set[int]) -> Found:
    yield from ((counting, numbers) for counting in countings.RATED)
    yield countings.TAKEN, spoken_of(ratings=numbers)


def _of_complaint(path: str, model: type[Model]) -> Callable[[set[int]], Found]:
    def touches(numbers: set[int]) -> Found:
        yield from _complaint(set(model._default_manager.filter(pk__in=numbers).values_list(path, flat=True)))

    return touches


def _itself(counting: Counting) -> Callable[[set[int]], Found]:
    return lambda numbers: [(counting, numbers)]


TOUCHES: dict[str, Callable[[set[int]], Found]] = {
    "termapplication": _itself(countings.CLEAR),
    "matter": _itself(countings.IMMEDIATE),
    "wishmade": _itself(countings.ACCOMMODATING),
    "order": _itself(countings.ORDERS),
    "promise": _promise,
    "conversation": _conversation,
    "insult": _insult,
    "cancellation": _cancellation,
    "membership": _membership,
    "customer": _customer,
    "complaint": _complaint,
    "rating": _rating,
    "claim": _of_complaint("complaint", Claim),
    "letter": _of_complaint("complaint", Letter),
    "review": _of_complaint("complaint", Review),
    "verdict": _of_complaint("claim__complaint", Verdict),
    "secondlook": _of_complaint("verdict__claim__complaint", SecondLook),
}
