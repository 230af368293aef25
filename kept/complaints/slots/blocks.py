"""The building blocks of evidence: each fills one slot of one claim from what is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.base.money import Money
from kept.business.money import say_money
from kept.complaints.slots.held import About
from kept.complaints.slots.slot import Piece, Slot, slot
from kept.deliveries.models import Proof, Visit
from kept.ledger.actions import ref
from kept.policies.models import Disclosure
from kept.promises.models import NOT_OURS, RECORD_ABSENT, Fact, Outcome, Promise, Wish, WishMade
from kept.promises.owed import DECIDED_BY, Kind

OVER: dict[str, Lazy] = {
    Disclosure.Medium.SPOKEN: gettext_lazy("spoken"),
    Disclosure.Medium.INVOICE: gettext_lazy("on the invoice"),
    Disclosure.Medium.CONFIRMATION: gettext_lazy("on the confirmation"),
    Disclosure.Medium.EMAIL: gettext_lazy("by e-mail"),
    Disclosure.Medium.PAGE: gettext_lazy("on a page of ours"),
    Disclosure.Medium.CONTRACT: gettext_lazy("in the contract"),
    Disclosure.Medium.WEB_SITE: gettext_lazy("on the web site"),
}


HELD: dict[int, Lazy] = {  # what we hold of a telling (DOMAIN §4); of a paper of ours the medium says it
    0: gettext_lazy("by our own note"),
    2: gettext_lazy("accepted by their mail server"),
    3: gettext_lazy("shown to them, by a step of their own"),
    4: gettext_lazy("acknowledged by them"),
    5: gettext_lazy("acknowledged and said back correctly"),
}
RECORDED_BY: dict[str, Lazy] = {
    "driver": gettext_lazy("recorded by the driver"),
    "dispatch": gettext_lazy("recorded by the dispatcher"),
    "staff": gettext_lazy("recorded by our staff"),
    "desk": gettext_lazy("recorded by the desk"),
}


def promised(about: About) -> Slot:
    """Every version of what was promised: the first, and those that replaced it, at whose wish."""
    return slot("promised", (Piece(_version(p), p.made_at, ref(p), ref(p)) for p in about.promises))


def told(about: About) -> Slot:
    """Each telling and what we hold of it; none where the answer rests on a term: ours to have told."""
    policies = {resting.term.version.policy_id for resting in about.claim.relies_on.all()}
    pieces = []
    for telling in about.held.tellings:
        if telling.version.policy_id not in policies:
            continue
        pieces.append(Piece(_telling(telling), telling.at, ref(telling), ref(telling)))
    return slot("told", pieces, ours=bool(policies))


def decided(name: str, kind: Kind) -> Callable[[About], Slot]:
    """The slot of the facts that decide promises of this kind; ours where one was due and none stands."""

    def fill(about: About) -> Slot:
        theirs = [promise for promise in about.promises if promise.kind == kind]
        numbers = {promise.pk for promise in theirs}
        facts = [fact for fact in about.facts if fact.promise_id in numbers]
        deciding = [fact for fact in facts if fact.kind == DECIDED_BY[kind]]
        never_ours = any(fact.kind == RECORD_ABSENT and fact.source == NOT_OURS for fact in facts)
        due = any(_was_due(promise, about) for promise in theirs)
        because = _("This was never ours to record.") if never_ours else ""
        return slot(name, _facts(deciding), ours=due and not never_ours, because=because)

    return fill


def place(about: About) -> Slot:
    """Where the truck stood, as the driver's phone said; a phone that does not know says nothing."""
    seen = [stop.arrival for stop in about.stops if hasattr(stop, "arrival")]
    return slot("place", (
        Piece(f"{came.latitude:.5f}, {came.longitude:.5f}", came.at, ref(came), ref(came))
        for came in seen
        if came.latitude is not None and came.longitude is not None
    ))  # fmt: skip


def visit(about: About) -> Slot:
    """How the visit ended, as the driver said; ours where the truck came and nobody wrote it down."""
    ended = [stop.visit for stop in about.stops if hasattr(stop, "visit")]
    pieces = (Piece(_visit(one), one.at, ref(one), ref(one)) for one in ended)
    return slot("visit", pieces, ours=_came(about))


def photo(about: About) -> Slot:
    return _seen(about, "photo", Proof.Kind.PHOTO)


def signature(about: About) -> Slot:
    return _seen(about, "signature", Proof.Kind.SIGNATURE)


def photo_of_handing_over(about: About) -> Slot:
    """Ours where it is said to be delivered, and neither a photo nor a signature shows it."""
    return _seen(about, "photo", Proof.Kind.PHOTO, ours=_was_delivered(about) and not _proofs(about))


