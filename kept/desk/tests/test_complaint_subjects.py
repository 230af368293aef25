"""What stands above a mail about a complaint: what it is, in their language; an answer keeps its thread."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.business.examples import House
from kept.complaints import actions
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.conversations import examples as conversations
from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer
from kept.desk import call, complain
from kept.outbox.models import Outgoing

NOW = MORNING + timedelta(hours=6)  # Thu 5 March in New York

pytestmark = pytest.mark.django_db


def phoned(store: House, nora: Customer) -> Conversation:
    talk = call.start(nora, staff=store.representative, now=NOW)
    call.said(talk, "This is bad customer service.", staff=store.representative, now=NOW)
    return call.end(talk, settled=False, staff=store.representative, now=NOW)


def sent(talk: Conversation, store: House) -> tuple[Complaint, list[str]]:
    """Opened, decided and answered; the subjects of both mails, as they left."""
    complaint = complain.open_from(
        talk, (complain.Heard("delivery.late"),), staff=store.representative, now=NOW
    )
    verdict = complaint.findings.get().verdicts.get()
    actions.overrule(verdict, "service_failure", because="It was", by=store.manager.actor, now=NOW)
    complaint.refresh_from_db()
    complain.send_letter(complaint.letters.get(), staff=store.manager, now=NOW)
    return complaint, list(Outgoing.objects.order_by("pk").values_list("subject", flat=True))


@pytest.mark.parametrize(
    ("language", "subjects"),
    [
        ("en", ["Your complaint of 5 March 2026", "Your complaint of 5 March 2026: what we found"]),
        ("de", ["Ihre Beschwerde vom 5. März 2026", "Ihre Beschwerde vom 5. März 2026: was wir fanden"]),
    ],
)
def test_after_a_call_the_mails_say_what_they_are(
    store: House, nora: Customer, language: str, subjects: list[str]
) -> None:
    Customer.objects.filter(pk=nora.pk).update(language=language)
    nora.refresh_from_db()

    _complaint, found = sent(phoned(store, nora), store)

    assert found == subjects


def test_a_complaint_by_mail_is_answered_under_the_subject_of_their_mail(
    store: House, nora: Customer
) -> None:
    mail = conversations.mail(nora, "Your truck was late", subject="My sofa", now=NOW)
    Message.objects.filter(conversation=mail).update(from_address="nora.feldman@mail.example")

    _complaint, found = sent(mail, store)

    assert found == ["Re: My sofa", "Re: My sofa"]


def test_what_was_agreed_on_is_said_to_have_ended_and_not_to_be_found(store: House, nora: Customer) -> None:
    complaint = complain.open_from(
        phoned(store, nora), (complain.Heard("delivery.late"),), staff=store.representative, now=NOW
    )
    chair = actions.Mending("A new chair", NOW + timedelta(days=9))
    actions.promise_remedy(complaint, chair, by=store.manager.actor, now=NOW)
    complaint = actions.agree(complaint, because="A chair", by=store.manager.actor, now=NOW)
    complain.draft_newest(complaint, staff=store.manager, now=NOW)

    outgoing = complain.send_letter(complaint.letters.get(), staff=store.manager, now=NOW)

    assert outgoing.subject == "Your complaint of 5 March 2026: how it ended"


def test_the_day_of_the_complaint_is_the_day_there_was_at_the_store(store: House, nora: Customer) -> None:
    late = MORNING.replace(day=6, hour=4, minute=59)  # 23:59 of Thursday in New York
    talk = call.start(nora, staff=store.representative, now=late)
    call.said(talk, "This is bad customer service.", staff=store.representative, now=late)

    complain.open_from(talk, (complain.Heard("delivery.late"),), staff=store.representative, now=late)

    assert Outgoing.objects.get().subject == "Your complaint of 5 March 2026"
