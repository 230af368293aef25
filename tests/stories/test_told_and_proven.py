"""Stories 3 and 4 on paper: what she who bought the sofa holds, and a neighbour who believes nobody."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings

from kept.base.actors import SOFTWARE
from kept.base.calendars import local_instant
from kept.business.examples import House, house
from kept.complaints import actions as deciding
from kept.complaints.models import Complaint
from kept.complaints.queries import get_complaint
from kept.deliveries.actions import Tap
from kept.deliveries.examples import fleet
from kept.deliveries.models import Delivery
from kept.deliveries.rules import LocalWindow
from kept.desk import arrive, book, call, complain, erase, sell, tell, wishes
from kept.ledger import actions as ledger
from kept.ledger import queries as sealed
from kept.ledger.audit import audit
from kept.ledger.models import Checkpoint, Entry, Leaf, Payload, Tile, Tree
from kept.ledger.rules import canonical, leaf, merkle, payload_hash
from kept.ledger.tests.writing import drop_guard
from kept.orders import actions as orders
from kept.orders.examples import SOFA_CSV
from kept.policies import examples as cards
from kept.policies.models import Version
from tests.stories.hers import Mailbox, on_another_machine

FRIDAY = datetime(2026, 2, 27, 20, 40, tzinfo=UTC)  # 15:40 in New York: the sofa is bought
MONDAY = datetime(2026, 3, 2, 15, 58, tzinfo=UTC)  # 10:58: she phones for a time
THURSDAY = date(2026, 3, 5)
MINUTE = timedelta(minutes=1)
SHOUTED = "This is bad customer service. I'll tell all my friends not to shop here."
GUARDS = (
    "ledger_entry UPDATE", "ledger_payload UPDATE", "ledger_leaf UPDATE",
    "ledger_tile DELETE", "ledger_checkpoint DELETE", "ledger_tree UPDATE",
)  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    store = house(now=FRIDAY - timedelta(days=400))
    fleet(store, now=FRIDAY - timedelta(days=300))
    return store


@pytest.fixture
def card(store: House) -> Version:
    return cards.delivery(store.location, now=FRIDAY - timedelta(days=200))


def the_sofa_comes_in_its_window(store: House, card: Version, hers: Mailbox) -> Delivery:
    """Told at the purchase, told again when scheduling, promised 8–12, and there at 11:40."""
    ruth = store.representative
    (order,) = sell.take_orders(SOFA_CSV.encode(), by=SOFTWARE, now=FRIDAY)
    orders.hand_over_invoice(order, by=ruth.actor, now=FRIDAY)
    hers.receives(FRIDAY + MINUTE)
    delivery = Delivery.objects.get(order=order)
    about = f"delivery:{delivery.pk}"
    phoned = call.start(delivery.customer, about=about, staff=ruth, now=MONDAY)
    nine = local_instant(THURSDAY, time(9), store.location.zone)
    asked = wishes.Asked("Nine o'clock, please", hour=nine)
    answered = wishes.ask(delivery, asked, by=ruth.actor, now=MONDAY)
    tell.by_phone(
        card,
        customer=delivery.customer,
        occasion="scheduling",
        about=about,
        by=ruth.actor,
        now=MONDAY + MINUTE,
    )
    window = LocalWindow(THURSDAY, time(8), time(12))
    stop = book.book(delivery, window, wish=answered.wish, by=ruth.actor, now=MONDAY + 7 * MINUTE)
    call.end(phoned, settled=True, staff=ruth, now=MONDAY + 8 * MINUTE)
    hers.receives(MONDAY + 8 * MINUTE)
    came = local_instant(THURSDAY, time(11, 40), store.location.zone)
    arrive.arrive(stop, Tap(came), by=store.driver.actor, now=came)
    arrive.finish(stop, "delivered", Tap(came + 9 * MINUTE), by=store.driver.actor, now=came + 9 * MINUTE)
    return delivery


def she_shouts_and_gets_a_letter(store: House, delivery: Delivery, hers: Mailbox) -> Complaint:
    ruth, at = store.representative, local_instant(THURSDAY, time(12, 10), store.location.zone)
    phoned = call.start(delivery.customer, about=f"delivery:{delivery.pk}", staff=ruth, now=at)
    call.said(phoned, SHOUTED, staff=ruth, now=at)
    complaint = complain.open_from(
        phoned, (complain.Heard("delivery.late", SHOUTED),), stars=1, staff=ruth, now=at
    )
    call.end(phoned, settled=False, staff=ruth, now=at + MINUTE)
    for claim in complaint.claims.all():
        deciding.confirm(claim.verdicts.latest("pk"), by=ruth.actor, now=at + 2 * MINUTE)
    complain.send_letter(complaint.letters.latest("pk"), staff=ruth, now=at + 3 * MINUTE)
    hers.receives(at + 4 * MINUTE)
    return get_complaint(complaint.pk)


def rewrite_everything(entry: Entry, *, now: datetime, **facts: str) -> None:
    """What somebody with the database's password and our key can do: change it, and seal all of it anew."""
    for guard in GUARDS:
        table, verb = guard.split()
        drop_guard(table, verb.lower())
    payload = Payload.objects.get(entry=entry)
    body = canonical(json.loads(bytes(payload.body)) | facts)
    hashed = payload_hash(body, bytes(payload.salt))
    Payload.objects.filter(entry=entry).update(body=body)
    Entry.objects.filter(pk=entry.pk).update(payload_hash=hashed)
    resealed = merkle.leaf_hash(leaf(kind=entry.kind, at=entry.at, hashed=hashed))
    Leaf.objects.filter(entry=entry).update(hash=resealed)
    Leaf.objects.update(number=None)
    Tile.objects.all().delete()
    Checkpoint.objects.all().delete()
    Tree.objects.update(size=0)
    settings.WITNESS.unlink()
    ledger.checkpoint(now=now)


