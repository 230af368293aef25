"""The driver's pages: the route of today with the next stop in front, and its plain forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.business.rules import Right
from kept.deliveries import queries
from kept.deliveries.actions import Tap
from kept.deliveries.queries import door
from kept.desk import arrive
from kept.web.desk import lines
from kept.web.desk.requests import StaffRequest, needs
from kept.web.driver.forms import RESULTS, VisitForm
from kept.web.promise_line import Line

if TYPE_CHECKING:
    from collections.abc import Collection

    from kept.deliveries.models import Proof, Stop
    from kept.orders.models import Line as Article

# A phone may say where it is on these pages, where the driver switched it on; nothing else may.
PERMISSIONS = "camera=(), microphone=(), geolocation=(self)"


@dataclass(frozen=True)
class Card:
    """A stop as the driver sees it."""

    stop: Stop
    line: Line
    number: int

    @property
    def arrived_at(self) -> datetime | None:
        arrival = getattr(self.stop, "arrival", None)  # a stop without one has no such row
        return arrival.at if arrival else None

    @property
    def state(self) -> str:
        """``ahead``, ``there`` or ``done``."""
        return "done" if self.result else "there" if self.arrived_at else "ahead"

    @property
    def articles(self) -> Collection[Article]:
        return self.stop.delivery.order.lines.all()

    @property
    def proofs(self) -> Collection[Proof]:
        return self.stop.proofs.all()

    @property
    def result(self) -> str:
        visit = getattr(self.stop, "visit", None)
        return visit.result if visit else ""

    @property
    def result_words(self) -> str:
        return str(dict(RESULTS).get(self.result, ""))

    @property
    def phone(self) -> str:
        """A number to call, the first we learned; empty without one."""
        identities = self.stop.delivery.customer.identities.all()
        return next((each.value for each in identities if each.kind == "phone"), "")

    @property
    def way(self) -> str:
        """A ``geo:`` link (RFC 5870): the phone opens its own map, and no map service is told of it."""
        delivery = self.stop.delivery
        place = f"{delivery.latitude:.6f},{delivery.longitude:.6f}"
        return f"geo:{place}?q={place}({quote(delivery.address)})"

    @property
    def map(self) -> str:
        """For phones that know no ``geo:`` links: a map in the browser."""
        delivery = self.stop.delivery
        place = f"{delivery.latitude:.6f}/{delivery.longitude:.6f}"
        return (
            f"https://www.openstreetmap.org/?mlat={delivery.latitude:.6f}"
            f"&mlon={delivery.longitude:.6f}#map=17/{place}"
        )


@needs(Right.DRIVE)
def show_route(request: StaffRequest) -> HttpResponse:
    """Today's stops; the first that is not done is the next one."""
    now = timezone.now()
    stops = door.route_for(request.user, now=now)
    cards = [_card(stop, number, now=now) for number, stop in enumerate(stops, 1)]
    ahead = [card for card in cards if not card.result]
    done = [card for card in cards if card.result]
    shown = {"next": ahead[0] if ahead else None, "later": ahead[1:], "done": done, "results": RESULTS}
    answer = render(request, "driver/route.html", shown | {"form": VisitForm(), "now": now})
    answer.headers["Permissions-Policy"] = PERMISSIONS
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def show_stop(request: StaffRequest, stop_id: int) -> HttpResponse:
    stop = door.door_for(request.user, stop_id)
    return _page(request, stop, VisitForm())


@require_POST
def create_arrival(request: StaffRequest, stop_id: int) -> HttpResponse:
    """The truck is there, now."""
    stop = queries.get_stop_for(request.user, stop_id)
    now = timezone.now()
    arrive.arrive(stop, _tap(request, now), by=request.user.actor, now=now)
    messages.success(request, _("Arrived: written down."))
    return redirect("driver:stop", stop.pk)


@require_POST
def create_visit(request: StaffRequest, stop_id: int) -> HttpResponse:
    """How the visit ended, now; then on to the next stop."""
    stop = door.door_for(request.user, stop_id)
    form = VisitForm(request.POST)
    if not form.is_valid():
        return _page(request, stop, form, status=422)
    now = timezone.now()
    said = form.cleaned_data
    arrive.finish(stop, said["result"], _tap(request, now), note=said["note"], by=request.user.actor, now=now)
    messages.success(
        request,
        _("%(name)s: %(result)s. Written down.")
        % {"name": stop.delivery.customer.name, "result": dict(RESULTS)[said["result"]]},
    )
    return redirect("driver:route" if request.user.may(Right.DRIVE) else "dispatch:board")


def _tap(request: StaffRequest, now: datetime) -> Tap:
    return Tap(now, source="driver" if request.user.may(Right.DRIVE) else "dispatch")


def _card(stop: Stop, number: int, *, now: datetime) -> Card:
    return Card(stop, lines.line_of(stop.promise, now=now), number)


def _page(request: StaffRequest, stop: Stop, form: VisitForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    shown = {"card": _card(stop, stop.sequence + 1, now=now), "results": RESULTS, "form": form, "now": now}
    return render(request, "driver/stop.html", shown, status=status)
