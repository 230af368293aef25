"""Insulted or threatened: one key, two ways out by rule, a moment off; and the load on people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kept.conversations import actions
from kept.conversations.models import Conversation, Insult
from kept.outbox.models import Outgoing
from kept.web.tests.cast import NOW, Cast, cast, come_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def there() -> Cast:
    return cast()


@pytest.fixture
def desk(there: Cast) -> Client:
    return come_in(Client(), there.representative)


def noted(desk: Client, talk: Conversation) -> Insult:
    assert desk.post(reverse("desk:create_insult", args=[talk.pk])).status_code == 302
    return talk.insults.get()


def page(desk: Client, talk: Conversation) -> str:
    return desk.get(reverse("desk:conversation", args=[talk.pk])).content.decode()


def test_one_press_notes_it_and_the_page_says_what_the_rule_allows(desk: Client, there: Cast) -> None:
    insult = noted(desk, there.call)

    assert (insult.staff, insult.at) == (there.representative, NOW)
    shown = page(desk, there.call)
    assert "You need not go on with this." in shown
    assert "I am ending this call now." in shown
    assert "End it by the rule" in shown
    assert "Hand it over by the rule" in shown


def test_a_colleague_sees_the_line_in_the_conversation_and_is_asked_nothing(
    desk: Client, there: Cast
) -> None:
    noted(desk, there.mail)

    shown = page(come_in(Client(), there.house.manager), there.mail)

    assert "Ruth Alvarez noted an insult or a threat." in shown
    assert "End it by the rule" not in shown


def test_ended_by_the_rule_the_line_is_said_and_the_matter_stays_open(desk: Client, there: Cast) -> None:
    insult = noted(desk, there.call)

    desk.post(reverse("desk:end_by_rule", args=[insult.pk]))

    there.call.refresh_from_db()
    assert there.call.is_closed
    assert there.call.messages.last().text.startswith("I am ending this call now.")  # type: ignore[union-attr]
    assert there.call.contacts.get().matter.settled_at is None
    assert "Ended by the rule. It counts against nobody." in page(desk, there.call)


def test_a_mail_is_ended_by_a_mail(desk: Client, there: Cast) -> None:
    insult = noted(desk, there.mail)

    desk.post(reverse("desk:end_by_rule", args=[insult.pk]))

    assert (
        Outgoing.objects.get(text__startswith="We end this exchange here.").to_address
        == "sam.whitaker@mail.example"
    )


def test_handed_over_by_the_rule_somebody_else_has_it(desk: Client, there: Cast) -> None:
    come_in(Client(), there.house.second_representative)
    insult = noted(desk, there.call)

    answer = desk.post(reverse("desk:hand_over_by_rule", args=[insult.pk]), follow=True)

    there.call.refresh_from_db()
    assert there.call.assignee == there.house.second_representative
    assert "Ben Okafor has it now." in answer.content.decode()


def test_somebody_elses_insult_is_not_there(desk: Client, there: Cast) -> None:
    insult = noted(desk, there.call)
    other = come_in(Client(), there.house.manager)

    answers = {
        name: other.post(reverse(f"desk:{name}", args=[insult.pk])).status_code
        for name in ("end_by_rule", "hand_over_by_rule", "create_moment_off")
    }

    assert set(answers.values()) == {404}
    there.call.refresh_from_db()
    assert not there.call.is_closed


def test_a_moment_off_is_seen_by_colleagues_with_its_end_and_nothing_more(desk: Client, there: Cast) -> None:
    insult = noted(desk, there.call)
    desk.post(reverse("desk:hand_over_by_rule", args=[insult.pk]))

    mine = desk.post(reverse("desk:create_moment_off", args=[insult.pk]), follow=True).content.decode()

    assert "You are off until" in mine
    theirs = page(come_in(Client(), there.house.manager), there.mail)
    option = (
        f'<option value="staff:{there.representative.pk}" disabled>Ruth Alvarez, off until 11:10</option>'
    )
    assert option in theirs
    assert "insult" not in theirs.split('id="hand-over-to"')[1].split("</select>")[0].lower()


def test_who_is_back_is_back_for_everybody(desk: Client, there: Cast, clock: time_machine.Traveller) -> None:
    insult = noted(desk, there.call)
    desk.post(reverse("desk:end_by_rule", args=[insult.pk]))
    desk.post(reverse("desk:create_moment_off", args=[insult.pk]))
    clock.shift(timedelta(minutes=2))

    desk.post(reverse("desk:create_return"))

    assert "You are off until" not in desk.get(reverse("desk:load")).content.decode()
    assert "off until" not in page(come_in(Client(), there.house.manager), there.mail)


def test_a_representative_sees_their_own_load_and_nobody_elses(desk: Client, there: Cast) -> None:
    noted(desk, there.call)

    shown = desk.get(reverse("desk:load")).content.decode()

    assert "Ruth Alvarez" in shown
    assert "Ben Okafor" not in shown


def test_a_manager_sees_everybody_who_answers(desk: Client, there: Cast) -> None:
    noted(desk, there.call)

    load = come_in(Client(), there.house.manager).get(reverse("desk:load")).context["load"]

    assert [each.staff.name for each in load] == [
        "Ben Okafor", "Edith Hollis", "Maya Lindqvist", "Ruth Alvarez",
    ]  # fmt: skip
    assert [each.weeks[0][1].insults for each in load] == [0, 0, 0, 1]


def test_no_customer_stands_on_the_load_and_no_question_asks_for_one(desk: Client, there: Cast) -> None:
    insult = noted(desk, there.call)
    desk.post(reverse("desk:hand_over_by_rule", args=[insult.pk]))
    noted(desk, there.mail)
    manager = come_in(Client(), there.house.manager)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown = manager.get(reverse("desk:load")).content.decode()

    main = shown.partition('id="main"')[2]
    assert not [one for one in ("Nora", "Feldman", "Sam", "Whitaker") if one in main]
    assert "/desk/customers/" not in main
    assert "/desk/conversations/" not in main
    questions = [each["sql"] for each in asked.captured_queries]
    assert not [sql for sql in questions if "customers_customer" in sql or 'customer_id" =' in sql]
    after = [sql.partition("GROUP BY")[2] + sql.partition("ORDER BY")[2] for sql in questions]
    assert not [sql for sql in after if "customer" in sql]


def test_a_search_for_insults_finds_nobody(desk: Client, there: Cast) -> None:
    noted(desk, there.mail)

    shown = desk.get(reverse("desk:inbox"), {"q": "insulted"}).context["rows"]

    assert shown == []


def test_the_brief_and_the_customers_page_say_nothing_of_it(desk: Client, there: Cast) -> None:
    before = desk.get(reverse("desk:customer", args=[there.sam.pk])).content.decode()
    noted(desk, there.mail)

    after = desk.get(reverse("desk:customer", args=[there.sam.pk])).content.decode()

    assert "insult" not in after.lower()
    assert before.count("<li") == after.count("<li")


def test_nothing_is_offered_once_half_an_hour_has_passed(
    desk: Client, there: Cast, clock: time_machine.Traveller
) -> None:
    noted(desk, there.mail)
    clock.shift(timedelta(minutes=30))

    assert "End it by the rule" not in page(desk, there.mail)


def test_who_is_off_is_handed_nothing_by_anybody(desk: Client, there: Cast) -> None:
    insult = noted(desk, there.call)
    desk.post(reverse("desk:end_by_rule", args=[insult.pk]))
    actions.take_a_moment(insult, now=NOW)
    manager = come_in(Client(), there.house.manager)

    form = {"to": f"staff:{there.representative.pk}", "reason": "Yours"}
    answer = manager.post(reverse("desk:create_hand_over", args=[there.mail.pk]), form)

    assert answer.status_code == 409
    assert "Ruth Alvarez is off until 11:10." in answer.content.decode()
