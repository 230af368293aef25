"""What arrives in the customer's mailbox: the papers, and a receipt that holds without us."""

from __future__ import annotations

import email
import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from kept.base.actors import SOFTWARE
from kept.business.examples import House, house
from kept.channels.email.tasks import send_all
from kept.channels.email.tests.servers import Server, running
from kept.channels.email.tests.test_at_once import at_once
from kept.channels.email.transports import transport
from kept.customers import examples as people
from kept.deliveries.examples import fleet
from kept.deliveries.models import Delivery
from kept.deliveries.queries import quote
from kept.desk import book, call, enclose, sell, told
from kept.desk import exit as leaving
from kept.desk.papers import confirmation
from kept.ledger import actions as ledger
from kept.ledger.rules.reading import read
from kept.ledger.rules.verify import verify
from kept.memberships import examples as gym
from kept.memberships.actions import Choice
from kept.memberships.models import Cancellation
from kept.orders.examples import SOFA_CSV
from kept.orders.models import Order
from kept.outbox import actions as outbox
from kept.outbox.models import Enclosure, Outgoing
from kept.outbox.rules import HELD_FOR
from kept.policies import examples as cards
from kept.policies.models import Disclosure

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ANOTHER_CSV = SOFA_CSV.replace("H-1001", "H-1002").replace("Nora Feldman", "Sam Whitaker")
ANOTHER_CSV = ANOTHER_CSV.replace("nora.feldman", "sam").replace("555 0143", "555 0144")


def store(now: datetime = NOW) -> House:
    found = house(now=now - timedelta(days=60))
    cards.delivery(found.location, now=now - timedelta(days=50))
    fleet(found, now=now - timedelta(days=50), weekdays=range(7))
    return found


def bought(content: str = SOFA_CSV, *, now: datetime = NOW) -> Order:
    (order,) = sell.take_orders(content.encode(), by=SOFTWARE, now=now)
    return order


def booked(there: House, *, now: datetime = NOW) -> Delivery:
    delivery = Delivery.objects.get(order=bought(now=now))
    window = quote(delivery, now=now).free[0].window
    book.book(delivery, window, by=there.representative.actor, now=now)
    return delivery


def sent(server: Server, *, at: datetime = NOW + SECOND) -> list[EmailMessage]:
    with running(server) as address:
        send_all(transport(address), clock=lambda: at)
    return [email.message_from_bytes(raw, policy=default) for raw in server.taken]


def file_of(mail: EmailMessage, ending: str) -> bytes:
    (found,) = (part for part in mail.iter_attachments() if str(part.get_filename()).endswith(ending))
    content = found.get_content()
    return content if isinstance(content, bytes) else content.encode()


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_invoice_arrives_with_the_policy_attached_and_a_receipt_that_holds(db: None) -> None:
    store()
    bought()

    (mail,) = sent(Server())

    receipt = read(file_of(mail, ".kept.json"))
    disclosure = Disclosure.objects.get()
    assert verify(receipt, now=NOW + MINUTE).ok
    assert [words.words for words in receipt.words] == [disclosure.wording.words]
    assert {entry.kind for entry in receipt.entries} == {"policy.told", "invoice.issued"}
    with pikepdf.open(BytesIO(file_of(mail, ".pdf"))) as paper:
        assert any("delivery" in name for name in paper.attachments)
    assert disclosure.grade == 2


def test_the_letter_says_which_checkpoint_and_how_to_check_it(db: None) -> None:
    store()
    bought()

    (mail,) = sent(Server())

    receipt = json.loads(file_of(mail, ".kept.json"))
    _letter, _dashes, footer = text_of(mail).partition("\n-- \n")
    assert f"{receipt['entries'][0]['number']}.kept.json" in footer
    assert receipt["checkpoint"].splitlines()[2] in footer
    assert "/proofs/" in footer
    html = mail.get_body(("html",))
    assert html is not None
    assert "/proofs/" in html.get_content()


