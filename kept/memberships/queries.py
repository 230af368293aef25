"""Reading memberships, what they owe, and the way out of them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kept.base.money import Money
from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.conversations.models import HandOver
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.memberships import periods, rules
from kept.memberships.models import (
    AddOn,
    Asking,
    Cancellation,
    Charge,
    Consent,
    Membership,
    Payment,
    Plan,
    SignUp,
)
from kept.memberships.periods import Span
from kept.policies import terms
from kept.policies.applying import Because, Measure, gettext_noop
from kept.policies.models import Term, TermApplication

FEE, NOTICE, REFUND = "fee", "notice", "refund"  # the keys of a contract's terms on leaving
COOLING_OFF = "cooling_off"


def get_membership_for(staff: Staff, pk: int) -> Membership:
    require(staff, Right.READ_MEMBERSHIPS)
    return get_membership(pk)


def get_membership(pk: int) -> Membership:
    """A membership by its number, for whoever holds a signed link to it. Raises NotFound."""
    membership = _memberships().filter(pk=pk).first()
    if membership is None:
        raise NotFound(_("We have no such membership."))
    return membership


def members_for(staff: Staff) -> QuerySet[Membership]:
    """Every membership, the latest first, with what was taken in addition."""
    require(staff, Right.READ_MEMBERSHIPS)
    return _memberships().prefetch_related("add_ons").order_by("-joined_at", "-pk")


def plans() -> QuerySet[Plan]:
    """What can be joined, with what can be taken in addition."""
    return Plan.objects.prefetch_related("add_ons").order_by("name", "pk")


def get_plan(pk: int) -> Plan:
    """A plan that is sold, for whoever wants to join. Raises NotFound."""
    plan = Plan.objects.select_related("location").prefetch_related("add_ons").filter(pk=pk).first()
    if plan is None:
        raise NotFound(_("We sell no such plan."))
    return plan


def sign_ups_for(staff: Staff, *, now: datetime) -> QuerySet[SignUp]:
    """Who ticked the terms on the public page and has not pressed the button in the letter, the latest first.

    Nothing binds them, and no customer stands behind them.
    """
    require(staff, Right.READ_MEMBERSHIPS)
    waiting = SignUp.objects.filter(confirmed_at=None, forgotten_at=None, until__gt=now)
    return waiting.select_related("plan", "letter").order_by("-ticked_at", "-pk")


def consent_to(membership: Membership) -> Consent | None:
    """What was shown and ticked when they joined; None for those from before such rows were kept."""
    return Consent.objects.filter(membership=membership).first()


def charges_of(membership: Membership) -> QuerySet[Charge]:
    """What was asked for, the latest first, each with what was paid for it."""
    found = membership.charges.select_related("membership__plan", "add_on", "cancellation")
    return found.prefetch_related("payments").order_by("-at", "-pk")


def get_charge_for(staff: Staff, pk: int) -> Charge:
    """A charge, for somebody who may write down that it was paid. Raises NotFound."""
    require(staff, Right.SELL_MEMBERSHIPS)
    charge = Charge.objects.select_related("membership__location", "membership__customer").filter(pk=pk)
    found = charge.first()
    if found is None:
        raise NotFound(_("We have no such charge."))
    return found


def next_period(membership: Membership) -> Span:
    """The period that is charged next, in local days."""
    joined_on = membership.joined_at.astimezone(membership.location.zone).date()
    return periods.after(membership.paid_until, joined_on=joined_on, months=membership.period_months)


def get_exit_for(staff: Staff, pk: int) -> Cancellation:
    """An exit, for somebody who may handle it: every representative may, and may settle it alone."""
    require(staff, Right.CANCEL_MEMBERSHIPS)
    return get_exit(pk)


def get_exit(pk: int) -> Cancellation:
    """An exit by its number, for whoever acts on it already. Raises NotFound."""
    found = all_exits().filter(pk=pk).first()
    if found is None:
        raise NotFound(_("We have no such cancellation."))
    return found


def memberships_of(customer: Customer) -> QuerySet[Membership]:
    """This person's memberships, after merges, newest first."""
    return _memberships().filter(customer__in=ids_of(customer)).order_by("-joined_at", "-pk")


def running_memberships_of(customer: Customer) -> list[Membership]:
    """Those of this person's memberships of which something has no end yet."""
    runs = Q(service_end_on=None) | Exists(
        AddOn.objects.filter(membership=OuterRef("pk"), service_end_on=None)
    )
    return list(memberships_of(customer).filter(runs))


def open_exit(membership: Membership) -> Cancellation | None:
    """The exit that was asked for and is neither confirmed nor withdrawn."""
    return all_exits().filter(membership=membership, confirmed_at=None, undone_at=None).first()