def inspection(about: About) -> Slot:
    """What state the goods were in: a damage at the door, or that somebody looked and found none."""
    pieces = [
        Piece(_visit(stop.visit), stop.visit.at, ref(stop.visit), ref(stop.visit))
        for stop in about.stops
        if hasattr(stop, "visit") and stop.visit.result == Visit.Result.DAMAGED
    ]
    return slot("inspection", pieces, ours=bool(about.promises or about.claim.relies_on.all()))


def contact_attempts(about: About) -> Slot:
    """Our calls about these promises, and the doors that nobody opened.

    For a call back that was due, none is a gap of ours.
    """
    calls = decided("contact_attempts", Kind.CALL_BACK)(about)
    others = [f for f in about.facts if f.kind == "contact_attempt" and f.promise.kind != Kind.CALL_BACK]
    doors = [
        Piece(_visit(stop.visit), stop.visit.at, ref(stop.visit), ref(stop.visit))
        for stop in about.stops
        if hasattr(stop, "visit") and stop.visit.result == Visit.Result.NOBODY_THERE
    ]
    pieces = (*calls.pieces, *_facts(others), *doors)
    return slot("contact_attempts", pieces, ours=calls.is_ours, because=calls.because)


def wish(about: About) -> Slot:
    """What they asked for about this, and what they were answered.

    Ours where neither a term nor a promise that was due decides.
    """
    named = {promise.about for promise in about.promises} - {""}
    numbers = {promise.pk for promise in about.promises}
    mine = [w for w in about.held.wishes if w.promise_id in numbers or w.about in named or not numbers]
    decided = about.rests_on_terms or any(_was_due(each, about) for each in about.promises)
    return slot("wish", (Piece(_wish(one), one.at, ref(one), ref(one)) for one in mine), ours=not decided)


def _telling(telling: Disclosure) -> str:
    """``How we deliver, version 1, by e-mail, accepted by their mail server``."""
    title = _("%(policy)s, version %(version)s") % {
        "policy": telling.wording.title,
        "version": telling.version.number,
    }
    said = (title, OVER.get(telling.medium, telling.medium), HELD.get(telling.grade, ""))
    return ", ".join(str(words) for words in said if words)


def _version(promise: Promise) -> str:
    if promise.outcome == Outcome.REPLACED:
        form = _("%(words)s; replaced at our wish")
        if promise.wish == Wish.CUSTOMER:
            form = _("%(words)s; replaced at their wish")
        return form % {"words": promise.words}
    if promise.outcome == Outcome.RELEASED:
        return _("%(words)s; they released us") % {"words": promise.words}
    return promise.words


def _was_due(promise: Promise, about: About) -> bool:
    """Whether its fact should stand by the complaint: it was due, and nobody had freed us before."""
    gone = promise.outcome == Outcome.RELEASED
    gone |= promise.outcome == Outcome.REPLACED and promise.wish == Wish.CUSTOMER
    return promise.until <= about.held.until and not gone


def _facts(facts: Iterable[Fact]) -> Iterator[Piece]:
    for fact in facts:
        words = _("the record shows that it did not happen") if fact.never else _recorded(fact)
        yield Piece(words, fact.at, ref(fact), f"promise:{fact.promise_id}")


def _recorded(fact: Fact) -> str:
    if fact.minor is not None:
        return say_money(Money(fact.minor, fact.currency))
    if fact.kind == "contact_attempt":
        return _("reached") if fact.reached else _("not reached")
    if fact.end_on is not None:
        return _("for %(day)s") % {"day": fact.end_on.isoformat()}
    return str(RECORDED_BY.get(fact.source, _("recorded")))


def _seen(about: About, name: str, kind: str, *, ours: bool = False) -> Slot:
    pieces = (
        Piece(proof.signed_by or proof.get_kind_display(), proof.at, ref(proof), ref(proof))
        for proof in _proofs(about)
        if proof.kind == kind
    )
    return slot(name, pieces, ours=ours)


def _proofs(about: About) -> list[Proof]:
    numbers = {stop.pk for stop in about.stops}
    return [proof for proof in about.held.proofs if proof.stop_id in numbers]


def _came(about: About) -> bool:
    return any(hasattr(stop, "arrival") for stop in about.stops)


def _was_delivered(about: About) -> bool:
    return any(hasattr(stop, "visit") and stop.visit.result == Visit.Result.DELIVERED for stop in about.stops)


def _visit(found: Visit) -> str:
    result = found.get_result_display()
    return f"{result}: {found.note}" if found.note else str(result)


def _wish(made: WishMade) -> str:
    if made.granted is None:
        return made.asked
    answer = _("granted") if made.granted else made.reason
    return f"{made.asked}: {answer}"
