"""Clear: of all attempts to hold a term against a customer, those in which it had been properly told."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kept.base.periods import Period
from kept.policies.models import TermApplication
from kept.scorecards import rules
from kept.scorecards.characteristics import Counted
from kept.scorecards.rules import Listed, Row


def count(period: Period, *, now: datetime) -> Counted:  # noqa: ARG001  # every characteristic is asked alike
    """The product stops the others; the attempts still count. Beside it the median words of a telling."""
    tried = TermApplication.objects.filter(at__gte=period.starts_at, at__lt=period.ends_at)
    rows, lengths = [], []
    for attempt in tried.prefetch_related("disclosures__wording").order_by("at", "pk"):
        because = _("It had been properly told.") if attempt.k else _("Not properly told, and stopped.")
        rows.append(Row(f"termapplication:{attempt.pk}", rules.yes(attempt.k == 1), because))
        lengths += [len(telling.wording.words.split()) for telling in attempt.disclosures.all()]
    return Counted(Listed.of(rows), (rules.median((rules.whole(n) for n in lengths), "words"),))
