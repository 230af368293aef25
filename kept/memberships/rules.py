"""What leaving costs, gives back and when it ends: the dates, the fee, the refund, all with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kept.base.calendars import end_of_day
from kept.base.money import Money
from kept.policies import packs
from kept.policies.applying import Because, gettext_noop
from kept.policies.packs import Pack

PREVIEW_HOLDS = timedelta(hours=24)  # what was shown is what is confirmed, over midnight too

_ = gettext_noop


@dataclass(frozen=True)
class ChargedPeriod:
    """A period that was charged, ``starts_on`` ≤ day < ``ends_on``, and what of it was paid."""

    name: str
    amount: Money
    paid: Money
    starts_on: date
    ends_on: date
    charged_at: datetime

    def __post_init__(self) -> None:
        if self.ends_on <= self.starts_on:
            raise ValueError("a charged period has a length")


@dataclass(frozen=True)
class LastCharge:
    """What was charged last for what ends, all at that one instant together."""

    name: str
    amount: Money
    charged_at: datetime


@dataclass(frozen=True)
class Notice:
    """The days of notice that count, as the term was applied; ``because`` is shown to both sides."""

    days: int
    because: tuple[Because, ...]

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError("a notice period has no negative days")


@dataclass(frozen=True)
class Fee:
    """What may be charged of what was asked, as the term was applied; ``because`` is shown to both sides."""

    asked: Money
    allowed: Money
    because: tuple[Because, ...]

    @property
    def stopped(self) -> bool:
        return bool(self.asked) and not self.allowed


@dataclass(frozen=True)
class Ends:
    """The last local day of service and the last day that is charged, the notice in it, and the reasons."""

    service_on: date
    billing_on: date
    because: tuple[Because, ...]
    notice_days: int = 0


@dataclass(frozen=True)
class Returned:
    """The part of one charged period that goes back, or that is still owed: ``unused`` days of ``days``."""

    name: str
    days: int
    unused: int
    back: Money
    owed: Money


@dataclass(frozen=True)
class TakenBack:
    """What ends began on this local day, and may be taken back for so many days: nothing of it is charged."""

    begun_on: date
    days: int


@dataclass(frozen=True)
class Facts:
    """What a way out is worked out from; ``ending`` are the charged periods of what ends, and no others.

    ``refund_days`` is what the contract says, ``back_already`` the minor units that went back for an exit
    which was undone, ``frozen`` the pauses (first day, first day after). ``taken_back``: see ``TakenBack``.
    """

    zone: ZoneInfo
    currency: str
    asked_at: datetime
    shown_at: datetime
    ending: tuple[ChargedPeriod, ...]
    fee: Fee | None = None
    notice: Notice | None = None
    wished_on: date | None = None
    refund_days: int | None = None
    back_already: int = 0
    frozen: tuple[tuple[date, date], ...] = ()
    taken_back: TakenBack | None = None
    packs: tuple[Pack, ...] = (packs.HOUSE,)


@dataclass(frozen=True)
class Preview:
    """What is shown before an exit is confirmed: last charge, fee, refund, and the dates (DOMAIN §8)."""

    ends: Ends
    last_charge: LastCharge | None
    fee: Fee
    refund: Money
    owed: Money
    returned: tuple[Returned, ...]
    refund_due_at: datetime | None


def preview(facts: Facts) -> Preview:
    """Work out a way out. The first asking counts (§8); the refund is due at the end of a local day."""
    ends = ending(facts)
    parts = tuple(returned(period, ends.billing_on, facts.frozen) for period in facts.ending)
    back = sum(part.back.minor for part in parts)
    refund = Money(max(back - facts.back_already, 0), facts.currency)
    days = packs.refund_days(facts.packs)
    due_on = _day(facts.shown_at, facts.zone) + timedelta(days=min(days, facts.refund_days or days))
    nothing = Money(0, facts.currency)
    return Preview(
        ends=ends,
        last_charge=last_charge(facts.ending),
        fee=facts.fee or Fee(nothing, nothing, (Because(_("The contract names no fee for leaving.")),)),
        refund=refund,
        owed=Money(sum(part.owed.minor for part in parts), facts.currency),
        returned=parts,
        refund_due_at=end_of_day(due_on, facts.zone) if refund else None,
    )


def last_charge(periods: Sequence[ChargedPeriod]) -> LastCharge | None:
    """What was charged at the latest instant, summed: the membership and its add-ons are charged as one."""
    if not periods:
        return None
    at = max(period.charged_at for period in periods)
    latest = [period for period in periods if period.charged_at == at]
    amount = sum((period.amount for period in latest[1:]), latest[0].amount)
    return LastCharge(", ".join(period.name for period in latest), amount, at)


def may_take_back(begun_on: date, asked_on: date, *, days: int) -> bool:
    """Whether somebody who asked on that local day is in time: until the end of the last day, as was told."""
    return asked_on <= begun_on + timedelta(days=days)


def ending(facts: Facts) -> Ends:
    """The two dates. Billing stops on the day of the first asking, or after a notice that was properly told.

    What is taken back in time was never charged: billing stops before it began. Service lasts until the day
    on which the money was shown, so that nobody is put out while they talk; a later day that the member
    wishes for moves both.
    """
    asked_on, shown_on = _day(facts.asked_at, facts.zone), _day(facts.shown_at, facts.zone)
    days, because = _notice(facts.notice)
    billing_on = asked_on + timedelta(days=days)
    if facts.taken_back is not None:
        first = min([facts.taken_back.begun_on, *(period.starts_on for period in facts.ending)])
        billing_on = first - timedelta(days=1)
        words = _("You take it back within %(days)s days, so nothing of it is charged.")
        because = (Because(words, {"days": str(facts.taken_back.days)}), *because)
    because = (
        Because(_("The first asking counts: %(day)s."), {"day": asked_on.isoformat()}),
        *because,
    )
    if facts.wished_on is not None and facts.wished_on > billing_on:
        billing_on = facts.wished_on
        because = (*because, Because(_("The last day is the one you asked for.")))
    return Ends(max(billing_on, shown_on), billing_on, because, notice_days=days)


def returned(
    period: ChargedPeriod, billing_end_on: date | None, frozen: Sequence[tuple[date, date]] = ()
) -> Returned:
    """The unused part of a charged period, pro rata by calendar day; frozen days are not used days.

    The used part is ``amount × used days ÷ days``, rounded down to the whole minor unit: a rounding cent is
    the member's (§2: the doubt goes to the customer). What was paid beyond the used part goes back; what
    of the used part was not paid is owed.
    """
    days = (period.ends_on - period.starts_on).days
    used_until = period.ends_on if billing_end_on is None else billing_end_on + timedelta(days=1)
    used_days = _days_charged(period.starts_on, min(used_until, period.ends_on), frozen)
    used = period.amount.minor * used_days // days
    balance = period.paid.minor - used
    return Returned(
        name=period.name,
        days=days,
        unused=days - used_days,
        back=Money(max(balance, 0), period.amount.currency),
        owed=Money(max(-balance, 0), period.amount.currency),
    )


def still_holds(shown_at: datetime, now: datetime) -> bool:
    """Whether money shown then may be confirmed now, without showing it again."""
    return now - shown_at <= PREVIEW_HOLDS


def may_undo_until(service_end_on: date, zone: ZoneInfo) -> datetime:
    """Up to here, not including it, the customer may take an exit back (§8: until the end date)."""
    return end_of_day(service_end_on, zone)


def _notice(applied: Notice | None) -> tuple[int, tuple[Because, ...]]:
    if applied is None:
        return 0, ()
    if not applied.days:
        return 0, (Because(_("The notice period does not count.")), *applied.because)
    counts = Because(_("The notice period of %(days)s days counts."), {"days": str(applied.days)})
    return applied.days, (counts, *applied.because)


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def _days_charged(first: date, until: date, frozen: Sequence[tuple[date, date]]) -> int:
    days = range((until - first).days)
    return sum(
        not any(starts <= first + timedelta(days=day) < ends for starts, ends in frozen) for day in days
    )
