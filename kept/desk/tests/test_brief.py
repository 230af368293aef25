"""The brief on a day of delivery: where the truck is now, as the dispatcher sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kept.business.examples import House
from kept.complaints.brief import get_brief_for
from kept.complaints.known import Brings
from kept.customers.examples import nora
from kept.deliveries.actions import Tap
from kept.deliveries.models import DayPlan, Stop
from kept.desk import arrive
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, MINUTE, NOW, WARNED

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return late.store()


@pytest.fixture
def stop(store: House) -> Stop:
    return late.late_for(nora(now=NOW), store)


def test_the_truck_of_today_is_said_as_we_see_it_with_few_questions(
    store: House, stop: Stop, django_assert_max_num_queries: Any
) -> None:
    words = "Where is my truck, and what is this fee?"

    with django_assert_max_num_queries(30):
        brief = get_brief_for(
            store.representative,
            stop.delivery.customer,
            now=WARNED,
            location=store.location,
            brings=Brings(words),
        )

    assert brief.first_words[0].sentence == (
        "Your window today is 8:00 to 12:00. As we see it now, we come between 11:40 and 12:35."
    )
    assert brief.first_words[0].refs == (f"promise:{stop.promise_id}",)


def test_nobody_guesses_where_a_truck_is_before_its_route_is_published(store: House, stop: Stop) -> None:
    DayPlan.objects.update(published_at=None)

    brief = get_brief_for(store.representative, stop.delivery.customer, now=WARNED)

    assert [window.seen for window in brief.today] == [None]
    assert brief.first_words[0].sentence == "Your window today is 8:00 to 12:00."


def test_once_it_arrived_no_estimate_is_left(store: House, stop: Stop) -> None:
    came = EIGHT + 240 * MINUTE + timedelta(minutes=10)
    arrive.arrive(stop, Tap(came), by=store.driver.actor, now=came)

    brief = get_brief_for(store.representative, stop.delivery.customer, now=came + MINUTE)

    assert [window.arrived_at for window in brief.today] == [came]
    assert brief.first_words[0].sentence == "Today’s window was 8:00 to 12:00, and we came at 12:10."


def test_on_another_day_nothing_is_said_of_today(store: House, stop: Stop) -> None:
    brief = get_brief_for(store.representative, stop.delivery.customer, now=EIGHT - 600 * MINUTE)

    assert brief.today == ()
