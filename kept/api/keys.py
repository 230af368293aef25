"""Who asks: a program by its key, not too often; and the right that an address asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from kept.base.refusals import Refused
from kept.business import actions, queries
from kept.business.rules import Right

if TYPE_CHECKING:
    from kept.business.models import Software

MOST_A_MINUTE = 300  # of one key
MOST_WRONG_A_MINUTE = 30  # of one address


class Request(HttpRequest):
    """The key comes first, so ``auth`` is the program that asks."""

    auth: Software


class TooOften(Refused):
    """This program, or this address without a key, asked too often. Counted in this process's memory."""

    code = "too_often"

    def __init__(self) -> None:
        super().__init__(_("That was too often. Wait a minute, and send more at once."))


class Key(HttpBearer):
    """``Authorization: Bearer kept_…``. Anything else is nobody."""

    def authenticate(self, request: HttpRequest, token: str) -> Software | None:
        software = queries.by_key(token)
        if software is None:
            _count(f"wrong:{request.META.get('REMOTE_ADDR', '')}", MOST_WRONG_A_MINUTE)
            return None
        _count(f"key:{software.pk}", MOST_A_MINUTE)
        actions.note_use(software, now=timezone.now())
        return software


def require(request: Request, right: Right) -> Software:
    """The program that asks, if it has this right. Raises NotAllowed."""
    queries.require(request.auth, right)
    return request.auth


def _count(what: str, most: int) -> None:
    key = f"api:{what}"
    cache.add(key, 0, timeout=60)
    try:
        count = cache.incr(key)
    except ValueError:  # its minute ended between the two lines
        return
    if count > most:
        raise TooOften
