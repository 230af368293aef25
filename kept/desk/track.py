"""The customer's page of a delivery: its link, and the mail on the morning of the day that brings it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta

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
from kept.deliveries.models import Delivery, Stop
from kept.desk import links, make_good
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing

SALT = "kept.desk.track"
PATH = "p/track"  # kept/web/portal/urls.py opens what stands under it
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
