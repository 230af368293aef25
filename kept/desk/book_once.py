"""Booking for a program that may send the same twice: the window that stands already is no new promise."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.deliveries import actions as deliveries
from kept.deliveries import words
from kept.deliveries.models import State, Stop
from kept.deliveries.rules import LocalWindow
from kept.desk import book
from kept.orders.queries import by_number
from kept.promises.models import Wish


class AlreadyPromised(Refused):
    """Another window is promised for this order: it moves only if somebody says at whose wish."""

    code = "window_already_promised"

    def __init__(self, window: LocalWindow) -> None:
        super().__init__(
            _("%(window)s is promised already. To move it, say at whose wish.")
            % {"window": words.say(window)}
        )


def book_once(order: str, window: LocalWindow, *, move: str = "", by: Actor, now: datetime) -> Stop:
    """Promise this window for an order. ``move`` (``customer``, ``ours``) says at whose wish one is replaced.

    Raises AlreadyPromised, NotFound for an unknown order, and what book.book and book.move raise.
    """
    delivery = deliveries.take_on(by_number(order), by=by, now=now)
    if delivery.state != State.SCHEDULED:
        try:
            return book.book(delivery, window, by=by, now=now)
        except deliveries.NotBookable:  # somebody, or the same call sent twice, was quicker; or it is over
            delivery.refresh_from_db()
            if delivery.state != State.SCHEDULED:
                raise
    standing = Stop.objects.select_related("promise", "plan").get(promise=delivery.promise_id)
    if standing.window == window:
        return standing
    if not move:
        raise AlreadyPromised(standing.window)
    return book.move(delivery, window, wish=Wish(move), by=by, now=now)
