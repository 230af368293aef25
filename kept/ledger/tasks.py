"""The ledger's timed work: seal what waits, sign the day, have it stamped. Safe to run twice."""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from kept.ledger import actions, queries, timestamps

log = logging.getLogger(__name__)


@task
def seal() -> None:
    try:
        actions.seal(now=timezone.now())
    except actions.CannotSeal as no:
        log.error("%s", no)


@task
def sign_the_day() -> None:
    try:
        actions.checkpoint(now=timezone.now())
    except actions.CannotSeal as no:
        log.error("%s", no)


@task
def stamp_the_day() -> None:
    """Have the day's checkpoint stamped, where an authority is named and it has not been done."""
    point = queries.unstamped_day(timezone.now()) if settings.TIMESTAMP_URL else None
    if point is None:
        return
    try:
        token = timestamps.ask(settings.TIMESTAMP_URL, point.note)
    except timestamps.NoTimestamp as why:
        log.warning("No time stamp for the checkpoint of %s: %s", point.at.date(), why)
        return
    actions.stamp(point, token=token)
