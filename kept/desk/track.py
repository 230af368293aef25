"""Following a delivery: its customer's link, what stands on the page, the mail on the morning of the day."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE
from kept.base.calendars import local_instant
from kept.base.refusals import NotFound, Refused
from kept.customers.queries import canonical, email_of
from kept.deliveries import live, queries, words, words_live
from kept.deliveries.live import Seen
from kept.deliveries.models import Delivery, State, Stop
from kept.deliveries.queries.finding import stops_at_hand
from kept.desk import links, make_good
from kept.desk.make_good import Credit
from kept.ledger.actions import ref
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies.models import Disclosure, Wording
from kept.policies.queries import due_on, told_to, wording_in
from kept.promises.models import Promise
from kept.promises.owed import Kind
from kept.promises.queries import promises_about

SALT = "kept.desk.track"
PATH = "p/track"  # kept/web/portal/urls.py opens what stands under it
WINDOW = "window"  # the term that says how we come
LASTS_AFTER = timedelta(days=30)
MORNING = time(6)  # nobody is written to in the night, however early the day was published


def link(delivery: Delivery, *, now: datetime) -> str:
    """The whole address of the page on which this delivery is seen, until a month after its window."""
    return f"{settings.BASE_URL.rstrip('/')}/{PATH}/{token(delivery, now=now)}"


def token(delivery: Delivery, *, now: datetime) -> str:
    due = max(now, delivery.promise.until) if delivery.promise else now
    return links.sign({"delivery": delivery.pk}, salt=SALT, until=due + LASTS_AFTER)


def open_link(signed: str, *, now: datetime) -> Delivery:
    """Whose delivery it is. Raises NotFound for a forged link, LinkExpired for an old or an erased one."""
    opens = links.read(signed, salt=SALT, now=now)
    if "delivery" not in opens:
        raise NotFound(_("This link opens something else."))
    delivery = queries.get_delivery(int(opens["delivery"]))
    links.still_open(delivery.customer)
    return delivery


class Stage(StrEnum):
    """How far a delivery has come, as its customer sees it."""

    CANCELLED = "cancelled"
    NO_WINDOW = "no_window"
    AHEAD = "ahead"  # on another day
    TODAY = "today"  # today, and nothing more is known yet
    COMING = "coming"
    NO_TRUCK = "no_truck"  # its truck is out, and no other one has it yet
    THERE = "there"
    DELIVERED = "delivered"
    UNDONE = "undone"  # the truck was there, and it was not delivered
    MISSED = "missed"  # the window is over, and no truck came


@dataclass(frozen=True)
class Followed:
    """What stands on the page: ``credit`` is what a missed window gives, ``back`` what is promised for it."""

    delivery: Delivery
    stage: Stage
    stop: Stop | None = None
    seen: Seen | None = None
    credit: Credit | None = None
    back: Promise | None = None
    wordings: Sequence[Wording] = ()

    @property
    def in_danger(self) -> bool:
        return self.seen is not None and self.seen.outlook in (live.Outlook.BREAKS, live.Outlook.PROBABLY)

    @property
    def may_move(self) -> bool:
        """Whether they may choose another window by themselves: before the day, or once we failed them."""
        if self.stage in (Stage.NO_WINDOW, Stage.AHEAD, Stage.UNDONE, Stage.MISSED):
            return True
        return self.stop is not None and make_good.was_warned(self.stop.promise)


def follow(delivery: Delivery, *, now: datetime) -> Followed:
    """One delivery as it stands now."""
    if delivery.state == State.CANCELLED:
        return Followed(delivery, Stage.CANCELLED)
    stop = stops_at_hand().filter(delivery=delivery, promise=delivery.promise_id).last()
    if stop is None:
        return Followed(delivery, Stage.NO_WINDOW, wordings=_wordings(delivery))
    seen = live.of_delivery(delivery, now=now) if delivery.state == State.SCHEDULED else None
    return Followed(
        delivery=delivery,
        stage=_stage(delivery, stop, seen, now=now),
        stop=stop,
        seen=seen,
        credit=make_good.credit(stop.promise),
        back=promises_about(ref(stop.promise)).filter(kind=Kind.REFUND).prefetch_related("facts").last(),
        wordings=_wordings(delivery),
    )


def _stage(delivery: Delivery, stop: Stop, seen: Seen | None, *, now: datetime) -> Stage:
    after_the_visit = {
        State.ARRIVED: Stage.THERE,
        State.DELIVERED: Stage.DELIVERED,
        State.NOBODY_THERE: Stage.UNDONE,
        State.REFUSED: Stage.UNDONE,
        State.DAMAGED: Stage.UNDONE,
    }
    if delivery.state in after_the_visit:
        return after_the_visit[State(delivery.state)]
    today = now.astimezone(delivery.depot.location.zone).date()
    if stop.promise.settled_at is not None or stop.plan.on < today:
        return Stage.MISSED
    if stop.plan.on > today:
        return Stage.AHEAD
    if seen is None:
        return Stage.TODAY
    return Stage.COMING if seen.earliest else Stage.NO_TRUCK


def _wordings(delivery: Delivery) -> list[Wording]:
    """Our words about windows as they were told them; where nobody did, as they stand."""
    told = told_to(delivery.customer).filter(version__terms__key=WINDOW).first()
    versions = [told.version] if told else due_on(Disclosure.Occasion.SCHEDULING)
    return [wording_in(version, delivery.customer.language) for version in versions]


def tell_today(*, now: datetime) -> list[Outgoing]:
    """Write on the morning of a published day to everybody whom a truck still visits. Twice is once.

    Who has no address is not written to: they have their window, and the phone.
    """
    if not queries.has_depot():
        return []
    written = []
    for depot in queries.depots():
        today = live.today(depot, now=now)
        if today.published_at is None or now < local_instant(today.on, MORNING, depot.location.zone):
            continue
        waiting = [seen for seen in today.seen if seen.arrived_at is None and now < seen.until]
        told = _told_already(today.on, waiting)
        for seen in waiting:
            with suppress(Refused):  # one whom no mail can reach keeps nobody else from being told
                if _mail_id(seen, today.on) not in told and (mail := _write(seen, today.on, now=now)):
                    written.append(mail)
    return written


def _told_already(on: date, waiting: list[Seen]) -> set[str]:
    wanted = [_mail_id(seen, on) for seen in waiting]
    return set(Outgoing.objects.filter(mail_id__in=wanted).values_list("mail_id", flat=True))


def _mail_id(seen: Seen, on: date) -> str:
    """One for each promise and day: the outbox takes no second mail of it."""
    return outbox.new_mail_id("today", once=f"{seen.promise}.{on.isoformat()}")


@transaction.atomic
def _write(seen: Seen, on: date, *, now: datetime) -> Outgoing | None:
    stop = Stop.objects.select_related("plan", "promise__location", "delivery__customer").get(pk=seen.stop)
    customer = canonical(stop.delivery.customer)
    address = email_of(customer)
    if address is None:
        return None
    with override(customer.language):
        subject = _("Your delivery today, %(window)s") % {"window": _window(stop)}
        text = "\n\n".join(_letter(stop, seen, now=now))
    return outbox.queue(
        to=address,
        subject=subject,
        text=text,
        customer=customer,
        thread=outbox.Thread(mail_id=_mail_id(seen, on)),
        by=SOFTWARE,
        now=now,
    )


def _letter(stop: Stop, seen: Seen, *, now: datetime) -> list[str]:
    zone = stop.promise.location.zone
    come = _("today we bring your order %(number)s, between %(opens)s and %(closes)s.") % {
        "number": stop.delivery.order.number,
        "opens": f"{stop.opens:%H:%M}",
        "closes": f"{stop.closes:%H:%M}",
    }
    if expected := words_live.span(seen, now=now, zone=zone):
        come += " " + _("As it looks now: %(span)s. This may change during the day.") % {"span": expected}
    follow = _("Here you see how far our truck has come, and when we expect to be with you: %(link)s")
    found = make_good.credit(stop.promise)
    return [
        _("Hello %(name)s,") % {"name": stop.delivery.customer.name},
        come,
        follow % {"link": link(stop.delivery, now=now)},
        *([make_good.in_words(found)] if found else []),
    ]


def _window(stop: Stop) -> str:
    return words.say_span(stop.opens, stop.closes)
