"""Joining on the public page: what binds, what does not, and what nobody learns."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kept.business import examples as people
from kept.business.examples import House
from kept.customers import examples as customers
from kept.customers.models import Customer
from kept.desk import contract, enclose, links, sign_up
from kept.desk import exit as leaving
from kept.ledger.queries import entries_about
from kept.memberships import actions, examples
from kept.memberships.actions.agree import TooLate
from kept.memberships.examples import Gym
from kept.memberships.models import Membership, SignUp
from kept.memberships.queries import preview_of
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies.queries import told_to

NOW = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("America/New_York"))
LENA = actions.Asker("Lena Vogt", "lena@mail.example", "+12125550199")


@pytest.fixture
def house(db: None) -> House:
    return people.house(now=NOW - timedelta(days=2000))


@pytest.fixture
def gym(house: House) -> Gym:
    return examples.gym(house.location, now=NOW - timedelta(days=1900))


def asked(
    gym: Gym, *, asker: actions.Asker = LENA, now: datetime = NOW, language: str = "en"
) -> SignUp | None:
    shown = contract.of(gym.plan, (gym.sessions,), language=language, now=now)
    choice = sign_up.Choice(gym.plan, (gym.sessions,), language, began_at=now - timedelta(seconds=40))
    return sign_up.ask(asker, choice, mark=shown.mark, ticked=shown.to_tick, now=now)


def waiting(gym: Gym, *, asker: actions.Asker = LENA, now: datetime = NOW) -> SignUp:
    found = asked(gym, asker=asker, now=now)
    assert found is not None
    return found


def pressed(one: SignUp, *, now: datetime) -> Membership:
    return sign_up.confirm(one, mark=sign_up.contract_of(one, now=now).mark, now=now)


def test_a_letter_alone_binds_nobody_and_makes_no_customer(gym: Gym) -> None:
    one = waiting(gym)

    assert one.letter is not None
    assert one.letter.to_address == "lena@mail.example"
    assert "before 10 March 2027, it costs $49" in one.letter.text
    assert sign_up.link(one) in one.letter.text
    assert not Membership.objects.exists()
    assert not Customer.objects.exists()


def test_the_button_in_the_letter_binds_and_both_tellings_count(gym: Gym) -> None:
    one = waiting(gym)
    assert one.letter is not None
    enclose.complete(one.letter, now=NOW)
    outbox.accept(one.letter, response="250 taken", now=NOW + timedelta(seconds=20))
    at = NOW + timedelta(minutes=2)

    membership = pressed(one, now=at)

    told = told_to(membership.customer).order_by("at", "pk")
    assert [(telling.medium, telling.grade) for telling in told] == [("page", 4), ("contract", 4)]
    assert [rise.grade for telling in told for rise in telling.rises.all()] == [2, 4]
    assert [(step.what, step.at) for step in membership.steps.order_by("at")] == [
        (sign_up.CHOSE, NOW - timedelta(seconds=40)),
        (sign_up.TICKED, NOW),
        (sign_up.CONFIRMED, at),
    ]
    assert (membership.consent.ticked_at, membership.consent.confirmed_at) == (NOW, at)
    wanted = leaving.Wanted(actions.Choice(membership=True, add_ons=tuple(membership.add_ons.all())))
    shown = leaving.show(membership, wanted, by=membership.customer.actor, now=at + timedelta(days=30))
    assert str(preview_of(shown).fee.allowed) == "49.00 USD"


def test_the_contract_goes_along_on_paper_before_it_binds_and_after_it_with_its_proof(gym: Gym) -> None:
    one = waiting(gym)
    assert one.letter is not None
    offered = enclose.complete(one.letter, now=NOW).enclosures.get()
    pressed(one, now=NOW + timedelta(minutes=2))

    sent = enclose.complete(Outgoing.objects.latest("pk"), now=NOW + timedelta(minutes=3))

    paper, receipt = sent.enclosures.all()
    assert [bytes(each.content or b"")[:5] for each in (offered, paper)] == [b"%PDF-", b"%PDF-"]
    proven = json.loads(bytes(receipt.content or b""))
    assert {entry["kind"] for entry in proven["entries"]} >= {
        "membership.consented",
        "membership.joined",
        "policy.told",
        "policy.grade_rose",
    }
    assert proven["words"][0]["words"] == gym.contract.wordings.get(language="en").words
    if folder := os.environ.get("KEPT_TEST_SCREENS"):
        (Path(folder) / "offer.pdf").write_bytes(bytes(offered.content or b""))
        (Path(folder) / "contract.pdf").write_bytes(bytes(paper.content or b""))


def test_pressed_twice_they_join_once(gym: Gym) -> None:
    one = waiting(gym)

    first = pressed(one, now=NOW + timedelta(minutes=1))

    assert pressed(one, now=NOW + timedelta(minutes=2)) == first
    assert Membership.objects.count() == 1


def test_a_sum_without_its_tick_sends_no_letter(gym: Gym) -> None:
    shown = contract.of(gym.plan, (gym.sessions,), language="en", now=NOW)
    choice = sign_up.Choice(gym.plan, (gym.sessions,), "en", began_at=NOW)

    with pytest.raises(contract.NotTicked):
        sign_up.ask(LENA, choice, mark=shown.mark, ticked=["price"], now=NOW)

    assert not Outgoing.objects.exists()


def test_after_seven_days_nothing_binds_and_what_was_typed_is_forgotten(gym: Gym) -> None:
    one = waiting(gym)
    over = NOW + timedelta(days=7)
    with pytest.raises(TooLate):
        pressed(one, now=over)

    assert actions.forget_unconfirmed(now=over - timedelta(microseconds=1)) == 0
    assert actions.forget_unconfirmed(now=over) == 1

    one.refresh_from_db()
    assert (one.name, one.email, one.phone, one.forgotten_at) == ("", "", "", over)
    assert not Membership.objects.exists()
    letter = Outgoing.objects.get()
    assert "lena" not in f"{letter.to_address} {letter.text} {letter.subject}".lower()
    assert not letter.enclosures.exists()
    assert [entry.kind for entry in entries_about(f"signup:{one.pk}")] == ["joining.ticked", "joining.lapsed"]
    assert actions.forget_unconfirmed(now=over) == 0


def test_new_words_after_the_letter_are_read_and_ticked_anew(gym: Gym) -> None:
    one = waiting(gym)
    examples.next_contract(gym.contract, fee=gym.plan.price, now=NOW)
    later = NOW + timedelta(minutes=5)

    with pytest.raises(contract.OtherWords):
        pressed(one, now=later)

    assert sign_up.changed(one)
    shown = sign_up.contract_of(one, now=later)
    again = sign_up.ask_again(one, mark=shown.mark, ticked=shown.to_tick, now=later)
    assert again is not None
    assert pressed(again, now=later + timedelta(minutes=1)).contract == shown.versions[0]


def test_on_another_day_the_days_are_shown_as_they_are_then(gym: Gym) -> None:
    one = waiting(gym)
    tomorrow = NOW + timedelta(days=1)
    old = sign_up.contract_of(one, now=NOW)

    with pytest.raises(contract.OtherWords):
        sign_up.confirm(one, mark=old.mark, now=tomorrow)

    assert not sign_up.changed(one)
    membership = pressed(one, now=tomorrow)
    assert "before 11 March 2027" in str(membership.consent.shown)


def test_the_same_choice_twice_is_one_letter_and_a_fourth_within_a_day_is_none(gym: Gym) -> None:
    first = asked(gym)
    assert asked(gym, now=NOW + timedelta(minutes=1)) == first

    later = [asked(gym, now=NOW + timedelta(minutes=minutes)) for minutes in (10, 70, 1439)]

    assert [one is None for one in later] == [False, False, True]
    assert Outgoing.objects.count() == 3
    assert asked(gym, now=NOW + timedelta(days=1)) is not None


def test_a_mailbox_we_know_joins_as_who_it_is_and_only_behind_the_button(gym: Gym) -> None:
    theo = customers.theo(now=NOW - timedelta(days=100))
    one = waiting(gym, asker=actions.Asker("Somebody Else", "theo.marsh@mail.example"))
    assert not told_to(theo).exists()
    assert "Theo" not in str(one.letter and one.letter.text)

    membership = pressed(one, now=NOW + timedelta(minutes=1))

    assert membership.customer == theo
    theo.refresh_from_db()
    assert theo.name == "Theo Marsh"


def test_whoever_has_the_plan_already_does_not_pay_for_it_twice(gym: Gym) -> None:
    pressed(waiting(gym), now=NOW + timedelta(minutes=1))
    second = waiting(gym, now=NOW + timedelta(minutes=10))

    with pytest.raises(sign_up.AlreadyMember):
        pressed(second, now=NOW + timedelta(minutes=11))

    assert Membership.objects.count() == 1


def test_the_letters_link_opens_nothing_once_they_were_erased(gym: Gym) -> None:
    one = waiting(gym)
    membership = pressed(one, now=NOW + timedelta(minutes=1))
    Customer.objects.filter(pk=membership.customer.pk).update(
        erased_at=NOW, erased_because="asked", erased_by="staff:1"
    )

    with pytest.raises(links.LinkExpired):
        sign_up.open_link(sign_up.token(one), now=NOW + timedelta(days=1))


def test_a_number_that_is_somebody_elses_stops_nobody_and_tells_nothing(gym: Gym) -> None:
    nora = customers.person("Nora Feldman", now=NOW, phone="+1 212 555 0199")

    membership = pressed(waiting(gym), now=NOW + timedelta(minutes=1))

    assert membership.customer != nora
    assert [one.value for one in membership.customer.identities.all()] == ["lena@mail.example"]


def test_the_letter_and_the_sums_are_german_where_the_contract_is(gym: Gym) -> None:
    one = asked(gym, language="de")

    assert one is not None
    assert one.letter is not None
    assert "49\N{NO-BREAK SPACE}$" in one.letter.text
    assert "Wie Sie gehen" in one.letter.text
    assert "Ja, ich trete bei" in one.letter.text
