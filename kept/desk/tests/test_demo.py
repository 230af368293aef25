"""The demo business stands at whatever hour somebody starts it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kept.complaints.models import Letter, Rating, Verdict
from kept.conversations.models import Conversation
from kept.desk import demo
from kept.promises.models import Promise

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "now",
    [
        pytest.param(
            datetime(2026, 3, 9, 0, 1, tzinfo=NEW_YORK), id="a minute past midnight after spring forward"
        ),
        pytest.param(
            datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=1), id="the hour that autumn repeats"
        ),
        pytest.param(datetime(2028, 2, 29, 23, 59, tzinfo=NEW_YORK), id="the last minute of a leap day"),
    ],
)
def test_the_demo_stands_at_any_hour(now: datetime) -> None:
    live = demo.build(now)

    assert live.ended_at is None
    assert [message.text for message in live.messages.all()] == list(demo.SHOUTED)
    nora = Promise.objects.get(customer=live.customer, kind="delivery_window")
    assert (nora.outcome, nora.words != "") == ("kept", True)
    sam = Promise.objects.filter(customer__name="Sam Whitaker").order_by("pk")
    assert [(promise.kind, promise.outcome) for promise in sam] == [
        ("delivery_window", "broken"),
        ("refund", ""),
    ]
    assert Rating.objects.count() == len(demo.STARS)
    assert Conversation.objects.filter(state="open").count() >= 3


@pytest.mark.django_db
def test_in_the_demo_two_complaints_were_ours_and_one_was_not() -> None:
    demo.build(datetime(2026, 3, 4, 15, tzinfo=NEW_YORK))

    decided = Verdict.objects.values_list("final", flat=True)
    assert sorted(decided) == ["expectation_gap", "service_failure", "service_failure"]
    assert all(letter.outgoing for letter in Letter.objects.all())
