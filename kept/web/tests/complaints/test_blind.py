"""Until a second look is written down, nothing shows the reviewer what was decided, or by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.examples import House
from kept.complaints import actions, blind, brief, examples
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, Remedy, Review, SecondLook, SteppedBack, Verdict
from kept.conversations.models import Message
from kept.conversations.queries import Box
from kept.customers.examples import nora as nora_feldman
from kept.desk import call, complain
from kept.ledger.actions import ref
from kept.ledger.models import Entry
from kept.outbox.models import Enclosure
from kept.scorecards import actions as scorecards
from kept.web.tests.complaints.conftest import NOW, logged_in

SORRY = "Forty dollars for the wasted morning"
WHY = "The lift was out of order and nobody said so"
TOLD = (
    "<strong>We failed",
    WHY,
    "Ruth Alvarez decided",
    "overruled by",
    "We did not keep our promise",
    SORRY,
    "$40",
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chosen(house: House) -> Complaint:
    """Kept, overruled by the representative, answered by letter in her conversation, chosen for a look."""
    nora, rep = nora_feldman(now=MORNING - timedelta(days=7)), house.representative
    examples.arrive(examples.promise_window(house, nora), NOW - timedelta(hours=3), by=house.driver)
    talk = call.start(nora, staff=rep, now=NOW)
    call.said(talk, "This is bad customer service.", staff=rep, now=NOW)
    talk = call.end(talk, settled=False, staff=rep, now=NOW)
    complaint = complain.open_from(talk, (complain.Heard("delivery.late"),), staff=rep, now=NOW)
    verdict = Verdict.objects.get()
    actions.overrule(verdict, "service_failure", because=WHY, by=rep.actor, now=NOW)
    mended = actions.Mending(SORRY, NOW + timedelta(days=9), "refund", Money.of(40, "USD"))
    actions.promise_remedy(complaint, mended, by=rep.actor, now=NOW)
    complain.draft_letter(complaint, verdict.finding, staff=rep, now=NOW)
    complain.send_letter(complaint.letters.get(), staff=rep, now=NOW)
    SecondLook.objects.get_or_create(verdict=verdict, defaults={"chosen_at": NOW})
    return Complaint.objects.get()


def pages(complaint: Complaint) -> list[str]:
    """Where the complaint is shown at the desk."""
    letter = complaint.letters.get()
    return [
        reverse("complaints:complaint", args=[complaint.pk]),
        reverse("complaints:case", args=[complaint.pk]),
        reverse("complaints:list"),
        reverse("complaints:looks"),
        reverse("complaints:look", args=[complaint.pk]),
        reverse("complaints:row", args=["verdict", Verdict.objects.get().pk]),
        reverse("desk:conversation", args=[complaint.conversation_id]),
        reverse("desk:customer", args=[complaint.customer_id]),
        reverse("desk:promises"),
        reverse("desk:promise", args=[Remedy.objects.get().promise_id]),
        reverse("desk:ledger"),
        *(f"{reverse('desk:ledger')}?about={name}" for name in names(complaint)),
        reverse("complaints:honour_message", args=[Message.objects.get(outgoing=letter.outgoing).pk]),
        *(reverse(f"complaints:{page}") for page in ("pay_out", "pay_out_file")),
        *(reverse(f"complaints:{page}", args=[complaint.conversation_id]) for page in ("new", "noticed")),
        reverse("desk:erase", args=[complaint.customer_id]),
        complain.link(complaint, now=NOW),
        *(f"{reverse('desk:inbox')}?box={box}" for box in Box),
    ]


def names(complaint: Complaint) -> list[str]:
    """Under these the ledger tells what was decided."""
    remedy, letter = Remedy.objects.get(), complaint.letters.get()
    return [ref(row) for row in (complaint, Verdict.objects.get(), letter, remedy, remedy.promise)]


def shown(client: Client, complaint: Complaint) -> str:
    return "\n".join(client.get(page, follow=True).content.decode() for page in pages(complaint))


def test_the_reviewer_finds_neither_verdict_nor_reason_nor_letter_anywhere(
    house: House, chosen: Complaint
) -> None:
    found = shown(logged_in(house.manager), chosen)

    assert [words for words in TOLD if words in found] == []


def test_whoever_decided_it_sees_all_of_it(house: House, chosen: Complaint) -> None:
    found = shown(logged_in(house.representative), chosen)

    assert "We failed" in found and WHY in found


def test_its_address_leads_the_reviewer_to_the_page_of_the_look(house: House, chosen: Complaint) -> None:
    answer = logged_in(house.manager).get(reverse("complaints:complaint", args=[chosen.pk]))

    assert answer["Location"] == reverse("complaints:look", args=[chosen.pk])


def test_the_first_words_of_the_letter_stand_beside_the_conversation_for_others_only(
    house: House, chosen: Complaint
) -> None:
    """In the inbox, in a search, and on the customer's page."""
    Message.objects.filter(outgoing__isnull=False).update(text="An hour late, by our own fault.")
    assert chosen.conversation is not None
    pages = [
        reverse("desk:inbox") + f"?box={chosen.conversation.state}",
        reverse("desk:inbox") + "?q=Nora",
        reverse("desk:customer", args=[chosen.customer_id]),
    ]

    shown_to = {
        staff.role: ["by our own fault" in logged_in(staff).get(page).content.decode() for page in pages]
        for staff in (house.manager, house.representative)
    }

    assert shown_to == {"manager": [False] * 3, "representative": [True] * 3}


