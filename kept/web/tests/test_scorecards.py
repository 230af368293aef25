"""The scorecards' pages: every number opens its rows, and each person reads what is theirs to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.base.actors import SOFTWARE
from kept.business import actions as business
from kept.business.examples import House
from kept.business.examples import house as open_house
from kept.business.models import Location, Staff
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.customers.examples import nora
from kept.memberships.actions import Asked, ask_to_leave, show_offer
from kept.memberships.examples import gym, member
from kept.policies.examples import delivery
from kept.scorecards import actions, queries
from kept.scorecards.queries import Name

NOW = MORNING + timedelta(days=2)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> House:
    return open_house(now=MORNING - timedelta(days=60))


@pytest.fixture
def kept_and_late(house: House) -> House:
    """Two windows of Nora's: one truck in time, one an hour late; all of it counted."""
    customer = nora(now=MORNING)
    for hours in (4, 5):
        promise = examples.promise_window(house, customer)
        examples.arrive(promise, MORNING + timedelta(hours=hours), by=house.driver)
    actions.recount(now=NOW)
    return house


def logged_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def page(staff: Staff, name: str, *args: str, **asked: str) -> str:
    answer = logged_in(staff).get(reverse(f"scorecards:{name}", args=args), asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_six_places_stand_side_by_side_also_with_nothing_to_count(house: House) -> None:
    shown = page(house.manager, "show")

    titles = re.findall(r'<h2 id="score-\w+">([^<]+)', shown)
    assert titles == ["Clear", "Immediate", "Free", "Accommodating", "Kept", "Fair"]
    assert shown.count("Nothing to count in this time.") == 6


def test_the_number_opens_rows_that_sum_to_it(kept_and_late: House) -> None:
    card = page(kept_and_late.manager, "show")
    rows = page(kept_and_late.manager, "rows", "kept")

    assert '<span class="score-number">87.5</span>' in card
    assert "95 % interval (Wilson)" in card
    assert "fewer than 20: read with care" in card
    counts = [float(n) for n in re.findall(r'<td class="number[^"]*">([\d.]+)</td></tr>', rows)]
    assert sum(counts[-3:-1]) == counts[-1] == 1.75


def test_in_german_figures_have_their_comma_and_what_is_drawn_its_point(kept_and_late: House) -> None:
    german = {"Accept-Language": "de"}
    client = logged_in(kept_and_late.manager)

    card = client.get(reverse("scorecards:show"), headers=german).content.decode()
    rows = client.get(reverse("scorecards:rows", args=["kept"]), headers=german).content.decode()

    assert '<span class="score-number">87,5</span>' in card
    assert 'class="score-at" x="87.5%"' in card
    assert '<td class="number score-sum">1,75</td>' in rows


def test_where_nothing_counts_yet_the_page_says_that_rows_wait_and_sums_nothing(house: House) -> None:
    examples.promise_window(house, nora(now=MORNING))
    with time_machine.travel(MORNING, tick=False):
        actions.recount(now=MORNING)

        shown = page(house.manager, "rows", "kept")

    assert "Nothing to count in this time." in shown
    assert '<a href="#rows">1 is left out; its row says why</a>' in shown
    assert "Sum of all" not in shown


def test_what_guards_a_figure_stands_beside_it_and_opens_its_rows(kept_and_late: House) -> None:
    card = page(kept_and_late.manager, "show")

    assert "Put off at our wish: both count" in card
    opens = re.search(r'href="([^"]+only=replaced)"', card)
    assert opens is not None
    assert logged_in(kept_and_late.manager).get(opens[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("name", list(Name))
@pytest.mark.parametrize(
    "over",
    [
        "7d",
        "30d",
        "2026-w10",
        "2026-03",
        "2026-q1",
        "2026",
        "0000",
        "",
        "x",
        "9999-12",
        "2026-w54",
        "99999999999",
    ],
)
def test_every_characteristic_opens_whatever_the_days(house: House, name: str, over: str) -> None:
    assert "The rows behind it" in page(house.owner, "rows", name, over=over)


@pytest.mark.parametrize("over", ["2026-w10", "2026-03", "2026-q1", "2026"])
def test_a_week_a_month_a_quarter_and_a_year_hold_their_days(kept_and_late: House, over: str) -> None:
    assert "87.5" in page(kept_and_late.manager, "show", over=over)
    assert "87.5" not in page(kept_and_late.manager, "show", over="2026-02")


def test_the_chart_has_a_table_beside_it_and_no_style_inside(kept_and_late: House) -> None:
    rows = page(kept_and_late.manager, "rows", "kept", over="90d")

    drawing = re.search(r'<svg class="chart".*?</svg>', rows, re.DOTALL)
    assert drawing is not None
    assert "<title" in drawing[0] and "<desc" in drawing[0] and "style=" not in drawing[0]
    assert 'aria-label="Week of 2 Mar 2026">2 Mar</a>' in rows


@pytest.mark.parametrize("name", ["offers_shown", "hand_overs", "fees_tried", "fees_stopped"])
def test_the_counts_of_people_leaving_open_too(house: House, name: str) -> None:
    assert logged_in(house.manager).get(reverse("scorecards:tally", args=[name])).status_code == 200


def test_a_count_of_people_leaving_opens_all_its_rows_a_page_at_a_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    club = gym(house.location, now=MORNING - timedelta(days=40))
    asked = ask_to_leave(
        member(club, nora(now=MORNING), joined_at=MORNING - timedelta(days=30), now=MORNING),
        Asked(MORNING, "phone"),
        by=house.manager.actor,
        now=MORNING,
    )
    for _ in range(3):
        show_offer(asked, "half the price", by=house.manager.actor, now=MORNING)

    pages = [page(house.owner, "tally", "offers_shown", page=number) for number in ("1", "2")]

    assert [shown.count('<li class="row"><a') for shown in pages] == [2, 1]
    assert "Page 2 of 2, 3 rows" in pages[1]
    assert (
        logged_in(house.owner)
        .get(reverse("scorecards:tally", args=["offers_shown"]), {"page": 3})
        .status_code
        == 404
    )


def test_what_nobody_counts_is_not_found(house: House) -> None:
    client = logged_in(house.manager)

    for address in (
        reverse("scorecards:rows", args=["smiles"]),
        reverse("scorecards:tally", args=["smiles"]),
        reverse("scorecards:corner", args=["loud_customers"]),
        reverse("scorecards:policy", args=["no-such-policy"]),
        reverse("scorecards:rows", args=["kept"]) + "?page=2",
        reverse("scorecards:rows", args=["kept"]) + "?only=smiles",
        reverse("scorecards:show") + "?of=customer:1",
        reverse("scorecards:show") + "?of=team",
    ):
        assert client.get(address).status_code == 404, address


def test_a_representative_sees_themself_only(kept_and_late: House) -> None:
    ruth, ben = kept_and_late.representative, kept_and_late.second_representative

    own = page(ruth, "show")

    assert "Ruth Alvarez" in own and "87.5" in own
    assert 'name="of"' not in own and "Perception" not in own
    client = logged_in(ruth)
    for scope in ("business", f"person:{ben.pk}", f"location:{ruth.location_id}", f"team:{ruth.team_id}"):
        assert client.get(reverse("scorecards:show"), {"of": scope}).status_code == 403, scope
        assert client.get(reverse("scorecards:rows", args=["kept"]), {"of": scope}).status_code == 403, scope
        assert client.get(reverse("scorecards:figures_file"), {"of": scope}).status_code == 403, scope
        assert client.get(reverse("scorecards:rows_file", args=["kept"]), {"of": scope}).status_code == 403
    assert client.get(reverse("scorecards:perception")).status_code == 403
    assert client.get(reverse("scorecards:reports")).status_code == 403


def test_a_manager_of_another_place_sees_nothing_of_this_one(kept_and_late: House) -> None:
    here = kept_and_late.location
    there = Location.objects.get(pk=here.pk)
    there.pk, there.name = None, "Boston"
    there.save()
    quentin = business.hire(
        Staff(email="q@hollis.example", name="Quentin Ames", role="manager", location=there),
        password=None, by=SOFTWARE, now=NOW,
    )  # fmt: skip

    client = logged_in(quentin)

    assert "87.5" not in client.get(reverse("scorecards:show")).content.decode()
    for scope in ("business", f"location:{here.pk}", f"person:{kept_and_late.representative.pk}"):
        assert client.get(reverse("scorecards:show"), {"of": scope}).status_code == 403, scope
        assert client.get(reverse("scorecards:perception"), {"of": scope}).status_code in (403, 404), scope
    for asked in ({}, {"of": f"location:{there.pk}"}):  # how people were let go is counted of all places
        assert client.get(reverse("scorecards:tally", args=["offers_shown"]), asked).status_code == 403


def test_people_are_chosen_by_name_and_by_no_figure(house: House) -> None:
    shown = page(house.owner, "show")

    people = re.search(r'<optgroup label="People">(.*?)</optgroup>', shown, re.DOTALL)
    assert people is not None
    names = re.findall(r">([^<]+)</option>", people[1])
    assert names == sorted(names) and len(names) >= 6


def test_a_stranger_opens_nothing(house: House) -> None:
    for name, args in (
        ("show", []),
        ("rows", ["kept"]),
        ("perception", []),
        ("reports", []),
        ("figures_file", []),
    ):
        assert Client().get(reverse(f"scorecards:{name}", args=args)).status_code == 302


def test_the_kept_in_silence_are_shown_as_the_denominator(kept_and_late: House) -> None:
    shown = page(kept_and_late.manager, "perception")

    assert "1 of 1 promises kept whole were kept in silence" in shown
    rows = page(kept_and_late.manager, "corner", "kept_silent")
    assert rows.count("/desk/promises/") == 1


def test_the_days_of_a_period_are_local_at_both_clock_changes(house: House) -> None:
    """March 2026 has an hour less in New York, November one more: a midnight is a midnight."""
    customer = nora(now=MORNING)
    for last_day in (date(2026, 3, 31), date(2026, 11, 30)):
        until = datetime.combine(last_day, time(23, 59), tzinfo=house.location.zone)
        promise = examples.promise_window(house, customer, starts_at=until - timedelta(hours=4))
        examples.arrive(promise, until, by=house.driver)
    later = MORNING + timedelta(days=400)
    actions.recount(now=later)

    with time_machine.travel(later, tick=False):
        for month, other in (("2026-03", "2026-04"), ("2026-11", "2026-12")):
            assert "n = 1 " in page(house.manager, "rows", "kept", over=month)
            assert "n = 1 " not in page(house.manager, "rows", "kept", over=other)


def test_how_often_a_policy_was_told_opens_each_telling(house: House) -> None:
    version = delivery(house.location, now=MORNING - timedelta(days=50))
    examples.tell_twice(version, nora(now=MORNING - timedelta(days=9)), house, booked_at=MORNING)

    shown = page(house.manager, "policy", "delivery")
    rows = page(house.manager, "told", "delivery", "spoken")

    assert '/desk/scorecards/policies/delivery/told/spoken">1</a>' in shown
    assert rows.count("/desk/tellings/") == 1
    client = logged_in(house.manager)
    assert client.get(reverse("scorecards:told", args=["delivery", "spoken"]), {"page": 2}).status_code == 404
    assert client.get(reverse("scorecards:told", args=["delivery", "smoke"])).status_code == 404
