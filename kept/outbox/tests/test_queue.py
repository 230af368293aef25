"""A mail is a row before it leaves; what may not leave is refused before it is one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kept.base.actors import SOFTWARE
from kept.base.refusals import NotAllowed, Refused
from kept.business import examples as business
from kept.outbox import actions, queries, rules
from kept.outbox.actions import File, Thread
from kept.outbox.models import Outgoing

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


def queued(to: str = "nora@mail.example", **more: str) -> Outgoing:
    return actions.queue(to=to, subject=more.get("subject", "Hi"), text="x", by=SOFTWARE, now=NOW)


def test_a_queued_mail_is_due_at_once_and_has_an_id_of_its_own(db: None) -> None:
    first, second = queued(), queued()

    assert queries.due(now=NOW) == [first.pk, second.pk]
    assert first.mail_id != second.mail_id
    assert first.mail_id.endswith("@localhost")
    assert first.automatic


@pytest.mark.parametrize(
    "to", ["", "nora", "a@b\nBcc: c@d", "a b@c.example", "a@b.example,c@d.example", "@", "<a@b>"]
)
def test_what_is_no_address_is_refused(db: None, to: str) -> None:
    with pytest.raises(Refused):
        queued(to)
    assert not Outgoing.objects.exists()


def test_an_endless_subject_is_shortened_and_says_so(db: None) -> None:
    assert queued(subject="x" * 999).subject == "x" * 254 + "…"


def test_an_endless_thread_keeps_its_first_and_its_latest_ids(db: None) -> None:
    thread = Thread(mail_id="m@x", references=tuple(f"{n}@x" for n in range(100)))

    outgoing = actions.queue(to="a@b.example", subject="x", text="x", thread=thread, by=SOFTWARE, now=NOW)

    assert outgoing.references.split()[0] == "0@x"
    assert outgoing.references.split()[-1] == "99@x"
    assert len(outgoing.references.split()) == actions.LONGEST_REFERENCES


def test_the_same_mail_id_is_queued_once(db: None) -> None:
    thread = Thread(mail_id="m@x")
    actions.queue(to="a@b.example", subject="x", text="x", thread=thread, by=SOFTWARE, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.queue(to="a@b.example", subject="x", text="x", thread=thread, by=SOFTWARE, now=NOW)


def test_files_go_with_the_mail(db: None) -> None:
    file = File("invoice.pdf", "application/pdf", b"%PDF")

    outgoing = actions.queue(to="a@b.example", subject="x", text="x", files=[file], by=SOFTWARE, now=NOW)

    assert [(one.name, bytes(one.content)) for one in outgoing.enclosures.all()] == [("invoice.pdf", b"%PDF")]


def test_a_mail_that_is_never_taken_is_given_up_after_some_days(db: None) -> None:
    outgoing, now = queued(), NOW
    busy = rules.Undeliverable("450 busy", permanent=False)

    while taken := actions.take_up(outgoing.pk, now=now):
        outgoing = actions.put_off(taken, why=busy, now=now)
        now = max(now, outgoing.due_at)

    assert outgoing.state == Outgoing.State.FAILED
    assert timedelta(days=4) <= now - NOW <= timedelta(days=6)


def test_accepted_twice_is_accepted_once(db: None) -> None:
    outgoing = actions.accept(queued(), response="250 first", now=NOW)

    again = actions.accept(outgoing, response="250 second", now=NOW + timedelta(hours=1))
    late = actions.put_off(again, why=rules.Undeliverable("x", permanent=True), now=NOW)

    assert (again.response, again.accepted_at) == ("250 first", NOW)
    assert late.state == Outgoing.State.ACCEPTED


def test_a_row_cannot_be_accepted_without_saying_when(db: None) -> None:
    outgoing = queued()

    with pytest.raises(IntegrityError), transaction.atomic():
        Outgoing.objects.filter(pk=outgoing.pk).update(state=Outgoing.State.ACCEPTED)


def test_troubled_mail_is_shown_to_the_desk_and_to_nobody_else(db: None) -> None:
    house = business.house(now=NOW)
    failed = actions.put_off(queued(), why=rules.Undeliverable("550 no", permanent=True), now=NOW)
    bounced = actions.bounce(actions.accept(queued(), response="250", now=NOW), words="gone", now=NOW)
    queued()

    assert set(queries.troubled_for(house.representative)) == {failed, bounced}
    with pytest.raises(NotAllowed):
        queries.troubled_for(house.driver)