def test_no_search_tells_the_reviewer_which_words_our_letter_has(house: House, chosen: Complaint) -> None:
    reviewer, decider = logged_in(house.manager), logged_in(house.representative)

    def finds(client: Client, words: str) -> bool:
        return "Nora Feldman" in client.get(reverse("desk:inbox"), {"q": words}).content.decode()

    assert finds(decider, "forty dollars wasted") and finds(reviewer, "bad customer service")
    assert not finds(reviewer, "forty dollars wasted") and not finds(reviewer, "forty")


def test_money_that_makes_it_good_waits_for_the_look_and_says_so(house: House, chosen: Complaint) -> None:
    promise, owner, client = Remedy.objects.get().promise, logged_in(house.owner), logged_in(house.manager)
    actions.step_back(chosen, by=house.owner.actor, now=NOW)

    page, file = (client.get(reverse(f"complaints:{each}")) for each in ("pay_out", "pay_out_file"))
    paid = client.post(reverse("complaints:pay", args=[promise.pk]))

    assert "1 sum is about a complaint on which a second look waits" in page.content.decode()
    assert file.content.decode().splitlines() == ["promise,by,customer,for,amount,currency"]
    assert (paid.status_code, promise.facts.count()) == (409, 0)
    assert SORRY in owner.get(reverse("complaints:pay_out_file")).content.decode()


def test_the_ledger_opens_to_others_and_its_last_entries_say_that_some_wait(
    house: House, chosen: Complaint
) -> None:
    there = reverse("desk:ledger")
    about = [f"{there}?about={name}" for name in names(chosen)]

    reviewer, decider = logged_in(house.manager), logged_in(house.representative)

    assert {reviewer.get(each).status_code for each in about} == {409}
    assert {decider.get(each).status_code for each in about} == {200}
    assert "on which a second look waits for you" in reviewer.get(there).content.decode()
    assert "a second look waits" not in decider.get(there).content.decode()


@pytest.mark.parametrize("of", ["complaint", "customer"])
def test_no_receipt_is_made_of_what_the_reviewer_may_not_see(
    house: House, chosen: Complaint, of: str
) -> None:
    about = f"complaint:{chosen.pk}" if of == "complaint" else f"customer:{chosen.customer_id}"

    answer = logged_in(house.manager).post(reverse("desk:create_proof"), {"about": about})

    assert answer.status_code == 409


def test_nor_is_the_dossier_that_went_with_the_letter_a_way_in(house: House, chosen: Complaint) -> None:
    Enclosure.objects.update(content=b"{}")
    paper = reverse("desk:paper", args=[Enclosure.objects.get().pk])

    assert logged_in(house.manager).get(paper).status_code == 409
    assert logged_in(house.representative).get(paper).status_code == 200


@pytest.mark.parametrize("odd", ["", "complaint", "complaint:", "verdict:x", "verdict:" + "9" * 40, "no:1"])
def test_what_names_no_row_of_a_complaint_hides_nothing(house: House, chosen: Complaint, odd: str) -> None:
    assert blind.hidden_among(house.manager, [odd, f"verdict:{Verdict.objects.get().pk}"]) == {
        f"verdict:{Verdict.objects.get().pk}"
    }


@pytest.mark.parametrize("role", ["dispatcher", "driver"])
def test_who_gives_no_looks_is_never_asked_about_them(
    house: House, chosen: Complaint, django_assert_num_queries: DjangoAssertNumQueries, role: str
) -> None:
    who, rows = house.dispatcher if role == "dispatcher" else house.driver, names(chosen)

    with django_assert_num_queries(0):
        assert not blind.hidden_among(who, rows) and not blind.mails_hidden_from(who)


