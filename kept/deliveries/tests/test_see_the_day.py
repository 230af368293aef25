"""The day as we see it now: ranges that narrow, what breaks and why, and days without anything to see."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kept.base.calendars import local_instant
from kept.business.examples import House
from kept.customers.examples import person
from kept.deliveries import actions, live, words_live
from kept.deliveries.actions import Tap
from kept.deliveries.examples import Fleet, one_depot, sofa, van
from kept.deliveries.live import Outlook, Seen, Why
from kept.deliveries.models import DayPlan, Shift, Stop, VehicleDay
from kept.deliveries.rules import LocalWindow

TUESDAY = date(2026, 3, 3)
MORNING = LocalWindow(TUESDAY, time(8), time(12))
EIGHT = datetime(2026, 3, 3, 13, tzinfo=UTC)  # 8:00 in New York
MINUTE = timedelta(minutes=1)


@pytest.fixture
def vans(store: House, now: datetime) -> Fleet:
    """One van alone, so that all stops are on it."""
    depot = one_depot(store, now=now)
    only = van("Van 1", depot, store, now=now)
    return Fleet(depot=depot, van=only, second_van=only)


@pytest.fixture
def stops(store: House, vans: Fleet, now: datetime) -> list[Stop]:
    """Three sofas on Tuesday morning, an hour at each door, in the order of driving."""
    for number in ("1", "2", "3"):
        delivery = sofa(person(f"Guest {number}", now=now), store, number=number, minutes=60, now=now)
        actions.book(delivery, MORNING, by=store.representative.actor, now=now)
    DayPlan.objects.update(published_at=now, published_by="staff:1")
    return list(Stop.objects.order_by("sequence"))


def came(stop: Stop, at: datetime, store: House, *, left: datetime | None = None) -> None:
    by = store.driver.actor
    actions.mark_arrival(stop, Tap(at), by=by, now=at)
    if left is not None:
        actions.finish(stop, "delivered", Tap(left), by=by, now=left)


def look(vans: Fleet, now: datetime) -> list[Seen]:
    return list(live.today(vans.depot, now=now).seen)


def width(seen: Seen) -> timedelta:
    assert seen.latest is not None and seen.earliest is not None
    return seen.latest - seen.earliest


def test_as_planned_nothing_is_in_danger_and_the_customer_knows_how_many_come_first(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    seen = look(vans, EIGHT)

    assert [each.outlook for each in seen] == [Outlook.FINE] * 3
    assert [(each.number, each.before) for each in seen] == [(1, 0), (2, 1), (3, 2)]
    assert live.today(vans.depot, now=EIGHT).in_danger == []


def test_the_range_narrows_as_the_truck_comes_nearer(store: House, vans: Fleet, stops: list[Stop]) -> None:
    before = look(vans, EIGHT)[2]
    came(stops[0], EIGHT, store, left=EIGHT + 62 * MINUTE)
    came(stops[1], EIGHT + 63 * MINUTE, store)
    after = look(vans, EIGHT + 100 * MINUTE)[2]

    assert width(after) < width(before)
    assert after.before == 1
    assert after.because.why is Why.AS_PLANNED


def test_a_truck_behind_says_how_far_and_after_which_stop_and_names_what_breaks(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    came(stops[0], EIGHT, store, left=EIGHT + 190 * MINUTE)
    now = EIGHT + 191 * MINUTE  # 11:11: the truck is at the second until 12:11

    found = live.today(vans.depot, now=now)

    assert [seen.stop for seen in found.in_danger] == [stops[2].pk]
    because = found.in_danger[0].because
    assert (because.why, because.after) == (Why.BEHIND, 1)
    assert 125 <= because.minutes <= 131
    assert words_live.why(because, zone=store.location.zone) == (
        f"Van 1 is 2 h {because.minutes - 120} min behind after stop 1."
    )
    assert "Van" not in words_live.why_for_them(because)


def test_a_visit_that_takes_longer_than_planned_is_seen_while_it_lasts(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    came(stops[0], EIGHT, store)

    early, late = look(vans, EIGHT + 30 * MINUTE)[1], look(vans, EIGHT + 150 * MINUTE)[1]

    assert early.latest is not None and late.earliest is not None
    assert late.earliest > early.latest
    assert late.because.why is Why.BEHIND


def test_waiting_for_a_window_to_open_does_not_make_the_roads_slow(
    store: House, vans: Fleet, now: datetime
) -> None:
    for number, opens, latitude in (("1", 8, 40.69), ("2", 12, 40.70), ("3", 12, 40.90)):
        guest = person(f"Guest {number}", now=now)
        delivery = sofa(guest, store, number=number, place=(latitude, -73.95), now=now)
        window = LocalWindow(TUESDAY, time(opens), time(opens + 4))
        actions.book(delivery, window, by=store.representative.actor, now=now)
    first, second = (Stop.objects.get(delivery__order__number=number) for number in ("1", "2"))
    noon = EIGHT + 240 * MINUTE
    came(first, EIGHT, store, left=EIGHT + 25 * MINUTE)
    came(second, noon, store)

    [third] = [seen for seen in look(vans, noon) if seen.arrived_at is None]

    assert third.latest is not None
    assert third.latest < noon + 85 * MINUTE  # 25 minutes at the door and 36 of driving, with what may come


def test_a_lost_truck_breaks_all_that_it_has_before_it_and_nothing_behind(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    came(stops[0], EIGHT, store, left=EIGHT + 60 * MINUTE)
    plan = DayPlan.objects.get()
    VehicleDay.objects.create(
        plan=plan, vehicle=vans.van, lost_at=EIGHT + 61 * MINUTE, because="The gearbox is gone."
    )

    found = live.today(vans.depot, now=EIGHT + 62 * MINUTE)

    assert [seen.stop for seen in found.in_danger] == [stops[1].pk, stops[2].pk]
    assert {seen.because.why for seen in found.in_danger} == {Why.LOST}
    assert words_live.span(found.in_danger[0], now=EIGHT, zone=store.location.zone) == ""
    assert words_live.why(found.in_danger[0].because, zone=store.location.zone) == (
        "Van 1 is out since 9:01. The gearbox is gone."
    )


def test_stops_of_a_truck_that_nobody_drives_are_in_danger(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    Shift.objects.filter(weekday=TUESDAY.weekday()).delete()
    type(vans.depot).objects.update(version=vans.depot.version + 1)
    vans.depot.refresh_from_db()

    found = live.today(vans.depot, now=EIGHT)

    assert len(found.in_danger) == 3
    assert {seen.because.why for seen in found.in_danger} == {Why.NO_DRIVER}


def test_a_truck_of_which_nobody_has_heard_is_not_believed_to_be_on_time(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    noon = EIGHT + 240 * MINUTE

    seen = look(vans, noon)

    assert [each.outlook for each in seen] == [Outlook.BREAKS] * 3
    assert seen[0].because.why is Why.NOT_SEEN


def test_the_longer_nobody_says_where_a_truck_is_the_less_we_claim_to_know(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    came(stops[0], EIGHT, store, left=EIGHT + 60 * MINUTE)

    soon, later = look(vans, EIGHT + 70 * MINUTE)[1], look(vans, EIGHT + 130 * MINUTE)[1]

    assert soon.because.why is Why.AS_PLANNED
    assert later.because.why is Why.NOT_SEEN
    assert width(later) > 60 * MINUTE > width(soon)
    assert later.late > soon.late


def test_stops_made_in_another_order_than_planned_are_seen_as_they_were_made(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    came(stops[2], EIGHT, store, left=EIGHT + 60 * MINUTE)

    seen = look(vans, EIGHT + 61 * MINUTE)

    assert [(each.stop, each.before) for each in seen] == [
        (stops[2].pk, 0),
        (stops[0].pk, 0),
        (stops[1].pk, 1),
    ]


def test_what_ended_in_another_way_is_not_driven_to_any_more(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    actions.cancel(stops[0].delivery, reason="moved abroad", by=store.representative.actor, now=EIGHT)

    assert [each.stop for each in look(vans, EIGHT)] == [stops[1].pk, stops[2].pk]


@pytest.mark.parametrize(
    ("at", "seen"),
    [
        pytest.param(datetime(2026, 3, 3, 4, 59, 59, tzinfo=UTC), 0, id="a second before its midnight"),
        pytest.param(datetime(2026, 3, 3, 5, tzinfo=UTC), 3, id="at midnight"),
        pytest.param(datetime(2026, 3, 4, 4, 59, 59, tzinfo=UTC), 3, id="a second before the next one"),
        pytest.param(datetime(2026, 3, 4, 5, tzinfo=UTC), 0, id="at the next midnight"),
    ],
)
def test_a_day_lasts_from_midnight_to_midnight_of_the_depots_clocks(
    store: House, vans: Fleet, stops: list[Stop], at: datetime, seen: int
) -> None:
    assert len(look(vans, at)) == seen


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)], ids=["spring", "autumn"])
def test_when_the_clocks_change_the_range_is_said_by_the_clock_on_their_wall(
    store: House, now: datetime, day: date
) -> None:
    depot = one_depot(store, now=now)
    van("Van 1", depot, store, weekdays=range(7), now=now)
    booked = local_instant(day - timedelta(days=2), time(10), store.location.zone)
    delivery = sofa(person("Guest", now=now), store, number="1", now=booked)
    by = store.representative.actor
    actions.book(delivery, LocalWindow(day, time(8), time(12)), by=by, now=booked)
    half_past_seven = local_instant(day, time(7, 30), store.location.zone)

    [seen] = live.today(depot, now=half_past_seven).seen

    assert words_live.span(seen, now=half_past_seven, zone=store.location.zone).startswith("8:00–8:")


def test_nobody_published_so_the_customer_sees_only_their_window(
    store: House, vans: Fleet, stops: list[Stop]
) -> None:
    DayPlan.objects.update(published_at=None, published_by="")

    assert live.of_delivery(stops[0].delivery, now=EIGHT) is None
    assert len(look(vans, EIGHT)) == 3  # who plans sees it all the same


def test_a_day_without_a_plan_has_nothing_to_see(store: House, vans: Fleet) -> None:
    assert live.today(vans.depot, now=EIGHT).seen == ()


@pytest.mark.parametrize(
    ("earliest", "latest", "now", "said"),
    [
        pytest.param((13, 43), (14, 18), (10, 0), "13:40–14:20", id="far: in tens"),
        pytest.param((13, 43), (14, 12), (13, 0), "13:40–14:15", id="near: in fives"),
        pytest.param((13, 43), (13, 44), (13, 0), "13:40–13:50", id="never more exact than that"),
        pytest.param((13, 55), (14, 0), (10, 0), "13:50–14:10", id="nor far ahead"),
    ],
)
def test_a_range_is_never_more_exact_than_we_are(
    earliest: tuple[int, int], latest: tuple[int, int], now: tuple[int, int], said: str
) -> None:
    first, last, at = (datetime(2026, 3, 3, *clock, tzinfo=UTC) for clock in (earliest, latest, now))

    first, last = words_live.rounded(first, last, now=at)

    assert f"{words_live.clock(first)}–{words_live.clock(last)}" == said
