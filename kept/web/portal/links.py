"""Signed links of the customer's pages: what a link opens, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.deliveries import queries
from kept.desk import links
from kept.promises.owed import Kind

if TYPE_CHECKING:
    from kept.promises.models import Promise

PROMISE_LASTS = timedelta(days=400)
window_choice = links.window_page


def promise(promised: Promise, *, now: datetime) -> str:
    """The whole address of the customer's page about one promise."""
    opens = {"promise": str(promised.pk), "about": promised.about}
    token = links.sign(opens, salt=links.PORTAL, until=now + PROMISE_LASTS)
    return f"{settings.BASE_URL.rstrip('/')}{reverse('portal:promise', args=[token])}"


def other_window(promised: Promise, *, now: datetime) -> str:
    """The page on which another window is chosen, while this one is promised; empty for any other promise."""
    if promised.kind != Kind.DELIVERY_WINDOW or promised.settled_at is not None:
        return ""
    delivery = queries.get_delivery(int(promised.about.partition(":")[2]))
    return window_choice(delivery, now=now)


def read(token: str, wanted: str, *, now: datetime) -> dict[str, str]:
    """What a link opens. Raises NotFound for a forged or another link, LinkExpired after its time."""
    opens = links.read(token, salt=links.PORTAL, now=now)
    if wanted not in opens:
        raise NotFound(_("This link opens something else."))
    return opens
