"""The monthly reports: a list of those that were made, and each as the PDF that it was then."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kept.scorecards import reports
from kept.web.desk.requests import StaffRequest
from kept.web.scorecards import periods
from kept.web.security import download


@require_GET
def list_reports(request: StaffRequest) -> HttpResponse:
    found = reports.reports_for(request.user)
    page = {"reports": [(each, periods.month_of(each.month).said) for each in found]}
    return render(request, "scorecards/reports.html", page)


@require_GET
def download_report(request: StaffRequest, report_id: int) -> HttpResponse:
    found = reports.get_report_for(request.user, report_id)
    return download(reports.file_name(found), bytes(found.content))
