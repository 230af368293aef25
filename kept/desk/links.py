"""Signed links: what a customer's page opens without a log-in, and until when. One salt for each room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound, Refused
from kept.customers.models import Customer
from kept.customers.queries import canonical
from kept.deliveries.models import Delivery

UNTIL = "until"
PORTAL = "kept.web.portal"  # the salt of the pages about deliveries and promises
WINDOW_PATH = "p/window"  # kept/web/portal/urls.py opens what stands under it
WINDOW_LASTS = timedelta(days=7)


class LinkExpired(Refused):
    code = "link_expired"


def sign(opens: dict[str, Any], *, salt: str, until: datetime) -> str:
    """What a link ``opens``, good up to but not including ``until``, so that nobody can change it."""
    return signing.dumps({**opens, UNTIL: until.isoformat(timespec="seconds")}, salt=salt)


def read(signed: str, *, salt: str, now: datetime) -> dict[str, Any]:
    """What a link opens. Raises NotFound for a forged one or another page's, LinkExpired after its time."""
    try:
        opens: dict[str, Any] = signing.loads(signed, salt=salt)
    except signing.BadSignature:
        raise NotFound(_("This link is not complete. Perhaps it was cut off in your mail.")) from None
    if now >= datetime.fromisoformat(opens[UNTIL]):
        raise LinkExpired(_("This link is too old to be used. You may always write or phone us."))
    return opens


def window_page(delivery: Delivery, *, now: datetime) -> str:
    """The whole address of the page on which this delivery's window is chosen, and chosen anew.

    Good for a week, and for as long as a promised window has not ended.
    """
    until = now + WINDOW_LASTS
    if delivery.promise is not None:
        until = max(until, delivery.promise.until)
    token = sign({"order": delivery.order.number}, salt=PORTAL, until=until)
    return f"{settings.BASE_URL.rstrip('/')}/{WINDOW_PATH}/{token}"


def still_open(customer: Customer) -> None:
    """Nothing is written any more to somebody who was erased. Raises LinkExpired."""
    if canonical(customer).erased_at is not None:
        raise LinkExpired(_("This link is too old to be used. You may always write or phone us."))
