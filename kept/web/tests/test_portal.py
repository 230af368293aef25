"""The customer's pages: choosing a window, one promise; what a link opens and what it does not."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.rules import LocalWindow
from kept.desk.links import WINDOW_LASTS
from kept.ledger.models import Entry
from kept.policies import actions as policies
from kept.policies.models import Disclosure
from kept.promises.models import Promise
from kept.web.portal import links
from kept.web.tests.cast import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
THURSDAY = "2026-03-05 08:00-12:00"
FRIDAY = "2026-03-06 12:00-16:00"


@pytest.fixture
def link(there: Cast) -> str:
    return urlsplit(links.window_choice(there.delivery, now=NOW)).path


def choose(client: Client, link: str, window: str, read: str) -> tuple[int, str]:
    answer = client.post(f"{link}/choice", {"window": window, "read": read}, follow=True)
    return answer.status_code, answer.content.decode()


def test_the_page_shows_the_words_and_only_windows_that_are_true(client: Client, link: str) -> None:
    page = client.get(link).content.decode()

    assert "We cannot promise an exact hour." in page
    assert f'value="{THURSDAY}"' in page
    assert "2026-03-02 08:00-12:00" not in page


def test_opening_the_link_changes_nothing(client: Client, there: Cast, link: str) -> None:
    before = (Entry.objects.count(), Disclosure.objects.count(), Promise.objects.count())

    for _ in range(3):
        client.get(link)

    assert (Entry.objects.count(), Disclosure.objects.count(), Promise.objects.count()) == before


def test_choosing_acknowledges_the_words_and_books(client: Client, there: Cast, link: str) -> None:
    status, page = choose(client, link, THURSDAY, str(there.policy.pk))

    told = Disclosure.objects.get(medium="page")
    promise = Delivery.objects.get().promise
    assert (status, told.grade, told.occasion, told.by) == (200, 4, "scheduling", str(there.nora.actor))
    assert promise is not None
    assert promise.accepted_at == NOW
    assert "We come in this window" in page


def test_the_one_question_is_asked_once_they_have_chosen(client: Client, there: Cast, link: str) -> None:
    assert "When may we come?" not in client.get(link).content.decode()
    _status, chosen = choose(client, link, THURSDAY, str(there.policy.pk))
    assert "When may we come?" in chosen

    answered = client.post(f"{link}/answer", {"version": there.policy.pk, "choice": "1"}, follow=True)

    assert "When may we come?" not in answered.content.decode()
    assert Disclosure.objects.get(medium="page").grade == 5


def test_another_answer_shows_the_words_again_and_takes_nothing_away(
    client: Client, there: Cast, link: str
) -> None:
    choose(client, link, THURSDAY, str(there.policy.pk))

    answered = client.post(f"{link}/answer", {"version": there.policy.pk, "choice": "0"})

    page = answered.content.decode()
    assert answered.status_code == 422
    assert page.index("We cannot promise an exact hour.") < page.index("When may we come?")
    assert (Disclosure.objects.get(medium="page").grade, Stop.objects.count()) == (4, 1)


@pytest.mark.parametrize("answer", [{"choice": "1"}, {"version": "1"}, {"version": "999", "choice": "1"}])
def test_an_answer_to_nothing_is_none(client: Client, there: Cast, link: str, answer: dict[str, str]) -> None:
    choose(client, link, THURSDAY, str(there.policy.pk))

    assert client.post(f"{link}/answer", answer).status_code == 404


def test_another_window_may_be_chosen_later_at_their_own_wish(client: Client, there: Cast, link: str) -> None:
    choose(client, link, THURSDAY, str(there.policy.pk))

    choose(client, link, FRIDAY, str(there.policy.pk))

    assert Promise.objects.get(outcome="replaced").wish == "customer"
    assert Stop.objects.get().window == LocalWindow.parse(FRIDAY)


def test_a_window_that_is_not_free_any_more_is_answered_with_the_next_best(
    client: Client, there: Cast, link: str
) -> None:
    status, page = choose(client, link, "2026-03-02 12:00-16:00", str(there.policy.pk))

    assert status == 409
    assert "is free" in page
    assert not Disclosure.objects.filter(medium="page").exists()


def test_nobody_acknowledges_words_that_were_not_on_their_page(
    client: Client, there: Cast, link: str
) -> None:
    newer = policies.Draft(wordings={"en": ("How we deliver", "We come when we come.")})
    policies.publish(there.policy.policy, newer, by=there.representative.actor, now=NOW)

    status, page = choose(client, link, THURSDAY, str(there.policy.pk))

    assert status == 409
    assert "We come when we come." in page
    assert Delivery.objects.get().state == "waiting"


def test_nothing_chosen_says_what_to_do(client: Client, there: Cast, link: str) -> None:
    status, page = choose(client, link, "", str(there.policy.pk))

    assert status == 422
    assert "Please choose one of the windows." in page


def test_an_old_link_says_so_and_how_to_reach_us(client: Client, link: str, clock: object) -> None:
    with time_machine.travel(NOW + WINDOW_LASTS, tick=False):
        answer = client.get(link)

    assert answer.status_code == 410
    assert "+1 212 555 0100" in answer.content.decode()


def test_a_link_is_good_until_the_last_moment(client: Client, link: str) -> None:
    with time_machine.travel(NOW + WINDOW_LASTS - timedelta(seconds=1), tick=False):
        assert client.get(link).status_code == 200


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: s.replace("e", "f", 1), lambda s: s + "x"])
def test_a_forged_link_opens_nothing(client: Client, link: str, change: object) -> None:
    token = link.rpartition("/")[2]
    changed = change(token)  # type: ignore[operator]  # one of the three above

    assert client.get(reverse("portal:window", args=[changed])).status_code == 404


def test_a_link_to_a_promise_does_not_open_the_windows(client: Client, there: Cast) -> None:
    token = urlsplit(links.promise(there.owed, now=NOW)).path.rpartition("/")[2]

    assert client.get(reverse("portal:window", args=[token])).status_code == 404


def test_a_delivery_that_was_cancelled_offers_nothing(client: Client, there: Cast, link: str) -> None:
    deliveries.cancel(there.delivery, reason="not wanted", by=there.nora.actor, now=NOW)

    answer = client.get(link)

    assert answer.status_code == 404
    assert "cancelled" in answer.content.decode()


def test_the_page_speaks_the_customers_language(client: Client, there: Cast, link: str) -> None:
    Customer.objects.filter(pk=there.nora.pk).update(language="de")

    assert "Eine genaue Uhrzeit" in client.get(link).content.decode()


def test_the_promise_stands_on_a_page_of_its_own_with_the_way_to_us(client: Client, there: Cast) -> None:
    page = client.get(urlsplit(links.promise(there.owed, now=NOW)).path).content.decode()

    assert "We call back by five." in page
    assert "tel:+12125550100" in page


def test_the_customer_frees_us_by_a_button_of_their_own(client: Client, there: Cast) -> None:
    address = urlsplit(links.promise(there.owed, now=NOW)).path

    client.post(f"{address}/release")

    there.owed.refresh_from_db()
    assert (there.owed.outcome, there.owed.settled_by) == ("released", str(there.sam.actor))


def test_money_is_not_given_back_by_a_button(client: Client, there: Cast) -> None:
    address = urlsplit(links.promise(there.refund, now=NOW)).path

    assert client.post(f"{address}/release").status_code == 409
    there.refund.refresh_from_db()
    assert there.refund.outcome == ""


def test_the_address_is_told_to_nobody(client: Client, link: str) -> None:
    answer = client.get(link)

    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