def test_a_word_changed_on_the_way_is_found(db: None) -> None:
    store()
    bought()
    (mail,) = sent(Server())

    changed = file_of(mail, ".kept.json").replace(b"We cannot promise", b"We always promise")

    assert not verify(read(changed), now=NOW + MINUTE).ok


def test_a_window_arrives_on_paper_and_in_the_calendar(db: None) -> None:
    delivery = booked(store())

    mail = next(each for each in sent(Server()) if "We come" in each["Subject"])

    assert b"BEGIN:VEVENT" in file_of(mail, ".ics")
    assert f"delivery-{delivery.pk}@".encode() in file_of(mail, ".ics")
    assert b"/p/" not in file_of(mail, ".ics")  # calendars are shared, and a link is a key
    assert b'text/calendar; charset="utf-8"' in mail.as_bytes()
    assert file_of(mail, ".pdf").startswith(b"%PDF-")
    kinds = {entry.kind for entry in read(file_of(mail, ".kept.json")).entries}
    assert kinds == {"policy.told", "promise.made"}


def test_a_window_that_is_not_wanted_any_more_leaves_the_calendar(db: None) -> None:
    there = store()
    delivery = booked(there)
    sent(Server())

    book.cancel(delivery, reason="not wanted", by=there.representative.actor, now=NOW + MINUTE)
    (mail,) = sent(Server(), at=NOW + MINUTE)

    entry = file_of(mail, ".ics")
    assert b"STATUS:CANCELLED" in entry
    assert b"SEQUENCE:1" in entry
    assert "promise.released" in {each.kind for each in read(file_of(mail, ".kept.json")).entries}


def test_a_receipt_holds_nothing_of_anybody_else(db: None) -> None:
    store()
    bought()
    bought(ANOTHER_CSV)

    nora, sam = (file_of(mail, ".kept.json") for mail in sent(Server()))

    refs = [{entry["payload"]["subject"] for entry in json.loads(each)["entries"]} for each in (nora, sam)]
    assert not refs[0] & refs[1]
    for private in (b"Whitaker", b"Feldman", b"5550144", b"555 014", b"mail.example", b"West 78th"):
        assert private not in nora


def test_answers_go_to_the_desk_and_not_to_the_machine_that_sends(db: None) -> None:
    there = store()
    bought()

    (mail,) = sent(Server())

    assert mail["Reply-To"] == there.location.mail_address


def test_a_paper_is_the_same_every_time_it_is_made(db: None) -> None:
    delivery = booked(store())
    mail = Outgoing.objects.filter(subject__startswith="We come").get()
    assert Delivery.objects.get(pk=delivery.pk).promise is not None

    first, second = (confirmation(_of(mail), mail, NOW + SECOND) for _ in range(2))

    assert first.file.content == second.file.content


def _of(mail: Outgoing) -> str:
    return mail.enclosures.get(made_from__startswith="confirmation:").made_from.partition(":")[2]


def test_what_left_can_be_downloaded_again_to_the_byte(db: None) -> None:
    store()
    order = bought()
    (mail,) = sent(Server())

    receipt = Enclosure.objects.get(content_type="application/json")

    assert told.paper(order.customer, receipt.pk).content == file_of(mail, ".kept.json")
    assert told.invoice(order.customer, order.invoice.pk).content == file_of(mail, ".pdf")


def test_while_the_ledger_refuses_to_seal_the_mail_waits_and_says_why(db: None) -> None:
    store()
    bought()
    ledger.checkpoint(now=NOW + timedelta(days=3))  # somebody set the clock ahead, and back

    nothing = sent(Server())

    outgoing = Outgoing.objects.get()
    assert nothing == []
    assert (outgoing.state, outgoing.due_at) == ("queued", NOW + SECOND + MINUTE)
    assert "clock" in outgoing.last_error

    (later,) = sent(Server(), at=NOW + timedelta(days=3, seconds=1))

    assert verify(read(file_of(later, ".kept.json")), now=NOW + timedelta(days=4)).ok


