"""Leaving: asking, seeing the money, confirming. The first person reached does it all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import SOFTWARE, Actor
from kept.base.refusals import Refused
from kept.conversations.models import Conversation
from kept.ledger import actions as ledger
from kept.memberships import queries, rules
from kept.memberships.actions.join import lock
from kept.memberships.actions.settle import promise_the_exit
from kept.memberships.models import AddOn, Asking, Cancellation, Charge, Membership, Step
from kept.policies import actions as policies
from kept.policies.models import TermApplication


class NothingChosen(Refused):
    code = "exit_nothing_chosen"


class ShowAgain(Refused):
    """The money must be shown (again) before it can be confirmed."""

    code = "exit_show_again"


class Withdrawn(Refused):
    code = "exit_withdrawn"


@dataclass(frozen=True)
class Asked:
    """When and how somebody asked to leave; to any address, in any words, late or not."""

    at: datetime
    channel: str
    conversation: Conversation | None = None


@dataclass(frozen=True)
class Choice:
    """What ends: the membership (with everything in addition), or these add-ons alone.

    ``wished_on`` is a later last day, if the customer wants one.
    """

    membership: bool
    add_ons: tuple[AddOn, ...] = ()
    wished_on: date | None = None


@transaction.atomic
def ask_to_leave(membership: Membership, asked: Asked, *, by: Actor, now: datetime) -> Cancellation:
    """Write down that the customer asked to leave. The first asking counts; none is ever turned away.

    Asking again adds a row, and moves the date only back. When the membership has already been ended, the
    asking is kept with that exit, and that exit is returned.
    """
    membership = lock(membership)
    at = min(asked.at, now)
    cancellation = queries.open_exit(membership)
    if cancellation is None and membership.service_end_on is not None:
        cancellation = queries.latest_exit(membership)
    if cancellation is None:
        cancellation = Cancellation.objects.create(
            membership=membership, asked_at=at, asked_channel=asked.channel, currency=membership.currency
        )
    _asking, new = Asking.objects.get_or_create(
        cancellation=cancellation,
        at=at,
        channel=asked.channel,
        conversation=asked.conversation,
        defaults={"by": str(by), "recorded_at": now},
    )
    if cancellation.is_open and at < cancellation.asked_at:
        cancellation.asked_at, cancellation.asked_channel = at, asked.channel
        cancellation.save(update_fields=["asked_at", "asked_channel"])
    if new:
        record("exit.asked", cancellation, by=by, now=now, asked_at=at, channel=asked.channel)
    return cancellation


@transaction.atomic
def show_money(cancellation: Cancellation, choice: Choice, *, by: Actor, now: datetime) -> rules.Preview:
    """Work out and show what an exit costs, gives back and when it ends: the first of the two steps.

    A fee or notice in the contract is applied here, so that the attempt is counted even when it is stopped.
    Refused when nothing was chosen, or the exit was confirmed or withdrawn.
    """
    cancellation = locked_exit(cancellation)
    membership = cancellation.membership
    _refuse_unless_open(cancellation)
    ending = _chosen(membership, choice)
    cancellation.ends_membership, cancellation.wished_on = choice.membership, choice.wished_on
    cancellation.add_ons.set(ending)
    cancellation.applications.set(_apply_terms(cancellation, by=by, now=now))
    found = rules.preview(queries.facts_of(cancellation, shown_at=now))
    cancellation.shown_at = now
    _write_down(cancellation, found)
    Step.objects.create(
        membership=membership, cancellation=cancellation, what="saw the money", at=now, by=str(by)
    )
    record(
        "exit.shown",
        cancellation,
        by=by,
        now=now,
        fee=found.fee.allowed.minor,
        refund=found.refund.minor,
        service_end_on=found.ends.service_on,
        billing_end_on=found.ends.billing_on,
    )
    return found


@transaction.atomic
def confirm(cancellation: Cancellation, *, by: Actor, now: datetime) -> Cancellation:
    """End what was chosen, at the money and on the dates that were shown: the second step. Twice is once.

    Refused when the money was not shown, or has changed since, or was shown too long ago.
    """
    cancellation = locked_exit(cancellation)
    if cancellation.confirmed_at is not None and cancellation.undone_at is None:
        return cancellation
    _refuse_unless_open(cancellation)
    found = _as_shown(cancellation, now=now)
    cancellation.confirmed_at, cancellation.confirmed_by = now, str(by)
    _charge_fee(cancellation, found, by=by, now=now)
    end_parts(cancellation, found.ends.service_on, found.ends.billing_on)
    promise_the_exit(cancellation, by=by, now=now)
    cancellation.save()
    Step.objects.create(
        membership=cancellation.membership, cancellation=cancellation, what="confirmed", at=now, by=str(by)
    )
    record(
        "exit.confirmed",
        cancellation,
        by=by,
        now=now,
        service_end_on=cancellation.service_end_on,
        billing_end_on=cancellation.billing_end_on,
        fee=cancellation.fee_minor,
        refund=cancellation.refund_minor,
        ends=[*(["membership"] if cancellation.ends_membership else []), *cancellation.add_ons.all()],
    )
    return cancellation


def locked_exit(cancellation: Cancellation) -> Cancellation:
    """The exit as it stands, under the lock of its membership: two people cannot confirm it at once."""
    membership = lock(cancellation.membership)
    found = Cancellation.objects.select_related("refund_promise").get(pk=cancellation.pk)
    found.membership = membership
    return found


def _refuse_unless_open(cancellation: Cancellation) -> None:
    if cancellation.confirmed_at is not None:
        raise Withdrawn(_("This cancellation is confirmed already. The receipt says what ended and when."))
    if cancellation.undone_at is not None:
        raise Withdrawn(_("This cancellation was taken back. You can start a new one at once."))


def _chosen(membership: Membership, choice: Choice) -> list[AddOn]:
    """The add-ons that end: with the membership all that run, else those chosen of them."""
    running = queries.running_add_ons(membership)
    if choice.membership:
        ending = running
    else:
        ending = [add_on for add_on in running if add_on in choice.add_ons]
        if not ending:
            raise NothingChosen(_("Please choose what is to end."))
    paid_until = membership.paid_until
    if choice.wished_on is not None and (paid_until is None or choice.wished_on >= paid_until):
        raise NothingChosen(_("A later last day can be any day that is paid for already."))
    return ending


def _apply_terms(cancellation: Cancellation, *, by: Actor, now: datetime) -> list[TermApplication]:
    """Try to hold the contract's fee and notice against the customer; the same again is the same attempt."""
    membership = cancellation.membership
    tried = {(found.term_id, found.asked): found for found in cancellation.applications.all()}
    applied = []
    for term, asked in queries.terms_held(cancellation):
        applied.append(
            tried.get((term.pk, asked))
            or policies.apply_term(
                term,
                customer=membership.customer,
                about=ledger.ref(membership),
                bound_at=membership.bound_at,
                asked=asked,
                by=by if by.is_staff else SOFTWARE,
                now=now,
            )
        )
    return applied


