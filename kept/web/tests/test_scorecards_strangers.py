"""An address opens exactly the figures that somebody may choose, whatever else they write into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.base.actors import SOFTWARE
from kept.business import actions as business
from kept.business.examples import House
from kept.business.examples import house as open_house
from kept.business.models import Location, Staff
from kept.complaints.examples import MORNING
from kept.policies.examples import delivery
from kept.scorecards import perception
from kept.scorecards.models import Report
from kept.scorecards.queries import scopes_for
from kept.scorecards.scopes import BUSINESS, Kind, Scope
from kept.web.scorecards.views_perception import SPOKEN

NOW = MORNING + timedelta(days=2)
SHUT = (403, 404)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> House:
    """Our place, with a policy and a report; and another, whose manager is nobody's here."""
    here = open_house(now=MORNING - timedelta(days=60))
    delivery(here.location, now=MORNING - timedelta(days=50))
    there = Location.objects.get(pk=here.location.pk)
    there.pk, there.name = None, "Hollis in Queens"
    business.open_location(there, by=SOFTWARE, now=MORNING)
    month = MORNING.date().replace(day=1)
    Report.objects.create(location=here.location, month=month, made_at=NOW, content=b"%PDF")
    return here


@pytest.fixture
def everybody(house: House) -> list[Staff]:
    there = Location.objects.exclude(pk=house.location.pk).get()
    team = business.make_team("The desk in Queens")
    for name, role in (("Quentin", "manager"), ("Rosa", "representative")):
        person = Staff(email=f"{name}@hollis.example", name=name, role=role, location=there, team=team)
        business.hire(person, password=None, by=SOFTWARE, now=MORNING)
    return list(Staff.objects.order_by("pk"))


def some_of_each(everybody: list[Staff]) -> list[Scope]:
    """Of all that there is, which the owner may choose: the first and the last of each kind."""
    owner = next(staff for staff in everybody if staff.role == "owner")
    found: list[Scope] = []
    for kind in Kind:
        of_kind = [choice.scope for choice in scopes_for(owner) if choice.scope.kind is kind]
        found += dict.fromkeys((of_kind[0], of_kind[-1]))
    return found


def opens(client: Client, name: str, *args: object, **asked: str) -> bool:
    answer = client.get(reverse(f"scorecards:{name}", args=args), asked)
    assert answer.status_code in (200, *SHUT), (name, args, asked, answer.status_code)
    return answer.status_code == 200


def test_every_page_and_file_of_a_scope_opens_for_whoever_may_choose_it_and_for_nobody_else(
    everybody: list[Staff],
) -> None:
    scopes = some_of_each(everybody)
    for staff in {(staff.role, staff.location_id): staff for staff in everybody}.values():
        client = Client()
        client.force_login(staff)
        mine = {choice.scope for choice in scopes_for(staff)}
        for scope in scopes:
            of = {"of": str(scope)}
            pages = [opens(client, "show", **of), opens(client, "figures_file", **of)]
            pages += [opens(client, name, "kept", **of) for name in ("rows", "rows_file")]
            assert set(pages) == {scope in mine}, (staff.name, scope)

            seen = scope in mine and staff.role in ("owner", "manager") and scope.kind in perception.SCOPES
            taken = [opens(client, name, **of) for name in ("perception", "perception_file")]
            taken += [opens(client, "corner", corner, **of) for corner in ("kept_silent", SPOKEN)]
            assert set(taken) == {seen}, (staff.name, scope)


def test_a_policy_the_counts_of_leaving_and_a_report_open_for_who_runs_that_place(
    house: House, everybody: list[Staff]
) -> None:
    report = Report.objects.get()
    for staff in everybody:
        client = Client()
        client.force_login(staff)
        runs = staff.role == "owner" or staff == house.manager

        mine = f"location:{staff.location_id}"  # what is theirs does not open what is not
        assert opens(client, "policy", "delivery", of=mine) == runs
        assert opens(client, "report", report.pk, of=mine) == runs
        assert opens(client, "tally", "hand_overs", of=mine) == (staff.role == "owner")  # of all places
        told = client.get(reverse("scorecards:told", args=["delivery", "invoice"]), {"of": mine})
        assert told.status_code == (404 if runs else told.status_code) and told.status_code in SHUT


@pytest.mark.parametrize(
    "asked",
    [
        {"person": "{other}"},
        {"of": "", "staff": "{other}"},
        {"of": ["person:{other}", "person:{self}"]},
    ],
    ids=["another word for it", "beside nothing", "theirs first, then mine"],
)
def test_no_other_word_in_the_address_opens_somebody_elses_figures(
    house: House, asked: dict[str, str | list[str]]
) -> None:
    ruth, ben = house.representative, house.second_representative
    client = Client()
    client.force_login(ruth)
    filled = {
        name: [
            each.format(other=ben.pk, self=ruth.pk) for each in ([value] if isinstance(value, str) else value)
        ]
        for name, value in asked.items()
    }

    shown = client.get(reverse("scorecards:show"), filled).content.decode()

    assert ruth.name in shown and ben.name not in shown


@pytest.mark.parametrize(
    "of",
    [
        "customer:1",
        "person:",
        "person:0",
        "person:-1",
        "person:１",
        "person:1 or 1=1",
        "BUSINESS",
        "team:9e3",
    ],
)
def test_what_names_nobodys_figures_is_not_found(house: House, of: str) -> None:
    client = Client()
    client.force_login(house.owner)

    for name, args in (("show", []), ("rows", ["kept"]), ("perception", []), ("figures_file", [])):
        assert client.get(reverse(f"scorecards:{name}", args=args), {"of": of}).status_code == 404


def test_whoever_left_opens_nothing(house: House) -> None:
    client = Client()
    client.force_login(house.manager)
    business.end_work(house.manager, by=SOFTWARE, now=NOW)

    assert client.get(reverse("scorecards:show"), {"of": str(BUSINESS)}).status_code in (302, 403)
