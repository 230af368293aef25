"""Mail leaves over a real server on loopback, and nothing is lost or sent twice needlessly."""

from __future__ import annotations

import email
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from kept.business.examples import House
from kept.business.examples import house as make_house
from kept.channels.email.compose import compose
from kept.channels.email.tasks import send_all
from kept.channels.email.tests.conftest import NOW
from kept.channels.email.tests.servers import Server, running
from kept.channels.email.transports import Envelope, from_settings, transport
from kept.customers.models import Customer
from kept.outbox import actions as outbox
from kept.outbox.actions import UnsafeHeader
from kept.outbox.models import Outgoing
from kept.outbox.rules import HELD_FOR, Undeliverable

State = Outgoing.State


def queued(house: House, customer: Customer | None = None, **extra: object) -> Outgoing:
    return outbox.queue(
        to="nora.feldman@mail.example",
        subject=str(extra.get("subject", "Your delivery")),
        text=str(extra.get("text", "Tuesday, 8–12.\n.\nA line with one dot stands above.")),
        html=str(extra.get("html", "")),
        customer=customer,
        by=house.representative.actor,
        now=NOW,
    )


def sent(address: str, *, at: datetime = NOW) -> int:
    return send_all(transport(address), clock=lambda: at)


def test_an_accepted_mail_is_marked_with_the_servers_answer_and_queue_id(house: House) -> None:
    outgoing, server = queued(house), Server()

    with running(server) as address:
        count = sent(address)

    outgoing.refresh_from_db()
    assert count == 1
    assert (outgoing.state, outgoing.accepted_at) == (State.ACCEPTED, NOW)
    assert outgoing.response == "250 2.0.0 OK queued as 4bQx7"
    assert server.senders == ["desk@localhost"]


def test_the_mail_arrives_word_for_word(house: House) -> None:
    outgoing, server = queued(house, subject="Grüße — your sofa"), Server()

    with running(server) as address:
        sent(address)

    mail = email.message_from_bytes(server.taken[0], policy=default)
    assert mail["Subject"] == "Grüße — your sofa"
    assert mail["From"] == "Hollis & Daughters <desk@localhost>"
    assert mail["Message-ID"] == f"<{outgoing.mail_id}>"
    assert mail["Auto-Submitted"] is None
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").strip() == outgoing.text


def test_what_software_writes_says_so(house: House) -> None:
    from kept.base.actors import SOFTWARE

    outgoing = outbox.queue(to="a@b.example", subject="Receipt", text="x", by=SOFTWARE, now=NOW)

    assert b"Auto-Submitted: auto-generated" in compose(outgoing)


def test_an_accepted_mail_is_never_sent_again(house: House) -> None:
    queued(house)
    server = Server()

    with running(server) as address:
        sent(address)
        again = sent(address, at=NOW + timedelta(days=1))

    assert (again, len(server.taken)) == (0, 1)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"rcpt": "450 4.2.1 mailbox busy"}, id="the recipient is refused for now"),
        pytest.param({"data": "451 4.3.0 try later"}, id="the mail is refused for now"),
        pytest.param({"data": ""}, id="the line breaks in the middle of the mail"),
    ],
)
def test_what_is_refused_for_now_is_tried_again_later(house: House, answers: dict[str, str]) -> None:
    outgoing, server = queued(house), Server(**answers)

    with running(server) as address:
        sent(address)
        outgoing.refresh_from_db()
        state, due_at, attempts = outgoing.state, outgoing.due_at, outgoing.attempts
        too_early = sent(address, at=NOW + timedelta(seconds=59))
        server.rcpt, server.data = "250 OK", "250 OK"
        later = sent(address, at=NOW + timedelta(minutes=1))

    assert (state, due_at, attempts) == (State.QUEUED, NOW + timedelta(minutes=1), 1)
    assert outgoing.last_error
    assert (too_early, later) == (0, 1)
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"rcpt": "550 5.1.1 no such user"}, id="no such recipient"),
        pytest.param({"data": "554 5.7.1 we do not want this"}, id="not this mail"),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(house: House, answers: dict[str, str]) -> None:
    outgoing, server = queued(house), Server(**answers)

    with running(server) as address:
        sent(address)
        again = sent(address, at=NOW + timedelta(days=9))

    outgoing.refresh_from_db()
    assert again == 0
    assert (outgoing.state, outgoing.failed_at) == (State.FAILED, NOW)
    assert outgoing.last_error.startswith(("550", "554"))