def latest_exit(membership: Membership) -> Cancellation | None:
    """The exit that stands: the open one, else the last confirmed one that was not undone."""
    standing = all_exits().filter(membership=membership, undone_at=None)
    return standing.order_by(F("confirmed_at").desc(nulls_first=True), "-pk").first()


def confirmed_exits(membership: Membership) -> QuerySet[Cancellation]:
    """The exits that hold: confirmed and not taken back, newest first."""
    return (
        all_exits().filter(membership=membership, confirmed_at__isnull=False, undone_at=None).order_by("-pk")
    )


def settled_before(membership: Membership) -> datetime | None:
    """When the last exit of this membership was settled: confirmed, or taken back."""
    settled = Cancellation.objects.filter(membership=membership).aggregate(
        confirmed=Max("confirmed_at"), undone=Max("undone_at")
    )
    return max((at for at in settled.values() if at is not None), default=None)


def exit_of_receipt(outgoing: int) -> Cancellation | None:
    """The exit whose receipt this outgoing message is."""
    return all_exits().filter(receipt=outgoing).first()


def running_add_ons(membership: Membership) -> list[AddOn]:
    """The add-ons that have no end yet, in the order in which they were taken."""
    return list(membership.add_ons.filter(service_end_on=None).order_by("pk"))


def exit_of_refund(promise: int) -> Cancellation | None:
    """The exit whose money back this promise is."""
    return all_exits().filter(refund_promise=promise).first()


def balance(membership: Membership) -> Money:
    """What the member owes (above zero) or we owe them (below): what was used, less what was paid.

    Days after a confirmed end are not used; a fee of an exit that was undone does not count.
    """
    frozen = _frozen(membership)
    charges = Charge.objects.filter(membership=membership).select_related(
        "membership__plan", "add_on", "cancellation"
    )
    owed = 0
    for charge in charges.prefetch_related("payments"):
        if charge.kind == Charge.Kind.EXIT_FEE:
            owed += 0 if charge.cancellation and charge.cancellation.undone_at else charge.minor
            continue
        end = (charge.add_on or charge.membership).billing_end_on
        part = rules.returned(period(charge), end, frozen)
        owed += part.owed.minor - part.back.minor + _paid(charge)
    moved = membership.payments.values_list("way", "minor")
    owed += sum(minor if way == Payment.Way.BACK else -minor for way, minor in moved)
    return Money(owed, membership.currency)


def facts_of(cancellation: Cancellation, *, shown_at: datetime) -> rules.Facts:
    """What the rules need to work this exit out, with the terms as they were applied to it."""
    membership = cancellation.membership
    add_ons = list(cancellation.add_ons.all())
    charges = membership.charges.filter(kind=Charge.Kind.PERIOD).filter(
        Q(add_on__in=add_ons) | (Q(add_on=None) if cancellation.ends_membership else Q(pk=None))
    )
    held = {found.term.key: found for found in cancellation.applications.select_related("term__version")}
    back = membership.payments.filter(way=Payment.Way.BACK, cancellation__undone_at__isnull=False)
    refund, back_whole = contract_term(membership, REFUND), taken_back(cancellation)
    return rules.Facts(
        zone=membership.location.zone,
        currency=membership.currency,
        asked_at=cancellation.asked_at,
        shown_at=shown_at,
        ending=tuple(period(c) for c in charges.select_related("add_on").prefetch_related("payments")),
        fee=_taken_back_fee(cancellation) if back_whole else _fee(cancellation, held.get(FEE)),
        notice=None if back_whole else _notice(held.get(NOTICE)),
        wished_on=cancellation.wished_on,
        refund_days=int(refund.facts["days"]) if refund else None,
        back_already=sum(payment.minor for payment in back),
        frozen=_frozen(membership),
        taken_back=back_whole,
    )


def preview_of(cancellation: Cancellation) -> rules.Preview:
    """The exit's money and dates as they were last shown. Raises ValueError when they never were."""
    if cancellation.shown_at is None:
        raise ValueError("nothing was shown yet")
    return rules.preview(facts_of(cancellation, shown_at=cancellation.shown_at))


def contract_term(membership: Membership, key: str) -> Term | None:
    """A term of the version that this member signed; newer versions do not bind them."""
    if membership.contract_id is None:
        return None
    return Term.objects.filter(version=membership.contract_id, key=key).first()


def taken_back(cancellation: Cancellation) -> rules.TakenBack | None:
    """What the contract says of taking it back, where the first asking came in time; else None."""
    membership = cancellation.membership
    term = contract_term(membership, COOLING_OFF)
    begun = [membership.joined_at] if cancellation.ends_membership else []
    begun = begun or [add_on.added_at for add_on in cancellation.add_ons.all()]
    if term is None or not begun:
        return None
    zone, days = membership.location.zone, int(term.facts["days"])
    begun_on, asked_on = (at.astimezone(zone).date() for at in (min(begun), cancellation.asked_at))
    if not rules.may_take_back(begun_on, asked_on, days=days):
        return None
    return rules.TakenBack(begun_on, days)


