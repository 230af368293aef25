"""Stories 1 and 2: the gym that let him go, and the gym that would not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.base.periods import Period
from kept.business.examples import House, house
from kept.complaints import actions as complaints
from kept.complaints.brief import get_brief_for
from kept.complaints.models import Finding
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation
from kept.customers.examples import person, theo
from kept.customers.models import Customer
from kept.desk import call, enclose, reply
from kept.desk import exit as exits
from kept.memberships import actions as memberships
from kept.memberships import examples as gyms
from kept.memberships import figures
from kept.memberships.actions import Choice
from kept.memberships.models import Cancellation, Membership, OfferShown
from kept.policies.models import TermApplication
from kept.promises.models import Promise
from kept.promises.queries import expectations_of

NOW = datetime(2026, 3, 17, 15, tzinfo=UTC)  # Tue 17 March, eleven o'clock in New York
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return house(now=NOW - timedelta(days=4 * 365))


@pytest.fixture
def gym(store: House) -> gyms.Gym:
    return gyms.gym(store.location, now=NOW - timedelta(days=4 * 365))


def ends_the_sessions(
    membership: Membership, conversation: Conversation, store: House, *, at: datetime
) -> Cancellation:
    """Two clicks by whoever answered: the money, and the end."""
    sessions = Choice(membership=False, add_ons=tuple(membership.add_ons.all()))
    wanted = exits.Wanted(sessions, conversation)
    shown = exits.show(membership, wanted, staff=store.representative, by=store.representative.actor, now=at)
    return exits.confirm(shown, by=store.representative.actor, now=at + timedelta(seconds=20))


def receipt_is_taken(cancellation: Cancellation, *, at: datetime) -> None:
    assert cancellation.receipt is not None
    reply.accepted(enclose.complete(cancellation.receipt, now=at), response="250 queued as 7", now=at)


def promises_of(customer: Customer) -> dict[str, str]:
    return {promise.kind: promise.outcome for promise in Promise.objects.filter(customer=customer)}


def test_the_gym_that_let_go_by_phone(store: House, gym: gyms.Gym) -> None:
    ruth, member = store.representative, theo(now=NOW - timedelta(days=3 * 365))
    membership = gyms.three_years(gym, member, now=NOW)

    # He phones in a foul mood. Before his first word the brief says: three years, and nothing went wrong.
    phoned = call.start(member, staff=ruth, now=NOW)
    brief = get_brief_for(ruth, member, now=NOW)
    assert brief.failures == () and brief.owed == ()
    assert {told.title for told in brief.told} == {"How you leave"}

    # What he says about another gym is kept as what he expects, in his words.
    call.said(phoned, "I want to stop my sessions. My last gym kept me for an hour.", staff=ruth, now=NOW)
    braced = call.Expects(
        "my last gym kept me for an hour", "elsewhere", "worse", about=f"membership:{membership.pk}"
    )
    call.expects(phoned, braced, staff=ruth, now=NOW)
    assert [expected.what for expected in expectations_of(member)] == ["my last gym kept me for an hour"]

    # The money stands there before anything is confirmed; two clicks, no offer, by the person who answered.
    gone = ends_the_sessions(membership, phoned, store, at=NOW + timedelta(minutes=1))
    assert (gone.fee_minor, gone.refund_minor) == (0, 5420)  # 14 of 31 days of 120.00, the cent to him
    assert gone.steps.count() == 2
    assert not OfferShown.objects.exists()
    assert membership.service_end_on is None  # the membership itself goes on

    # The receipt leaves within the minute; the refund stands among the promises, with its day.
    receipt_is_taken(gone, at=NOW + timedelta(minutes=1, seconds=40))
    assert promises_of(member) == {"end_date": "kept", "receipt": "kept", "refund": ""}
    refund = Promise.objects.get(kind="refund")
    assert refund.until == datetime(2026, 3, 28, 4, tzinfo=UTC)  # the end of Fri 27 March in New York

    # The call is over after two minutes, and the matter is settled by the first person.
    call.end(phoned, settled=True, staff=ruth, now=NOW + timedelta(minutes=2))
    assert not phoned.hand_overs.exists()

    # He rates it with five stars. He had braced for a fight: exceeded.
    complaints.rate(
        f"membership:{membership.pk}",
        5,
        customer=member,
        location=store.location,
        by=member.actor,
        now=NOW + timedelta(hours=3),
    )
    found = Finding.objects.get()
    assert (found.kept_score, found.outcome_against_expectation) == ("1", "exceeded")
    assert (found.service_gap, found.disclosure_gap, found.expectation_gap) == ("0", "0", "0")


def test_the_gym_that_let_go_by_mail(store: House, gym: gyms.Gym) -> None:
    member = theo(now=NOW - timedelta(days=3 * 365))
    membership = gyms.three_years(gym, member, now=NOW)
    wrote = conversations.start(
        member, channel=Channel.EMAIL, subject="Sessions", by=member.actor, now=NOW - timedelta(hours=20)
    )
    at = NOW - timedelta(hours=20)
    words = conversations.Words(text="Please cancel my training sessions.", direction="in", said_at=at)
    conversations.add_message(wrote, words, by=member.actor, now=at)

    gone = ends_the_sessions(membership, wrote, store, at=NOW)

    # It counts from when he wrote, not from when somebody read it.
    assert gone.asked_at == NOW - timedelta(hours=20)
    assert gone.billing_end_on is not None and gone.billing_end_on.isoformat() == "2026-03-16"
    assert gone.receipt is not None and gone.receipt.to_address == "theo.marsh@mail.example"


def test_a_fee_that_was_told_once_is_not_charged_and_the_attempt_is_counted(
    store: House, gym: gyms.Gym
) -> None:
    joined = NOW - timedelta(days=150)
    ivy = person("Ivy Sandoval", now=joined)
    gyms.told_once(gym.contract, ivy, at=joined - timedelta(minutes=10))
    membership = gyms.member(gym, ivy, joined_at=joined, now=NOW)

    gone = ends_the_sessions(membership, call.start(ivy, staff=store.representative, now=NOW), store, at=NOW)

    assert gone.fee_minor == 0
    attempt = TermApplication.objects.get(term__key="fee")
    assert (attempt.k, attempt.may_apply, attempt.charged_minor) == (0, False, 0)
    assert any("told" in reason["words"] for reason in attempt.reasons)


def test_a_fee_that_was_properly_told_may_be_charged(store: House, gym: gyms.Gym) -> None:
    joined = NOW - timedelta(days=150)
    paul = person("Paul Ames", now=joined)
    gyms.told_properly(gym.contract, paul, at=joined - timedelta(minutes=10))
    membership = gyms.member(gym, paul, joined_at=joined, now=NOW)

    gone = ends_the_sessions(membership, call.start(paul, staff=store.representative, now=NOW), store, at=NOW)

    assert gone.fee_minor == 4900


@pytest.mark.parametrize("told", ["after signing", "in an old version"])
def test_a_fee_told_too_late_or_of_an_old_version_is_not_chargeable(
    store: House, gym: gyms.Gym, told: str
) -> None:
    joined = NOW - timedelta(days=150)
    member = person("Rita Lang", now=joined)
    if told == "after signing":
        gyms.told_properly(gym.contract, member, at=joined + timedelta(minutes=1))
    else:
        gyms.told_properly(gym.contract, member, at=joined - timedelta(days=1))
        fee = gym.plan.price
        newer = gyms.next_contract(gym.contract, fee=fee, now=joined - timedelta(hours=1))
        gym = gyms.Gym(gym.location, gym.plan, gym.sessions, newer)
    membership = gyms.member(gym, member, joined_at=joined, now=NOW)

    gone = ends_the_sessions(
        membership, call.start(member, staff=store.representative, now=NOW), store, at=NOW
    )

    assert gone.fee_minor == 0
    assert not TermApplication.objects.get(term__key="fee").may_apply


def test_the_gym_that_would_not_let_go_cannot_pass_unseen(store: House, gym: gyms.Gym) -> None:
    ruth, maya = store.representative, store.manager
    member = theo(now=NOW - timedelta(days=3 * 365))
    membership = gyms.three_years(gym, member, now=NOW)
    phoned = call.start(member, staff=ruth, now=NOW)
    sessions = Choice(membership=False, add_ons=tuple(membership.add_ons.all()))
    asked = exits.show(membership, exits.Wanted(sessions, phoned), staff=ruth, by=ruth.actor, now=NOW)

    # The salesman passes him on, and the manager shows him a cheaper plan.
    conversations.hand_over(
        phoned,
        conversations.Pass(to_staff=maya, reason="let the manager try"),
        by=ruth.actor,
        now=NOW + timedelta(minutes=10),
    )
    memberships.show_offer(
        asked, "a cheaper plan", conversation=phoned, by=maya.actor, now=NOW + timedelta(minutes=20)
    )

    # Each is a row, and a figure that opens its rows.
    today = Period(NOW, NOW + timedelta(days=1))
    assert (figures.hand_overs(today).count(), figures.offers_shown(today).count()) == (1, 1)
    assert [offer.what for offer in OfferShown.objects.all()] == ["a cheaper plan"]

    # And he is let go all the same.
    gone = exits.confirm(asked, by=maya.actor, now=NOW + timedelta(minutes=60))
    assert gone.confirmed_at is not None
    assert gone.receipt is not None


def test_nothing_is_paid_out_twice_when_he_stays_and_leaves_again(store: House, gym: gyms.Gym) -> None:
    member = theo(now=NOW - timedelta(days=3 * 365))
    membership = gyms.three_years(gym, member, now=NOW)
    gone = ends_the_sessions(
        membership, call.start(member, staff=store.representative, now=NOW), store, at=NOW
    )

    exits.undo(gone, by=member.actor, now=NOW + timedelta(hours=1))

    assert promises_of(member)["refund"] == "released"
    assert not Promise.objects.filter(customer=member, outcome="", kind="refund").exists()
