"""Money promised in the conversation and on the complaint about the same matter adds up to one limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.examples import House, house
from kept.business.models import Staff
from kept.complaints import actions, promised, queries
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.conversations.models import Conversation, Message
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer
from kept.desk import call, complain, ladder, owe
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.work.tests.at_once import at_once, refusals

NOW = MORNING + timedelta(hours=6)
UNTIL = NOW + timedelta(days=9)
Way = Callable[["Talk", int, Staff], object]


class Talk:
    """Nora on the phone about order 7, told something wrong, and complaining of it."""

    def __init__(self, about: str = "order:7") -> None:
        self.store: House = house(now=MORNING - timedelta(days=60))
        self.nora: Customer = nora_feldman(now=MORNING - timedelta(days=7))
        rep = self.store.representative
        self.call: Conversation = call.start(self.nora, about=about, staff=rep, now=NOW)
        call.said(self.call, "This is bad customer service.", staff=rep, now=NOW)
        self.line: Message = call.said(self.call, "You get it back.", ours=True, staff=rep, now=NOW)
        heard = (complain.Heard("conduct.wrong_information"),)
        self.complaint: Complaint = complain.open_from(self.call, heard, staff=rep, now=NOW)


def mending(amount: int) -> actions.Mending:
    return actions.Mending("back", UNTIL, "refund", Money.of(amount, "USD"))


def in_conversation(talk: Talk, amount: int, staff: Staff) -> object:
    offer = promises.Offer(
        talk.nora,
        talk.store.location,
        "refund",
        "back",
        UNTIL,
        about="order:7",
        amount=Money.of(amount, "USD"),
        source=owe.STATEMENT,
    )
    return owe.owe(offer, staff=staff, now=NOW)


def by_honouring(talk: Talk, amount: int, staff: Staff) -> object:
    loss = actions.Loss("price", Money.of(amount, "USD"))
    return actions.honour_message(talk.line, mending(amount), loss, by=staff.actor, now=NOW)


def on_the_complaint(talk: Talk, amount: int, staff: Staff) -> object:
    return actions.promise_remedy(talk.complaint, mending(amount), by=staff.actor, now=NOW)


def by_the_claim(talk: Talk, amount: int, staff: Staff) -> object:
    return actions.honour(
        talk.complaint.claims.get(),
        mending(amount),
        said_at=NOW,
        said_by=staff.actor,
        by=staff.actor,
        now=NOW,
    )


WAYS = [in_conversation, by_honouring, on_the_complaint, by_the_claim]
PAIRS = [(one, other) for one in WAYS for other in WAYS if one is not other]


def called(way: object) -> str:
    return getattr(way, "__name__", "")


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "then"), PAIRS, ids=called)
def test_whichever_comes_first_the_second_goes_only_as_far_as_is_left(first: Way, then: Way) -> None:
    talk = Talk()
    rep, manager = talk.store.representative, talk.store.manager
    first(talk, 30, rep)

    with pytest.raises(Refused, match="more than your role may promise"):
        then(talk, 21, rep)
    then(talk, 20, rep)

    assert promised.so_far(talk.complaint, talk.nora, "USD") == Money.of(50, "USD")
    with pytest.raises(Refused, match="more than your role may promise"):
        in_conversation(talk, 201, manager)
    in_conversation(talk, 200, manager)
    in_conversation(talk, 1_000, talk.store.owner)


@pytest.mark.parametrize(("first", "then"), [*PAIRS[:3], PAIRS[6]], ids=called)
def test_at_the_same_moment_one_of_both_is_told_why_not(fresh_database: None, first: Way, then: Way) -> None:
    talk = Talk()
    rep = talk.store.representative

    answers = at_once(lambda: first(talk, 30, rep), lambda: then(talk, 30, rep))

    assert len(refusals(answers)) == 1
    assert Promise.objects.filter(minor=3_000).count() == 1


@pytest.mark.django_db
def test_the_ladder_says_what_is_left_of_both() -> None:
    talk = Talk()
    in_conversation(talk, 30, talk.store.representative)
    finding = queries.newest_finding(talk.complaint)
    assert finding is not None

    found = ladder.of(talk.complaint, finding, staff=talk.store.representative, now=NOW)

    assert (found.promised, found.left) == (Money.of(30, "USD"), Money.of(20, "USD"))


@pytest.mark.django_db
def test_what_was_released_and_what_is_about_another_matter_is_not_counted() -> None:
    talk = Talk()
    rep = talk.store.representative
    freed = in_conversation(talk, 50, rep)
    assert isinstance(freed, Promise)
    promises.release(freed, reason="She does not want it.", by=rep.actor, now=NOW)
    other = promises.Offer(
        talk.nora,
        talk.store.location,
        "refund",
        "back",
        UNTIL,
        about="order:8",
        amount=Money.of(50, "USD"),
        source=owe.STATEMENT,
    )
    owe.owe(other, staff=rep, now=NOW)

    on_the_complaint(talk, 50, rep)

    assert promised.so_far(talk.complaint, talk.nora, "USD") == Money.of(50, "USD")


@pytest.mark.django_db
def test_a_second_conversation_on_the_matter_and_its_complaint_share_the_limit() -> None:
    talk = Talk()
    rep = talk.store.representative
    on_the_complaint(talk, 40, rep)
    later: datetime = NOW + timedelta(days=1)
    again = call.start(talk.nora, about="order:7", staff=rep, now=later)
    call.said(again, "And now?", staff=rep, now=later)
    complaint = complain.open_from(again, (complain.Heard("delivery.late"),), staff=rep, now=later)

    with pytest.raises(Refused, match="more than your role may promise"):
        actions.promise_remedy(complaint, mending(11), by=rep.actor, now=later)


@pytest.mark.django_db
def test_a_call_about_nothing_on_record_has_a_limit_of_its_own() -> None:
    talk = Talk(about="")
    rep = talk.store.representative
    on_the_complaint(talk, 30, rep)
    offer = promises.Offer(
        talk.nora,
        talk.store.location,
        "refund",
        "back",
        UNTIL,
        about=f"conversation:{talk.call.pk}",
        amount=Money.of(21, "USD"),
        source=owe.STATEMENT,
    )

    with pytest.raises(owe.AboveLimit):
        owe.owe(offer, staff=rep, now=NOW)
