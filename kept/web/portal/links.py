"""Signed links of the customer's pages: what a link opens, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.desk import links

if TYPE_CHECKING:
    from kept.deliveries.models import Delivery
    from kept.promises.models import Promise

SALT = "kept.web.portal"
WINDOW_LASTS = timedelta(days=7)
PROMISE_LASTS = timedelta(days=400)


def window_choice(delivery: Delivery, *, now: datetime) -> str:
    """The whole address of the page on which this delivery's window is chosen."""
    return _address("portal:window", {"order": delivery.order.number}, now + WINDOW_LASTS)


def promise(promised: Promise, *, now: datetime) -> str:
    """The whole address of the customer's page about one promise."""
    opens = {"promise": str(promised.pk), "about": promised.about}
    return _address("portal:promise", opens, now + PROMISE_LASTS)


def read(token: str, wanted: str, *, now: datetime) -> dict[str, str]:
    """What a link opens. Raises NotFound for a forged or another link, LinkExpired after its time."""
    opens = links.read(token, salt=SALT, now=now)
    if wanted not in opens:
        raise NotFound(_("This link opens something else."))
    return opens


def _address(name: str, opens: dict[str, str], until: datetime) -> str:
    token = links.sign(opens, salt=SALT, until=until)
    return f"{settings.BASE_URL.rstrip('/')}{reverse(name, args=[token])}"
