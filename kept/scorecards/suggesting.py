"""What a month's rows suggest to do next: each sentence rests on a number that stands in the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from kept.promises.models import Outcome
from kept.scorecards.drawings import count
from kept.scorecards.monthly import Month
from kept.scorecards.places import Name

MOST = 5  # more is no longer a list of what comes next
FROM = 3  # rows: one or two are about a day, three are about how we work
BROKEN_ABOVE = 0.05  # of the promises of one kind

PROMISES: dict[str, Lazy] = {
    "delivery_window": pgettext_lazy("promises of a kind", "Delivery windows"),
    "call_back": pgettext_lazy("promises of a kind", "Call backs"),
    "reply": pgettext_lazy("promises of a kind", "Replies"),
    "refund": pgettext_lazy("promises of a kind", "Refunds"),
    "end_date": pgettext_lazy("promises of a kind", "End dates"),
    "remedy": pgettext_lazy("promises of a kind", "Remedies"),
    "receipt": pgettext_lazy("promises of a kind", "Receipts of an exit"),
}
ADVICE: dict[str, Lazy] = {
    "delivery_window": pgettext_lazy(
        "advice", "look at the minutes kept free between stops, or promise wider"
    ),
    "call_back": pgettext_lazy("advice", "promise fewer or later ones, or give somebody the hour for it"),
    "reply": pgettext_lazy("advice", "promise a later hour, or put one more person on the inbox"),
    "refund": pgettext_lazy("advice", "pay them on the day they are promised, or promise two days more"),
    "end_date": pgettext_lazy("advice", "see who confirms an exit, and when"),
    "remedy": pgettext_lazy("advice", "give each a day and a name when it is promised"),
    "receipt": pgettext_lazy("advice", "see whether the mail leaves within the minute"),
}


def suggestions(month: Month) -> list[str]:
    """At most five sentences, the gravest first; and if nothing stands out, that it does not."""
    found = chain.from_iterable(rule(month) for rule in RULES)
    return list(islice(found, MOST)) or [_("Nothing stands out in the rows of this month.")]


def _broken(month: Month) -> Iterator[str]:
    """Kinds of promises that are broken often."""
    for kind, ended in month.promised.items():
        kept, broken = ended[Outcome.KEPT], ended[Outcome.BROKEN]
        if broken >= FROM and broken > BROKEN_ABOVE * (kept + broken):
            said = _("%(kind)s: %(broken)s of %(due)s were broken. To try: %(advice)s.")
            yield said % {
                "kind": PROMISES.get(kind, kind),
                "broken": count(broken),
                "due": count(kept + broken),
                "advice": ADVICE.get(kind, kind),
            }


def _resented(month: Month) -> Iterator[str]:
    for each in month.policies:
        if each.is_resented:
            said = _(
                "“%(policy)s” is told, kept and still resented (%(gaps)s of %(told)s customers told): tell "
                "it earlier, show an example, or offer a narrower window to choose."
            )
            yield said % {
                "policy": each.policy.slug,
                "gaps": count(int(each.ended_in_gap.some)),
                "told": count(each.ended_in_gap.of),
            }


def _not_told(month: Month) -> Iterator[str]:
    stopped = month.of(Name.CLEAR).added.reasons["not_told"]
    if stopped >= FROM:
        said = _(
            "%(n)s times a term was to be held against somebody who had not been properly told: see which, "
            "and tell it at the purchase."
        )
        yield said % {"n": count(stopped)}


def _unrecorded(month: Month) -> Iterator[str]:
    missing = month.of(Name.KEPT).added.reasons["unrecorded"]
    if missing >= FROM:
        said = _(
            "%(n)s promises came due without a record of what happened, which counts as broken: mark "
            "arrivals, calls and payments when they happen."
        )
        yield said % {"n": count(missing)}


def _handed_on(month: Month) -> Iterator[str]:
    immediate = month.of(Name.IMMEDIATE).added
    passed, again = immediate.reasons["handed_on"], immediate.reasons["reopened"]
    if passed >= FROM:
        said = _(
            "%(n)s matters were handed on: see what the first person was missing, a right or a word of how."
        )
        yield said % {"n": count(passed)}
    if again >= FROM:
        yield _("%(n)s matters came back within 7 days: read three of them before the next team meeting.") % {
            "n": count(again)
        }


def _leaving(month: Month) -> Iterator[str]:
    offers = month.of(Name.FREE).added.marks["offer"]
    if offers:
        said = ngettext(
            "%(n)s time an offer came before letting somebody go, against the house code: say so again.",
            "%(n)s times an offer came before letting somebody go, against the house code: say so again.",
            offers,
        )
        yield said % {"n": count(offers)}


def _refused(month: Month) -> Iterator[str]:
    wishes = month.of(Name.ACCOMMODATING).added.reasons
    bare = wishes["no_reason"] + wishes["nothing_else"] + wishes["not_bookable"]
    if bare >= FROM:
        said = _(
            "%(n)s wishes were refused without a reason or without anything bookable instead: name the "
            "nearest free window."
        )
        yield said % {"n": count(bare)}


RULES: tuple[Callable[[Month], Iterator[str]], ...] = (
    _broken,
    _resented,
    _leaving,
    _not_told,
    _unrecorded,
    _handed_on,
    _refused,
)
