"""Where a row named in a reason ("promise:7") is opened: its own page, or what the ledger says about it."""

from __future__ import annotations

from urllib.parse import quote

from django.urls import NoReverseMatch, reverse

PAGES = {
    "promise": "desk:promise",
    "disclosure": "desk:telling",
    "version": "desk:policy",
    "conversation": "desk:conversation",
    "customer": "desk:customer",
    "order": "desk:order",
    "delivery": "desk:delivery",
    "cancellation": "memberships:exit",
    "matter": "desk:matter",
    "complaint": "complaints:complaint",
    "entry": "desk:entry",
}


def address(ref: str) -> str:
    """The page of a row. Whatever has no page of its own opens its entries in the ledger."""
    kind, _, number = ref.partition(":")
    if kind in PAGES and number.isdecimal():
        try:
            return reverse(PAGES[kind], args=[int(number)])
        except NoReverseMatch:
            pass  # that room is not built: the ledger still says what happened
    return f"{reverse('desk:ledger')}?about={quote(ref)}"