def test_a_person_may_have_a_failed_mail_tried_once_more(house: House) -> None:
    outgoing, server = queued(house), Server(rcpt="550 5.1.1 no such user")

    with running(server) as address:
        sent(address)
        server.rcpt = "250 OK"
        outbox.try_again(outgoing, now=NOW)
        count = sent(address)

    assert count == 1


def test_a_server_that_asks_for_a_password_gets_the_one_that_was_set(house: House) -> None:
    queued(house)
    server = Server()

    with running(server, password="p@ss:word/"):
        count = sent(f"smtp://ruth:p%40ss%3Aword%2F@127.0.0.1:{server.port}")

    assert (count, len(server.taken)) == (1, 1)


def test_a_wrong_password_is_our_setting_and_no_reason_to_give_a_mail_up(house: House) -> None:
    outgoing, server = queued(house), Server()

    with running(server, password="right"):
        sent(f"smtp://ruth:wrong@127.0.0.1:{server.port}")

    outgoing.refresh_from_db()
    assert outgoing.state == State.QUEUED
    assert outgoing.last_error.startswith("535")
    assert "wrong" not in outgoing.last_error


def test_no_server_at_all_is_a_reason_to_wait(house: House) -> None:
    outgoing = queued(house)

    sent("smtp://127.0.0.1:1")

    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.attempts) == (State.QUEUED, 1)


def test_one_refused_mail_does_not_keep_the_others(house: House) -> None:
    for name in ("good", "bad", "fine"):
        outbox.queue(to=f"{name}@b.example", subject=name, text="x", by=house.manager.actor, now=NOW)

    def picky(envelope: Envelope) -> str:
        if envelope.recipient.startswith("bad"):
            raise Undeliverable("550 no", permanent=True)
        return "250 OK"

    assert send_all(picky, clock=lambda: NOW) == 2


def test_an_address_that_no_header_holds_does_not_keep_the_others(house: House) -> None:
    strange, other, server = queued(house), queued(house), Server()
    Outgoing.objects.filter(pk=strange.pk).update(to_address="().)@a+}")  # as rows from before may have it

    with running(server) as address:
        count = sent(address)

    strange.refresh_from_db()
    other.refresh_from_db()
    assert (count, strange.state, other.state) == (1, State.FAILED, State.ACCEPTED)


def test_two_workers_send_one_mail_once(house: House) -> None:
    outgoing = queued(house)

    first = outbox.take_up(outgoing.pk, now=NOW)
    second = outbox.take_up(outgoing.pk, now=NOW)

    assert first is not None
    assert second is None


def test_no_header_can_be_smuggled_in(house: House) -> None:
    for bad in ("Hi\r\nBcc: all@b.example", "Hi\nX: y", "Hi\u2028X: y", "a\x00b"):
        with pytest.raises(UnsafeHeader):
            queued(house, subject=bad)
    with pytest.raises(UnsafeHeader):
        outbox.queue(
            to="a@b.example\nBcc: c@d.example", subject="x", text="x", by=house.manager.actor, now=NOW
        )
    with pytest.raises(UnsafeHeader):
        outbox.Thread(mail_id="a@b> \r\nBcc: c@d.example")
    assert not Outgoing.objects.exists()


def test_the_same_row_is_the_same_mail_every_time(house: House) -> None:
    outgoing = queued(house, html="<p>Tuesday</p>")

    assert compose(outgoing) == compose(Outgoing.objects.get(pk=outgoing.pk))


