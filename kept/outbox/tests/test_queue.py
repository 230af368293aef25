"""A mail is a row before it leaves; what may not leave is refused before it is one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kept.base.actors import SOFTWARE
from kept.base.refusals import NotAllowed, Refused
from kept.business import examples as business
from kept.customers import examples as people
from kept.outbox import actions, queries, rules
from kept.outbox.actions import File, Made, Thread, ToMake
from kept.outbox.models import Enclosure, Outgoing

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


def queued(to: str = "nora@mail.example", **more: str) -> Outgoing:
    return actions.queue(to=to, subject=more.get("subject", "Hi"), text="x", by=SOFTWARE, now=NOW)


def test_a_queued_mail_is_due_at_once_and_has_an_id_of_its_own(db: None) -> None:
    first, second = queued(), queued()

    assert queries.next_due(now=NOW) == first.pk
    assert first.pk < second.pk
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

    assert [(one.name, bytes(one.content or b"")) for one in outgoing.enclosures.all()] == [
        ("invoice.pdf", b"%PDF")
    ]


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
    ours = rules.Undeliverable("the ledger was restored", permanent=False, ours=True)
    held_up = actions.put_off(queued(), why=ours, now=NOW)
    queued()

    assert set(queries.troubled_for(house.representative)) == {failed, bounced, held_up}
    with pytest.raises(NotAllowed):
        queries.troubled_for(house.driver)


def test_what_was_promised_by_a_time_leaves_before_what_is_older(db: None) -> None:
    queued()
    receipt = actions.queue(
        to="a@b.example", subject="x", text="x", leaves_by=NOW + timedelta(minutes=1), by=SOFTWARE, now=NOW
    )

    assert queries.next_due(now=NOW) == receipt.pk


def with_invoice() -> tuple[Outgoing, Enclosure]:
    paper = ToMake("invoice.pdf", "application/pdf", "invoice:12")
    outgoing = actions.queue(to="a@b.example", subject="x", text="x", files=[paper], by=SOFTWARE, now=NOW)
    return outgoing, outgoing.enclosures.get()


def test_the_first_paper_made_is_the_one_that_leaves(db: None) -> None:
    outgoing, enclosure = with_invoice()

    first = actions.keep(enclosure, Made(File("INV-1.pdf", "application/pdf", b"first"), footer="sealed"))
    second = actions.keep(enclosure, Made(File("INV-2.pdf", "application/pdf", b"second"), footer="again"))

    outgoing.refresh_from_db()
    enclosure.refresh_from_db()
    assert (first, second) == (True, False)
    assert (enclosure.name, enclosure.content, outgoing.footer) == (
        "INV-1.pdf",
        b"first",
        "sealed",
    )


def test_the_database_lets_no_paper_be_put_in_the_place_of_another(db: None) -> None:
    _outgoing, enclosure = with_invoice()
    actions.keep(enclosure, Made(File("INV-1.pdf", "application/pdf", b"first")))

    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Enclosure.objects.update(content=b"second")
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Enclosure.objects.update(content=None)


def test_no_mail_is_accepted_that_lacks_a_paper(db: None) -> None:
    outgoing, enclosure = with_invoice()

    with pytest.raises(IntegrityError, match="all its papers"), transaction.atomic():
        actions.accept(outgoing, response="250 OK", now=NOW)
    actions.keep(enclosure, Made(File("INV-1.pdf", "application/pdf", b"first")))

    assert actions.accept(outgoing, response="250 OK", now=NOW).accepted_at == NOW


def test_a_file_that_nobody_can_make_is_none(db: None) -> None:
    outgoing, _enclosure = with_invoice()

    with pytest.raises(IntegrityError), transaction.atomic():
        Enclosure.objects.create(outgoing=outgoing, name="x", content_type="text/plain", content=None)


def test_what_we_have_to_put_right_ourselves_is_never_given_up(db: None) -> None:
    ours = rules.Undeliverable("the ledger was restored", permanent=False, ours=True)
    outgoing, now = queued(), NOW

    for _ in range(200):
        taken = actions.take_up(outgoing.pk, now=now)
        assert taken is not None
        outgoing = actions.put_off(taken, why=ours, now=now)
        now = outgoing.due_at

    assert (outgoing.state, outgoing.attempts) == ("queued", 0)
    assert outgoing.last_error == "the ledger was restored"
    assert now - NOW > timedelta(days=1)


def test_papers_are_found_only_by_whom_they_went_to(db: None) -> None:
    nora, sam = people.nora(now=NOW), people.sam(now=NOW)
    paper = ToMake("invoice.pdf", "application/pdf", "invoice:12")
    sent = actions.queue(
        to="a@b.example", subject="x", text="x", files=[paper], customer=nora, by=SOFTWARE, now=NOW
    )
    assert not queries.papers_for([nora.pk])

    actions.keep(sent.enclosures.get(), Made(File("INV-1.pdf", "application/pdf", b"first")))

    assert [one.name for one in queries.papers_for([nora.pk])] == ["INV-1.pdf"]
    assert not queries.papers_for([sam.pk])
