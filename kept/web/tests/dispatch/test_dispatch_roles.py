"""Who may open and do what on the dispatcher's board: who plans, and nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kept.business.models import Staff
from kept.business.rules import Role
from kept.deliveries.models import DayPlan, Stop, VehicleDay
from kept.web.dispatch.urls import urlpatterns
from kept.web.tests.cast import come_in
from kept.web.tests.dispatch.conftest import TUESDAY, Tuesday
from tests.fresh import undone

pytestmark = pytest.mark.django_db
MAY = {Role.DISPATCHER, Role.MANAGER, Role.OWNER}
READS = {"board", "try", "places", "sheets", "improvement", "suggestions"}
WRITES = {
    "create_place", "create_missed", "create_move", "create_pin", "create_cut_off", "create_publishing",
    "create_reopening", "create_improvement", "create_hold", "create_driver",
}  # fmt: skip


def address(name: str, there: Tuesday) -> str:
    stop, depot = there.stop("Nora Feldman"), there.fleet.depot
    of_stop, of_day = [stop.pk], [depot.pk, TUESDAY.isoformat()]
    args: dict[str, list[object]] = {
        "board": [],
        "create_place": [stop.delivery_id],
        "suggestions": [stop.delivery_id],
        "improvement": [*of_day, "7"],
        "create_hold": [*of_day, there.fleet.van.pk],
        "create_driver": [*of_day, there.fleet.van.pk],
    }
    for name_of_stop in ("create_missed", "try", "places", "create_move", "create_pin"):
        args[name_of_stop] = list(of_stop)
    return reverse(f"dispatch:{name}", args=args.get(name, list(of_day)))


def member(there: Tuesday, role: Role) -> Staff:
    return Staff.objects.filter(role=role, is_active=True).order_by("pk").first() or pytest.fail(role)


def answers(client: Client, there: Tuesday, names: set[str]) -> dict[str, int]:
    """What each address answers, as if it were asked first."""
    codes = {}
    for name in names:
        ask = client.get if name in READS else client.post
        with undone():
            codes[name] = ask(address(name, there)).status_code
    return codes


def test_every_address_is_on_one_of_the_two_lists() -> None:
    assert {each.name for each in urlpatterns if hasattr(each, "name")} == READS | WRITES


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_plan_deliveries_are_let_in(client: Client, there: Tuesday, role: Role) -> None:
    come_in(client, member(there, role))

    codes = answers(client, there, READS | WRITES)

    assert {code == 403 for code in codes.values()} == {role not in MAY}, codes


def test_a_stranger_is_sent_to_the_log_in(client: Client, there: Tuesday) -> None:
    for name in READS | WRITES:
        ask = client.get if name in READS else client.post

        answer = ask(address(name, there))

        assert answer.status_code == 302 and "login" in answer["Location"], name


def test_nothing_is_written_by_a_plain_get_or_a_form_from_elsewhere(client: Client, there: Tuesday) -> None:
    elsewhere = come_in(Client(enforce_csrf_checks=True), there.house.dispatcher)
    come_in(client, there.house.dispatcher)

    for name in WRITES:
        assert client.get(address(name, there)).status_code == 405, name
        assert elsewhere.post(address(name, there), {"held": "all", "pinned": "yes"}).status_code == 403, name
    assert not VehicleDay.objects.exists() and not Stop.objects.filter(pinned=True).exists()
    assert not DayPlan.objects.exclude(cut_off_at=None).exists()
