"""Who may open what of complaints, ratings and scorecards: every address, every role, and strangers."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.business.examples import house as open_house
from kept.business.models import Staff
from kept.business.rules import Role
from kept.complaints import actions, examples
from kept.complaints.examples import MORNING
from kept.conversations.models import Conversation
from kept.customers.examples import nora
from kept.desk import complain
from kept.policies.examples import delivery
from kept.web.complaints.urls import urlpatterns as complaint_addresses
from kept.web.ratings.urls import urlpatterns as rating_addresses
from kept.web.scorecards.urls import urlpatterns as scorecard_addresses
from tests.fresh import undone

NOW = MORNING + timedelta(hours=6)
DESK = {Role.REPRESENTATIVE, Role.MANAGER, Role.OWNER}
SECOND = {Role.MANAGER, Role.OWNER}
CUSTOMERS = DESK | {Role.DISPATCHER}
BY_LINK = {"own", "own_answer", "own_objection", "own_review", "rate", "create"}

# The address by its whole name, the row that it names, how it is asked for, and who may.
TABLE: dict[str, tuple[str, str, set[Role]]] = {
    "complaints:list": ("", "get", DESK),
    "complaints:new": ("conversation", "get", DESK),
    "complaints:create": ("conversation", "post", DESK),
    "complaints:noticed": ("conversation", "get", DESK),
    "complaints:create_from_noticed": ("conversation", "post", DESK),
    "complaints:turn_down": ("conversation", "post", DESK),
    "complaints:complaint": ("complaint", "get", DESK),
    "complaints:case": ("complaint", "get", DESK),
    "complaints:create_dossier": ("complaint", "post", DESK),
    "complaints:create_claim": ("complaint", "post", DESK),
    "complaints:create_proposal": ("complaint", "post", DESK),
    "complaints:create_closing": ("complaint", "post", DESK),
    "complaints:create_withdrawal": ("complaint", "post", DESK),
    "complaints:create_agreement": ("complaint", "post", DESK),
    "complaints:create_reopening": ("complaint", "post", DESK),
    "complaints:create_delay": ("complaint", "post", DESK),
    "complaints:looks": ("", "get", DESK),
    "complaints:pay_out": ("", "get", SECOND),
    "complaints:pay_out_file": ("", "get", SECOND),
    "complaints:pay": ("promise", "post", SECOND),
    "complaints:wrong_words": ("", "get", SECOND),
    "complaints:honour_message": ("message", "get", DESK),
    "complaints:create_honour": ("message", "post", DESK),
    "complaints:look": ("complaint", "get", DESK),
    "complaints:give_look": ("complaint", "post", DESK),
    "complaints:step_back": ("complaint", "post", DESK),
    "complaints:create_remedy": ("complaint", "post", DESK),
    "complaints:save_letter": ("complaint", "post", DESK),
    "complaints:create_draft": ("complaint", "post", DESK),
    "complaints:create_review": ("complaint", "post", DESK),
    "complaints:row": ("row", "get", DESK),
    "complaints:withdraw_claim": ("claim", "post", DESK),
    "complaints:honour": ("claim", "post", DESK),
    "complaints:decide": ("verdict", "post", DESK),
    "complaints:second": ("verdict", "post", SECOND),
    "complaints:review": ("review", "post", DESK),
    "ratings:rating": ("rating", "get", CUSTOMERS),
    "scorecards:show": ("", "get", set(Role)),  # their own figures
    "scorecards:rows": ("name", "get", set(Role)),
    "scorecards:figures_file": ("", "get", set(Role)),
    "scorecards:rows_file": ("name", "get", set(Role)),
    "scorecards:tally": ("tally", "get", SECOND),
    "scorecards:perception": ("", "get", SECOND),
    "scorecards:perception_file": ("", "get", SECOND),
    "scorecards:corner": ("corner", "get", SECOND),
    "scorecards:policy": ("policy", "get", SECOND),
    "scorecards:told": ("told", "get", SECOND),
    "scorecards:reports": ("", "get", SECOND),
    "scorecards:report": ("report", "get", SECOND),
}


@pytest.fixture
def rows(db: None) -> dict[str, object]:
    """One of everything, decided, with a review that was asked for."""
    house = open_house(now=MORNING - timedelta(days=60))
    customer = nora(now=MORNING - timedelta(days=7))
    promise = examples.arrive(
        examples.promise_window(house, customer), MORNING + timedelta(hours=5), by=house.driver
    )
    call = Conversation.objects.create(
        customer=customer, channel="phone", opened_at=NOW, opened_by="staff:1", last_word_at=NOW, ended_at=NOW
    )
    complaint = complain.open_from(
        call, (complain.Heard("delivery.late", about=(promise,)),), words="Late",
        staff=house.representative, now=NOW,
    )  # fmt: skip
    verdict = complaint.claims.get().standing
    assert verdict is not None
    actions.confirm(verdict, by=house.owner.actor, now=NOW)
    review = actions.ask_review(complaint, by=customer.actor, now=NOW)
    rating = actions.rate(
        "delivery:1", 5, customer=customer, location=house.location, by=customer.actor, now=NOW
    )
    return {
        "conversation": call.pk,
        "complaint": complaint.pk,
        "claim": verdict.claim_id,
        "verdict": verdict.pk,
        "review": review.pk,
        "rating": rating.pk,
        "promise": promise.pk,
        "message": call.messages.latest("pk").pk,
        "name": "kept",
        "tally": "hand_overs",
        "corner": "kept_silent",
        "policy": delivery(house.location, now=MORNING - timedelta(days=50)).policy.slug,
        "report": 7,
    }


def address(name: str, rows: dict[str, object]) -> str:
    row = TABLE[name][0]
    if name == "complaints:row":
        return reverse(name, args=["claim", rows["claim"]])
    if name == "scorecards:told":
        return reverse(name, args=[rows["policy"], "spoken"])
    return reverse(name, args=[rows[row]] if row else [])


def test_every_address_stands_in_the_table() -> None:
    addresses = {
        "complaints": complaint_addresses,
        "ratings": rating_addresses,
        "scorecards": scorecard_addresses,
    }
    names = {f"{space}:{found.name}" for space, patterns in addresses.items() for found in patterns}
    opened_by_link = {f"{space}:{name}" for space in ("complaints", "ratings") for name in BY_LINK}

    assert names - set(TABLE) <= opened_by_link


@time_machine.travel(NOW, tick=False)
def test_each_page_opens_for_those_who_may_and_for_nobody_else(rows: dict[str, object]) -> None:
    wrong: list[tuple[str, str, int]] = []
    for name, (_row, method, allowed) in TABLE.items():
        with undone():
            for role in Role:
                client = Client()
                client.force_login(Staff.objects.filter(role=role).order_by("pk").first() or Staff())
                answer = getattr(client, method)(address(name, rows))
                if (answer.status_code != 403) is not (role in allowed):
                    wrong.append((name, role, answer.status_code))
            stranger = getattr(Client(), method)(address(name, rows))
            if stranger.status_code != 302 or not stranger["Location"].startswith("/account/login/"):
                wrong.append((name, "a stranger", stranger.status_code))

    assert wrong == []