def _as_shown(cancellation: Cancellation, *, now: datetime) -> rules.Preview:
    """The money worked out again. Raises ShowAgain unless it is what was shown, and not long ago."""
    if cancellation.shown_at is None:
        raise ShowAgain(_("Please look at the money and the dates first."))
    if not rules.still_holds(cancellation.shown_at, now):
        raise ShowAgain(_("This was worked out more than a day ago. Here it is as of today."))
    shown = _figures(cancellation)
    found = queries.preview_of(cancellation)
    _fill(cancellation, found)
    if _figures(cancellation) != shown:
        raise ShowAgain(_("Something was charged or paid meanwhile. Here are the new figures."))
    return found


def _figures(cancellation: Cancellation) -> tuple[object, ...]:
    return (
        cancellation.service_end_on,
        cancellation.billing_end_on,
        cancellation.fee_minor,
        cancellation.refund_minor,
    )


def _write_down(cancellation: Cancellation, found: rules.Preview) -> None:
    _fill(cancellation, found)
    cancellation.save()


def _fill(cancellation: Cancellation, found: rules.Preview) -> None:
    cancellation.service_end_on, cancellation.billing_end_on = found.ends.service_on, found.ends.billing_on
    cancellation.notice_days = found.ends.notice_days
    cancellation.fee_minor, cancellation.refund_minor = found.fee.allowed.minor, found.refund.minor
    cancellation.refund_due_at = found.refund_due_at


def _charge_fee(cancellation: Cancellation, found: rules.Preview, *, by: Actor, now: datetime) -> None:
    if not found.fee.allowed:
        return
    Charge.objects.create(
        membership=cancellation.membership,
        kind=Charge.Kind.EXIT_FEE,
        minor=found.fee.allowed.minor,
        currency=found.fee.allowed.currency,
        at=now,
        by=str(by),
        cancellation=cancellation,
        application=cancellation.applications.get(term__key=queries.FEE),
    )


def end_parts(cancellation: Cancellation, service_on: date | None, billing_on: date | None) -> None:
    parts: list[Membership | AddOn] = list(cancellation.add_ons.all())
    if cancellation.ends_membership:
        parts.append(cancellation.membership)
    for part in parts:
        part.service_end_on, part.billing_end_on = service_on, billing_on
        part.save(update_fields=["service_end_on", "billing_end_on"])


def record(kind: str, cancellation: Cancellation, *, by: Actor, now: datetime, **facts: object) -> None:
    customer = cancellation.membership.customer_id
    ledger.record(
        kind, cancellation, by=by, at=now, customer=customer, membership=cancellation.membership, **facts
    )
