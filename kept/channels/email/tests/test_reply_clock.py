"""Who writes is owed an answer: counted in opening hours, once, and kept by the answer."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kept.business.examples import house
from kept.channels.email import take
from kept.channels.email.examples import letter
from kept.desk import reply
from kept.desk.receive import Taken
from kept.promises import actions as promises
from kept.promises.models import Promise

NEW_YORK = ZoneInfo("America/New_York")
SATURDAY_EVENING = datetime(2026, 3, 7, 19, tzinfo=NEW_YORK)  # an hour before closing
pytestmark = pytest.mark.django_db


def comes_in(text: str, *, at: datetime) -> Taken:
    return take.take(letter("Nora <nora@mail.example>", text, mail_id="one@mail.example"), now=at)


def test_a_letter_is_answered_within_opening_hours_over_a_weekend_and_a_clock_change() -> None:
    store = house(now=SATURDAY_EVENING, reply_within_hours=2)

    taken = comes_in("Where is my sofa?", at=SATURDAY_EVENING)

    owed = Promise.objects.get(kind="reply")
    assert owed.until == datetime(2026, 3, 9, 9, tzinfo=NEW_YORK)
    assert taken.conversation is not None
    at = datetime(2026, 3, 9, 8, 30, tzinfo=NEW_YORK)
    reply.reply(taken.conversation, "It comes today, 12–16.", staff=store.representative, now=at)
    owed.refresh_from_db()
    assert owed.outcome == "kept"


def test_silence_breaks_it() -> None:
    house(now=SATURDAY_EVENING, reply_within_hours=2)
    comes_in("Where is my sofa?", at=SATURDAY_EVENING)

    promises.break_overdue(now=datetime(2026, 3, 9, 9, 1, tzinfo=NEW_YORK))

    assert Promise.objects.get(kind="reply").outcome == "broken"


def test_a_house_that_promises_nothing_owes_nothing() -> None:
    house(now=SATURDAY_EVENING)

    comes_in("Where is my sofa?", at=SATURDAY_EVENING)

    assert not Promise.objects.exists()


def test_pure_thanks_are_owed_no_answer() -> None:
    house(now=SATURDAY_EVENING, reply_within_hours=2)

    comes_in("Thank you very much!", at=SATURDAY_EVENING)

    assert not Promise.objects.exists()
