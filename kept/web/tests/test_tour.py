"""The tour: the same words, two verdicts, and what changes them; and the demo's doors, closed elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from kept.business.examples import house
from kept.desk import demo as demo_business
from kept.web.tour.parts import NOW

AS_IT_WAS = {
    "side": "left",
    "left-arrival": "700",
    "left-told_at_purchase": "on",
    "left-told_at_scheduling": "on",
    "left-wish": "09:00",
}
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


def answered(client: Client, **changed: str | None) -> str:
    """The part that htmx gets for the left call with something changed; None leaves a field away."""
    posted = AS_IT_WAS | {name.replace("left_", "left-", 1): value for name, value in changed.items()}
    sent = {name: value for name, value in posted.items() if value is not None}
    page = client.post("/tour/answer", sent, headers=HTMX)
    assert page.status_code == 200
    return page.content.decode()


def test_two_customers_say_the_same_and_one_is_right(client: Client) -> None:
    page = client.get("/").content.decode()

    assert page.count("This is bad customer service.") == 2
    assert "Expectation gap" in page
    assert "We failed" in page
    assert "Hannah Brandt is right." in page
    assert "Daniel Reyes is right." not in page


def test_the_first_screen_asks_the_database_only_for_the_location(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        client.get("/")


def test_dragging_the_truck_past_the_window_turns_the_answer(client: Client) -> None:
    page = answered(client, left_arrival="780")

    assert "We failed" in page
    assert "1 hour late" in page
    assert ">0.25<" in page


def test_an_arrival_on_the_last_minute_of_the_window_is_kept(client: Client) -> None:
    assert "Expectation gap" in answered(client, left_arrival="720")
    assert "We failed" in answered(client, left_arrival="725")


@pytest.mark.parametrize("untold", ["left_told_at_purchase", "left_told_at_scheduling"])
def test_a_window_told_only_once_is_our_failure(client: Client, untold: str) -> None:
    page = answered(client, **{untold: None})

    assert "We never properly told" in page
    assert "Daniel Reyes is right." in page


def test_the_wish_explains_and_never_changes_the_verdict(client: Client) -> None:
    missed, met = answered(client), answered(client, left_wish="12:00")
    unknown = answered(client, left_wish="")

    assert "<strong>missed</strong>" in missed
    assert "<strong>met</strong>" in met
    assert "<strong>unknown" in unknown
    assert all("Expectation gap" in page for page in (missed, met, unknown))


def test_every_reason_opens_the_rows_it_rests_on(client: Client) -> None:
    page = answered(client)

    assert page.count("<details") == 5
    assert "facts[0]" in page
    assert "disclosures[2]" in page


def test_the_result_needs_no_script(client: Client) -> None:
    posted = AS_IT_WAS | {"right-arrival": "660", "right-told_at_purchase": "on", "right-wish": ""}

    page = client.post("/tour/answer", posted).content.decode()

    assert "<html" in page
    assert 'name="right-arrival" value="660"' in page
    assert "We never properly told" in page


def test_what_does_not_read_leaves_the_call_as_it_was(client: Client) -> None:
    assert "Expectation gap" in answered(client, left_arrival="soon")


def test_one_click_takes_a_chair_in_the_demo(client: Client) -> None:
    people = house(now=NOW)

    page = client.post("/tour/enter", {"role": "driver"})

    assert page.status_code == 302
    assert client.session["_auth_user_id"] == str(people.driver.pk)


def test_the_representative_sits_down_in_the_live_call(client: Client) -> None:
    call = demo_business.build(timezone.now())

    page = client.post("/tour/enter", {"role": "representative"}, follow=True)

    assert page.redirect_chain == [(f"/desk/conversations/{call.pk}", 302)]
    assert "Nora Feldman" in page.content.decode()


@pytest.mark.parametrize("role", ["owner", "", "nobody"])
def test_only_the_four_chairs_can_be_taken(client: Client, role: str) -> None:
    house(now=NOW)

    assert client.post("/tour/enter", {"role": role}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_where_people_work_for_real_there_is_no_tour_and_no_door(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    house(now=NOW)

    assert client.get("/").status_code == 302
    assert client.get("/tour/parts").status_code == 404
    assert client.post("/tour/answer", AS_IT_WAS).status_code == 404
    assert client.post("/tour/enter", {"role": "manager"}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "tour/enter" not in client.get("/account/login/").content.decode()


def test_a_link_alone_takes_no_chair(client: Client) -> None:
    assert client.get("/tour/enter").status_code == 405