def let_go(there: House, *, now: datetime = NOW) -> Cancellation:
    club = gym.gym(there.location, now=now - timedelta(days=4 * 365))
    membership = gym.three_years(club, people.theo(now=now - timedelta(days=3 * 365)), now=now)
    phoned = call.start(membership.customer, staff=there.representative, now=now - MINUTE)
    wanted = leaving.Wanted(Choice(membership=True, add_ons=()), phoned)
    by = there.representative.actor
    shown = leaving.show(membership, wanted, staff=there.representative, by=by, now=now)
    return leaving.confirm(shown, address="theo@mail.example", by=by, now=now)


def test_a_receipt_promised_within_the_minute_leaves_before_everything_that_waits(db: None) -> None:
    there = store()
    bought()
    bought(ANOTHER_CSV)
    left = let_go(there)

    first, *others = sent(Server(), at=NOW + 10 * SECOND)

    receipt = read(file_of(first, ".kept.json"))
    assert first["Subject"].startswith("Receipt: end of")
    assert len(others) == 2
    assert verify(receipt, now=NOW + MINUTE).ok
    assert {"exit.asked", "exit.confirmed", "promise.made"} <= {entry.kind for entry in receipt.entries}
    left.refresh_from_db()
    assert left.receipt_promise is not None
    assert left.receipt_promise.outcome == "kept"


def test_a_mail_whose_paper_nobody_knows_how_to_make_waits_and_lets_the_others_leave(db: None) -> None:
    store()
    strange = outbox.ToMake("x.pdf", "application/pdf", "horoscope:7")
    outbox.queue(to="a@mail.example", subject="x", text="x", files=[strange], by=SOFTWARE, now=NOW)
    bought()

    (mail,) = sent(Server())

    waiting = Outgoing.objects.get(state="queued")
    assert "H-1001" in mail["Subject"]
    assert "horoscope" in waiting.last_error


KILLED_BETWEEN_TWO_PAPERS = """
import os, signal, sys
import django; django.setup()
from django.utils import timezone
from kept.channels.email.tasks import send_all
from kept.channels.email.transports import transport
from kept.desk import enclose

enclose.MAKERS["receipt"] = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
send_all(transport(sys.argv[1]), clock=timezone.now)
"""


def test_a_worker_killed_between_two_papers_leaves_the_first_as_it_was(
    fresh_database: None, process_environment: Mapping[str, str]
) -> None:
    now = timezone.now()
    store(now)
    bought(now=now)
    server = Server()

    with running(server) as address:
        worker = subprocess.run(
            [sys.executable, "-c", KILLED_BETWEEN_TWO_PAPERS, address],
            env={**process_environment, "DJANGO_SETTINGS_MODULE": "kept.config.settings"},
            check=False,
            timeout=60,
        )
    printed = Enclosure.objects.get(content_type="application/pdf").content
    nothing_left = list(server.taken)
    (mail,) = sent(server, at=timezone.now() + HELD_FOR)

    assert worker.returncode == -signal.SIGKILL
    assert nothing_left == []
    assert printed is not None
    assert file_of(mail, ".pdf") == bytes(printed)
    assert verify(read(file_of(mail, ".kept.json")), now=timezone.now() + HELD_FOR).ok


def test_several_workers_at_once_make_one_mail(fresh_database: None) -> None:
    now = timezone.now()
    store(now)
    bought(now=now)
    mail = Outgoing.objects.get()

    made = at_once([lambda: enclose.complete(mail, now=now)] * 4)

    files = {tuple((one.name, bytes(one.content or b"")) for one in each.enclosures.all()) for each in made}
    assert len(files) == 1
    assert {each.footer for each in made} != {""}


@pytest.mark.parametrize("day", [datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC)])
def test_papers_are_made_at_midnight_of_a_day_on_which_the_clocks_change(db: None, day: datetime) -> None:
    booked(store(day), now=day)

    assert len(sent(Server(), at=day + SECOND)) == 2
