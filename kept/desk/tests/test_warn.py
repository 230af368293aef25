"""A truck is late: the customer is told before they ask, once, with what they get and may choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from kept.business.examples import House
from kept.conversations import tokens
from kept.conversations.models import Conversation, Message
from kept.customers import actions as customers
from kept.customers.examples import nora, person
from kept.deliveries import actions as deliveries
from kept.deliveries import words_live
from kept.deliveries.actions import Tap
from kept.deliveries.live import Outlook
from kept.deliveries.models import Stop
from kept.deliveries.rules import LocalWindow
from kept.deliveries.still_today import free_today
from kept.desk import arrive, book, make_good, tell, warn
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, FIRST_DOOR, MINUTE, NOW, WARNED, WEDNESDAY, late_for, look
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.promises import actions as promises
from kept.promises.models import Outcome, Promise, Wish

NOON = LocalWindow(date(2026, 3, 3), time(12), time(16))
EVENING = LocalWindow(date(2026, 3, 3), time(16), time(20))
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return late.store()


def mails(subject: str) -> list[Outgoing]:
    return list(Outgoing.objects.filter(subject__startswith=subject))


def test_one_tap_tells_what_was_promised_what_is_seen_and_what_they_get(store: House) -> None:
    stop = late_for(nora(now=NOW), store)

    fact = warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)

    [mail] = mails("Your delivery today: we will probably be late")
    assert "We promised to come today between 08:00 and 12:00." in mail.text
    first, last = words_live.span(look(stop), now=WARNED, zone=store.location.zone).split("–")
    assert f"As it looks now, we come between {first} and {last}. We are sorry." in mail.text
    assert "$30 comes back to you within 10 days. You need not ask." in mail.text
    assert "/p/window/" in mail.text and "/p/track/" in mail.text
    assert "Wed 4 Mar, 8–12" in mail.text
    assert "First Guest" not in mail.text and "Van 1" not in mail.text
    assert (fact.kind, fact.source, fact.evidence) == ("contact_attempt", "mail", f"outgoing:{mail.pk}")


def test_the_warning_is_a_contact_that_their_answer_comes_back_into(store: House) -> None:
    stop = late_for(nora(now=NOW), store)

    warn.by_mail(stop, look(stop), staff=store.representative, now=WARNED)

    contact = Conversation.objects.get()
    message = Message.objects.get()
    assert (contact.channel, contact.state, contact.assignee) == ("email", "closed", store.representative)
    assert message.outgoing is not None
    assert tokens.read(message.outgoing.reply_to) == contact.pk


def test_who_plans_begins_no_conversation_that_they_could_not_answer(store: House) -> None:
    stop = late_for(nora(now=NOW), store)

    warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)

    assert Conversation.objects.get().assignee is None


def test_pressed_twice_they_are_told_once(store: House) -> None:
    stop = late_for(nora(now=NOW), store)

    first = warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)
    again = warn.by_mail(stop, look(stop), staff=store.representative, now=WARNED + MINUTE)

    assert again == first
    assert len(mails("Your delivery today")) == 1


def test_they_are_written_to_in_their_language(store: House) -> None:
    stop = late_for(person("Lena Hartmann", now=NOW, language="de"), store)

    warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)

    [mail] = mails("Ihre Lieferung heute")
    assert "Wir haben zugesagt, heute zwischen 08:00 und 12:00 Uhr zu kommen." in mail.text
    assert "30\N{NO-BREAK SPACE}$" in mail.text


def test_without_an_address_the_board_says_to_call_and_the_call_counts(store: House) -> None:
    nobody = customers.add("No Mail", by=store.representative.actor, now=NOW)
    stop = late_for(nobody, store)

    with pytest.raises(warn.NoAddress, match="Call them"):
        warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)
    fact = warn.by_phone(stop, look(stop), staff=store.dispatcher, now=WARNED)

    assert (fact.source, fact.reached) == ("phone", True)
    call = Conversation.objects.get()
    assert (call.channel, call.ended_at) == ("phone", WARNED)


def test_no_truck_came_in_a_window_before_it_was_promised(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    moved = warn.move(stop, look(stop), EVENING, staff=store.dispatcher, now=WARNED)

    with pytest.raises(deliveries.UnlikelyTap, match="promised only after"):
        arrive.arrive(moved, Tap(WARNED - MINUTE), by=store.driver.actor, now=WARNED + MINUTE)

    assert Promise.objects.get(pk=moved.promise_id).outcome == ""


def test_a_truck_that_is_in_time_is_nothing_to_warn_of(store: House) -> None:
    stop = late_for(nora(now=NOW), store)

    with pytest.raises(warn.NothingToWarnOf):
        warn.by_mail(stop, replace(look(stop), late=0.1), staff=store.dispatcher, now=WARNED)

    assert not Conversation.objects.exists()


def test_the_remedy_that_the_warning_named_is_promised_once_when_the_window_is_missed(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)
    assert not Promise.objects.filter(kind="refund").exists()

    came = FIRST_DOOR + 75 * MINUTE
    arrive.arrive(stop, Tap(came), by=store.driver.actor, now=came)
    arrive.finish(stop, "delivered", Tap(came), by=store.driver.actor, now=came)

    assert str(Promise.objects.get(kind="refund").amount) == "30.00 USD"


def test_a_window_that_was_kept_after_all_costs_nothing(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)

    came = FIRST_DOOR + 50 * MINUTE
    arrive.arrive(stop, Tap(came), by=store.driver.actor, now=came)

    assert not Promise.objects.filter(kind="refund").exists()


def test_other_words_told_after_the_warning_do_not_change_what_it_named(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)
    less = policies.TermDraft("late_credit", "service", {"minor": 500, "currency": "USD", "days": 10})
    other = policies.write("other", location=store.location, occasions=[])
    draft = policies.Draft({"en": ("Other words", "5.00 USD")}, (less,))
    version = policies.publish(other, draft, by=store.manager.actor, now=WARNED)
    tell.by_phone(
        version, customer=stop.delivery.customer, occasion="conversation", by=store.manager.actor,
        now=WARNED + MINUTE,
    )  # fmt: skip

    came = FIRST_DOOR + 75 * MINUTE
    arrive.arrive(stop, Tap(came), by=store.driver.actor, now=came)

    assert str(Promise.objects.get(kind="refund").amount) == "30.00 USD"


def test_another_window_taken_on_the_phone_is_at_our_wish_and_both_count(store: House) -> None:
    stop = late_for(nora(now=NOW), store)

    moved = warn.move(stop, look(stop), WEDNESDAY, staff=store.dispatcher, now=WARNED)

    old = Promise.objects.get(pk=stop.promise_id)
    assert (old.outcome, old.wish, moved.promise.replaces) == (Outcome.REPLACED, Wish.OURS, old)
    refund = Promise.objects.get(kind="refund")
    assert (str(refund.amount), refund.about) == ("30.00 USD", f"promise:{old.pk}")


def test_on_the_phone_they_may_take_a_later_window_of_today_that_a_truck_can_still_make(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    free = [each.window for each in free_today(stop.delivery, now=WARNED)]

    moved = warn.move(stop, look(stop), free[0], staff=store.dispatcher, now=WARNED)

    assert free == [NOON, EVENING]
    assert (moved.window, moved.plan.on) == (NOON, stop.plan.on)
    assert look(moved).outlook is Outlook.FINE
    assert Promise.objects.get(pk=stop.promise_id).wish == Wish.OURS


def test_after_the_shift_nobody_is_offered_what_no_truck_can_make(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    arrive.finish(
        Stop.objects.exclude(pk=stop.pk).get(), "delivered", Tap(WARNED), by=store.driver.actor, now=WARNED
    )
    too_late = EIGHT + 13 * 60 * MINUTE  # 21:00, after the shift

    assert [each.window for each in free_today(stop.delivery, now=too_late)] == []


def test_a_booking_of_today_is_still_refused(store: House) -> None:
    stop = late_for(nora(now=NOW), store)

    with pytest.raises(deliveries.NoLongerFree):
        book.move(stop.delivery, NOON, wish=Wish.OURS, by=store.dispatcher.actor, now=WARNED)


def test_another_window_chosen_on_their_page_after_the_warning_was_not_their_wish(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)

    moved = book.choose(stop.delivery, WEDNESDAY, now=WARNED + MINUTE)

    old = Promise.objects.get(pk=stop.promise_id)
    assert (old.outcome, old.wish, moved.promise.replaces) == (Outcome.REPLACED, Wish.OURS, old)
    assert moved.promise.accepted_at == WARNED + MINUTE
    assert Promise.objects.get(kind="refund").about == f"promise:{old.pk}"


def test_a_desk_that_calls_it_their_wish_after_the_warning_is_not_believed(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    warn.by_mail(stop, look(stop), staff=store.dispatcher, now=WARNED)

    book.move(stop.delivery, WEDNESDAY, wish=Wish.CUSTOMER, by=store.representative.actor, now=WARNED)

    assert Promise.objects.get(pk=stop.promise_id).wish == Wish.OURS


def test_without_a_warning_nobody_leaves_a_truck_that_is_loaded_by_a_click(store: House) -> None:
    stop = late_for(nora(now=NOW), store)

    with pytest.raises(book.AlreadyLoading):
        book.choose(stop.delivery, WEDNESDAY, now=WARNED)


def test_a_window_moved_at_our_wish_without_a_warning_gives_nothing_by_itself(store: House) -> None:
    stop = late_for(nora(now=NOW), store)

    book.move(stop.delivery, WEDNESDAY, wish=Wish.OURS, by=store.dispatcher.actor, now=WARNED)

    assert make_good.make_good(stop.promise_id, now=WARNED) is None


def test_a_window_that_is_gone_moves_nobody_and_the_call_is_noted(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    sunday = LocalWindow(date(2026, 3, 8), time(8), time(12))

    with pytest.raises(deliveries.NoLongerFree):
        warn.move(stop, look(stop), sunday, staff=store.dispatcher, now=WARNED)

    assert Conversation.objects.get().channel == "phone"
    assert Promise.objects.get(pk=stop.promise_id).settled_at is None


def test_a_window_of_which_nobody_recorded_anything_is_made_good_by_itself_once(store: House) -> None:
    stop = late_for(nora(now=NOW), store)
    midnight = datetime(2026, 3, 4, 5, tzinfo=UTC)
    promises.break_overdue(now=midnight + MINUTE)

    made = make_good.after_silence(now=midnight + MINUTE)
    again = make_good.after_silence(now=midnight + 2 * MINUTE)

    assert [promise.about for promise in made] == [f"promise:{stop.promise_id}"]
    assert again == []
