"""When a new word reopens a settled matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.conversations.rules import Effect, touch

SETTLED = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("settled_at", "words", "after", "effect"),
    [
        pytest.param(None, "Where is it?", timedelta(0), Effect.JOINS, id="an open matter is joined"),
        pytest.param(SETTLED, "Where is it?", timedelta(hours=1), Effect.REOPENS, id="an hour later"),
        pytest.param(
            SETTLED,
            "Where is it?",
            timedelta(days=7, seconds=-1),
            Effect.REOPENS,
            id="the last second of 7 days",
        ),
        pytest.param(SETTLED, "Where is it?", timedelta(days=7), Effect.OPENS_ANEW, id="after 7 days"),
        pytest.param(SETTLED, "Thank you, Nora", timedelta(hours=1), Effect.NONE, id="pure thanks"),
        pytest.param(SETTLED, "Thanks, but no", timedelta(hours=1), Effect.REOPENS, id="thanks with a but"),
        pytest.param(SETTLED, "", timedelta(hours=1), Effect.REOPENS, id="a call without a word noted"),
    ],
)
def test_a_contact_does_to_a_matter_what_the_seven_days_say(
    settled_at: datetime | None, words: str, after: timedelta, effect: Effect
) -> None:
    decided = touch(settled_at=settled_at, words=words, names=["Nora"], now=SETTLED + after)

    assert decided.effect is effect
    assert decided.because


@pytest.mark.parametrize("settled_at", ["2026-03-08T04:59:00+00:00", "2026-10-25T00:30:00+00:00"])
def test_seven_days_are_seven_times_24_hours_over_a_clock_change_too(settled_at: str) -> None:
    settled = datetime.fromisoformat(settled_at)

    before = touch(settled_at=settled, words="x", now=settled + timedelta(hours=167, minutes=59))
    after = touch(settled_at=settled, words="x", now=settled + timedelta(hours=168))

    assert (before.effect, after.effect) == (Effect.REOPENS, Effect.OPENS_ANEW)
