"""Where an address may lie: first by the operator's own file, then by the server that the operator named."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from kept.deliveries.addresses import file, servers
from kept.deliveries.addresses.suggestion import Suggestion
from kept.deliveries.outside import NoAnswer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """Suggestions for a person to choose from, and what stood in the way of more, in words for them."""

    suggestions: tuple[Suggestion, ...]
    trouble: str = ""


def is_set_up() -> bool:
    """Whether there is anything to ask."""
    return bool(settings.ADDRESSES or settings.ADDRESS_FILE)


def suggest(address: str, *, country: str = "") -> Found:
    """Places where this address may lie. ``country`` (ISO 3166, such as ``US``) narrows the search.

    Asks a server and may take seconds: never in a transaction, never for a quote.
    """
    address = " ".join(address.split())
    if not address:
        return Found(())
    own, trouble = _from_file(address)
    if own:
        return Found(tuple(own), trouble)
    found, unreached = _from_server(address, country)
    return Found(tuple(found), trouble or unreached)


def _from_file(address: str) -> tuple[list[Suggestion], str]:
    if not settings.ADDRESS_FILE:
        return [], ""
    try:
        return file.places(settings.ADDRESS_FILE).find(address), ""
    except file.BadPlaces as why:
        log.warning("KEPT_ADDRESS_FILE %s", why)
        return [], _("Our own table of addresses cannot be read: %(why)s.") % {"why": why}


def _from_server(address: str, country: str) -> tuple[list[Suggestion], str]:
    if not settings.ADDRESSES:
        return [], ""
    try:
        return servers.ask(settings.ADDRESSES, address, country=country), ""
    except NoAnswer as why:
        log.warning("%s %s", settings.ADDRESSES.name, why)
        return [], _(
            "The address server does not help right now. Copy the place from a map, or try again soon."
        )
