"""Opening the desk for the first time, keeping its house, and the strangers who must do neither."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.base.actors import SOFTWARE
from kept.business.examples import House, house
from kept.business.models import Location, Staff
from kept.deliveries.models import Delivery, Depot, Vehicle
from kept.deliveries.queries import waiting_for
from kept.desk import call, sell
from kept.desk.call import NewCaller
from kept.memberships.models import Plan
from kept.orders.examples import SOFA_CSV
from kept.web.house import founding

NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
FOUNDING = {
    "business": "Oak Hill Furniture",
    "zone": "America/Chicago",
    "country": "US",
    "currency": "USD",
    "mail_address": "desk@oakhill.example",
    "owner": "Ann Oak",
    "email": "ann@oakhill.example",
    "password": "a-long-enough-secret",
}
HOURS = {f"day_{number}": "9:00-12:30, 14:00-18:00" for number in range(5)}
REACHED = {"name": "Hollis", "mail_address": "desk@hollis.example", **HOURS}
POSTS = ["house:staff", "house:trucks", "house:plans"]

pytestmark = pytest.mark.django_db


def address() -> str:
    link = founding.link()
    assert link is not None
    return link[link.index("/house/") :]


def come_in(client: Client, staff: Staff) -> Client:
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_first_owner_opens_the_desk_and_logs_in(client: Client) -> None:
    opened = client.post(address(), FOUNDING)

    assert (opened.status_code, Location.objects.get().name) == (302, "Oak Hill Furniture")
    assert opened.headers["Location"].endswith("?next=/house/")  # where the first day begins
    client.post(reverse("account_login"), {"login": "ann@oakhill.example", "password": FOUNDING["password"]})
    assert client.get(reverse("house:show")).status_code == 200


def test_a_house_that_is_opened_in_german_writes_to_its_customers_in_german(client: Client) -> None:
    client.post(address(), FOUNDING, headers={"Accept-Language": "de"})

    owner, caller = Staff.objects.get(), NewCaller("Lena Hartmann", phone="+1 212 555 0191")
    assert Location.objects.get().languages == ["de"]
    assert call.write_down(caller, staff=owner, now=NOW).language == "de"


def test_the_owner_says_which_languages_customers_read(client: Client, store: House) -> None:
    page = reverse("house:location")

    come_in(client, store.owner).post(page, REACHED | {"language": "de", "also": ["en", "de"]})

    assert Location.objects.get().languages == ["de", "en"]
    client.post(page, REACHED | {"language": "fr"})
    client.post(page, REACHED)
    assert Location.objects.get().languages == ["de", "en"]


def test_the_link_is_dead_once_somebody_works_here(client: Client) -> None:
    link = address()
    client.post(link, FOUNDING)

    assert client.get(link).status_code == 404
    assert client.post(link, FOUNDING | {"email": "eve@evil.example"}).status_code == 404
    assert founding.link() is None
    assert Staff.objects.count() == 1


def test_a_forged_or_old_link_opens_nothing(client: Client) -> None:
    link = address()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1, minutes=1)):
        assert client.post(link, FOUNDING).status_code == 404

    assert client.post(link[:-3] + "x/", FOUNDING).status_code == 404
    assert not Location.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Mars/Base"),
        ("zone", ""),
        ("currency", "dollar"),
        ("currency", "XYZ"),
        ("country", "x"),
        ("password", "short"),
        ("email", "ann"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(client: Client, field: str, value: str) -> None:
    answer = client.post(address(), FOUNDING | {field: value})

    assert answer.status_code == 422
    assert not Location.objects.exists()


@pytest.fixture
def store() -> House:
    return house(now=NOW)


def test_the_owner_hires_and_the_new_colleague_can_log_in(client: Client, store: House) -> None:
    hired = {
        "name": "Lou",
        "email": "lou@hollis.example",
        "role": "driver",
        "password": "a-long-enough-secret",
    }

    come_in(client, store.owner).post(reverse("house:staff"), hired)

    assert Client().login(email="lou@hollis.example", password="a-long-enough-secret")


def test_the_first_truck_brings_its_depot(client: Client, store: House) -> None:
    truck = {"name": "Van 1", "litres": 9000, "starts": "07:30", "ends": "20:00", "driver": store.driver.pk}
    depot = {"depot": "Brooklyn", "place": "40.7, -73.9"}
    come_in(client, store.owner)

    client.post(reverse("house:trucks"), truck | depot)
    client.post(reverse("house:trucks"), truck | {"name": "Van 2", "driver": ""})

    assert (Depot.objects.count(), Vehicle.objects.count()) == (1, 2)


def test_orders_that_came_before_the_first_truck_wait_for_a_window(client: Client, store: House) -> None:
    sell.take_orders(SOFA_CSV.encode(), by=SOFTWARE, now=NOW)
    assert "adds the first one" in come_in(Client(), store.dispatcher).get("/dispatch/").content.decode()
    assert 'class="button" href="/house/"' in come_in(client, store.owner).get("/dispatch/").content.decode()
    truck = {"name": "Van 1", "litres": 9000, "starts": "07:30", "ends": "20:00"}

    client.post(reverse("house:trucks"), truck | {"depot": "Brooklyn", "place": "40.7, -73.9"})

    assert list(waiting_for(store.dispatcher)) == list(Delivery.objects.all())
    assert Delivery.objects.get().order.number == "H-1001"


def test_a_truck_that_returns_before_it_leaves_is_refused_in_words(client: Client, store: House) -> None:
    truck = {"name": "Van", "litres": 1, "starts": "20:00", "ends": "07:00", "depot": "B"}

    answer = come_in(client, store.owner).post(reverse("house:trucks"), truck | {"place": "1, 1"})

    assert answer.status_code == 422
    assert "A truck comes back after it left." in answer.content.decode()


def test_a_plan_is_sold_with_its_add_on(client: Client, store: House) -> None:
    plan = {"name": "Fitness", "price": "45.00", "add_on": "Sessions", "add_on_price": "120.00"}

    come_in(client, store.manager).post(reverse("house:plans"), plan)

    assert [add_on.minor for add_on in Plan.objects.get().add_ons.all()] == [12_000]


@pytest.mark.parametrize("who", ["representative", "dispatcher", "driver"])
def test_others_neither_see_nor_change_the_house(client: Client, store: House, who: str) -> None:
    come_in(client, getattr(store, who))

    assert client.get(reverse("house:show")).status_code == 403
    assert {client.post(reverse(name), {}).status_code for name in POSTS} == {403}


def test_a_manager_does_not_hire(client: Client, store: House) -> None:
    come_in(client, store.manager)

    assert "Hire somebody" not in client.get(reverse("house:show")).content.decode()
    assert client.post(reverse("house:staff"), {}).status_code == 403


def test_a_stranger_is_sent_to_the_log_in(client: Client, store: House) -> None:
    assert client.get(reverse("house:show")).headers["Location"].startswith(reverse("account_login"))
    assert {client.post(reverse(name), {}).status_code for name in POSTS} == {302}


@pytest.mark.parametrize("amount", ["1.234", "1e20", "NaN"], ids=["too fine", "too much", "no number"])
def test_money_that_cannot_be_kept_is_said_beside_its_field(
    client: Client, store: House, amount: str
) -> None:
    plan = {"name": "Gym", "price": amount}

    answer = come_in(client, store.owner).post(reverse("house:plans"), plan)

    assert answer.status_code == 422
    assert not Plan.objects.exists()


def test_codes_are_read_however_they_are_typed(client: Client) -> None:
    client.post(address(), FOUNDING | {"country": "us", "currency": "usd"})

    assert (Location.objects.get().country, Location.objects.get().currency) == ("US", "USD")


def test_the_owner_says_what_invoices_have_to_say_about_taxes(client: Client, store: House) -> None:
    taxes = {"tax_id": "DE 123 456 789", "prices_include_tax": "on"}

    come_in(client, store.owner).post(reverse("house:location"), REACHED | taxes)
    included = Location.objects.get()
    client.post(reverse("house:location"), REACHED)
    on_top = Location.objects.get()

    assert (included.tax_id, included.prices_include_tax) == ("DE 123 456 789", True)
    assert (on_top.tax_id, on_top.prices_include_tax) == ("", False)


def test_the_owner_says_when_the_house_is_open(client: Client, store: House) -> None:
    changed = REACHED | {"closed_on": "2026-12-25\n1.1.2026", "reply_within_hours": "8"}

    answer = come_in(client, store.owner).post(reverse("house:location"), changed)

    location = Location.objects.get()
    assert answer.status_code == 302
    assert location.hours["4"] == [["09:00", "12:30"], ["14:00", "18:00"]]
    assert ("5" in location.hours, location.closed_on) == (False, ["2026-01-01", "2026-12-25"])
    assert location.reply_within_hours == 8
    assert "9:00-12:30" in client.get(reverse("house:location")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_0": "nine to five"},
        {"day_0": "25:00-26:00"},
        {"day_0": "18:00-9:00"},
        {"day_0": "9:00-12:00, 11:00-18:00"},
        {"closed_on": "Christmas"},
        {"closed_on": "2026-02-30"},
        {"closed_on": "30.2.2026"},
        {"mail_address": "desk"},
        {"reply_within_hours": "0"},
    ],
)
def test_hours_that_make_no_sense_change_nothing(client: Client, store: House, wrong: dict[str, str]) -> None:
    before = Location.objects.values().get()

    assert come_in(client, store.owner).post(reverse("house:location"), REACHED | wrong).status_code == 422
    assert Location.objects.values().get() == before


def test_a_forgotten_password_is_set_anew_by_the_owner(client: Client, store: House) -> None:
    colleague = Client()
    come_in(colleague, store.driver)
    page = reverse("house:password", args=[store.driver.pk])

    assert come_in(client, store.owner).post(page, {"password": "short"}).status_code == 422
    client.post(page, {"password": "a-new-long-secret"})

    assert Client().login(email=store.driver.email, password="a-new-long-secret")
    assert colleague.get(reverse("driver:route")).status_code == 302  # whoever was logged in is out


def test_who_has_left_cannot_log_in_any_more(client: Client, store: House) -> None:
    colleague = Client()
    come_in(colleague, store.driver)

    come_in(client, store.owner).post(reverse("house:end", args=[store.driver.pk]))

    assert colleague.get(reverse("driver:route")).status_code == 302
    client.get(reverse("house:show"))  # says it once
    assert store.driver.name not in client.get(reverse("house:show")).content.decode()
    assert "any more" in client.get(reverse("house:person", args=[store.driver.pk])).content.decode()


def test_the_last_owner_stays(client: Client, store: House) -> None:
    answer = come_in(client, store.owner).post(reverse("house:end", args=[store.owner.pk]))

    assert answer.status_code == 409
    assert Staff.objects.get(pk=store.owner.pk).is_active


@pytest.mark.parametrize("who", ["manager", "representative", "dispatcher", "driver"])
def test_only_the_owner_changes_who_works_here_and_when(client: Client, store: House, who: str) -> None:
    come_in(client, getattr(store, who))

    assert client.get(reverse("house:location")).status_code == 403
    assert client.get(reverse("house:person", args=[store.driver.pk])).status_code == 403
    for name in ("password", "end"):
        assert client.post(reverse(f"house:{name}", args=[store.driver.pk])).status_code == 403
