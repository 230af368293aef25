"""The phone log's pages: finding who is calling, and what is said, told, promised, wished and booked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kept.conversations.models import Channel, Conversation
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries import queries as quotes
from kept.deliveries.models import Delivery
from kept.outbox.models import Outgoing
from kept.policies.examples import leaving
from kept.policies.models import Disclosure
from kept.promises.models import Expectation, Promise, WishMade
from kept.web.tests.cast import NOW, Cast, come_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client: Client, there: Cast) -> Client:
    return come_in(client, there.representative)


def callers(desk: Client, words: str) -> str:
    return desk.get(reverse("desk:call"), {"q": words}, headers=HTMX).content.decode()


def post(desk: Client, name: str, pk: int, **data: object) -> int:
    return desk.post(reverse(name, args=[pk]), data).status_code


# Who is calling


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("nora", id="by name"),
        pytest.param("feld no", id="by parts of the name in any order"),
        pytest.param("5550143", id="by digits of the number"),
        pytest.param("1044", id="by the beginning of the order number"),
        pytest.param("nora.feldman@", id="by address"),
    ],
)
def test_a_caller_is_found(desk: Client, words: str) -> None:
    assert "Nora Feldman" in callers(desk, words)


def test_one_letter_finds_nobody_yet(desk: Client) -> None:
    assert "Nora" not in callers(desk, "n")


def test_somebody_unknown_can_be_written_down_under_the_name_that_was_typed(desk: Client) -> None:
    answer = callers(desk, "Priya Ramanathan")

    assert "Nobody in the book is" in answer
    assert 'value="Priya Ramanathan"' in answer


def test_a_call_starts_with_the_customer_and_opens_the_brief_at_once(desk: Client, there: Cast) -> None:
    answer = desk.post(reverse("desk:create_call"), {"customer": there.sam.pk}, follow=True)

    started = Conversation.objects.latest("pk")
    assert (started.channel, started.customer, started.assignee) == (
        Channel.PHONE,
        there.sam,
        there.representative,
    )
    assert "Before the first word" in answer.content.decode()


def test_a_call_about_an_order_touches_its_matter(desk: Client, there: Cast) -> None:
    desk.post(reverse("desk:create_call"), {"order": there.delivery.order.pk})

    assert Conversation.objects.latest("pk").contacts.get().matter.about == f"order:{there.delivery.order.pk}"


def test_a_call_of_somebody_new_writes_them_down(desk: Client) -> None:
    desk.post(reverse("desk:create_call"), {"name": "Priya Ramanathan", "phone": "212 555 0188"})

    assert Customer.objects.get(name="Priya Ramanathan").identities.get().value == "+12125550188"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"name": ""}, "Please ask for their name.", id="without a name"),
        pytest.param({"name": "P", "phone": "12"}, "is no phone number", id="with half a number"),
        pytest.param({"name": "P", "phone": "+1 212 555 0143"}, "Another customer", id="with Nora's number"),
    ],
)
def test_a_call_of_somebody_new_says_what_is_not_right(
    desk: Client, given: dict[str, str], words: str
) -> None:
    before = Conversation.objects.count()

    answer = desk.post(reverse("desk:create_call"), given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Conversation.objects.count() == before


# While it lasts


def test_lines_are_theirs_unless_i_said_them(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_line", there.call.pk, text="At nine.")
    post(desk, "desk:create_line", there.call.pk, text="Let me see.", ours="1")

    said = list(there.call.messages.order_by("pk").values_list("text", "direction"))[-2:]
    assert said == [("At nine.", "in"), ("Let me see.", "out")]


def test_a_card_read_out_is_a_spoken_telling_logged_now(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_telling", there.call.pk, version=there.policy.pk)

    told = Disclosure.objects.latest("pk")
    assert (told.grade, told.medium, told.at, told.logged_at) == (0, "spoken", NOW, NOW)
    assert told.customer == there.nora


def test_a_quick_promise_is_one_press(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_promise", there.call.pk, choice="call_five")

    made = Promise.objects.latest("pk")
    assert (made.kind, made.customer) == ("call_back", there.nora)
    assert made.until == datetime(2026, 3, 2, 22, 0, tzinfo=UTC)  # five in New York


def test_a_quick_promise_is_made_in_the_language_of_whoever_is_promised(desk: Client, there: Cast) -> None:
    Customer.objects.filter(pk=there.call.customer_id).update(language="de")

    post(desk, "desk:create_promise", there.call.pk, choice="call_five")

    assert Promise.objects.latest("pk").words == "Wir rufen bis fünf Uhr zurück."


@pytest.mark.parametrize(
    ("page", "typed", "read"),
    [
        pytest.param("en", "30.00", "30.00", id="an English page, whatever the customer speaks"),
        pytest.param("en", "1,500", None, id="fifteen hundred in English is not 1,50 for a German"),
        pytest.param("de", "30,00", "30.00", id="a German page"),
        pytest.param("de", "1.500", None, id="fifteen hundred in German is not 1,50"),
    ],
)
def test_a_sum_is_read_in_the_language_of_the_page_and_never_as_a_thousandth(
    desk: Client, there: Cast, page: str, typed: str, read: str | None
) -> None:
    Customer.objects.filter(pk=there.call.customer_id).update(language="de" if page == "en" else "en")

    desk.post(
        reverse("desk:create_promise", args=[there.call.pk]),
        {"choice": "refund", "amount": typed},
        headers={"accept-language": page},
    )

    made = Promise.objects.exclude(pk=there.refund.pk).filter(kind="refund").last()
    assert (str(made.amount).split()[0] if made else None) == read


def test_a_promise_may_have_its_own_words_and_time_on_our_clocks(desk: Client, there: Cast) -> None:
    post(
        desk,
        "desk:create_promise",
        there.call.pk,
        choice="call_hour",
        words="Ben calls about the fabric.",
        until="2026-03-03T09:30",
    )

    made = Promise.objects.latest("pk")
    assert made.words == "Ben calls about the fabric."
    assert made.until == datetime(2026, 3, 3, 14, 30, tzinfo=UTC)


def test_a_refund_needs_its_sum_and_nothing_is_promised_in_the_past(desk: Client, there: Cast) -> None:
    before = Promise.objects.count()

    assert post(desk, "desk:create_promise", there.call.pk, choice="refund") == 422
    assert post(desk, "desk:create_promise", there.call.pk, choice="refund", amount="1.005") == 422
    assert post(desk, "desk:create_promise", there.call.pk, choice="reply", until="2026-03-01T09:00") == 422
    assert post(desk, "desk:create_promise", there.call.pk, choice="a horse") == 422
    assert Promise.objects.count() == before

    post(desk, "desk:create_promise", there.call.pk, choice="refund", amount="30")
    assert str(Promise.objects.latest("pk").amount) == "30.00 USD"


def test_what_they_went_through_elsewhere_is_kept_as_an_expectation(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_expectation", there.call.pk, what="My last gym kept me", source="elsewhere")

    assert Expectation.objects.get().source == "elsewhere"


def test_a_wish_is_kept_as_it_was_said(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_wish", there.call.pk, asked="9 o'clock", wished_at="2026-03-05T09:00")

    wish = WishMade.objects.get()
    assert (wish.asked, wish.wished_at) == ("9 o'clock", datetime(2026, 3, 5, 14, 0, tzinfo=UTC))


def test_ending_the_call_keeps_what_was_being_typed_and_settles_or_not(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_end", there.call.pk, text="I will never shop here", settled="no")

    there.call.refresh_from_db()
    assert (there.call.state, there.call.ended_at) == ("open", NOW)
    assert there.call.messages.latest("pk").text == "I will never shop here"


def test_ending_by_key_goes_to_the_page_anew(desk: Client, there: Cast) -> None:
    address = reverse("desk:create_end", args=[there.call.pk])

    answer = desk.post(address, {"settled": "yes"}, headers=HTMX)

    assert answer.headers["HX-Redirect"] == reverse("desk:conversation", args=[there.call.pk])
    there.call.refresh_from_db()
    assert there.call.state == "closed"


def test_a_line_after_the_end_is_refused_in_words(desk: Client, there: Cast) -> None:
    post(desk, "desk:create_end", there.call.pk, settled="no")

    answer = desk.post(reverse("desk:create_line", args=[there.call.pk]), {"text": "late"}, headers=HTMX)

    assert answer.status_code == 409
    assert "This call is over" in answer.content.decode()


# When a truck can come


def windows(desk: Client, there: Cast) -> str:
    return desk.get(reverse("desk:windows", args=[there.delivery.order.pk]), headers=HTMX).content.decode()


def test_the_windows_are_those_the_trucks_can_make_with_what_they_cost(desk: Client, there: Cast) -> None:
    page = windows(desk, there)

    free = quotes.quote(there.delivery, now=NOW).by_nearness()[0]
    assert str(free.window) in page
    assert f"+{free.extra_minutes} min driving" in page
    assert "An exact hour is not something we could promise and keep" in page


def test_a_window_that_is_not_free_says_the_true_reason(desk: Client, there: Cast) -> None:
    assert "already being loaded" in windows(desk, there)


def test_a_wish_for_an_hour_is_answered_with_why_not_and_what_is_free(desk: Client, there: Cast) -> None:
    address = reverse("desk:create_hour_wish", args=[there.delivery.order.pk])

    answer = desk.post(address, {"asked": "nine", "day": "2026-03-05", "at": "09:00"}, headers=HTMX)

    assert "Thu 5 Mar, 8–12 is free" in answer.content.decode()
    assert "it does not count against them" in answer.content.decode()  # she was told once only
    assert WishMade.objects.get().granted is None
    assert Expectation.objects.get().by_instant == datetime(2026, 3, 5, 14, 0, tzinfo=UTC)


def test_booking_promises_the_window_and_confirms_it(desk: Client, there: Cast) -> None:
    address = reverse("desk:create_booking", args=[there.delivery.order.pk])

    answer = desk.post(address, {"window": "2026-03-05 08:00-12:00"}, headers=HTMX)

    assert answer.headers["HX-Trigger"] == "kept-changed"
    assert Delivery.objects.get().state == "scheduled"
    assert Outgoing.objects.get().subject == "We come Thu 5 Mar, 8–12"


def test_a_window_that_filled_up_meanwhile_is_answered_with_the_next_best(desk: Client, there: Cast) -> None:
    address = reverse("desk:create_booking", args=[there.delivery.order.pk])

    answer = desk.post(address, {"window": "2026-03-02 08:00-12:00"}, headers=HTMX)

    assert answer.status_code == 422
    assert "is free" in answer.content.decode()
    assert Delivery.objects.get().state == "waiting"


def test_moving_says_at_whose_wish(desk: Client, there: Cast) -> None:
    address = reverse("desk:create_booking", args=[there.delivery.order.pk])
    desk.post(address, {"window": "2026-03-05 08:00-12:00"})

    desk.post(address, {"window": "2026-03-06 08:00-12:00", "wish": "ours"})

    old = Promise.objects.get(outcome="replaced")
    assert old.wish == "ours"


@pytest.mark.parametrize("window", ["", "tomorrow", "2026-03-05 12:00-08:00"])
def test_nonsense_books_nothing(desk: Client, there: Cast, window: str) -> None:
    assert post(desk, "desk:create_booking", there.delivery.order.pk, window=window) == 422
    assert Delivery.objects.get().state == "waiting"


def test_the_small_page_is_sent_by_mail(desk: Client, there: Cast) -> None:
    address = reverse("desk:create_window_link", args=[there.delivery.order.pk])

    answer = desk.post(address, headers=HTMX)

    assert "is on its way to nora.feldman@mail.example" in answer.content.decode()
    assert "/p/window/" in Outgoing.objects.get().text


def test_an_order_that_was_cancelled_offers_nothing(desk: Client, there: Cast) -> None:
    deliveries.cancel(there.delivery, reason="not wanted", by=there.nora.actor, now=NOW)

    assert "waiting for a window" not in windows(desk, there)


def test_a_call_is_not_ended_by_looking_at_it(desk: Client, there: Cast) -> None:
    desk.get(reverse("desk:conversation", args=[there.call.pk]))

    there.call.refresh_from_db()
    assert there.call.ended_at is None
    assert desk.get(reverse("desk:create_end", args=[there.call.pk])).status_code == 405
    assert there.call.opened_at + timedelta(minutes=3) == NOW


def test_a_card_is_open_only_where_something_of_theirs_rests_on_it(desk: Client, there: Cast) -> None:
    leaving(there.house.location, now=NOW - timedelta(days=50))

    page = desk.get(reverse("desk:conversation", args=[there.call.pk]))

    assert [card.version.policy.slug for card in page.context["cards"]] == ["delivery"]
    assert [card.version.policy.slug for card in page.context["other_cards"]] == ["leaving"]
    assert not page.context["other_cards"][0].due_now
