"""What every page knows: the business's name and zone, who is logged in, now, and where they may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.base.refusals import NotFound
from kept.business import queries as business
from kept.business.rules import Right, Role


@dataclass(frozen=True)
class Place:
    """A place in the navigation: the name of its address, its words, its key, and the right it asks for."""

    name: str
    words: Lazy
    key: str
    right: Right


PLACES = [
    Place("desk:inbox", pgettext_lazy("navigation", "Inbox"), "i", Right.READ_CONVERSATIONS),
    Place("desk:call", pgettext_lazy("navigation", "Log a call"), "n", Right.WRITE_CONVERSATIONS),
    Place("desk:customers", pgettext_lazy("navigation", "Customers"), "u", Right.READ_CUSTOMERS),
    Place("desk:promises", pgettext_lazy("navigation", "Promises"), "p", Right.READ_PROMISES),
    Place("desk:orders", pgettext_lazy("navigation", "Orders"), "o", Right.READ_ORDERS),
    Place("memberships:members", pgettext_lazy("navigation", "Members"), "b", Right.READ_MEMBERSHIPS),
    Place("dispatch:board", pgettext_lazy("navigation", "Trucks"), "t", Right.PLAN_DELIVERIES),
    Place("dispatch:today", pgettext_lazy("navigation", "About to break"), "g", Right.BOOK_DELIVERIES),
    Place("driver:route", pgettext_lazy("navigation", "My stops"), "", Right.DRIVE),
    Place("complaints:list", pgettext_lazy("navigation", "Complaints"), "k", Right.DECIDE_COMPLAINTS),
    Place("desk:load", pgettext_lazy("navigation", "Load on people"), "l", Right.WRITE_CONVERSATIONS),
    Place("desk:policies", pgettext_lazy("navigation", "Policies"), "y", Right.READ_POLICIES),
    Place("scorecards:show", pgettext_lazy("navigation", "Scorecard"), "s", Right.READ_CONVERSATIONS),
    Place("house:show", pgettext_lazy("navigation", "The house"), "h", Right.WRITE_POLICIES),
]
ROLES = {
    Role.REPRESENTATIVE: _("Representative"),
    Role.DISPATCHER: _("Dispatcher"),
    Role.DRIVER: _("Driver"),
    Role.MANAGER: _("Manager"),
    Role.OWNER: _("Owner"),
}


def house(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. Reads the location once; strangers get no navigation."""
    known: dict[str, Any] = {"now": timezone.now(), "demo": settings.DEMO, "home": "/"}
    try:
        location = business.get_location()
    except NotFound:
        pass
    else:
        known |= {"house_name": location.name, "zone": location.zone}
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        places = navigation(request)
        known |= {
            "navigation": places,
            "home": places[0]["address"] if places else "/",
            "who": {"name": user.name, "role": ROLES.get(user.role, user.role)},
        }
    return known


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The places this person may open. The longest address that the page stands under is "here"."""
    found = []
    for place in PLACES:
        address = address_of(place.name)
        if address and request.user.may(place.right):  # type: ignore[union-attr]  # asked only when logged in
            found.append({"address": address, "words": place.words, "key": place.key, "here": False})
    under = [place for place in found if request.path.startswith(str(place["address"]))]
    if under:
        max(under, key=lambda place: len(str(place["address"])))["here"] = True
    return found


def address_of(name: str) -> str:
    """The address of a page by its name, or nothing where the house does not have that room."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