def terms_held(cancellation: Cancellation) -> list[tuple[Term, Measure]]:
    """The terms of the contract that we may try to hold against whoever leaves, and how far: fee, notice.

    None of them while it may be taken back.
    """
    found: list[tuple[Term, Measure]] = []
    if taken_back(cancellation):
        return found
    fee, notice = (contract_term(cancellation.membership, key) for key in (FEE, NOTICE))
    if fee is not None and (asked := fee_asked(cancellation)):
        found.append((fee, asked))
    if notice is not None and notice.formula is not None:
        found.append((notice, notice.formula))
    return found


def fee_asked(cancellation: Cancellation) -> Money | None:
    """What the contract's formula gives for this exit; None where the contract names no fee."""
    membership = cancellation.membership
    term = contract_term(membership, FEE)
    told = terms.read(term.key, term.facts) if term else None
    if not isinstance(told, terms.Fee):
        return None
    zone = membership.location.zone
    parts: list[tuple[datetime, int]] = []
    if told.of != terms.MEMBERSHIP:
        parts += [(add_on.added_at, add_on.minor) for add_on in cancellation.add_ons.all()]
    if told.of != terms.ADD_ONS and cancellation.ends_membership:
        parts.append((membership.joined_at, membership.minor))
    taken = [
        terms.Taken(at.astimezone(zone).date(), Money(minor // membership.period_months, membership.currency))
        for at, minor in parts
    ]
    return told.due(taken, asked_on=cancellation.asked_at.astimezone(zone).date())


def period(charge: Charge) -> rules.ChargedPeriod:
    """The row as the rules read it."""
    assert charge.starts_on is not None
    assert charge.ends_on is not None
    return rules.ChargedPeriod(
        name=charge.add_on.name if charge.add_on else charge.membership.plan.name,
        amount=charge.amount,
        paid=Money(_paid(charge), charge.currency),
        starts_on=charge.starts_on,
        ends_on=charge.ends_on,
        charged_at=charge.at,
    )


def hand_overs_of(cancellation: Cancellation) -> QuerySet[HandOver]:
    """How often this person was passed on between asking and being let go."""
    return passed_on(Q(cancellation=cancellation)).order_by("at", "pk")


def passed_on(leaving: Q) -> QuerySet[HandOver]:
    """Hand-overs of conversations in which somebody asked to leave, from the asking until it was settled."""
    not_out = Q(cancellation__confirmed_at=None) | Q(cancellation__confirmed_at__gte=OuterRef("at"))
    not_staying = Q(cancellation__undone_at=None) | Q(cancellation__undone_at__gte=OuterRef("at"))
    asked = Asking.objects.filter(
        leaving,
        not_out,
        not_staying,
        conversation=OuterRef("conversation"),
        cancellation__asked_at__lte=OuterRef("at"),
    )
    asking = Asking.objects.filter(leaving).values("conversation")  # few, found first
    return HandOver.objects.filter(Exists(asked), conversation__in=asking)


def _memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("customer", "location", "plan", "contract__policy")


def all_exits() -> QuerySet[Cancellation]:
    """Every exit, with what its pages need."""
    return Cancellation.objects.select_related(
        "membership__customer",
        "membership__location",
        "membership__plan",
        "end_promise__location",
        "receipt_promise__location",
        "refund_promise__location",
        "receipt",
    )


def _paid(charge: Charge) -> int:
    return sum(payment.minor for payment in charge.payments.all())


def _frozen(membership: Membership) -> tuple[tuple[date, date], ...]:
    return tuple(membership.freezes.order_by("starts_on").values_list("starts_on", "ends_on"))


def _fee(cancellation: Cancellation, applied: TermApplication | None) -> rules.Fee | None:
    asked = fee_asked(cancellation)
    if asked is None:
        return None
    if applied is None or applied.charged is None or not asked:
        over = Because(gettext_noop("The contract's fee does not count here: its time is over."))
        return rules.Fee(asked, Money(0, asked.currency), (over,))
    return rules.Fee(asked, applied.charged, applied.because)


def _taken_back_fee(cancellation: Cancellation) -> rules.Fee | None:
    asked = fee_asked(cancellation)
    in_time = Because(gettext_noop("You take it back in time, so no fee counts."))
    return rules.Fee(asked, Money(0, asked.currency), (in_time,)) if asked else None


def _notice(applied: TermApplication | None) -> rules.Notice | None:
    return None if applied is None else rules.Notice(applied.notice_days or 0, applied.because)
