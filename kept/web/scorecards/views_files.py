"""The files of the scorecards: figures and rows for a spreadsheet, the monthly reports as PDF."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from kept.base.refusals import Refused
from kept.complaints import blind
from kept.scorecards.places import Name
from kept.scorecards.queries import cards
from kept.web.desk.requests import StaffRequest
from kept.web.scorecards import asked, files
from kept.web.security import download, streamed

MOST_ROWS = 20_000


class TooManyRows(Refused):
    code = "too_many_rows_for_a_file"


@require_GET
def download_figures(request: StaffRequest) -> HttpResponse:
    """Every figure of the scorecard that the address names."""
    with override(files.LANGUAGE):
        wanted = asked.read(request)
        found = cards.get_scorecard_for(request.user, wanted.of.scope, wanted.over.days)
        return download(f"scorecard {wanted.over.code}.csv", files.figures(wanted, found))


@require_GET
def download_rows(request: StaffRequest, name: str) -> StreamingHttpResponse:
    """All rows behind one figure, sent as they are written; who may not read them gets no byte.

    Raises TooManyRows for more than a spreadsheet is good for.
    """
    only = request.GET.get("only", "")[:60]
    with override(files.LANGUAGE):
        wanted = asked.read(request)
        found = cards.get_every_row_for(
            request.user, name, wanted.of.scope, wanted.over.days, only=only, most=MOST_ROWS
        )
    if found.of > MOST_ROWS:
        said = _("These are %(n)d rows, and a file holds %(most)d. Choose a shorter time, or a reason.")
        raise TooManyRows(said % {"n": found.of, "most": MOST_ROWS})
    # The rows of Fair are complaints, and which verdict they had can be asked for.
    hidden = blind.complaints_hidden_from(request.user) if name == Name.FAIR else ()
    parts = files.rows(wanted, name, found.rows, hidden=hidden)
    return streamed(request, f"{name} {wanted.over.code}.csv", parts)
