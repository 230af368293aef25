"""The link with which the first owner opens the desk: signed, good for a day, dead once a location stands."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.desk.found import is_founded

SALT = "kept.founding"
GOOD_FOR_SECONDS = 24 * 3600


def link() -> str | None:
    """The address to open the desk at, or None when it is open already."""
    if is_founded():
        return None
    return settings.BASE_URL + reverse("house:found", args=[signing.dumps("found", salt=SALT)])


def check(token: str) -> None:
    """Raise NotFound for a link that is forged, older than a day, or no longer needed."""
    try:
        signing.loads(token, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature as bad:
        raise NotFound(_("This link does not open anything. Start the desk again for a new one.")) from bad
    if is_founded():
        raise NotFound(_("This desk is open already. Log in instead."))
