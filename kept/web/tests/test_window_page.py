"""The customer's page of windows: several that suit, a taken one, an hour, moved, too late, lost."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.business.examples import House
from kept.conversations.models import Conversation
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries.examples import sofa
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.rules import QUOTE_LASTS, LocalWindow
from kept.desk import book
from kept.desk.tests import crowded
from kept.desk.tests.crowded import MORNING, NOON, NOW, WEDNESDAY, hopeless, one_more, to_and_fro
from kept.policies.models import Disclosure
from kept.policies.queries import current_version
from kept.promises.models import Expectation, Promise, WishMade
from kept.web.portal import links

pytestmark = [pytest.mark.django_db]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock() -> object:
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def store() -> House:
    return crowded.store()


@pytest.fixture
def late(store: House) -> Delivery:
    """Somebody who wants the morning of a day that is full as it stands."""
    to_and_fro(store)
    return one_more(store)


@pytest.fixture
def refused(store: House) -> Delivery:
    """Somebody who wants the morning of a day on which nothing helps."""
    hopeless(store)
    return one_more(store)


def path(delivery: Delivery) -> str:
    return urlsplit(links.window_choice(delivery, now=NOW)).path


def read() -> str:
    return str(current_version("delivery").pk)


def choose(client: Client, delivery: Delivery, *windows: object, **more: object) -> tuple[int, str]:
    sent = {"window": [str(each) for each in windows], "read": read()} | more
    answer = client.post(f"{path(delivery)}/choice", sent, follow=True)
    return answer.status_code, answer.content.decode()


def ask(client: Client, delivery: Delivery, *, part: bool = True, **asked: object) -> str:
    headers = HTMX if part else {}
    return client.post(f"{path(delivery)}/wish", asked, headers=headers).content.decode()


# What stands on the page


def test_days_with_something_free_come_first_and_full_ones_may_be_asked_for(
    client: Client, late: Delivery
) -> None:
    page = client.get(path(late)).content.decode()

    assert f'name="asked_window" value="{MORNING}"' in page
    assert f'name="window" id="w-0304-0800-1200" value="{WEDNESDAY}"' in page
    assert "The trucks are full on Tue 3 Mar, 8–12." in page
    assert page.index("We cannot promise an exact hour.") < page.index("Tue 3 Mar") < page.index("Wed 4 Mar")


def test_the_page_asks_the_database_no_more_for_promised_stops(
    client: Client, late: Delivery, store: House
) -> None:
    client.get(path(late))
    with CaptureQueriesContext(connection) as few:
        client.get(path(late))
    for day in range(4, 8):
        neighbour = one_more(store, f"Guest {day}", number=f"20{day}")
        book.choose(neighbour, LocalWindow.parse(f"2026-03-0{day} 08:00-12:00"), now=NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(path(late))

    assert len(many) <= len(few)


# A window that is taken


def test_a_taken_window_is_checked_by_itself_and_answered_in_its_place(
    client: Client, late: Delivery
) -> None:
    answer = ask(client, late, asked_window=str(MORNING))

    assert "Yes: if we put our route in another order" in answer
    assert f'value="{MORNING}"' in answer and " checked" in answer
    assert "<html" not in answer
    assert WishMade.objects.get().answered_at is None


def test_what_was_checked_and_is_chosen_is_promised(client: Client, late: Delivery) -> None:
    ask(client, late, asked_window=str(MORNING))

    status, page = choose(client, late, MORNING)

    assert (status, Stop.objects.get(delivery=late).window) == (200, MORNING)
    assert WishMade.objects.get().granted is True
    assert "We come in this window" in page


def test_a_no_says_why_and_what_comes_nearest_and_is_kept_as_what_they_expect(
    client: Client, refused: Delivery
) -> None:
    answer = ask(client, refused, asked_window=str(MORNING))

    assert "The trucks are full on Tue 3 Mar, 8–12." in answer
    assert f'name="only" value="{WEDNESDAY}"' in answer
    wish, expectation = WishMade.objects.get(), Expectation.objects.get()
    assert (wish.by, wish.granted) == (str(refused.customer.actor), False)
    assert (expectation.what, expectation.source) == ("Tue 3 Mar, 8–12", "wish")


def test_without_javascript_the_whole_page_comes_back_with_the_answer_and_the_ticks(
    client: Client, refused: Delivery
) -> None:
    page = ask(client, refused, part=False, asked_window=str(MORNING), window=str(WEDNESDAY))

    assert "<html" in page
    assert "This comes nearest:" in page
    assert f'value="{WEDNESDAY}" data-name="Wed 4 Mar, 8–12" checked' in page


def test_what_comes_nearest_is_taken_with_one_press_whatever_else_is_ticked(
    client: Client, refused: Delivery
) -> None:
    ask(client, refused, asked_window=str(MORNING))

    choose(client, refused, "2026-03-06 08:00-12:00", only=str(WEDNESDAY))

    assert Stop.objects.get(delivery=refused).window == WEDNESDAY


# An hour


def test_an_hour_is_answered_with_why_not_and_what_comes_nearest(client: Client, late: Delivery) -> None:
    page = ask(client, late, part=False, day="2026-03-04", at="09:00", said="I work from ten")

    wish = WishMade.objects.get()
    assert "An exact hour is not something we could promise and keep" in page
    assert f'name="only" value="{WEDNESDAY}"' in page
    assert wish.asked == "I work from ten"
    assert wish.wished_at is not None and wish.wished_at.isoformat() == "2026-03-04T14:00:00+00:00"
    assert Expectation.objects.get().by_instant == wish.wished_at


def test_an_hour_without_words_is_kept_as_the_hour(client: Client, late: Delivery) -> None:
    ask(client, late, day="2026-03-04", at="09:00")

    assert WishMade.objects.get().asked == "Wed 4 Mar, 09:00"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"day": "2026-03-04"},
        {"day": "tomorrow", "at": "09:00"},
        {"day": "2026-03-04", "at": "9"},
        {"day": "9999-12-31", "at": "23:00"},
        {"day": "0001-01-01", "at": "00:00"},
        {"asked_window": "x"},
        {"asked_window": "2026-03-04 08:00+02:00-12:00"},
        {"asked_window": "9999-12-31 08:00-12:00"},
    ],
)
def test_half_a_wish_says_what_is_missing_and_keeps_nothing(
    client: Client, late: Delivery, asked: dict[str, str]
) -> None:
    answer = client.post(f"{path(late)}/wish", asked)

    assert answer.status_code == 422
    assert "Please say which day and which hour." in answer.content.decode()
    assert not WishMade.objects.exists()


def test_nobody_keeps_the_trucks_searching_all_day(client: Client, refused: Delivery) -> None:
    for _ in range(60):
        ask(client, refused, asked_window=str(NOON))

    answer = client.post(f"{path(refused)}/wish", {"asked_window": str(NOON)}, headers=HTMX)

    assert answer.status_code == 409
    assert "Call us" in answer.content.decode()


# Several that suit


def test_several_ticks_are_one_wish_and_the_page_says_which_was_taken(client: Client, late: Delivery) -> None:
    _status, page = choose(client, late, WEDNESDAY, "2026-03-05 08:00-12:00")

    wish = WishMade.objects.get()
    assert (wish.granted, wish.wished_at) == (True, None)
    assert "You did not mind which. “Any of these: Wed 4 Mar, 8–12; Thu 5 Mar, 8–12”" in page
    assert Stop.objects.filter(delivery=late).count() == 1


# Lost, late, and twice


def test_who_comes_second_is_told_so_and_their_ticks_stay(client: Client, store: House) -> None:
    hopeless(store)
    late = one_more(store)
    client.get(path(late))

    status, page = choose(client, late, MORNING, NOON)

    assert status == 409
    assert "This window was taken meanwhile. The trucks are full on Tue 3 Mar, 8–12." in page
    assert "Wed 4 Mar, 8–12 is free" in page
    assert not Disclosure.objects.exists()


def test_a_page_that_lay_open_for_an_hour_still_chooses(client: Client, late: Delivery) -> None:
    client.get(path(late))

    with time_machine.travel(NOW + 4 * QUOTE_LASTS, tick=False):
        status, page = choose(client, late, WEDNESDAY)

    assert (status, "We come in this window" in page) == (200, True)


def test_the_back_button_and_a_second_tab_choose_anew_and_it_says_what_became_of_the_first(
    client: Client, late: Delivery
) -> None:
    choose(client, late, WEDNESDAY)

    _status, page = choose(client, late, "2026-03-05 08:00-12:00")

    assert "Your window Wed 4 Mar, 8–12 is free again for others; Thu 5 Mar, 8–12 is promised." in page
    assert Promise.objects.get(outcome="replaced").wish == "customer"


def test_sent_twice_it_is_chosen_once(client: Client, late: Delivery) -> None:
    choose(client, late, WEDNESDAY)
    choose(client, late, WEDNESDAY)

    assert Promise.objects.filter(customer=late.customer).count() == 1


def test_once_the_trucks_are_loaded_the_page_says_what_to_do_instead(client: Client, store: House) -> None:
    hopeless(store)
    soon = sofa(one_more(store).customer, store, number="110", minutes=5, now=NOW)
    book.choose(soon, MORNING, now=NOW)
    address = path(soon)

    with time_machine.travel(NOW + timedelta(hours=13), tick=False):
        page = client.get(address).content.decode()
        answer = client.post(f"{address}/choice", {"window": str(WEDNESDAY), "read": read()})

    assert "already being loaded. Call us, and we see together what can still be done." in page
    assert "Another window suits me better" not in page
    assert (answer.status_code, Stop.objects.get(delivery=soon).window) == (409, MORNING)


def test_a_link_is_good_for_as_long_as_the_window_that_it_shows(client: Client, late: Delivery) -> None:
    far = "2026-03-14 08:00-12:00"
    choose(client, late, far)
    address = path(Delivery.objects.get(pk=late.pk))

    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        assert client.get(address).status_code == 200


def test_the_page_of_somebody_who_was_erased_opens_nothing(client: Client, late: Delivery) -> None:
    address = path(late)
    Customer.objects.filter(pk=late.customer_id).update(
        erased_at=NOW, erased_by="clock", erased_because="asked"
    )

    assert client.get(address).status_code == 410


def test_the_window_that_they_have_is_not_offered_to_them_again(client: Client, late: Delivery) -> None:
    _status, page = choose(client, late, WEDNESDAY)

    assert f'value="{WEDNESDAY}"' not in page
    assert 'value="2026-03-05 08:00-12:00"' in page


# Into their calendar


def test_the_window_is_put_into_their_own_calendar(client: Client, late: Delivery) -> None:
    choose(client, late, WEDNESDAY)

    answer = client.get(f"{path(late)}/calendar.ics")

    entry = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "DTSTART;TZID=America/New_York:20260304T080000" in entry
    assert "/p/window/" not in entry  # calendars are shared, and the link is a key


def test_before_a_window_is_promised_there_is_nothing_for_a_calendar(client: Client, late: Delivery) -> None:
    assert client.get(f"{path(late)}/calendar.ics").status_code == 404


# Where nobody knows the place


def test_who_cannot_be_found_asks_for_a_call_and_sees_that_it_is_promised(
    client: Client, store: House
) -> None:
    to_and_fro(store)
    lost = sofa(one_more(store).customer, store, number="111", place=None, now=NOW)
    before = client.get(path(lost)).content.decode()

    page = client.post(f"{path(lost)}/call", {"said": "Behind the church"}, follow=True).content.decode()

    assert "We have not found “111 Bedford Avenue, Brooklyn” on the map yet, and we do not guess." in before
    assert "We call you about your address by the end of the next working day." in page
    assert Promise.objects.get(kind="call_back").customer == lost.customer
    assert Conversation.objects.get().channel == "portal"


# In their language, and nobody else's


def test_it_is_all_said_in_german_to_who_speaks_it(client: Client, refused: Delivery) -> None:
    Customer.objects.filter(pk=refused.customer_id).update(language="de")
    before = client.get(path(refused)).content.decode()

    asked = ask(client, refused, asked_window=str(MORNING))
    _status, page = choose(client, refused, WEDNESDAY, "2026-03-05 08:00-12:00")

    assert "Kreuzen Sie an, was Ihnen passt." in before
    assert "wird geprüft …" in before
    assert "Am Di 3. Mär, 8–12, sind die Wagen voll." in asked and "Dies kommt am nächsten:" in asked
    assert "Ihnen war gleich, welches. „Eines von diesen: Mi 4. Mär, 8–12; Do 5. Mär, 8–12“" in page


def test_the_link_of_one_delivery_chooses_for_no_other(client: Client, late: Delivery, store: House) -> None:
    other = one_more(store, "Somebody Else", number="120")

    choose(client, late, WEDNESDAY)

    assert not Stop.objects.filter(delivery=other).exists()
    assert "Somebody Else" not in client.get(path(late)).content.decode()


def test_the_page_of_the_promise_leads_to_another_window_and_says_what_it_replaced(
    client: Client, late: Delivery
) -> None:
    choose(client, late, WEDNESDAY)
    choose(client, late, "2026-03-05 08:00-12:00")
    promise = Promise.objects.get(outcome="", customer=late.customer)

    page = client.get(urlsplit(links.promise(promise, now=NOW)).path).content.decode()

    assert "is free again for others" in page
    assert "/p/window/" in page


def test_a_promise_that_is_over_leads_to_no_window(client: Client, late: Delivery) -> None:
    choose(client, late, WEDNESDAY)
    promise = Promise.objects.get(customer=late.customer)
    deliveries.cancel(Delivery.objects.get(pk=late.pk), reason="not wanted", by=late.customer.actor, now=NOW)

    page = client.get(urlsplit(links.promise(promise, now=NOW)).path).content.decode()

    assert "/p/window/" not in page
