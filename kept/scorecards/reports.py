"""Reading the monthly reports, and saying which one is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Location, Staff
from kept.business.queries import colleagues, require
from kept.business.rules import Right, Role
from kept.scorecards.models import Report
from kept.scorecards.monthly import was_counted

READY_AT = 6  # o'clock, local: before anybody's working day


def reports_for(staff: Staff) -> QuerySet[Report]:
    """Those of their location, all of them for the owner; the newest first, without what is in them."""
    require(staff, Right.READ_SCORECARDS)
    found = Report.objects.select_related("location").defer("content").order_by("-month", "location__name")
    return found if staff.role == Role.OWNER else found.filter(location=staff.location_id)


def get_report_for(staff: Staff, pk: int) -> Report:
    """Raises NotAllowed, and NotFound also for one of another location."""
    found = reports_for(staff).defer(None).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("We have no such report."))
    return found


def file_name(report: Report) -> str:
    return f"kept {report.month:%Y-%m}.pdf"


def due(now: datetime) -> list[tuple[Location, date]]:
    """The locations whose report of last month is to be made now, with that month's first day.

    From the first working day of the month on, in the morning; later if the clock slept; never twice, and
    never of a month in which nothing was counted.
    """
    found = []
    for location in Location.objects.order_by("pk"):
        local = now.astimezone(location.zone)
        this = local.date().replace(day=1)
        last = (this - timedelta(days=1)).replace(day=1)
        opens = next(location.calendar.open_days(this), this)
        ready = local.date() > opens or (local.date() == opens and local.hour >= READY_AT)
        made = Report.objects.filter(location=location, month=last).exists()
        if ready and not made and was_counted(location, last):
            found.append((location, last))
    return found


def readers_of(location: Location) -> list[Staff]:
    """Who gets it: the location's managers, and the owners."""
    return [
        each
        for each in colleagues(Role.MANAGER, Role.OWNER)
        if each.role == Role.OWNER or each.location_id == location.pk
    ]
