"""Where a row named in a reason ("promise:7") is opened: its page, its place on another, or the ledger."""

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
    "proof": "driver:proof",
    "cancellation": "memberships:exit",
    "matter": "desk:matter",
    "complaint": "complaints:complaint",
    "rating": "ratings:rating",
}
BESIDE = (  # rows that stand on the page of another: the page is looked up when somebody goes there
    "claim", "verdict", "letter", "review", "remedy", "fact", "wishmade", "expectation", "handover",
    "asking", "offershown", "charge", "payment", "membership", "term", "termapplication", "invoice",
)  # fmt: skip


def address(ref: str) -> str:
    """The page of a row. Whatever has no page of its own opens its entries in the ledger."""
    kind, _, number = ref.partition(":")
    if kind in PAGES and number.isdecimal():
        try:
            return reverse(PAGES[kind], args=[int(number)])
        except NoReverseMatch:
            pass  # that room is not built: the ledger still says what happened
    if kind in BESIDE and number.isdecimal():
        return reverse("complaints:row", args=[kind, int(number)])
    return ledger(ref)


def ledger(ref: str) -> str:
    """What the ledger says about a row."""
    return f"{reverse('desk:ledger')}?about={quote(ref)}"
