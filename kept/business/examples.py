"""The store of the stories: its location, its teams, and the people who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.base.actors import SOFTWARE
from kept.business import actions
from kept.business.models import Location, Staff, Team

PASSWORD = "kept-demo-2026"  # noqa: S105  # the demo's, printed when it starts; no real business has it


@dataclass(frozen=True)
class House:
    """Hollis & Daughters, furniture and a gym under one roof, in New York."""

    location: Location
    representative: Staff
    second_representative: Staff
    manager: Staff
    dispatcher: Staff
    driver: Staff
    owner: Staff


def house(
    *,
    now: datetime,
    zone: str = "America/New_York",
    password: str | None = None,
    days: int = 6,
    reply_within_hours: int | None = None,
) -> House:
    """The store, open from Monday on for so many ``days`` a week, 8 to 20 o'clock."""
    location = actions.open_location(
        Location(
            name="Hollis & Daughters",
            zone_name=zone,
            currency="USD",
            country="US",
            jurisdiction="US-NY",
            languages=["en", "de"],
            hours={str(day): [["08:00", "20:00"]] for day in range(days)},
            closed_on=[],
            mail_address="desk@hollis.example",
            phone="+1 212 555 0100",
            address="48 Mercer Street, New York",
            reply_within_hours=reply_within_hours,
        ),
        by=SOFTWARE,
        now=now,
    )
    desk, road = actions.make_team("Desk"), actions.make_team("Road")

    def hire(name: str, role: str, team: Team) -> Staff:
        email = f"{name.split()[0].lower()}@hollis.example"
        return actions.hire(
            Staff(email=email, name=name, role=role, team=team, location=location),
            password=password,
            by=SOFTWARE,
            now=now,
        )

    return House(
        location=location,
        representative=hire("Ruth Alvarez", "representative", desk),
        second_representative=hire("Ben Okafor", "representative", desk),
        manager=hire("Maya Lindqvist", "manager", desk),
        dispatcher=hire("Dario Conti", "dispatcher", road),
        driver=hire("Vince Tran", "driver", road),
        owner=hire("Edith Hollis", "owner", desk),
    )
