"""The one question about what was told: a right answer is the best evidence, a wrong one a thing to know."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.ledger import actions as ledger
from kept.policies.actions.tell import raise_grade
from kept.policies.models import Disclosure
from kept.policies.rules import Grade


class NoSuchAnswer(Refused):
    code = "no_such_answer"


@transaction.atomic
def answer_check(disclosure: Disclosure, answer: int, *, by: Actor, now: datetime) -> bool:
    """Take the answer to the question about these words (its place), and say whether it was right.

    Right: they said back what they were told (A5). Wrong: the grade stays, and the ledger keeps what they
    understood; the words can be shown again and answered again. It never stands in the customer's way.
    Raises NoSuchAnswer where nothing was asked, or for an answer that was not offered.
    """
    check = disclosure.wording.asks
    if check is None or answer not in range(len(check.answers)):
        raise NoSuchAnswer(_("Please choose one of the answers."))
    if answer == check.right:
        said = f"{check.question} {check.answers[answer]}"
        raise_grade(disclosure, Grade.A5, evidence=said, by=by, now=now)
        return True
    ledger.record(
        "policy.misunderstood",
        disclosure,
        by=by,
        at=now,
        customer=disclosure.customer_id,
        question=check.question,
        answer=check.answers[answer],
    )
    return False