def test_ten_names_of_a_kind_are_asked_about_at_once(
    house: House, chosen: Complaint, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [name.split(":") for name in names(chosen)]
    every = [f"{kind}:{int(number) + more}" for kind, number in rows for more in range(10)]

    with django_assert_num_queries(5):
        hidden = blind.hidden_among(house.manager, every)

    assert hidden == set(names(chosen))


def test_no_figure_names_the_complaint_behind_a_verdict_to_its_reviewer(
    house: House, chosen: Complaint
) -> None:
    scorecards.recount(now=NOW)
    asked = {"over": "2026-03", "only": "service_failure"}
    pages = [reverse(f"scorecards:{page}", args=["fair"]) for page in ("rows", "rows_file")]
    actions.step_back(chosen, by=house.owner.actor, now=NOW)

    blindly, openly = (
        [b"".join(logged_in(who).get(page, asked)) for page in pages] for who in (house.manager, house.owner)
    )

    mine = (f"/desk/complaints/{chosen.pk}".encode(), f"complaint:{chosen.pk}".encode())
    assert b"a second look waits" in blindly[0]
    assert [name in page for name, page in zip(mine, blindly, strict=True)] == [False, False]
    assert [name in page for name, page in zip(mine, openly, strict=True)] == [True, True]


@pytest.mark.parametrize(
    "address",
    ["case", "create_dossier", "create_draft", "save_letter", "create_review", "create_reopening"],
)
def test_what_would_answer_with_the_complaint_says_to_look_first(
    house: House, chosen: Complaint, address: str
) -> None:
    client, where = logged_in(house.manager), reverse(f"complaints:{address}", args=[chosen.pk])

    answer = client.get(where) if address == "case" else client.post(where)

    assert answer.status_code == 409
    assert "Give yours first" in answer.content.decode()


def test_nor_by_way_of_a_claim_a_verdict_or_a_review(house: House, chosen: Complaint) -> None:
    actions.ask_review(chosen, by=chosen.customer.actor, now=NOW)
    client, verdict = logged_in(house.manager), Verdict.objects.get()

    answers = [
        client.post(reverse("complaints:withdraw_claim", args=[verdict.claim_id])),
        client.post(reverse("complaints:decide", args=[verdict.pk])),
        client.post(reverse("complaints:review", args=[Review.objects.get().pk])),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]


def test_the_brief_keeps_it_from_the_reviewer_and_from_nobody_else(house: House, chosen: Complaint) -> None:
    blind, decider, dispatcher = (
        brief.get_brief_for(staff, chosen.customer, now=NOW).failures
        for staff in (house.manager, house.representative, house.dispatcher)
    )

    assert blind == ()
    assert [failure.because for failure in decider] == ["We failed"] == [f.because for f in dispatcher]


def test_once_the_look_is_written_down_all_of_it_opens(house: House, chosen: Complaint) -> None:
    client = logged_in(house.manager)
    given = {f"claim-{chosen.claims.get().pk}": "expectation_gap"}

    client.post(reverse("complaints:give_look", args=[chosen.pk]), given)

    assert WHY in client.get(reverse("complaints:complaint", args=[chosen.pk])).content.decode()
    assert WHY in shown(logged_in(house.owner), chosen)


def test_whoever_has_to_know_steps_back_and_the_look_stays_for_a_colleague(
    house: House, chosen: Complaint
) -> None:
    client = logged_in(house.manager)

    for _twice in range(2):
        answer = client.post(reverse("complaints:step_back", args=[chosen.pk]), follow=True)

    assert WHY in answer.content.decode()
    assert SteppedBack.objects.count() == Entry.objects.filter(kind="look.stepped_back").count() == 1
    assert client.get(reverse("complaints:look", args=[chosen.pk])).status_code == 404
    assert WHY not in shown(logged_in(house.owner), chosen)
    with pytest.raises(Refused):
        words = {chosen.claims.get().pk: "service_failure"}
        actions.look(chosen, words, by=house.manager.actor, now=NOW)


def test_where_no_look_waits_nobody_steps_back(house: House, chosen: Complaint) -> None:
    with pytest.raises(Refused, match="No second look waits"):
        actions.step_back(chosen, by=house.representative.actor, now=NOW)

    assert not SteppedBack.objects.exists()


def test_who_judges_manners_blind_reads_the_lines_and_no_name(house: House, chosen: Complaint) -> None:
    SecondLook.objects.all().delete()
    rep = house.representative
    talk = call.start(chosen.customer, staff=rep, now=NOW)
    call.said(talk, "Read your own letter.", ours=True, staff=rep, now=NOW)
    call.said(talk, "How rude.", staff=rep, now=NOW)
    rude = complain.open_from(talk, (complain.Heard("conduct.rude"),), staff=rep, now=NOW)
    verdict = rude.findings.get().verdicts.get()
    actions.decide_conduct(verdict, "conduct", because=WHY, by=rep.actor, now=NOW)
    SecondLook.objects.get_or_create(verdict=verdict, defaults={"chosen_at": NOW})

    page = logged_in(house.manager).get(reverse("complaints:look", args=[rude.pk])).content.decode()

    assert "Read your own letter." in page and "How rude." in page
    assert rep.name not in page and WHY not in page
