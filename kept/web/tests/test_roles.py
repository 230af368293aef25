"""Who may open what: every address of the desk and of the customer's pages, for every role and strangers."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kept.business.models import Staff
from kept.business.rules import Role
from kept.conversations import actions as conversations
from kept.customers import actions as customers
from kept.customers import examples as people
from kept.desk import papers, told, track
from kept.web.desk.urls import urlpatterns as desk_addresses
from kept.web.portal import links
from kept.web.portal.urls import urlpatterns as portal_addresses
from kept.web.tests.cast import NOW, Cast, come_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DESK = {Role.REPRESENTATIVE, Role.MANAGER, Role.OWNER}
DESK_AND_DISPATCH = DESK | {Role.DISPATCHER}
Args = Callable[[Cast], list[object]]


def nothing(_there: Cast) -> list[object]:
    return []


def mail(there: Cast) -> list[object]:
    return [there.mail.pk]


def order(there: Cast) -> list[object]:
    return [there.delivery.order.pk]


def printed(there: Cast) -> list[object]:
    papers.print_for(there.delivery.order, by=there.representative.actor, now=NOW)
    return order(there)


def insult(there: Cast) -> list[object]:
    talk = conversations.start(there.sam, channel="phone", by=there.representative.actor, now=NOW)
    return [conversations.note_insult(talk, staff=there.representative, now=NOW).pk]


# The address, the row that it names, how it is asked for, and who may.
TABLE: dict[str, tuple[Args, str, set[Role]]] = {
    "inbox": (nothing, "get", DESK_AND_DISPATCH),
    "call": (nothing, "get", DESK),
    "create_call": (nothing, "post", DESK),
    "conversation": (mail, "get", DESK_AND_DISPATCH),
    "create_reply": (mail, "post", DESK),
    "create_note": (mail, "post", DESK),
    "save_draft": (mail, "post", DESK),
    "create_assignment": (mail, "post", DESK),
    "create_hand_over": (mail, "post", DESK),
    "create_waiting": (mail, "post", DESK),
    "create_closing": (mail, "post", DESK),
    "create_reopening": (mail, "post", DESK),
    "create_line": (mail, "post", DESK),
    "create_insult": (lambda there: [there.call.pk], "post", DESK),
    "end_by_rule": (insult, "post", DESK),
    "hand_over_by_rule": (insult, "post", DESK),
    "create_moment_off": (insult, "post", DESK),
    "load": (nothing, "get", DESK),
    "create_return": (nothing, "post", DESK),
    "create_end": (mail, "post", DESK),
    "create_telling": (mail, "post", DESK),
    "create_promise": (mail, "post", DESK),
    "create_wish": (mail, "post", DESK),
    "create_expectation": (mail, "post", DESK),
    "mail_html": (lambda there: [there.mail.pk, there.letter.pk], "get", DESK_AND_DISPATCH),
    "attachment": (lambda there: [there.letter.attachments.get().pk], "get", DESK_AND_DISPATCH),
    "customers": (nothing, "get", DESK_AND_DISPATCH),
    "customer": (lambda there: [there.nora.pk], "get", DESK_AND_DISPATCH),
    "create_page_link": (lambda there: [there.nora.pk], "post", DESK),
    "create_merge": (lambda there: [there.nora.pk], "post", DESK),
    "erase": (lambda there: [there.nora.pk], "get", {Role.MANAGER, Role.OWNER}),
    "create_erasure": (lambda there: [there.nora.pk], "post", {Role.MANAGER, Role.OWNER}),
    "undo_merge": (lambda there: [merged(there)], "post", DESK),
    "promises": (nothing, "get", DESK_AND_DISPATCH),
    "promise": (lambda there: [there.owed.pk], "get", DESK_AND_DISPATCH),
    "create_fact": (lambda there: [there.owed.pk], "post", DESK),
    "create_release": (lambda there: [there.owed.pk], "post", DESK),
    "delivery": (lambda there: [there.delivery.pk], "get", DESK_AND_DISPATCH),
    "orders": (nothing, "get", DESK_AND_DISPATCH),
    "order": (order, "get", DESK_AND_DISPATCH),
    "cancel_order": (order, "post", DESK_AND_DISPATCH),
    "create_invoice": (order, "post", DESK),
    "invoice": (printed, "get", DESK_AND_DISPATCH),
    "hand_over_invoice": (printed, "post", DESK),
    "paper": (lambda there: [7], "get", DESK_AND_DISPATCH),
    "outbox": (nothing, "get", DESK_AND_DISPATCH),
    "create_attempt": (lambda there: [7], "post", DESK),
    "windows": (order, "get", DESK_AND_DISPATCH),
    "create_hour_wish": (order, "post", DESK_AND_DISPATCH),
    "places": (order, "get", DESK_AND_DISPATCH),
    "create_order_place": (order, "post", DESK_AND_DISPATCH),
    "create_any_wish": (order, "post", DESK_AND_DISPATCH),
    "create_window_wish": (order, "post", DESK_AND_DISPATCH),
    "create_booking": (order, "post", DESK_AND_DISPATCH),
    "create_window_link": (order, "post", DESK_AND_DISPATCH),
    "policies": (nothing, "get", DESK_AND_DISPATCH),
    "policy": (lambda there: [there.policy.pk], "get", DESK_AND_DISPATCH),
    "telling": (lambda there: [there.telling.pk], "get", DESK_AND_DISPATCH),
    "matter": (lambda there: [there.call.contacts.get().matter_id], "get", DESK_AND_DISPATCH),
    "ledger": (nothing, "get", DESK),
    "create_proof": (nothing, "post", DESK),
}
# The customer's pages: which of their links opens it, how it is asked for, and what it answers.
BY_LINK: dict[str, tuple[str, str, set[int]]] = {
    "window": ("window", "get", {200}),
    "create_choice": ("window", "post", {422}),
    "create_wish": ("window", "post", {422}),
    "create_call": ("window", "post", {409}),
    "answer_question": ("window", "post", {404}),
    "calendar": ("window", "get", {404}),
    "track": ("track", "get", {200}),
    "track_proof": ("track", "get", {404}),
    "promise": ("promise", "get", {200}),
    "create_release": ("promise", "post", {302}),
    "told": ("told", "get", {200}),
    "create_opening": ("told", "post", {302}),
    "create_reading": ("told", "post", {302}),
    "create_answer": ("told", "post", {404}),
    "create_receipt": ("told", "post", {200}),
    "paper": ("told", "get", {404}),
    "invoice": ("told", "get", {404}),
}


def merged(there: Cast) -> int:
    twin = people.person("Nora Feldman", now=NOW, email="twin@mail.example")
    return customers.merge(twin, there.nora, by=there.representative.actor, now=NOW).pk


def member(there: Cast, role: Role) -> Staff:
    return Staff.objects.filter(role=role, is_active=True).order_by("pk").first() or pytest.fail(role)


def ask(client: Client, there: Cast, name: str) -> HttpResponse:
    args, method, _may = TABLE[name]
    return getattr(client, method)(reverse(f"desk:{name}", args=args(there)))  # type: ignore[no-any-return]


def is_log_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(reverse("account_login"))


def test_every_address_stands_in_the_table() -> None:
    assert {each.name for each in desk_addresses} == set(TABLE)
    assert {each.name for each in portal_addresses} == set(BY_LINK)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_is_its_own_and_nothing_else(there: Cast, role: Role) -> None:
    client = come_in(Client(), member(there, role))

    status = {name: ask(client, there, name).status_code for name in TABLE}

    assert {name for name, code in status.items() if code != 403} == {
        name for name, (_args, _method, may) in TABLE.items() if role in may
    }
    assert max(status.values()) < 500


def test_a_stranger_opens_nothing(there: Cast) -> None:
    answers = {name: ask(Client(), there, name) for name in TABLE}

    assert {name for name, answer in answers.items() if not is_log_in(answer)} == set()


def test_somebody_who_left_opens_nothing(there: Cast) -> None:
    client = come_in(Client(), there.representative)
    Staff.objects.filter(pk=there.representative.pk).update(is_active=False)

    answers = {name: ask(client, there, name) for name in TABLE}

    assert {name for name, answer in answers.items() if not is_log_in(answer)} == set()


def test_a_customers_link_opens_no_page_of_the_desk(there: Cast) -> None:
    client = Client()
    client.get(urlsplit(links.window_choice(there.delivery, now=NOW)).path)

    answers = {name: ask(client, there, name) for name in TABLE}

    assert {name for name, answer in answers.items() if not is_log_in(answer)} == set()


@pytest.mark.parametrize("name", list(BY_LINK))
def test_a_customers_page_opens_by_its_own_link_and_by_no_other(there: Cast, name: str) -> None:
    tokens = {
        "window": links.window_choice(there.delivery, now=NOW).rpartition("/")[2],
        "promise": links.promise(there.owed, now=NOW).rpartition("/")[2],
        "told": told.token(there.nora, now=NOW),
        "track": track.token(there.delivery, now=NOW),
        "nonsense": "nonsense",
    }
    opener, method, answers = BY_LINK[name]

    def by(token: str) -> int:
        args = [token, 7] if name in ("paper", "invoice", "track_proof") else [token]
        asked = getattr(Client(), method)
        status: int = asked(reverse(f"portal:{name}", args=args), {"version": there.policy.pk}).status_code
        return status

    assert by(tokens.pop(opener)) in answers
    assert {by(other) for other in tokens.values()} == {404}


def test_what_changes_something_is_never_done_by_opening_an_address(there: Cast) -> None:
    client = come_in(Client(), there.representative)

    opened = {
        name: client.get(reverse(f"desk:{name}", args=args(there))).status_code
        for name, (args, method, _may) in TABLE.items()
        if method == "post"
    }

    assert set(opened.values()) == {405}


def test_no_other_site_can_post_for_us(there: Cast) -> None:
    client = come_in(Client(enforce_csrf_checks=True), there.representative)

    posted = {name: ask(client, there, name).status_code for name in TABLE if TABLE[name][1] == "post"}

    assert set(posted.values()) == {403}
