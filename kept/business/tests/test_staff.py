"""Who works here, and what the role table lets them do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from kept.base.actors import SOFTWARE, Actor
from kept.business import actions, queries
from kept.business.examples import house
from kept.business.models import Location, Staff
from kept.business.rules import TABLE, Right, Role, may

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_line_in_the_table(role: Role) -> None:
    assert TABLE[role]


@pytest.mark.parametrize("right", Right)
def test_every_right_belongs_to_somebody(right: Right) -> None:
    assert any(right in rights for rights in TABLE.values())


@pytest.mark.parametrize("role", ["", "stranger", "admin", "Representative"])
@pytest.mark.parametrize("right", Right)
def test_an_unknown_role_may_nothing(role: str, right: Right) -> None:
    assert not may(role, right)


def test_a_driver_only_drives() -> None:
    assert TABLE[Role.DRIVER] == {Right.DRIVE}


@pytest.mark.django_db
def test_somebody_who_left_may_nothing() -> None:
    staff = house(now=NOW).manager
    staff.is_active = False

    assert not any(staff.may(right) for right in Right)


@pytest.mark.django_db
def test_nobody_is_hired_twice() -> None:
    hired = house(now=NOW).representative

    with pytest.raises(actions.AlreadyHere):
        actions.hire(
            Staff(email="RUTH@hollis.example", name="Ruth", role="manager", location=hired.location),
            password=None,
            by=SOFTWARE,
            now=NOW,
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"), [("zone_name", "Mars/Olympus"), ("mail_address", "nobody"), ("currency", "")]
)
def test_a_location_that_makes_no_sense_is_not_opened(field: str, value: str) -> None:
    location = Location(
        name="Shop",
        zone_name="Europe/Berlin",
        currency="EUR",
        country="DE",
        jurisdiction="DE",
        languages=["de"],
        hours={"0": [["09:00", "18:00"]]},
        closed_on=["2026-12-25"],
        mail_address="desk@shop.example",
    )
    setattr(location, field, value)

    with pytest.raises(ValidationError):
        actions.open_location(location, by=SOFTWARE, now=NOW)


@pytest.mark.django_db
def test_an_actor_is_called_by_name() -> None:
    staff = house(now=NOW).representative

    assert queries.name_of(staff.actor) == "Ruth Alvarez"
    assert queries.name_of("clock") == "the clock"
    assert queries.name_of(Actor("staff", 999_999)) == "somebody who left"