def test_a_mail_into_a_folder_is_there_once_though_sent_twice(house: House, tmp_path: Path) -> None:
    outgoing = queued(house)
    into = transport(f"folder:{tmp_path / 'mail'}")
    envelope = Envelope("a@b.example", outgoing.to_address, outgoing.mail_id, compose(outgoing))

    into(envelope)
    into(envelope)

    assert [one.name for one in (tmp_path / "mail").iterdir()] == [f"{outgoing.mail_id}.eml"]


def test_a_mail_onto_the_console_is_readable(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    queued(house)

    sent("-")

    assert "Subject: Your delivery" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["", "http://x", "smtp://", "folder:", "nonsense"])
def test_an_address_that_is_no_way_out_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="KEPT_MAIL"):
        transport(address)


def test_no_password_leaves_over_an_open_line_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    with running(server) as address:
        name = socket_name(monkeypatch)
        with pytest.raises(Undeliverable, match="without encryption"):
            transport(f"smtp://ruth:secret@{name}:{server.port}")(Envelope("a@b.c", "d@e.f", "m@b.c", b"x"))
        with pytest.raises(Undeliverable, match="STARTTLS"):
            transport(address.replace("smtp:", "smtp+tls:"))(Envelope("a@b.c", "d@e.f", "m@b.c", b"x"))


def socket_name(monkeypatch: pytest.MonkeyPatch) -> str:
    """Loopback by another name: the world outside, for this one test."""
    import socket

    real = socket.getaddrinfo

    def looked_up(host: str, *rest: object, **more: object) -> object:
        return real("127.0.0.1" if host == "mx.example" else host, *rest, **more)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return "mx.example"


KILLED_AFTER_SENDING = """
import os, signal, sys
import django; django.setup()
from django.utils import timezone
from kept.channels.email.tasks import send_all
from kept.channels.email.transports import transport

def send_and_die(envelope):
    transport(sys.argv[1])(envelope)
    os.kill(os.getpid(), signal.SIGKILL)

send_all(send_and_die, clock=timezone.now)
"""


def test_a_worker_killed_between_sending_and_noting_it_leads_to_the_same_mail_id_and_no_loss(
    fresh_database: None, process_environment: Mapping[str, str]
) -> None:
    from django.utils import timezone

    now = timezone.now()
    outgoing = outbox.queue(
        to="a@b.example", subject="x", text="x", by=make_house(now=now).manager.actor, now=now
    )
    server = Server()

    with running(server) as address:
        worker = subprocess.run(
            [sys.executable, "-c", KILLED_AFTER_SENDING, address],
            env={**process_environment, "DJANGO_SETTINGS_MODULE": "kept.config.settings"},
            check=False,
            timeout=60,
        )
        at_once = send_all(transport(address), clock=timezone.now)
        later = send_all(transport(address), clock=lambda: timezone.now() + HELD_FOR)

    outgoing.refresh_from_db()
    ids = [email.message_from_bytes(mail)["Message-ID"] for mail in server.taken]
    assert worker.returncode == -signal.SIGKILL
    assert (at_once, later) == (0, 1)
    assert ids == [f"<{outgoing.mail_id}>"] * 2
    assert outgoing.state == State.ACCEPTED


def test_what_only_went_into_a_folder_reached_nobody_and_says_so(
    house: House, settings: Any, tmp_path: Path
) -> None:
    outgoing = queued(house)
    settings.MAIL_TRANSPORT, settings.DEMO = f"folder:{tmp_path}", False

    assert send_all(from_settings(), clock=lambda: NOW) == 0

    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.accepted_at) == (State.FAILED, None)
    assert "nobody received it" in outgoing.last_error
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_in_the_demo_a_folder_stands_for_the_customers_mail_server(
    house: House, settings: Any, tmp_path: Path
) -> None:
    outgoing = queued(house)
    settings.MAIL_TRANSPORT, settings.DEMO = f"folder:{tmp_path}", True

    assert send_all(from_settings(), clock=lambda: NOW) == 1

    outgoing.refresh_from_db()
    assert outgoing.state == State.ACCEPTED