def test_a_neighbour_without_our_database_finds_who_is_right(
    store: House, card: Version, hers: Mailbox
) -> None:
    delivery = the_sofa_comes_in_its_window(store, card, hers)
    she_shouts_and_gets_a_letter(store, delivery, hers)

    # The policy went with the invoice, in its words, as a file of its own and in print.
    papers = hers.files(".pdf")
    with pikepdf.open(BytesIO(papers[0].read_bytes())) as invoice:
        assert any("delivery" in name for name in invoice.attachments)

    # Her receipts and the dossier agree with each other, on a machine that has never heard of us.
    proofs = hers.files(".kept.json")
    checked = on_another_machine("verify", *proofs, folder=hers.folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "verified" in checked.stdout
    assert "What this never proves" in checked.stdout

    # And the case in the dossier is judged there as it was judged here: kept, told, and still resented.
    (dossier,) = (path for path in proofs if "complaint" in path.name)
    case = hers.folder / "case.json"
    case.write_text(json.dumps(json.loads(dossier.read_text())["case"]))
    judged = on_another_machine("judge", case, folder=hers.folder)
    assert json.loads(judged.stdout)["verdict"] == "expectation_gap"


def test_a_store_that_rewrites_what_it_told_her_is_found_by_what_she_holds(
    store: House, card: Version, hers: Mailbox
) -> None:
    the_sofa_comes_in_its_window(store, card, hers)
    told = Entry.objects.filter(kind="policy.told").latest("pk")
    rewrite_everything(told, now=MONDAY + timedelta(days=9), told_at="2026-01-01T00:00:00+00:00")
    whole = hers.folder / "ledger.jsonl"
    whole.write_bytes(b"".join(sealed.export()))

    # The new ledger looks right by itself, down to the signatures: it is the store's own key.
    alone = on_another_machine("verify", whole, folder=hers.folder)
    assert alone.returncode == 0, alone.stdout + alone.stderr

    checked = on_another_machine("verify", *hers.files(".kept.json"), whole, folder=hers.folder)

    assert checked.returncode == 1
    assert "✗" in checked.stdout


def test_she_is_erased_and_every_proof_still_holds(store: House, card: Version, hers: Mailbox) -> None:
    nora = the_sofa_comes_in_its_window(store, card, hers).customer
    later = FRIDAY + timedelta(days=100)
    before = on_another_machine("verify", *hers.files(".kept.json"), folder=hers.folder)

    erase.person(nora, because="asked", by=store.owner.actor, now=later)
    ledger.checkpoint(now=later)
    whole = hers.folder / "ledger.jsonl"
    whole.write_bytes(b"".join(sealed.export()))

    assert not Payload.objects.filter(customer=nora.pk).exists()
    assert b"Feldman" not in whole.read_bytes()
    assert audit().faults == []
    checked = on_another_machine("verify", *hers.files(".kept.json"), whole, folder=hers.folder)
    assert (before.returncode, checked.returncode) == (0, 0), checked.stdout + checked.stderr
