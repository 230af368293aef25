"""What was imported and how that is done; and each signed paper, handed out as a file and never shown."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kept.business.rules import Right
from kept.customers import queries as customers
from kept.desk import past
from kept.memberships.past import COLUMNS, NEEDED
from kept.web.desk.names import Names
from kept.web.desk.requests import StaffRequest, needs
from kept.web.security import download

WORDS = {
    "customers": _("customers"),
    "memberships": _("contracts"),
    "tellings": _("tellings"),
    "papers": _("papers"),
    "orders": _("orders"),
}


@needs(Right.WRITE_POLICIES)
def list_imports(request: StaffRequest) -> HttpResponse:
    files = [(name, [(column, column in NEEDED[name]) for column in COLUMNS[name]]) for name in COLUMNS]
    imports = [
        (one, [f"{one.taken[name]} {words}" for name, words in WORDS.items() if one.taken[name]])
        for one in past.imports_for(request.user)
    ]
    shown = {"imports": imports, "files": files, "names": Names()}
    return render(request, "past/list.html", shown)


@needs(Right.READ_CUSTOMERS)
def download_paper(request: StaffRequest, sha256: str) -> HttpResponse:
    paper = customers.get_paper_for(request.user, sha256)
    return download(paper.name, bytes(paper.content))
