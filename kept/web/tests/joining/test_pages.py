"""The pages of joining, as a stranger sees them: three steps, and nothing bound by a look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kept.business import examples as people
from kept.business.examples import House
from kept.customers import examples as customers
from kept.customers.models import Customer
from kept.memberships import examples
from kept.memberships.examples import Gym
from kept.memberships.models import Membership, SignUp
from kept.outbox.models import Outgoing
from kept.web.tests.memberships.clicks import NOW, come_in

LENA = {"name": "Lena Vogt", "email": "Lena@Mail.example", "phone": "", "language": "en"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(db: None) -> House:
    return people.house(now=NOW - timedelta(days=2000))


@pytest.fixture
def gym(house: House) -> Gym:
    return examples.gym(house.location, now=NOW - timedelta(days=1900))


def hidden(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def boxes(page: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="ticked" value="([^"]+)"', page)


def terms(anybody: Client, gym: Gym, **more: object) -> str:
    typed = LENA | {"add_ons": [gym.sessions.pk]} | more
    answer = anybody.post(reverse("joining:terms", args=[gym.plan.pk]), typed)
    assert answer.status_code == 200
    return answer.content.decode()


def send(anybody: Client, gym: Gym, page: str, **more: object) -> int:
    posted = hidden(page) | {"ticked": boxes(page)} | more
    return anybody.post(reverse("joining:create_letter", args=[gym.plan.pk]), posted).status_code


def letter_link() -> str:
    found = re.search(r"https?://\S+/join/yes/\S+", Outgoing.objects.latest("pk").text)
    assert found is not None
    return urlsplit(found[0]).path


def press(anybody: Client, link: str) -> int:
    page = anybody.get(link).content.decode()
    return anybody.post(f"{link}/membership", hidden(page)).status_code


def test_a_stranger_joins_in_three_steps_without_an_account(gym: Gym) -> None:
    anybody = Client()
    assert "Fitness" in anybody.get(reverse("joining:plans")).content.decode()
    assert "two steps" in anybody.get(reverse("joining:plan", args=[gym.plan.pk])).content.decode()

    page = terms(anybody, gym)
    assert "before 10 March 2027, it costs $49, once" in page
    assert len(boxes(page)) == 2
    assert "checked" not in page
    assert send(anybody, gym, page) == 302
    assert not Membership.objects.exists()

    link = letter_link()
    assert not Membership.objects.exists()
    assert press(anybody, link) == 302
    done = anybody.get(link).content.decode()

    assert "You have joined" in done
    assert "/leave/" in done
    membership = Membership.objects.get()
    assert membership.steps.count() == 3
    assert membership.customer.identities.get().value == "lena@mail.example"


def test_opening_the_letters_link_writes_nothing(gym: Gym) -> None:
    anybody = Client()
    send(anybody, gym, terms(anybody, gym))

    answer = anybody.get(letter_link())

    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not Membership.objects.exists()


@pytest.mark.parametrize("ticked", [[], ["price"]])
def test_each_sum_has_a_tick_of_its_own_or_no_letter_leaves(gym: Gym, ticked: list[str]) -> None:
    anybody = Client()

    assert send(anybody, gym, terms(anybody, gym), ticked=ticked) == 422
    assert not SignUp.objects.exists()
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"email": "nobody"},
        {"email": "a b@c.example"},
        {"phone": "12"},
        {"language": "fr"},
        {"add_ons": ["99"]},
    ],
)
def test_what_cannot_be_read_is_asked_again_and_keeps_the_rest(gym: Gym, wrong: dict[str, object]) -> None:
    answer = Client().post(reverse("joining:terms", args=[gym.plan.pk]), LENA | wrong)

    assert answer.status_code == 422
    assert ('value="Lena Vogt"' in answer.content.decode()) == ("name" not in wrong)


def test_the_answer_is_the_same_whether_we_know_the_mailbox_or_not(gym: Gym) -> None:
    customers.theo(now=NOW)
    anybody = Client()

    pages = []
    for address in ("theo.marsh@mail.example", "nobody.known@mail.example"):
        page = terms(anybody, gym, email=address)
        answer = anybody.post(
            reverse("joining:create_letter", args=[gym.plan.pk]),
            hidden(page) | {"ticked": boxes(page)},
            follow=True,
        )
        pages.append(re.sub(r'"X-CSRFToken": "\w+"', "", answer.content.decode()))

    assert pages[0] == pages[1]
    assert "Theo" not in pages[0]
    assert "Theo" not in Outgoing.objects.get(to_address="theo.marsh@mail.example").text


def test_a_changed_page_is_read_once_more(gym: Gym) -> None:
    anybody = Client()
    page = terms(anybody, gym)
    examples.next_contract(gym.contract, fee=gym.plan.price, now=NOW)

    assert send(anybody, gym, page) == 422
    assert not Outgoing.objects.exists()


def test_words_that_changed_after_the_letter_are_shown_ticked_and_sent_anew(gym: Gym) -> None:
    anybody = Client()
    send(anybody, gym, terms(anybody, gym))
    link = letter_link()
    examples.next_contract(gym.contract, fee=gym.plan.price, now=NOW)

    assert anybody.post(f"{link}/membership", {"mark": "old"}).status_code == 422
    page = anybody.get(link).content.decode()
    assert "The contract has changed" in page
    assert "Yes, I join" not in page
    assert anybody.post(f"{link}/letters", hidden(page) | {"ticked": ["price"]}).status_code == 422
    assert anybody.post(f"{link}/letters", hidden(page) | {"ticked": boxes(page)}).status_code == 302

    assert press(anybody, letter_link()) == 302
    assert Membership.objects.get().contract != gym.contract


def test_a_letter_that_is_too_old_or_forged_joins_nobody(gym: Gym, clock: time_machine.Traveller) -> None:
    anybody = Client()
    send(anybody, gym, terms(anybody, gym))
    link = letter_link()
    assert anybody.get(reverse("joining:yes", args=["nonsense"])).status_code == 404

    clock.shift(timedelta(days=7))

    assert anybody.get(link).status_code == 410
    assert anybody.post(f"{link}/membership", {}).status_code == 410
    assert not Membership.objects.exists()


def test_the_page_is_not_for_flooding_mailboxes(gym: Gym) -> None:
    anybody = Client()

    answers = [send(anybody, gym, terms(anybody, gym, email=f"nobody{n}@mail.example")) for n in range(31)]

    assert answers == [302] * 30 + [429]


def test_no_other_site_posts_for_somebody(gym: Gym) -> None:
    checked = Client(enforce_csrf_checks=True)
    send(Client(), gym, terms(Client(), gym))
    link = letter_link()

    posts = [
        reverse("joining:terms", args=[gym.plan.pk]),
        reverse("joining:create_letter", args=[gym.plan.pk]),
        f"{link}/membership",
        f"{link}/letters",
    ]

    assert [checked.post(address, LENA).status_code for address in posts] == [403] * 4


def test_what_binds_is_never_done_by_opening_an_address(gym: Gym) -> None:
    send(Client(), gym, terms(Client(), gym))
    link = letter_link()

    opened = [Client().get(address).status_code for address in (f"{link}/membership", f"{link}/letters")]

    assert opened == [405, 405]
    assert not Membership.objects.exists()


def test_the_desk_sees_who_asked_and_that_nothing_binds_them(house: House, gym: Gym) -> None:
    send(Client(), gym, terms(Client(), gym))
    desk, members = come_in(house.representative), reverse("memberships:members")

    before = desk.get(members).content.decode()
    press(Client(), letter_link())
    after = desk.get(members).content.decode()

    assert "Asked to join, and not confirmed" in before
    assert "lena@mail.example" in before
    assert "Asked to join, and not confirmed" not in after


def test_a_plan_that_is_not_sold_is_not_found(gym: Gym) -> None:
    assert Client().get(reverse("joining:plan", args=[gym.plan.pk + 99])).status_code == 404


def test_whoever_reads_german_is_told_in_german_all_the_way(gym: Gym) -> None:
    anybody = Client(headers={"Accept-Language": "de"})
    assert "Schritt 1 von 3" in anybody.get(reverse("joining:plan", args=[gym.plan.pk])).content.decode()

    page = terms(anybody, gym, language="de")
    send(anybody, gym, page)
    link = letter_link()

    assert "vor dem 10. März 2027 beenden, kostet das einmalig 49\N{NO-BREAK SPACE}$" in page
    assert "Ja, ich trete bei" in anybody.get(link).content.decode()
    press(anybody, link)
    assert "Sie sind beigetreten" in anybody.get(link).content.decode()
    assert Customer.objects.get().language == "de"


def test_the_number_of_queries_is_the_same_for_many_plans(
    gym: Gym, django_assert_num_queries: object
) -> None:
    for _each in range(5):
        examples.gym(gym.location, now=NOW, contract=gym.contract)

    with django_assert_num_queries(4):  # type: ignore[operator]  # pytest-django's own
        assert Client().get(reverse("joining:plans")).status_code == 200


def test_nothing_is_kept_of_where_they_were(gym: Gym) -> None:
    send(Client(REMOTE_ADDR="203.0.113.77"), gym, terms(Client(), gym))
    press(Client(REMOTE_ADDR="203.0.113.77"), letter_link())

    row, asked = Membership.objects.get().consent, SignUp.objects.get()

    assert "203.0.113.77" not in str([vars(row), vars(asked)])


def test_the_same_link_shows_what_was_agreed_after_it(gym: Gym) -> None:
    anybody = Client()
    send(anybody, gym, terms(anybody, gym))
    link = letter_link()
    press(anybody, link)

    again = anybody.post(f"{link}/membership", {})

    assert again.status_code == 302
    assert Membership.objects.count() == 1
    assert SignUp.objects.get().membership == Membership.objects.get()
